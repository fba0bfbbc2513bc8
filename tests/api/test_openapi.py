"""The OpenAPI document: valid, complete, the same as the code, and fit for generators."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import OpenAPIV31SpecValidator

from app import api as resources
from app.api import (
    actors,
    assessments,
    bases,
    casualties,
    contingents,
    coverage,
    document_facts,
    documents,
    events,
    missions,
    places,
    releases,
    resolutions,
    search,
    statements,
    stats,
    strengths,
    tasks,
    timeline,
)
from app.cli import main
from app.queries.known import Known
from app.queries.query import Query
from app.queries.status import Then
from tests.api.served import (
    ANYTHING,
    ENDINGS,
    LINKED,
    LISTS,
    LOADS,
    NOUNS,
    OPERATIONS,
    STATS,
    WITHIN,
    document,
    operations,
    strict,
)

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
REFRESH = ".venv/bin/mission-kb openapi > docs/openapi.json"
QUERIES: dict[str, type[Query]] = {
    "listMissions": missions.MissionQuery,
    "listResolutions": resolutions.ResolutionQuery,
    "listContingents": contingents.ContingentQuery,
    "listBases": bases.BaseQuery,
    "listCasualties": casualties.CasualtyQuery,
    "listStrengths": strengths.StrengthQuery,
    "listEvents": events.EventQuery,
    "listStatements": statements.StatementQuery,
    "listTasks": tasks.TaskQuery,
    "listPlaces": places.PlaceQuery,
    "listCountries": places.CountryQuery,
    "listPeople": actors.PersonQuery,
    "listOrganisations": actors.OrganisationQuery,
    "listDocuments": documents.DocumentQuery,
    "listDocumentFacts": document_facts.DocumentFactQuery,
    "listTimeline": timeline.TimelineQuery,
    "listCoverage": coverage.CoverageQuery,
    "listAssessments": assessments.AssessmentQuery,
    "statCasualties": stats.CasualtyStatsQuery,
    "statStrengths": stats.StrengthStatsQuery,
    "statContingents": stats.ContingentStatsQuery,
    "statEvents": stats.EventStatsQuery,
    "search": search.SearchQuery,
    "listReleases": releases.ReleaseQuery,
    "getMission": Then,
    "getBase": Then,
    "getMissionAsJsonLd": Then,
    "getBaseAsJsonLd": Then,
    "getDatasetAsJsonLd": Query,
}
"""What an operation reads; all others take no parameter."""

ALWAYS = {"200", "400", "405", "414", "429", "431", "500"}
BODIES: dict[str, tuple[str, dict[str, str] | None]] = {
    "": ("application/json", None),
    "AsCsv": ("text/csv", {"type": "string"}),
    "AsGeoJson": (
        "application/geo+json",
        {"$ref": "#/components/schemas/FeatureCollection"},
    ),
    "AsNdjson": ("application/x-ndjson", {"type": "string"}),
    "AsParquet": ("application/vnd.apache.parquet", {"type": "string", "format": "binary"}),
}
"""What the bodies of each format are; JSON has a schema for each noun."""

LANGUAGE_TYPES = {"Error", "List", "Object", "Date", "String", "Number", "Integer", "Boolean"}
LANGUAGE_TYPES |= {"Array", "Map", "Set", "Any", "Function", "Exception", "Type", "File", "Class"}

OPERATION_IDS = [operation["operationId"] for _, operation in operations()]
PATHS = [path for path, _ in operations()]
SCHEMAS = document()["components"]["schemas"]


def test_the_committed_document_is_the_live_one() -> None:
    live = CliRunner().invoke(main, ["openapi"])
    assert live.exit_code == 0
    stale = f"docs/openapi.json is stale; refresh it with: {REFRESH}"
    assert COMMITTED.read_text(encoding="utf-8") == live.output, stale


def test_the_server_serves_the_same_document(api: httpx.Client) -> None:
    assert api.get("/openapi.json").json() == document()


def test_the_document_is_valid() -> None:
    OpenAPIV31SpecValidator(document()).validate()
    assert document()["openapi"] == "3.1.0"
    for name, schema in SCHEMAS.items():
        Draft202012Validator.check_schema(schema)
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)


def json_id(operation: dict[str, Any]) -> str:
    """The operation that gives the same rows as JSON, or the operation itself."""
    return re.sub(f"As({'|'.join(ENDINGS.values())})$", "", operation["operationId"])


def ending(path: str) -> str:
    """The ending of a path that names a format; nothing for JSON."""
    return next((ending for ending in ENDINGS if path.endswith(ending)), "")


def in_all_formats(paths: Iterable[str]) -> set[str]:
    """The paths of lists, each with those of its formats."""
    return {path + ending for path in paths for ending in ("", *ENDINGS)}


def test_operation_ids_are_short_and_never_change() -> None:
    ids = dict(zip(PATHS, OPERATION_IDS, strict=True))
    lists = (*LISTS, *WITHIN, *ANYTHING, *LOADS, *STATS)
    in_formats = {path + ending: f"{ids[path]}As{name}" for path in lists
                  for ending, name in ENDINGS.items()}  # fmt: skip
    assert ids == in_formats | {
        "/v1/missions": "listMissions",
        "/v1/missions/{id}": "getMission",
        "/v1/missions/{id}.jsonld": "getMissionAsJsonLd",
        "/v1/resolutions": "listResolutions",
        "/v1/resolutions/{id}": "getResolution",
        "/v1/resolutions/{id}.jsonld": "getResolutionAsJsonLd",
        "/v1/contingents": "listContingents",
        "/v1/contingents/{id}": "getContingent",
        "/v1/contingents/{id}.jsonld": "getContingentAsJsonLd",
        "/v1/bases": "listBases",
        "/v1/bases/{id}": "getBase",
        "/v1/bases/{id}.jsonld": "getBaseAsJsonLd",
        "/v1/casualties": "listCasualties",
        "/v1/casualties/{id}": "getCasualty",
        "/v1/casualties/{id}.jsonld": "getCasualtyAsJsonLd",
        "/v1/strengths": "listStrengths",
        "/v1/strengths/{id}": "getStrength",
        "/v1/strengths/{id}.jsonld": "getStrengthAsJsonLd",
        "/v1/events": "listEvents",
        "/v1/events/{id}": "getEvent",
        "/v1/events/{id}.jsonld": "getEventAsJsonLd",
        "/v1/statements": "listStatements",
        "/v1/statements/{id}": "getStatement",
        "/v1/statements/{id}.jsonld": "getStatementAsJsonLd",
        "/v1/tasks": "listTasks",
        "/v1/tasks/{id}": "getTask",
        "/v1/tasks/{id}.jsonld": "getTaskAsJsonLd",
        "/v1/places": "listPlaces",
        "/v1/places/{id}": "getPlace",
        "/v1/places/{id}.jsonld": "getPlaceAsJsonLd",
        "/v1/countries": "listCountries",
        "/v1/countries/{id}": "getCountry",
        "/v1/countries/{id}.jsonld": "getCountryAsJsonLd",
        "/v1/people": "listPeople",
        "/v1/people/{id}": "getPerson",
        "/v1/people/{id}.jsonld": "getPersonAsJsonLd",
        "/v1/organisations": "listOrganisations",
        "/v1/organisations/{id}": "getOrganisation",
        "/v1/organisations/{id}.jsonld": "getOrganisationAsJsonLd",
        "/v1/documents": "listDocuments",
        "/v1/documents/{id}": "getDocument",
        "/v1/documents/{id}.jsonld": "getDocumentAsJsonLd",
        "/v1/documents/{id}/facts": "listDocumentFacts",
        "/v1/timeline": "listTimeline",
        "/v1/coverage": "listCoverage",
        "/v1/assessments": "listAssessments",
        "/v1/stats/casualties": "statCasualties",
        "/v1/stats/strengths": "statStrengths",
        "/v1/stats/contingents": "statContingents",
        "/v1/stats/events": "statEvents",
        "/v1/search": "search",
        "/v1/releases": "listReleases",
        "/v1/dataset.jsonld": "getDatasetAsJsonLd",
        "/health": "getHealth",
        "/ready": "getReadiness",
    }


def test_every_list_and_every_item_has_an_operation() -> None:
    lists = in_all_formats((*LISTS, *WITHIN, *ANYTHING, *LOADS, *STATS))
    items = (f"/v1/{noun}/{{id}}" for noun in NOUNS)
    assert set(document()["paths"]) == {*lists, *items, *LINKED, *OPERATIONS}
    assert all(set(methods) == {"get"} for methods in document()["paths"].values())


@pytest.mark.parametrize(("path", "operation"), list(operations()), ids=OPERATION_IDS)
def test_an_operation_says_what_it_is_and_how_it_may_end(
    path: str, operation: dict[str, Any]
) -> None:
    (tag,) = operation["tags"]
    assert tag in [each["name"] for each in document()["tags"]]
    assert operation["summary"]
    assert operation["description"]
    assert operation["summary"] != operation["description"]
    statuses = set(operation["responses"])
    may_lack = {"501"} if operation["operationId"].endswith("AsParquet") else set()
    assert ALWAYS <= statuses - may_lack <= {*ALWAYS, "304", "308", "404", "410", "503"}
    assert may_lack <= statuses
    for status, response in operation["responses"].items():
        assert response["description"]
        if status in ("304", "308"):
            assert "content" not in response
            assert status == "304" or set(response["headers"]) == {"Location"}
            continue
        (media_type,) = response["content"]
        format = operation["operationId"].removeprefix(json_id(operation))
        good, schema = ("application/ld+json", None) if path in LINKED else BODIES[format]
        assert media_type == (good if status == "200" else "application/problem+json")
        told = response["content"][media_type]["schema"]
        assert told == schema if status == "200" and schema else set(told) == {"$ref"}


@pytest.mark.parametrize("operation", [o for _, o in operations()], ids=OPERATION_IDS)
def test_an_item_may_be_missing_and_only_an_item(operation: dict[str, Any]) -> None:
    has_id = any(each["in"] == "path" for each in operation.get("parameters", []))
    assert ("404" in operation["responses"]) == has_id
    is_item = has_id and operation["operationId"].startswith("get")
    assert ({"308", "410"} <= set(operation["responses"])) == is_item


def test_every_tag_is_used_and_described() -> None:
    used = {operation["tags"][0] for _, operation in operations()}
    assert {tag["name"] for tag in document()["tags"]} == used
    assert all(tag["description"] for tag in document()["tags"])


@pytest.mark.parametrize("operation", [o for _, o in operations()], ids=OPERATION_IDS)
def test_what_is_documented_is_what_is_read(operation: dict[str, Any]) -> None:
    otherwise = Query if operation["tags"] == ["operations"] else Known
    query = QUERIES.get(json_id(operation), otherwise)
    unasked = {"asked", "most", "is_counted"}
    read = {field.name for field in dataclasses.fields(query)} - unasked
    told = [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]
    assert sorted(told) == sorted(read)


def test_every_list_query_of_the_code_is_known_here() -> None:
    known = {query.__name__ for query in QUERIES.values()}
    written = set()
    for file in Path(resources.__path__[0]).glob("*.py"):
        written |= set(re.findall(r"^class (\w+Query)\(", file.read_text(), re.MULTILINE))
    assert written == known - {"Then", "Query"}


def parameters() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operation in operations():
        for parameter in operation.get("parameters", []):
            yield path, parameter


@pytest.mark.parametrize("operation", [o for _, o in operations()], ids=OPERATION_IDS)
def test_every_parameter_is_described_bounded_and_has_a_valid_example(
    operation: dict[str, Any],
) -> None:
    for parameter in operation.get("parameters", []):
        assert parameter["description"].endswith(".")
        schema = parameter["schema"]
        resolved = Draft202012Validator({**schema, "components": {"schemas": strict()}})
        resolved.validate(parameter["example"])
        each = schema.get("items", schema)
        if "$ref" not in each:
            assert isinstance(each["type"], str)
            assert each["type"] != "string" or each["maxLength"] <= 1000
            assert each["type"] != "number" or each["format"] == "double"
            assert each["type"] != "integer" or {"format", "minimum", "maximum"} <= set(each)
        if schema.get("type") == "array":
            assert schema["maxItems"] >= 1
            assert parameter["explode"] == (parameter["name"] not in ("bbox", "group_by"))


def test_a_box_is_an_array_of_four_numbers_in_one_value() -> None:
    boxes = [parameter for _, parameter in parameters() if parameter["name"] == "bbox"]
    assert len(boxes) == 16 * (1 + len(ENDINGS))
    for box in boxes:
        assert (box["style"], box["explode"]) == ("form", False)
        assert (box["schema"]["minItems"], box["schema"]["maxItems"]) == (4, 4)


def known_id(path: str) -> str:
    """The id of something whose operation takes further parameters: its own example."""
    if "{id}" not in path:
        return ""
    (id,) = (p["example"] for at, p in parameters() if (at, p["in"]) == (path, "path"))
    return str(id)


def test_every_example_of_a_parameter_can_be_asked(api: httpx.Client) -> None:
    for path, parameter in parameters():
        if ending(path):
            continue
        if parameter["in"] == "path":
            response = api.get(path.replace("{id}", parameter["example"]))
        elif parameter["name"] in ("cursor", "lat", "lon", "radius_km"):
            continue
        else:
            example = parameter["example"]
            text = ",".join(map(str, example)) if isinstance(example, list) else str(example)
            needed = {"q": "mali"} if path in ANYTHING else {}
            given = needed | {parameter["name"]: text}
            response = api.get(path.replace("{id}", known_id(path)), params=given)
        assert response.status_code == 200, (path, parameter["name"], response.text)


def test_a_format_takes_what_json_takes_and_has_no_page_unless_asked() -> None:
    taken: dict[str, list[dict[str, Any]]] = {}
    for path, parameter in parameters():
        taken.setdefault(path, []).append(parameter)
    for path in in_all_formats((*LISTS, *WITHIN, *ANYTHING, *STATS)):
        for own, of_json in zip(taken[path], taken[path.removesuffix(ending(path))], strict=True):
            if ending(path) and own["name"] == "limit":
                assert own["schema"]["maximum"] == 1000
                assert "default" not in own["schema"]
            else:
                assert own == of_json


@pytest.mark.parametrize("name", [name for name, s in SCHEMAS.items() if "properties" in s])
def test_every_field_is_described_always_there_and_has_a_valid_example(name: str) -> None:
    for field, told in SCHEMAS[name]["properties"].items():
        assert told["description"].endswith("."), field
        assert len(told["examples"]) == 1, field
        resolved = Draft202012Validator({**told, "components": {"schemas": strict()}})
        resolved.validate(told["examples"][0])
        assert field in SCHEMAS[name]["required"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_described_and_used(name: str) -> None:
    assert SCHEMAS[name]["description"].endswith(".")
    assert f"'#/components/schemas/{name}'" in str(document())
    assert name not in LANGUAGE_TYPES


@pytest.mark.parametrize("name", [name for name, s in SCHEMAS.items() if "properties" in s])
def test_no_field_is_named_like_its_class(name: str) -> None:
    fields = SCHEMAS[name]["properties"]
    assert name.lower() not in {field.replace("_", "").lower() for field in fields}
    for field, told in fields.items():
        of = [told, told.get("items", {}), *told.get("anyOf", [])]
        classes = [each["$ref"].rpartition("/")[2] for each in of if "$ref" in each]
        assert field not in classes


@pytest.mark.parametrize("name", [name for name, s in SCHEMAS.items() if "enum" in s])
def test_an_enumeration_has_a_name_and_different_codes(name: str) -> None:
    codes = SCHEMAS[name]["enum"]
    assert SCHEMAS[name]["type"] == "string"
    assert len(set(codes)) == len(codes) > 1
    assert all(re.fullmatch(r"-?[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)


def nodes(node: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every object of the document but its examples, and where it is."""
    yield where, node
    if isinstance(node, dict):
        for name, child in node.items():
            if name not in ("example", "examples"):
                yield from nodes(child, f"{where}/{name}")
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from nodes(child, f"{where}/{number}")


def test_there_is_nothing_that_generators_stumble_over() -> None:
    for where, node in nodes(document()):
        if not isinstance(node, dict):
            continue
        assert node != {}, where
        assert "oneOf" not in node, where
        assert "allOf" not in node, where
        assert "title" not in node or where == "/info" or where.endswith("/properties"), where
        assert not isinstance(node.get("type"), list), where
        if "enum" in node and not where.endswith("/properties"):
            assert re.fullmatch(r"/components/schemas/\w+", where), where
        if node.get("type") == "integer":
            assert node["format"] in ("int32", "int64"), where
            assert isinstance(node["minimum"], int), where
            assert isinstance(node["maximum"], int), where


def test_the_only_unions_are_with_null_and_of_named_schemas() -> None:
    for where, node in nodes(document()):
        if isinstance(node, dict) and "anyOf" in node and not where.endswith("/properties"):
            parts = [part for part in node["anyOf"] if part != {"type": "null"}]
            assert len(parts) == 1 or all(set(part) == {"$ref"} for part in parts), where


def test_a_field_that_may_be_null_is_never_optional_and_a_parameter_never_null() -> None:
    assert all(
        set(s["required"]) == set(s["properties"]) for s in SCHEMAS.values() if "properties" in s
    )
    assert all("anyOf" not in parameter["schema"] for _, parameter in parameters())


def test_pages_document_their_link_header() -> None:
    for path, operation in operations():
        if path.removesuffix(ending(path)) in (*LISTS, *STATS):
            assert "Link" in operation["responses"]["200"]["headers"]


def test_what_can_be_kept_documents_how(api: httpx.Client) -> None:
    names = {"ETag", "Last-Modified", "Cache-Control", "Mission-KB-Release"}
    assert set(document()["components"]["headers"]) == names
    for path, operation in operations():
        responses = operation["responses"]
        assert ("304" in responses) == path.startswith("/v1/")
        for status in {"200", "304"} & set(responses) if "304" in responses else ():
            assert names <= set(responses[status]["headers"])
    assert all(name in api.get("/v1/events").headers for name in names)
