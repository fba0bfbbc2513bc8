"""Formatted: every list in every other format, as a whole or a page of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.answer import Answering
from app.api.asking import HEAD, id_of, pairs, referred, shared
from app.api.formats import FORMATS
from app.api.formats.format import Format, Told
from app.api.formats.sheet import Sheet
from app.api.listing import LINK_HEADER, Listing, header
from app.api.refusals import refusals
from app.errors import InvalidParameters, ParameterError
from app.queries.page import LARGEST_PAGE, Page
from app.queries.walk import Walk, of_page
from app.streams import GoOn

LIMIT = {
    "description": f"How many rows a page holds, at most {LARGEST_PAGE}; without it there are no"
    " pages, and all rows that match come in one answer.",
    "schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": LARGEST_PAGE},
}
COUNTS = {
    "Mission-KB-Number-Matched": "How many rows match; not there above 100,000 unless `count=exact`"
    " is asked for.",
    "Mission-KB-Undated-Excluded": "How many rows were left out by `datetime` for having no date.",
    "Mission-KB-Unlocated-Excluded": "How many rows were left out by `bbox` or a radius for being"
    " located no finer than a region.",
}
"""Headers for what a page of JSON tells beside its rows."""

HEADERS = LINK_HEADER | {
    name: {"description": text, "schema": {"type": "integer"}, "example": 12}
    for name, text in COUNTS.items()
}


@dataclass(frozen=True)
class Formatted:
    """A list in a format."""

    listing: Listing
    format: Format

    async def answer(self, request: Request) -> Response:
        """All rows that match, or the page that is asked for."""
        given = pairs(request)
        query = self.listing.query.read(given)
        is_page = any(name == "limit" for name, _ in given)
        if query.limit > LARGEST_PAGE:
            raise InvalidParameters(too_large(query.limit))
        self.format.check()
        answering = Answering(request)

        def ask(session: Any, go_on: GoOn) -> tuple[Mapping[str, str], Iterator[bytes]]:
            found = self.page if is_page else self.whole
            walk, cursor = found(session, query, id_of(request))
            links = list(answering.links(cursor, self.format.media_type))
            told = Told(walk.matched, walk.undated, walk.unlocated, links)
            sheets = () if request.scope.get(HEAD) else self.sheets(walk, go_on)
            return headers(told), self.format.write(self.listing.item, sheets, told)

        return await answering.stream(ask, self.format.media_type)

    def page(self, session: Any, query: Page, id: Sequence[str]) -> tuple[Walk[Any], str | None]:
        """The rows of a page, and where the next one starts."""
        found = self.listing.search(session, query, *id)
        return of_page(found), found.cursor

    def whole(self, session: Any, query: Page, id: Sequence[str]) -> tuple[Walk[Any], None]:
        """All rows."""
        return self.listing.search.walk(session, query, *id), None

    def sheets(self, walk: Walk[Any], go_on: GoOn) -> Iterable[Sheet]:
        """Rows as the list shows them, as long as somebody waits for them."""
        for batch in walk.batches:
            go_on()
            yield self.listing.sheet(batch)

    def content(self) -> dict[str, Any]:
        """What the documentation says of a body that has no model."""
        if self.format.model is not None:
            return {}
        return {"content": {self.format.media_type: {"schema": dict(self.format.schema)}}}

    def add_to(self, router: APIRouter) -> None:
        """Serve the list in the format."""
        listing, format = self.listing, self.format
        statuses = [400, *([404] if listing.has_id else []), 405, 500, 503]
        router.get(
            listing.path + format.ending,
            operation_id=f"{listing.operation}As{format.name}",
            tags=[listing.tag],
            summary=f"{listing.title} as {format.title}",
            description=f"The rows of `/v1{listing.path}` in the same order, as {format.title}: all"
            " that match, or a page where `limit` is given.",
            response_class=format.response,
            response_model=format.model,
            response_description=f"{listing.what[0].upper()}{listing.what[1:]}.",
            responses={
                200: {"headers": HEADERS, **self.content()},
                **refusals(*statuses, *([501] if format.may_be_missing else [])),
            },
            openapi_extra={"parameters": [limited(each) for each in listing.parameters()]},
        )(self.answer)


def formatted(listings: Iterable[Listing]) -> APIRouter:
    """The routes of all lists in all formats. They come last, for each route slows down later ones."""
    router = APIRouter()
    for listing in listings:
        for format in FORMATS:
            Formatted(listing, format).add_to(router)
    return router


def limited(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter as it is here: without a `limit` there is none."""
    described = referred(parameter)
    if described["name"] != "limit":
        return parameter
    return shared("LimitIfAny", {**described, **LIMIT})


def headers(told: Told) -> dict[str, str]:
    """What is told beside the rows, where the format may have no place for it."""
    counts = zip(COUNTS, (told.matched, told.undated, told.unlocated), strict=True)
    known = {name: str(count) for name, count in counts if count is not None}
    return {"Link": header(list(told.links)), **known}


def too_large(limit: int) -> ParameterError:
    """What is said of a page that is larger than pages are."""
    detail = f"limit: {limit} is more than the {LARGEST_PAGE} rows of a page; leave it out, and all"
    return ParameterError("limit", f"{detail} rows come in one answer.", str(LARGEST_PAGE))
