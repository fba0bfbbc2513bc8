"""The OpenAPI document as it is sent: made when it is first asked for, and kept as text."""

import gc
import json
import threading

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.api.answer import MEDIA_TYPE
from app.api.asking import pairs
from app.queries.query import Query


class Documented:
    """The document of an application.

    To make it takes a second and a dozen megabytes: other requests are answered meanwhile, and what it
    is made of is given back.
    """

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.text = b""
        self.making = threading.Lock()

    async def answer(self, request: Request) -> Response:
        """The whole document; it takes no parameter."""
        Query.read(pairs(request))
        text = self.text or await run_in_threadpool(self.made)
        return Response(text, media_type=MEDIA_TYPE)

    def made(self) -> bytes:
        """The text, made once however many ask at the same time."""
        with self.making:
            if not self.text:
                self.text = json.dumps(
                    self.app.openapi(), ensure_ascii=False, separators=(",", ":")
                ).encode()
                gc.collect()
        return self.text


def document(app: FastAPI) -> None:
    """Send it in the place of FastAPI's own, which makes the text anew for each request."""
    address = app.openapi_url
    if address is None:
        raise ValueError("an application without an address for its document")
    routes = app.router.routes
    routes[:] = [route for route in routes if getattr(route, "path", None) != address]
    app.add_route(address, Documented(app).answer, include_in_schema=False)
