"""Listings: each list of the API, declared once, whatever form its rows are asked for in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from pydantic_core import to_json
from starlette.responses import Response

from app.api.answer import Answering, Body
from app.api.asking import documented, id_of, id_parameter, pairs
from app.api.formats.sheet import Sheet, sheet_of, sheet_of_rows
from app.api.refusals import refusals
from app.api.schemas import Answer, Link, Page
from app.api.shaping import shaper
from app.queries import page as paging
from app.queries.batches import Batch
from app.queries.find import Found
from app.queries.walk import Search

COMPLETE = "all that match every filter, none left out silently."
LINK_HEADER = {
    "Link": {
        "description": "The links of the page once more, as RFC 8288 writes them.",
        "schema": {"type": "string"},
        "example": '<http://127.0.0.1:8000/v1/events>; rel="self"; type="application/json"',
    }
}


def nothing(found: Found[Any]) -> dict[str, Any]:
    """What most pages tell beside their items and counts."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list: where it is, what it is of, what can be asked, how rows are found and shown."""

    path: str
    operation: str
    what: str
    tag: str
    query: type[paging.Page]
    page: type[Page]
    search: Search
    shape: Callable[[Any], dict[str, Any]] | None = None
    beside: Callable[[Any], dict[str, Any]] = nothing
    summary: str | None = None
    description: str | None = None
    example_id: str | None = None

    @property
    def item(self) -> type[Answer]:
        """What a row is shown as."""
        shown: type[Answer] = self.page.model_fields["items"].annotation.__args__[0]  # type: ignore[union-attr]
        return shown

    @property
    def title(self) -> str:
        """What it does, in a few words."""
        return self.summary or f"List {self.what}"

    @property
    def has_id(self) -> bool:
        """Whether it is the list of something in its path."""
        return "{id}" in self.path

    def shown(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        """Rows as answers show them."""
        return list(map(self.shape or shaper(self.item), rows))

    def sheet(self, batch: Batch | Sequence[Any]) -> Sheet:
        """Rows as other formats are written from them."""
        if isinstance(batch, Batch):
            return sheet_of(self.item, batch)
        return sheet_of_rows(self.item, self.shown(batch))

    async def answer(self, request: Request) -> Response:
        """A page of the list."""
        query = self.query.read(pairs(request))
        answering = Answering(request)
        return await answering.answer(lambda session: self.body(session, query, answering))

    def body(self, session: Any, query: paging.Page, answering: Answering) -> Body:
        """The page that a query asks for, as JSON, and its links."""
        found = self.search(session, query, *id_of(answering.request))
        links = list(answering.links(found.cursor))
        return Body(to_json(self.told(found, query, links)), {"Link": header(links)})

    def told(self, found: Found[Any], query: paging.Page, links: Sequence[Link]) -> dict[str, Any]:
        """A page as answers show it."""
        return {
            "items": self.shown(found.rows),
            "numberMatched": found.matched,
            "numberReturned": len(found.rows),
            "undatedExcluded": found.undated,
            "unlocatedExcluded": found.unlocated,
            "limit": query.size,
            "notice": notice(query),
            "links": links,
            **self.beside(found),
        }

    def parameters(self) -> list[dict[str, Any]]:
        """What can be asked, as OpenAPI describes it."""
        of_path = [id_parameter(self.operation, self.example_id)] if self.has_id else []
        return of_path + documented(self.query)

    def add_to(self, router: APIRouter) -> None:
        """Serve the list."""
        router.get(
            self.path,
            operation_id=self.operation,
            tags=[self.tag],
            summary=self.title,
            description=self.description or f"A page of {self.what}: {COMPLETE}",
            response_model=self.page,
            response_description=f"A page of {self.what}.",
            responses={
                200: {"headers": LINK_HEADER},
                **refusals(400, *([404] if self.has_id else []), 405, 500, 503),
            },
            openapi_extra={"parameters": self.parameters()},
        )(self.answer)


def header(links: list[Link]) -> str:
    """Links as RFC 8288 writes them."""
    return ", ".join(f'<{link.href}>; rel="{link.rel}"; type="{link.type}"' for link in links)


def notice(query: paging.Page) -> str | None:
    """Say so where less was served than asked for."""
    if query.limit == query.size:
        return None
    return f"limit={query.limit} was asked for; {query.size} rows are the most that a page holds."
