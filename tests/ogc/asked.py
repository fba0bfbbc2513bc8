"""The API as the tests go through it: its definition, and a check of any answer against it."""

import functools
from collections.abc import Iterator
from typing import Any

import httpx
from openapi_schema_validator import OAS30ReadValidator

from app.api.ogc.collections import COLLECTIONS
from app.api.ogc.definition import Definition
from app.api.ogc.routes import router
from app.main import create_app
from tests.api import served

Row = dict[str, Any]

ROOT = "/ogc"
NOUNS = tuple(collection.id for collection in COLLECTIONS)
DATED = tuple(noun for noun in NOUNS if noun != "places")
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
PAGES = ("/", "/conformance", "/collections", *(f"/collections/{noun}" for noun in NOUNS))


def items(noun: str) -> str:
    """Where the features of a collection are."""
    return f"{ROOT}/collections/{noun}/items"


@functools.cache
def definition() -> Row:
    """The API definition, without its server."""
    return Definition(router()).document(create_app())


@functools.cache
def strict() -> Row:
    """Its schemas, with nothing allowed beside the fields that are documented."""
    return {
        name: {**schema, **({"additionalProperties": False} if "properties" in schema else {})}
        for name, schema in definition()["components"]["schemas"].items()
    }


def operation_at(path: str) -> Row | None:
    """The operation that answers a path, if one does."""
    for template, methods in definition()["paths"].items():
        parts, asked = template.split("/"), path.removeprefix(ROOT).split("/")
        if len(parts) == len(asked) and all(
            part in ("{id}", given) for part, given in zip(parts, asked, strict=True)
        ):
            operation: Row = methods["get"]
            return operation
    return None


def check(response: httpx.Response) -> None:
    """Hold an answer to the definition: status, media type, every field and no other."""
    served.check(response)
    operation = operation_at(response.request.url.path)
    if operation is None or response.request.method == "HEAD":
        return
    told = operation["responses"][str(response.status_code)]
    media_type = response.headers["content-type"]
    schema = told["content"][media_type]["schema"]
    held = {**schema, "components": {"schemas": strict()}}
    OAS30ReadValidator(held).validate(response.json())


def page(api: httpx.Client, noun: str, **params: Any) -> Row:
    """One page of features."""
    response = api.get(items(noun), params=params)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == GEOJSON
    answer: Row = response.json()
    return answer


def pages(api: httpx.Client, noun: str, **params: Any) -> Iterator[Row]:
    """Every page of features, by its `next` links."""
    answer = page(api, noun, **params)
    yield answer
    while onward := links(answer, "next"):
        response = api.get(onward[0]["href"])
        assert response.status_code == 200, response.text
        answer = response.json()
        yield answer


def features(api: httpx.Client, noun: str, **params: Any) -> list[Row]:
    """All features that match, from every page."""
    return [feature for answer in pages(api, noun, **params) for feature in answer["features"]]


def links(answer: Row, rel: str) -> list[Row]:
    """The links of an answer that have a relation."""
    return [link for link in answer["links"] if link["rel"] == rel]
