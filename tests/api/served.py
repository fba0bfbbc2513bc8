"""What is served, as the tests go through it: the routes, whole lists, and checks of any answer."""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from app.main import create_app

Row = dict[str, Any]
Params = dict[str, Any]

FACTS = ("contingents", "casualties", "strengths", "events", "statements", "tasks")
DATED = (*FACTS, "resolutions", "documents")
THINGS = ("missions", "bases", "places", "countries", "people", "organisations")
NOUNS = (*DATED, *THINGS)
LISTS = (*(f"/v1/{noun}" for noun in NOUNS), "/v1/timeline", "/v1/coverage", "/v1/assessments")
SEARCHED = tuple(path for path in LISTS if path != "/v1/assessments")
"""The lists that take `q`."""

ANYTHING = ("/v1/search",)
"""What cannot be listed without saying what for."""

LOADS = ("/v1/releases",)
STATS = tuple(f"/v1/stats/{noun}" for noun in ("casualties", "strengths", "contingents", "events"))
WITHIN = ("/v1/documents/{id}/facts",)
OPERATIONS = ("/health", "/ready")
LINKED = (*(f"/v1/{noun}/{{id}}.jsonld" for noun in NOUNS), "/v1/dataset.jsonld")
ENDINGS = {".csv": "Csv", ".geojson": "GeoJson", ".ndjson": "Ndjson", ".parquet": "Parquet"}
"""The formats that every list has beside JSON, as they stand in the ids of operations."""

BODILESS = (204, 304)
PROBLEM = "application/problem+json"
EMPTY_PATHS = re.compile(r"\{[a-z_]+\}")


@functools.cache
def document() -> dict[str, Any]:
    """The live OpenAPI document."""
    return create_app().openapi()


@functools.cache
def strict() -> dict[str, Any]:
    """Its schemas, with nothing beside the documented fields but where they say that there is."""
    schemas = {}
    for name, schema in document()["components"]["schemas"].items():
        closed = {"additionalProperties": False} if "properties" in schema else {}
        schemas[name] = {**closed, **schema}
    return schemas


@functools.cache
def validator(name: str) -> Any:
    """What tells whether a value is of the named schema."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": strict()}}
    return Draft202012Validator(schema)


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every path with its operation, the parameters that it refers to in their places; all are GET."""
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            yield path, {**operation, "parameters": parameters_of(operation)}


def parameters_of(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters of an operation."""
    shared = document()["components"]["parameters"]
    given = operation.get("parameters", [])
    return [shared[reference["$ref"].rpartition("/")[2]] for reference in given]


@functools.cache
def operation_at(path: str) -> dict[str, Any] | None:
    """The operation that answers a path, if one does."""
    for template, operation in operations():
        if re.fullmatch(EMPTY_PATHS.sub("[^/]+", template.replace(".", r"\.")), path):
            return operation
    return None


def check(response: httpx.Response) -> None:
    """Hold an answer to its documentation: its status, its media type, the shape of an error."""
    response.read()
    assert response.status_code < 500, response.text
    assert response.status_code != 422
    if response.status_code >= 400:
        check_problem(response)
    operation = operation_at(response.request.url.path)
    if operation is not None and response.status_code not in BODILESS:
        told = operation["responses"][str(response.status_code)]
        assert response.headers["content-type"].partition(";")[0] in told["content"]
    if response.status_code in BODILESS:
        assert "content-type" not in response.headers
        assert response.content == b""


def check_problem(response: httpx.Response) -> None:
    """Every error has the documented fields, and tells of itself what HTTP tells."""
    assert response.headers["content-type"] == PROBLEM
    if response.request.method == "HEAD":
        return
    problem = response.json()
    validator("Problem").validate(problem)
    assert problem["status"] == response.status_code
    assert re.fullmatch(r"urn:mission-kb:problem:[a-z-]+", problem["type"])
    assert problem["title"]
    assert problem["detail"]
    if response.status_code == 400:
        assert problem["errors"]
        assert all(error["detail"] for error in problem["errors"])


def check_body(response: httpx.Response) -> None:
    """The body of an answer is what its operation says, every field present and no other."""
    assert response.status_code == 200, response.text
    operation = operation_at(response.request.url.path)
    assert operation is not None
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    validator(schema["$ref"].rpartition("/")[2]).validate(response.json())


def page(api: httpx.Client, path: str, **params: Any) -> Row:
    """One page of a list."""
    response = api.get(path, params=params)
    assert response.status_code == 200, response.text
    answer: Row = response.json()
    return answer


def ids(rows: Sequence[Row]) -> list[str]:
    """The ids of rows, in their order."""
    return [row["id"] for row in rows]


def found(api: httpx.Client, path: str, **params: Any) -> list[str]:
    """The ids on the first page of a list."""
    return ids(page(api, path, **params)["items"])


def refused(api: httpx.Client, path: str, **params: Any) -> Row:
    """The problem that a wrong question gets."""
    response = api.get(path, params=params)
    assert response.status_code == 400, response.text
    problem: Row = response.json()
    return problem


def pages(api: httpx.Client, path: str, **params: Any) -> Iterator[Row]:
    """Every page of a list, by its `next` links."""
    answer = page(api, path, **params)
    yield answer
    for _ in range(10_000):
        onward = [link["href"] for link in answer["links"] if link["rel"] == "next"]
        if not onward:
            return
        response = api.get(onward[0])
        assert response.status_code == 200, response.text
        answer = response.json()
        yield answer
    raise AssertionError("the pages do not end")
