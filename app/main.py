"""The application: routers, errors, documentation, and the database behind it all."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi_offline import FastAPIOffline
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import __version__
from app.api import (
    actors,
    assessments,
    bases,
    casualties,
    contingents,
    coverage,
    document_facts,
    documents,
    events,
    missions,
    operations,
    places,
    problems,
    resolutions,
    search,
    statements,
    strengths,
    tasks,
    timeline,
)
from app.api.openapi import openapi
from app.database import Database, check_revision
from app.errors import OperatorError
from app.settings import Settings
from app.sources.texts import texts_at_hand

log = logging.getLogger(__name__)

SUMMARY = "Peace operations, each fact with the passage that says it."
DESCRIPTION = """\
A source-cited knowledge base of peace operations: missions, resolutions, contingents, bases,
casualty and strength figures, events. Each fact has the passages that say it, its date as
precisely as it is known and no more, its place, and what other sources say against it.

What is asked wrongly is refused with what would be right; nothing is cut off silently, no
parameter is ignored, and null is never 0.
"""
NOUNS = (
    missions,
    resolutions,
    contingents,
    bases,
    casualties,
    strengths,
    events,
    statements,
    tasks,
    places,
    actors,
    documents,
    document_facts,
    timeline,
    coverage,
    assessments,
    search,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application over the database that the settings name."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database.of(chosen)
        if not check_revision(database):
            raise OperatorError(f"database {database.name} is empty: run `mission-kb migrate`")
        if chosen.documents_dir is not None:
            database.texts, amiss = texts_at_hand(database, chosen.documents_dir)
            for line in amiss:
                log.warning("%s", line)
        app.state.database = database
        gc.collect()
        gc.freeze()  # what start has made stays: a request need not look through it again
        yield
        database.close()

    app = FastAPIOffline(
        title="Mission KB",
        summary=SUMMARY,
        description=DESCRIPTION,
        version=__version__,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        contact={"name": "Mission KB"},
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.public_url = chosen.public_url
    v1 = APIRouter(prefix="/v1")
    for noun in NOUNS:
        v1.include_router(noun.router)
    app.include_router(v1)
    app.include_router(operations.router)
    app.add_middleware(HeadAsGet)
    problems.handle(app)
    app.openapi = lambda: openapi(app)  # type: ignore[method-assign]
    return app


class HeadAsGet:
    """Answers HEAD as GET without the body (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but the body of an answer to HEAD."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)
