"""Tools: what an assistant can ask, each with its parameters and what answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from app.api.asking import LONGEST_ID
from app.api.listing import Listing
from app.api.routes import LISTINGS, SHOWINGS
from app.mcp.arguments import Pairs, pairs_of
from app.mcp.bounds import Row
from app.mcp.parameters import Schema, input_schema, properties, required
from app.mcp.reading import Reading
from app.queries.query import Query, nearest, parameter, quoted

Arguments = Mapping[str, Any]
Own = TypeVar("Own", bound=Query)

ROWS = {showing.path.split("/")[1]: showing for showing in SHOWINGS}
"""What shows one row by its id, by the name of the list: `casualties`."""

LISTS = {listing.path[1:]: listing for listing in LISTINGS if listing.path[1:] in ROWS}


@dataclass(frozen=True, kw_only=True)
class Tool:
    """What is asked by one name; `input_schema` is what it takes."""

    name: str
    title: str
    description: str
    input_schema: Schema
    answer: Callable[[Reading, Arguments], Row]


def read_resource(text: str) -> str:
    """The name of a list of the API."""
    if text not in LISTS:
        raise ValueError(
            f"{quoted(text)} is not known; did you mean {nearest(text, LISTS)}?"
            f" One of: {', '.join(LISTS)}."
        )
    return text


@dataclass(frozen=True, kw_only=True)
class OfRow(Query):
    """What says which row is meant."""

    id: str = parameter(
        str,
        "The id, as lists, `search` and `timeline` show it.",
        example="minusma",
        longest=LONGEST_ID,
        schema={"type": "string", "minLength": 1, "maxLength": LONGEST_ID},
        is_required=True,
    )


@dataclass(frozen=True, kw_only=True)
class OfResource(Query):
    """What says which list is meant."""

    resource: str = parameter(
        read_resource,
        "What is looked for: the word after /v1/ in an `href`.",
        example="casualties",
        schema={"type": "string", "enum": list(LISTS)},
        is_required=True,
    )


@dataclass(frozen=True, kw_only=True)
class OfResourceRow(OfRow, OfResource):
    """What says which row of which list is meant."""


def apart(own: type[Own], arguments: Arguments) -> tuple[Own, Arguments]:
    """What a tool itself takes, and the rest: that is for the query."""
    names = own.parameters()
    taken = {name: value for name, value in arguments.items() if name in names}
    rest = {name: value for name, value in arguments.items() if name not in names}
    return own.read(pairs_of(taken, own)), rest


def taking(own: type[Query], queries: Mapping[str, type[Query]]) -> Schema:
    """The schema of a tool that takes parameters of its own and those of any of the queries."""
    of_queries = properties(queries)
    every = [set(required(query)) for query in queries.values()]
    return input_schema(
        {**properties({"": own}), **of_queries},
        [*required(own), *sorted(set.intersection(*every))],
    )


def of_list(name: str, title: str, description: str, listing: Listing) -> Tool:
    """A tool that gives a page of one list."""

    def answer(reading: Reading, arguments: Arguments) -> Row:
        return reading.rows(listing, asked(listing, arguments))

    schema = taking(Query, {name: listing.query})
    return Tool(name=name, title=title, description=description, input_schema=schema, answer=answer)


def asked(listing: Listing, arguments: Arguments) -> Pairs:
    """The parameters of a list."""
    return pairs_of(arguments, listing.query)
