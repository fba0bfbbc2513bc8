"""`/metrics`: what all workers do, as Prometheus reads it."""

import asyncio
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from app.api.asking import pairs
from app.api.kept import KeptAnswers
from app.api.metrics import Metrics, Standing
from app.api.operations import UNKEPT
from app.database import Database
from app.queries.query import Query

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """The numbers of all workers."""
    Query.read(pairs(request))
    metrics: Metrics = request.app.state.metrics
    metrics.hand_over()
    content = await asyncio.to_thread(metrics.text)
    return Response(content, headers=UNKEPT | {"Content-Type": CONTENT_TYPE_LATEST})


def standing(database: Database, kept: KeptAnswers, *, is_reachable: bool) -> Standing:
    """How a worker stands just now."""
    release = kept.release
    return Standing(
        *database.activity(),
        cache_hits=kept.hits,
        cache_misses=kept.misses,
        cache_bytes=kept.size,
        cache_answers=len(kept.answers),
        is_reachable=is_reachable,
        loaded_at=None if release is None else release.loaded_at.replace(tzinfo=UTC).timestamp(),
        now=datetime.now(UTC).timestamp(),
    )
