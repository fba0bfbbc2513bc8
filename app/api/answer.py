"""How rows become a response: one shape of page, one of item."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Path, Request
from starlette.responses import Response

from app.api.asking import asked, documented, pairs
from app.api.problems import MEDIA_TYPE as PROBLEM_MEDIA_TYPE
from app.api.schemas import Answer, Link, Page
from app.database import Database
from app.errors import NotFound
from app.queries import page as paging
from app.queries.find import Found, find, get
from app.queries.known import Known
from app.queries.query import Query

MEDIA_TYPE = "application/json"

Asked = TypeVar("Asked", bound=Found[Any])

Id = Annotated[
    str,
    Path(
        description="The id, as lists show it.",
        min_length=1,
        max_length=100,
        pattern="^[A-Za-z0-9][A-Za-z0-9-]*$",
    ),
]


class Answering:
    """Answers one request from the database."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.database: Database = request.app.state.database
        self.public_url: str = request.app.state.public_url or str(request.base_url)

    async def page(
        self, record: type[Any], query: paging.Page, shape: type[Page], *only: Any
    ) -> Response:
        """A page of the record's rows."""
        item = shape.model_fields["items"].annotation.__args__[0]  # type: ignore[union-attr]
        return await self.listed(
            lambda session: find(session, record, query, *only), query, shape, item.model_validate
        )

    async def listed(
        self,
        search: Callable[[Any], Asked],
        query: paging.Page,
        shape: type[Page],
        item: Callable[[Any], Answer],
        beside: Callable[[Asked], dict[str, Any]] = lambda found: {},
    ) -> Response:
        """A page of what a search finds; `item` shapes each row, `beside` what else it tells."""

        def question(session: Any) -> tuple[Asked, list[Answer]]:
            found = search(session)
            return found, [item(row) for row in found.rows]

        found, items = await self.database.read(question)
        links = list(self.links(found.cursor))
        content = shape.model_construct(
            items=items,
            numberMatched=found.matched,
            numberReturned=len(items),
            undatedExcluded=found.undated,
            unlocatedExcluded=found.unlocated,
            limit=query.size,
            notice=notice(query),
            links=links,
            **beside(found),
        )
        header = ", ".join(f'<{link.href}>; rel="{link.rel}"; type="{link.type}"' for link in links)
        return Response(content.model_dump_json(), media_type=MEDIA_TYPE, headers={"Link": header})

    async def item(
        self, record: type[Any], id: str, shape: type[Answer], query: Query, *only: Any
    ) -> Response:
        """One row by its id."""

        def question(session: Any) -> Answer | None:
            row = get(session, record, id, query, *only)
            return None if row is None else shape.model_validate(row)

        answer = await self.database.read(question)
        if answer is None:
            home = self.request.url.path.rpartition("/")[0]
            raise NotFound(f"There is no {id!r} here; {home} lists what there is.")
        return Response(answer.model_dump_json(), media_type=MEDIA_TYPE)

    def links(self, cursor: str | None) -> Iterator[Link]:
        """This page and, where there is one, the next."""
        given = pairs(self.request)
        yield Link(rel="self", href=self.address(given), type=MEDIA_TYPE)
        if cursor is not None:
            onward = [(name, text) for name, text in given if name != "cursor"]
            href = self.address([*onward, ("cursor", cursor)])
            yield Link(rel="next", href=href, type=MEDIA_TYPE)

    def address(self, given: list[tuple[str, str]]) -> str:
        """This path with other parameters."""
        address = self.public_url.rstrip("/") + self.request.url.path
        return f"{address}?{urlencode(given, safe='/:,')}" if given else address


def notice(query: paging.Page) -> str | None:
    """Say so where less was served than asked for."""
    if query.limit == query.size:
        return None
    return f"limit={query.limit} was asked for; {query.size} rows are the most that a page holds."


Answers = Annotated[Answering, Depends(Answering)]
NoQuery = Annotated[Query, asked(Query)]
"""For an address that takes no parameters: then any is refused."""
KnownThen = Annotated[Known, asked(Known)]
"""For an item: as it was known on a day."""

PROBLEMS = {
    400: "A parameter is unknown or cannot be read; `errors` says which, and what would be right.",
    404: "There is nothing under this address.",
    405: "Only GET and HEAD are possible.",
    500: "Something broke here.",
    503: "The database cannot be read just now.",
}


LINK_HEADER = {
    "Link": {
        "description": "The links of the page once more, as RFC 8288 writes them.",
        "schema": {"type": "string"},
        "example": '<http://127.0.0.1:8000/v1/events>; rel="self"; type="application/json"',
    }
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How a route may refuse, for the OpenAPI document."""
    content = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": PROBLEMS[status], "content": content} for status in statuses}


def lists(operation: str, what: str, query: type[Query], shape: type[Page]) -> dict[str, Any]:
    """How the route of a list is declared."""
    return {
        "operation_id": operation,
        "summary": f"List {what}",
        "description": f"A page of {what}: all that match every filter, none left out silently.",
        "response_model": shape,
        "response_description": f"A page of {what}.",
        "responses": {200: {"headers": LINK_HEADER}, **refusals(400, 405, 500, 503)},
        "openapi_extra": {"parameters": documented(query)},
    }


def shows(
    operation: str, what: str, shape: type[Answer], query: type[Query] = Query
) -> dict[str, Any]:
    """How the route of one item is declared."""
    return {
        "operation_id": operation,
        "summary": f"Get {what}",
        "description": f"{what[0].upper()}{what[1:]} by its id.",
        "response_model": shape,
        "response_description": f"{what[0].upper()}{what[1:]}.",
        "responses": refusals(400, 404, 405, 500, 503),
        "openapi_extra": {"parameters": documented(query)},
    }
