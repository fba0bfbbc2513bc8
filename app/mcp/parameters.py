"""Parameters of tools: those of the API's queries, as JSON Schema describes them.

>>> properties({"bases": BASES.query, "events": EVENTS.query})["type"]["description"]
'What kind of thing happened. Repeat it for any of several. Taken by events.'
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from app.api.asking import description
from app.api.openapi import described
from app.mcp.bounds import MOST_ROWS, USUAL_ROWS
from app.queries.query import Query
from app.values import terms

Schema = dict[str, Any]

WORDS = ("type", "enum", "items", "minItems", "minimum", "maximum", "default")
"""What is told of a schema. How text is written is not: a client that holds an assistant to a pattern
refuses without saying what would be right, and every word here is read with every question."""

PAGING: Mapping[str, Schema] = {
    "limit": {
        "description": f"How many rows an answer holds at most. More than {MOST_ROWS} is served as"
        f" {MOST_ROWS}, and `notice` says so.",
        "default": USUAL_ROWS,
    },
    "cursor": {
        "description": "Where the next page starts: `cursor` of the answer before, with the same"
        " filters."
    },
}
"""What is smaller here, and what takes the place of the `next` link."""


def input_schema(properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    """What a tool takes: one object, for assistants know no alternatives at its root."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def required(query: type[Query]) -> list[str]:
    """The parameters that a query cannot do without."""
    return [name for name, declared in query.parameters().items() if declared.is_required]


def properties(queries: Mapping[str, type[Query]]) -> dict[str, Schema]:
    """The parameters of several resources by name; where they differ, which is whose."""
    variants: dict[str, dict[str, tuple[Schema, list[str]]]] = {}
    for resource, query in queries.items():
        for name, told in of_query(query).items():
            _, takers = variants.setdefault(name, {}).setdefault(json.dumps(told), (told, []))
            takers.append(resource)
    return {
        name: merged(list(variant.values()), len(queries)) for name, variant in variants.items()
    }


def of_query(query: type[Query]) -> dict[str, Schema]:
    """The parameters of one query by name, with the words of the API's documentation."""
    found = {}
    for name, declared in query.parameters().items():
        told = description(name, declared)
        found[name] = {
            **inlined(told["schema"]),
            "description": told["description"],
            "examples": [told["example"]],
            **PAGING.get(name, {}),
        }
        if has_codes(found[name]):
            del found[name]["examples"]
    return found


def merged(variants: list[tuple[Schema, list[str]]], number: int) -> Schema:
    """One property of what several resources take under one name."""
    (first, takers), *others = variants
    if not others:
        if len(takers) == number:
            return first
        return {**first, "description": f"{first['description']} Taken by {', '.join(takers)}."}
    told = " ".join(f"Of {', '.join(names)}: {each['description']}" for each, names in variants)
    shapes: list[Schema] = []
    for each, _ in variants:
        shape = {word: held for word, held in each.items() if word in WORDS}
        if shape not in shapes:
            shapes.append(shape)
    if len(shapes) > 1:
        return {"anyOf": shapes, "description": told}
    return {**first, "description": told}


def inlined(schema: Mapping[str, Any]) -> Schema:
    """A schema with the codes of a vocabulary where it refers to one by name."""
    if "$ref" in schema:
        vocabulary = described(getattr(terms, schema["$ref"].rpartition("/")[2]))
        return {word: vocabulary[word] for word in ("type", "enum")}
    told = {word: held for word, held in schema.items() if word in WORDS}
    return {**told, "items": inlined(schema["items"])} if "items" in schema else told


def has_codes(schema: Schema) -> bool:
    """Whether a schema lists what can be written: then it needs no example."""
    return "enum" in schema or "enum" in schema.get("items", {})
