"""The application: routers, errors, documentation, and the database behind it all."""

import gc
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from functools import partial

from fastapi import APIRouter, FastAPI
from fastapi_offline import FastAPIOffline
from starlette.types import ASGIApp

from app import __version__
from app.api import measures, operations, problems
from app.api.admitting import admitted, refusing
from app.api.caching import cache_control
from app.api.documented import document
from app.api.formatted import formatted
from app.api.kept import KeptAnswers
from app.api.measures import standing
from app.api.metrics import Metrics
from app.api.middleware import wrap
from app.api.observing import Observing
from app.api.ogc import routes as ogc
from app.api.ogc.addresses import PREFIX as OGC
from app.api.openapi import openapi
from app.api.repeating import Repeating
from app.api.routes import LINKED, LISTINGS, SHOWINGS
from app.api.secured import Secured, docs_policy, headers
from app.api.templates import Templates
from app.database import Database, check_revision
from app.errors import OperatorError
from app.orphans import ending_with_parent
from app.queries.memory import Memories
from app.queries.readiness import held_release
from app.settings import Settings
from app.sources.texts import texts_at_hand
from app.web import embeds
from app.web import routes as web
from app.web.problems import show_problem

log = logging.getLogger(__name__)

GARBAGE = (20_000, 20, 100)
"""A page is some thousand objects, none of them in a circle: looking for circles less often pays."""

SUMMARY = "Peace operations, each fact with the passage that says it."
DESCRIPTION = """\
A source-cited knowledge base of peace operations: missions, resolutions, contingents, bases,
casualty and strength figures, events. Each fact has the passages that say it, its date as
precisely as it is known and no more, its place, and what other sources say against it.

What is asked wrongly is refused with what would be right; nothing is cut off silently, no
parameter is ignored, and null is never 0.
"""


def create_server(settings: Settings | None = None) -> Observing:
    """The application as it is served: who may not ask is refused, and what was answered is repeated.

    Around all of it requests are counted, and each has an id.
    """
    chosen = settings or Settings()
    app = create_app(chosen)
    kept: KeptAnswers = app.state.kept
    repeating = Repeating(app, kept, chosen.public_url) if kept.most else app
    served = admitted(repeating, chosen, app.state.dress(refusing(app)))
    return Observing(served, app.state.metrics, is_told=chosen.log_format == "json")


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application over the database that the settings name."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with opened(chosen) as database:
            app.state.database = database
            embeds.prepare(app.state, chosen)
            app.state.deployment = (chosen.public_url, *sorted(database.texts))
            with closing(app.state.pictures), ending_with_parent():
                async with (
                    watched(database, app.state.kept, app.state.metrics),
                    assisted(app, chosen),
                ):
                    gc.collect()
                    gc.freeze()  # what start has made stays: a request need not look through it again
                    gc.set_threshold(*GARBAGE)
                    yield

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
        telemetry={"auto_configure": True},  # where OTEL_EXPORTER_OTLP_ENDPOINT says where to
    )
    app.state.kept = KeptAnswers(chosen.cache_bytes)
    app.state.metrics = Metrics(Templates(app))
    app.state.public_url = chosen.public_url
    app.state.memories = Memories()
    app.state.cache_control = cache_control(chosen.cache_seconds)
    v1 = APIRouter(prefix="/v1")
    for route in (*LISTINGS, *LINKED, *SHOWINGS):
        route.add_to(v1)
    app.include_router(v1)
    app.include_router(ogc.router(), prefix=OGC, include_in_schema=False)
    app.include_router(operations.router)
    if chosen.metrics == "on":
        app.include_router(measures.router)
    app.include_router(formatted(LISTINGS), prefix="/v1")
    app.include_router(web.router(chosen), include_in_schema=False)
    if chosen.mcp:
        from app.mcp.http import add_to as let_assistants_in

        let_assistants_in(app)
    problems.handle(app, show_problem)
    app.openapi = lambda: openapi(app)  # type: ignore[method-assign]
    document(app)
    app.state.dress = partial(dress, app, chosen.public_url)
    app.build_middleware_stack = lambda: app.state.dress(  # type: ignore[method-assign]
        FastAPI.build_middleware_stack(app)
    )
    return app


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database that the settings name, to be read, with the texts that are at hand."""
    with closing(Database.of(settings, is_read_only=True)) as database:
        if not check_revision(database, to_read=True):
            raise OperatorError(f"database {database.name} is empty: run `mission-kb migrate`")
        if settings.documents_dir is not None:
            database.texts, amiss = texts_at_hand(database, settings.documents_dir)
            for line in amiss:
                log.warning("%s", line)
        yield database


@asynccontextmanager
async def assisted(app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    """Have assistants answered, too, where that is set; else nothing of it is imported."""
    if not settings.mcp:
        yield
        return
    from app.mcp.http import serving

    async with serving(app, settings):
        yield


def dress(app: FastAPI, public_url: str | None, answering: ASGIApp) -> ASGIApp:
    """What answers, with all that goes around it."""
    wrapped = wrap(answering, app.state.cache_control)
    return Secured(wrapped, headers(public_url), docs_policy(app))


@asynccontextmanager
async def watched(database: Database, kept: KeptAnswers, metrics: Metrics) -> AsyncIterator[None]:
    """Have it known which release is the newest, so that what is kept of it may be repeated.

    How the worker stands is told with it.
    """
    with closing(database.watch(held_release, kept.see)) as watch:
        kept.wake = watch.wake
        metrics.standing = lambda: standing(database, kept, is_reachable=watch.is_answered)
        async with metrics.kept_up():
            yield
