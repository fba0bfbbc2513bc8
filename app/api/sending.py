"""Sending: a stream to its client, as fast as the client takes it and no longer than it stays."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.streams import Stream

Result = TypeVar("Result")

log = logging.getLogger(__name__)

STALLED_SECONDS = 60.0
PATIENCE_SECONDS = 0.2
"""How long an answer may take before it is seen whether anyone still waits for it."""


class ClientGone(Exception):
    """Nobody is there to be answered."""


class Stalled(Exception):
    """The client is there and takes nothing."""


class Streamed(Response):
    """A response whose body is a stream that has been opened.

    Where it breaks off, the last chunk is never sent, so that no client takes it for whole.
    """

    def __init__(self, stream: Stream[Any], headers: Mapping[str, str], media_type: str) -> None:
        self.stream = stream
        self.status_code = 200
        self.media_type = media_type
        self.background = None
        self.init_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what the stream gives, and end it in any case."""
        try:
            await unless_gone(receive, self.send_all(send))
        except ClientGone:
            log.info("the client left before the end of %s", scope["path"])
        except Stalled:
            log.warning("the client took nothing of %s for too long", scope["path"])
        finally:
            self.stream.stop()

    async def send_all(self, send: Send) -> None:
        """The next part is asked for when the client has taken the one before."""
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        async for part in self.stream:
            await taken(send({"type": "http.response.body", "body": part, "more_body": True}))
        await taken(send({"type": "http.response.body", "body": b"", "more_body": False}))


async def taken(sending: Awaitable[None]) -> None:
    """Wait until a client has taken a part, but not forever: others wait for its place."""
    try:
        async with asyncio.timeout(STALLED_SECONDS):
            await sending
    except TimeoutError as error:
        raise Stalled from error


async def attended(receive: Receive, work: Awaitable[Result]) -> Result:
    """Wait for some work; where it takes long, no longer than the client is there."""
    working = asyncio.ensure_future(work)
    try:
        await asyncio.wait((working,), timeout=PATIENCE_SECONDS)
        if not working.done():
            return await unless_gone(receive, working)
        return working.result()
    finally:
        working.cancel()


async def unless_gone(receive: Receive, work: Awaitable[Result]) -> Result:
    """Wait for some work, but not where the client goes away first."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(gone(receive))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGone
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def gone(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
