"""How one request is answered: what was found, as JSON, unless the client holds it already."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from app.api.asking import pairs
from app.api.caching import Edition
from app.api.schemas import Link
from app.api.sending import Streamed, attended, unless_gone
from app.database import Database
from app.errors import Merged
from app.queries.memory import Memories, remember
from app.queries.readiness import held_release
from app.streams import GoOn

Found = TypeVar("Found")

MEDIA_TYPE = "application/json"


class Body(NamedTuple):
    """What is written to the client, and the headers that go with it."""

    content: str | bytes
    headers: Mapping[str, str] = {}


class Begun(NamedTuple):
    """What is told of a stream before its parts."""

    status: int
    headers: Mapping[str, str]


LongQuestion = Callable[[Any, GoOn], tuple[Mapping[str, str], Iterator[bytes]]]
"""Gives the headers and the parts of an answer."""


class Answering:
    """Answers one request from the database."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.database: Database = request.app.state.database
        self.memories: Memories = request.app.state.memories
        self.public_url: str = request.app.state.public_url or str(request.base_url)

    async def answer(
        self, question: Callable[[Any], Body], media_type: str = MEDIA_TYPE
    ) -> Response:
        """What a question brings; nothing is asked where the client names this edition."""
        try:
            edition, body = await self.found(lambda session, edition: question(session), media_type)
        except Merged as merged:
            return Response(status_code=308, headers={"Location": self.heir(merged.heir)})
        if body is None:
            return Response(status_code=304, headers=edition.headers)
        headers = {**edition.headers, **body.headers}
        return Response(body.content, media_type=media_type, headers=headers)

    async def found(
        self, question: Callable[[Any, Edition], Found], media_type: str
    ) -> tuple[Edition, Found | None]:
        """What a question brings, and of which edition; nothing where the client has that.

        Raises ClientGone where nobody waits for it any more.
        """

        def ask(session: Any) -> tuple[Edition, Found | None]:
            edition = self.edition(session, media_type)
            if edition.is_held():
                return edition, None
            found = question(session, edition)
            return edition, None if edition.is_unchanged() else found

        return await attended(self.request.receive, self.database.read(ask))

    async def stream(self, question: LongQuestion, media_type: str) -> Response:
        """What a long question brings, sent while it is read, all of it from one snapshot."""

        def ask(session: Any, go_on: GoOn) -> tuple[Begun, Iterator[bytes]]:
            edition = self.edition(session, media_type)
            if edition.is_held():
                return Begun(304, edition.headers), iter(())
            headers, parts = question(session, go_on)
            if edition.is_unchanged():
                return Begun(304, edition.headers), iter(())
            return Begun(200, {**edition.headers, **headers}), parts

        stream = self.database.stream(ask)
        try:
            status, headers = await unless_gone(self.request.receive, stream.open())
            if status == 200:
                return Streamed(stream, headers, media_type)
        except BaseException:
            stream.stop()
            raise
        stream.stop()
        return Response(status_code=status, headers=headers)

    def edition(self, session: Any, media_type: str) -> Edition:
        """The edition that a session's release makes of the answer; what is known of it is shared."""
        release = held_release(session)
        remember(session, self.memories.of(release))
        return Edition(self.request, release, media_type)

    def links(self, cursor: str | None, media_type: str = MEDIA_TYPE) -> Iterator[Link]:
        """This page and, where there is one, the next."""
        given = pairs(self.request)
        yield Link(rel="self", href=self.address(given), type=media_type)
        if cursor is not None:
            onward = [(name, text) for name, text in given if name != "cursor"]
            href = self.address([*onward, ("cursor", cursor)])
            yield Link(rel="next", href=href, type=media_type)

    def heir(self, id: str) -> str:
        """The address of a row that another one has become part of, in the same form.

        Whatever follows the id in the path stays: an ending, or a list of what the row has.
        """
        former = re.escape(self.request.path_params["id"])
        path = re.sub(rf"(.*/){former}(?=[./]|$)", rf"\g<1>{id}", self.request.url.path, count=1)
        return self.address(pairs(self.request), path)

    def address(self, given: list[tuple[str, str]], path: str | None = None) -> str:
        """This path, or another one, with parameters."""
        address = self.public_url.rstrip("/") + (path or self.request.url.path)
        return f"{address}?{urlencode(given, safe='/:,')}" if given else address
