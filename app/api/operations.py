"""Whether the service runs, and whether it can answer."""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.answer import MEDIA_TYPE
from app.api.asking import pairs
from app.api.refusals import refusals
from app.api.schemas import Answer, told
from app.database import Database
from app.errors import Unavailable
from app.queries.query import Query
from app.queries.readiness import served_release

router = APIRouter(tags=["operations"])

UNKEPT = {"Cache-Control": "no-store"}
"""How it stands just now is for nobody to keep."""


class Health(Answer):
    """The process runs."""

    status: Literal["ok"] = told("Always `ok`: else there is no answer.", "ok")
    version: str = told("The version of the code.", "0.1.0")


class Readiness(Answer):
    """Queries can be answered."""

    status: Literal["ready"] = told("Always `ready`: else the answer is a problem.", "ready")
    release: str = told("The id of the data that is served.", "2026-11-21-0f3a9c1b2d4e")


@router.get(
    "/health",
    operation_id="getHealth",
    summary="Whether the process runs",
    description="Answers as long as the process runs, whatever the database does.",
    response_model=Health,
    response_description="It runs.",
    responses=refusals(400, 405, 500),
)
async def get_health(request: Request) -> Response:
    """The process runs."""
    Query.read(pairs(request))
    health = Health(status="ok", version=request.app.version)
    return Response(health.model_dump_json(), media_type=MEDIA_TYPE, headers=UNKEPT)


@router.get(
    "/ready",
    operation_id="getReadiness",
    summary="Whether queries can be answered",
    description="Asks the database for its tables and for the release of its data. Where that is not to"
    " be had, `detail` says why.",
    response_model=Readiness,
    response_description="Queries can be answered.",
    responses=refusals(400, 405, 500, 503),
)
async def get_readiness(request: Request) -> Response:
    """The database holds data and can be read."""
    Query.read(pairs(request))
    database: Database = request.app.state.database
    if database.is_corrupted:
        raise Unavailable("A part of the database is broken and cannot be read.")
    release = await database.read(served_release)
    readiness = Readiness(status="ready", release=release.id)
    return Response(readiness.model_dump_json(), media_type=MEDIA_TYPE, headers=UNKEPT)
