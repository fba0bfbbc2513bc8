"""The landing page, and what the API conforms to."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.answer import Answering, Body
from app.api.asking import pairs
from app.api.ogc.addresses import Addresses
from app.api.ogc.schemas import CORE, ConformanceClasses, LandingPage
from app.api.refusals import refusals
from app.queries.query import Query

TAG = "capabilities"
CONFORMS_TO = [CORE, *(f"{CORE.removesuffix('core')}{name}" for name in ("oas30", "geojson"))]


async def landing_page(request: Request) -> Response:
    """Where everything is."""
    Query.read(pairs(request))
    answering = Answering(request)
    page = LandingPage(
        title=request.app.title,
        description=request.app.summary,
        links=Addresses(answering).landing_page(),
    )
    return await answering.answer(lambda session: Body(page.model_dump_json()))


async def conformance(request: Request) -> Response:
    """What the API keeps to."""
    Query.read(pairs(request))
    classes = ConformanceClasses(conformsTo=CONFORMS_TO)
    return await Answering(request).answer(lambda session: Body(classes.model_dump_json()))


def add_to(router: APIRouter) -> None:
    """Serve both; the landing page also without the slash at its end."""
    router.get(
        "/",
        operation_id="getLandingPage",
        tags=[TAG],
        summary="Get the landing page",
        description="Where the collections are, and what describes the API.",
        response_model=LandingPage,
        response_description="The landing page.",
        responses=refusals(400, 405, 500, 503),
    )(landing_page)
    router.get("", include_in_schema=False)(landing_page)
    router.get(
        "/conformance",
        operation_id="getConformance",
        tags=[TAG],
        summary="Get the conformance classes",
        description="The parts of the standard that the API keeps to.",
        response_model=ConformanceClasses,
        response_description="The conformance classes.",
        responses=refusals(400, 405, 500, 503),
    )(conformance)
