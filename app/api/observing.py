"""Observing: each request has an id and a client, is counted, and where the log is JSON, told in a line of it.

The outermost part of the server, before what repeats answers: it adds as little as it can.
"""

import logging
import os
import re
from collections.abc import Awaitable
from itertools import count
from time import perf_counter
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.caching import RELEASE_HEADER
from app.api.kept import RawHeaders
from app.api.metrics import Metrics
from app.api.rates import client
from app.api.repeating import REPEATED
from app.logs import EVENT, REQUEST_ID
from app.turns import CLIENT

HEADER = b"x-request-id"
WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{1,64}")
RELEASE = RELEASE_HEADER.lower().encode()

access = logging.getLogger("app.access")


class Observing:
    """Gives each request its id, says whose it is, and tells of it when it is answered."""

    def __init__(self, app: ASGIApp, metrics: Metrics, *, is_told: bool) -> None:
        self.app = app
        self.metrics = metrics
        self.is_told = is_told
        self.start = os.urandom(6).hex().encode()
        self.numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the application answer.

        The id stays set: what the server logs of a fault that comes out of here is of this request,
        and the next one has a task of its own.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        for name, id in scope["headers"]:  # quicker than anything that looks for one
            if name == HEADER and WELL_FORMED.fullmatch(id):
                break
        else:
            id = b"%b-%x" % (self.start, next(self.numbers))
        REQUEST_ID.set(id)
        CLIENT.set(client(scope["client"][0]) if scope["client"] else "")
        is_told, status, size = self.is_told, 0, 0
        headers: RawHeaders = []

        def told(message: Message) -> Awaitable[None]:
            nonlocal status, size, headers
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"]
                headers.append((HEADER, id))  # whoever sends it has made the list for this answer
            elif is_told:
                size += len(message.get("body", b""))
            return send(message)

        try:
            await self.app(scope, receive, told)
        finally:
            seconds = perf_counter() - began
            self.metrics.count((scope["path"], scope["method"], status), seconds)
            if is_told:
                tell(scope, Sent(status, size, headers), seconds)


class Sent(NamedTuple):
    """What a client was sent; a status of 0 stands for nothing."""

    status: int
    size: int
    headers: RawHeaders


def tell(scope: Scope, sent: Sent, seconds: float) -> None:
    """The line of a request: no parameters, for words that are searched for may be anyone's name."""
    release = next((text for name, text in sent.headers if name == RELEASE), None)
    told = {
        "method": scope["method"],
        "path": scope["path"],
        "status": sent.status or None,
        "ms": round(seconds * 1000, 3),
        "bytes": sent.size,
        "release": None if release is None else release.decode("latin-1"),
        "repeated": REPEATED in scope,
    }
    access.info("%s %s", scope["method"], scope["path"], extra={EVENT: told})
