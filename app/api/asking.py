"""How a request becomes a query: strictly, and documented from the same declaration."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request

from app.errors import InvalidParameters, NotFound, ParameterError
from app.queries.query import MOST_VALUES, Parameter, Query

MOST_PARAMETERS = 1000
ID_PATTERN = "^[A-Za-z0-9][A-Za-z0-9-]*$"
LONGEST_ID = 100
HEAD = "mission_kb.head"
"""In the scope of a request that is answered as if it were a GET."""


def id_of(request: Request) -> tuple[str, ...]:
    """The id in the path, if the path has one; what no id is written like is not there."""
    if "id" not in request.path_params:
        return ()
    return (checked_id(request.path_params["id"]),)


def checked_id(id: str) -> str:
    """An id; what no id is written like is not there."""
    if len(id) > LONGEST_ID or not re.fullmatch(ID_PATTERN, id):
        raise NotFound("No id is written like that.")
    return id


SHARED: dict[str, dict[str, Any]] = {}
"""The parameters of all operations as OpenAPI describes them, each once, by their names there."""

PARAMETERS = "#/components/parameters/"


def shared(name: str, described: dict[str, Any]) -> dict[str, Any]:
    """A reference to a parameter, which many operations take; a name has one meaning."""
    if SHARED.setdefault(name, described) != described:
        raise ValueError(f"{name} is the name of two parameters")
    return {"$ref": f"{PARAMETERS}{name}"}


def referred(reference: dict[str, Any]) -> dict[str, Any]:
    """The parameter that a reference is to."""
    return SHARED[reference["$ref"].removeprefix(PARAMETERS)]


def id_parameter(operation: str, example: str | None) -> dict[str, Any]:
    """The id in the path of an operation."""
    described = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "The id, as lists show it.",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_ID,
            "pattern": ID_PATTERN,
        },
        "example": example,
    }
    return shared(f"{pascal(operation)}Id", described)


def pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters as they were sent, in their order, repeated ones included."""
    return pairs_of(request.scope["query_string"])


def pairs_of(query_string: bytes) -> list[tuple[str, str]]:
    """The parameters of a query string."""
    try:
        return parse_qsl(
            query_string.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        detail = "The query string is not UTF-8; percent-encode each byte of UTF-8."
        raise InvalidParameters(ParameterError("", detail, "q=S%C3%A9gou")) from error
    except ValueError as error:
        detail = f"More than {MOST_PARAMETERS} parameters are too many."
        raise InvalidParameters(ParameterError("", detail)) from error


def documented(kind: type[Query]) -> list[dict[str, Any]]:
    """The parameters of a query, each named after the filter that declares it: `WhenDatetime`."""
    return [
        shared(f"{declaring(kind, name).__name__}{pascal(name)}", description(name, declared))
        for name, declared in kind.parameters().items()
    ]


def declaring(kind: type[Query], name: str) -> type[Query]:
    """The class that declares a parameter of a query."""
    return next(each for each in kind.__mro__ if name in vars(each).get("__annotations__", {}))


def pascal(name: str) -> str:
    """A name as those of schemas are written: `UpdatedSince`, `GetMission`."""
    return "".join(f"{word[:1].upper()}{word[1:]}" for word in name.split("_"))


def description(name: str, declared: Parameter) -> dict[str, Any]:
    """One parameter as OpenAPI describes it."""
    schema: dict[str, Any] = dict(declared.schema)
    if declared.is_repeatable:
        schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
    return {
        "name": name,
        "in": "query",
        "required": declared.is_required,
        "description": declared.description,
        "schema": schema,
        "example": example(declared, schema),
        "style": "form",
        "explode": not declared.is_list,
    }


def example(declared: Parameter, schema: dict[str, Any]) -> Any:
    """An example of the type that the schema says."""
    reader: Callable[[str], Any] = {"integer": int, "number": float}.get(
        str(schema.get("type")), str
    )
    if declared.is_list:
        is_of_numbers = schema["items"].get("type") == "number"
        parts = declared.example.split(",")
        return [float(part) for part in parts] if is_of_numbers else parts
    return [declared.example] if declared.is_repeatable else reader(declared.example)
