"""The API definition: valid OpenAPI 3.0, complete, and with the standard's own parameters."""

from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from openapi_spec_validator import OpenAPIV30SpecValidator

from app.api.ogc.openapi30 import NOTHING, schema
from app.api.ogc.routes import router
from tests.api.served import document
from tests.ogc.asked import NOUNS, OPENAPI, ROOT, definition

PARAMETERS: dict[str, dict[str, Any]] = {
    "bbox": {
        "type": "array",
        "minItems": 4,
        "maxItems": 6,
        "items": {"type": "number", "format": "double"},
    },
    "datetime": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\x00]+$"},
    "limit": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 1000, "default": 100},
}


def parameters(path: str) -> dict[str, Any]:
    return {given["name"]: given for given in definition()["paths"][path]["get"]["parameters"]}


def test_the_definition_is_valid_openapi_3_0(api: httpx.Client) -> None:
    answer = api.get(f"{ROOT}/api")
    assert answer.headers["content-type"] == OPENAPI
    served = answer.json()
    assert served["openapi"] == "3.0.3"
    OpenAPIV30SpecValidator(served).validate()


def test_the_definition_names_this_server(api: httpx.Client) -> None:
    served = api.get(f"{ROOT}/api").json()
    (server,) = served.pop("servers")
    assert server["url"] == f"{str(api.base_url).rstrip('/')}/ogc"
    assert served == definition()


def test_every_route_is_in_the_definition_but_itself() -> None:
    routes = {route.path for route in router().routes if isinstance(route, APIRoute)}
    assert routes - set(definition()["paths"]) == {"", "/api", "/docs"}
    assert set(definition()["paths"]) <= routes


def test_the_document_of_v1_does_not_have_it_again() -> None:
    assert not [path for path in document()["paths"] if path.startswith(ROOT)]


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("name", list(PARAMETERS))
def test_the_parameters_of_the_standard_are_written_as_it_writes_them(noun: str, name: str) -> None:
    given = parameters(f"/collections/{noun}/items")[name]
    assert given["schema"] == PARAMETERS[name]
    assert (given["in"], given["required"]) == ("query", False)
    assert (given["style"], given["explode"]) == ("form", False)


@pytest.mark.parametrize("noun", NOUNS)
def test_what_decides_nothing_here_is_no_parameter(noun: str) -> None:
    names = parameters(f"/collections/{noun}/items").keys()
    assert not names & {"sort", "lat", "lon", "radius_km"}


def test_every_status_that_can_occur_is_there() -> None:
    for path, methods in definition()["paths"].items():
        of_item = {"308", "404", "410"} if "{id}" in path else set()
        anywhere = {"405", "414", "429", "431", "500", "503"}
        statuses = {"200", "304", "400"} | anywhere | of_item
        assert methods["get"]["responses"].keys() == statuses, path


def test_the_page_that_shows_it_needs_no_internet(api: httpx.Client) -> None:
    page = api.get(f"{ROOT}/docs").text
    assert "/ogc/api" in page
    assert "http://" not in page
    assert "https://" not in page
    for part in page.split('"'):
        if part.startswith("/static"):
            assert api.get(part).status_code == 200


@pytest.mark.parametrize(
    ("of_3_1", "of_3_0"),
    [
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string", "nullable": True}),
        (
            {"anyOf": [{"$ref": "#/x"}, {"type": "null"}], "description": "x"},
            {"anyOf": [{"$ref": "#/x"}, NOTHING], "description": "x"},
        ),
        (
            {"anyOf": [{"$ref": "#/x"}, {"$ref": "#/y"}]},
            {"anyOf": [{"$ref": "#/x"}, {"$ref": "#/y"}]},
        ),
        (
            {"anyOf": [{"$ref": "#/x"}, {"const": 1}, {"type": "null"}]},
            {"anyOf": [{"$ref": "#/x"}, {"enum": [1]}, NOTHING]},
        ),
        ({"const": "Point"}, {"enum": ["Point"]}),
        ({"type": "string", "examples": [None]}, {"type": "string", "example": None}),
        ({"$ref": "#/x"}, {"$ref": "#/x"}),
        ({"$ref": "#/x", "description": "y"}, {"allOf": [{"$ref": "#/x"}], "description": "y"}),
        (
            {"type": "array", "items": {"const": 1}, "maxItems": 2},
            {"type": "array", "items": {"enum": [1]}, "maxItems": 2},
        ),
        (
            {"properties": {"const": {"const": 1}}, "additionalProperties": True},
            {"properties": {"const": {"enum": [1]}}, "additionalProperties": True},
        ),
        ({"additionalProperties": {"const": 1}}, {"additionalProperties": {"enum": [1]}}),
    ],
)
def test_a_schema_means_the_same_in_openapi_3_0(
    of_3_1: dict[str, Any], of_3_0: dict[str, Any]
) -> None:
    assert schema(of_3_1) == of_3_0
