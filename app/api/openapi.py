"""The OpenAPI document: what FastAPI writes, brought to the rules that generators and linters keep."""

import enum
import json
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api import caching
from app.api.asking import PARAMETERS, SHARED
from app.api.schemas import InvalidParameter, Problem
from app.values import terms

LARGEST_INTEGER = 2**53 - 1
PUBLIC: list[Any] = []
OF_THE_MOMENT = ("/health", "/ready")
"""What no cache may keep; all else is an edition."""
TAGS = {
    "missions": "Peace operations, and the milestones of their lives.",
    "resolutions": "Resolutions, and what each does to a mission.",
    "contingents": "Which country's people served where.",
    "bases": "Premises of missions, and what became of each.",
    "casualties": "How many died, were injured or displaced.",
    "strengths": "How many people a mission had, or how many had left it.",
    "events": "What happened, and who took part.",
    "statements": "Who said what.",
    "tasks": "What missions were told, or said, to do.",
    "places": "Places, and what each lies in.",
    "countries": "Countries and territories by their codes.",
    "people": "People, and the roles that they had.",
    "organisations": "Organisations, and the roles that they had.",
    "documents": "The articles and datasets that facts come from.",
    "timeline": "Facts of every kind in one order.",
    "coverage": "What there is, and how fresh.",
    "stats": "Facts counted, and numbers of people added up where nobody is counted twice.",
    "releases": "The loads that made the data what it is.",
    "assessments": "What is best supported where sources differ, and why.",
    "search": "Words across all things and facts.",
    "operations": "Whether the service runs and can answer.",
}


def text(app: FastAPI) -> str:
    """The document as `docs/openapi.json` keeps it."""
    return json.dumps(openapi(app), indent=2, ensure_ascii=False) + "\n"


def openapi(app: FastAPI) -> dict[str, Any]:
    """The document, made anew."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        contact=app.contact,
        license_info=app.license_info,
        servers=[{"url": "/", "description": "This server."}],
    )
    return tidied(document)


def tidied(document: dict[str, Any]) -> dict[str, Any]:
    """One shape of error, named schemas for all codes, bounds on every integer, no noise."""
    schemas = document["components"]["schemas"]
    for extra in ("HTTPValidationError", "ValidationError"):
        schemas.pop(extra, None)
    for model in (InvalidParameter, Problem):
        schemas[model.__name__] = model.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        schemas[model.__name__].pop("$defs", None)
    for vocabulary in filter_vocabularies():
        schemas.setdefault(vocabulary.__name__, described(vocabulary))
    for address, path in document["paths"].items():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation.setdefault("security", PUBLIC)
            if address not in OF_THE_MOMENT:
                caching.describe(operation["responses"])
    document["components"]["headers"] = caching.documented_headers()
    document["components"]["parameters"] = parameters(document)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    tidy(document)
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            complete(field, schemas)
    return document


def parameters(document: dict[str, Any]) -> dict[str, Any]:
    """The parameters that operations refer to, by their names."""
    used = {
        reference["$ref"].removeprefix(PARAMETERS)
        for path in document["paths"].values()
        for operation in path.values()
        for reference in operation.get("parameters", [])
    }
    return {name: deepcopy(SHARED[name]) for name in sorted(used)}


def complete(field: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Give a field the description of what it refers to, and the examples of its parts."""
    if "description" not in field:
        field["description"] = referred(field, schemas)["description"]
    if "examples" not in field:
        field["examples"] = [example_of(field, schemas)]


def referred(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The named schema that a reference is to."""
    named: dict[str, Any] = schemas[schema["$ref"].rpartition("/")[2]]
    return named


def example_of(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """An example of a schema: its own, or one made of the examples of its parts."""
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return example_of(referred(schema, schemas), schemas)
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas)
    if "items" in schema:
        return [example_of(schema["items"], schemas)]
    fields = schema["properties"]
    return {name: example_of(field, schemas) for name, field in fields.items()}


def filter_vocabularies() -> list[type[enum.StrEnum]]:
    """Every vocabulary, for some are only asked for and never answered."""
    return [
        value
        for value in vars(terms).values()
        if isinstance(value, type) and issubclass(value, enum.StrEnum) and value is not enum.StrEnum
    ]


def described(vocabulary: type[enum.StrEnum]) -> dict[str, Any]:
    """A vocabulary as a named schema."""
    return {
        "type": "string",
        "enum": [str(code) for code in vocabulary],
        "description": (vocabulary.__doc__ or "").strip(),
    }


def tidy(node: Any, *, is_property_map: bool = False) -> None:
    """Take out the titles that pydantic makes up, and bound every integer."""
    if isinstance(node, list):
        for child in node:
            tidy(child)
    elif isinstance(node, dict):
        if not is_property_map and isinstance(node.get("title"), str) and is_schema(node):
            del node["title"]
        if node.get("type") == "integer" and not is_property_map:
            node.setdefault("format", "int64")
            node["minimum"] = int(node.get("minimum", 0))
            node["maximum"] = int(node.get("maximum", LARGEST_INTEGER))
        for name, child in node.items():
            if name not in ("example", "examples", "default", "enum"):
                tidy(child, is_property_map=name == "properties" and not is_property_map)


def is_schema(node: dict[str, Any]) -> bool:
    """Whether an object of the document is a JSON schema, and not its `info`."""
    return any(word in node for word in ("type", "anyOf", "$ref", "enum", "properties", "allOf"))
