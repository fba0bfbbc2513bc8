"""Pages: an address that people read, what it can be asked for, and how its text comes to be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.answer import Answering, Body
from app.api.asking import id_of, pairs
from app.queries.query import Query
from app.web.headers import MEDIA_TYPE, headers
from app.web.view import View, address


@dataclass(frozen=True, kw_only=True)
class WebPage:
    """A page: `body` is called with a session, the view and what the path names."""

    path: str
    body: Callable[..., Body]
    queries: Sequence[type[Query]]
    """The API's queries that take its filters; a filter that none takes is refused."""

    view: type[View] = View
    fixed: Sequence[str] = ()
    """The filters that the path itself decides."""

    async def answer(self, request: Request) -> Response:
        """The page, an edition like every answer of the API.

        A form sends its empty fields too: the address without them is the one to share.
        """
        given = pairs(request)
        filled = [(name, text) for name, text in given if text]
        if len(filled) < len(given):
            home = address(request.url.path, filled)
            return Response(status_code=302, headers={"Location": home, **headers()})
        answering = Answering(request)
        asked = self.view.of(given, self.queries, self.fixed)
        view = replace(asked, home=answering.public_url.rstrip("/"))
        id = id_of(request)
        return await answering.answer(lambda session: self.body(session, view, *id), MEDIA_TYPE)

    def add_to(self, router: APIRouter) -> None:
        """Serve the page."""
        router.get(self.path, include_in_schema=False)(self.answer)
