"""How a request becomes a query: strictly, and documented from the same declaration."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from app.errors import InvalidParameters, ParameterError
from app.queries.query import Parameter, Query

MOST_PARAMETERS = 200
Asked = TypeVar("Asked", bound=Query)


def asked(kind: type[Asked]) -> Any:
    """A dependency that reads a query of this kind from the request."""

    async def read(request: Request) -> Asked:
        return kind.read(pairs(request))

    return Depends(read)


def pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters as they were sent, in their order, repeated ones included."""
    try:
        return parse_qsl(
            request.scope["query_string"].decode("utf-8"),
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
    """The parameters of a query as OpenAPI describes them."""
    return [description(name, declared) for name, declared in kind.parameters().items()]


def description(name: str, declared: Parameter) -> dict[str, Any]:
    """One parameter as OpenAPI describes it."""
    schema: dict[str, Any] = dict(declared.schema)
    if declared.is_repeatable:
        schema = {"type": "array", "items": schema, "maxItems": MOST_PARAMETERS}
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
        return [float(number) for number in declared.example.split(",")]
    return [declared.example] if declared.is_repeatable else reader(declared.example)
