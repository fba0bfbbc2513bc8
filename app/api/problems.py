"""Errors as `application/problem+json`, whatever went wrong and wherever."""

import logging
from collections.abc import Callable, Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app import errors
from app.api.schemas import InvalidParameter, Problem
from app.api.sending import ClientGone

MEDIA_TYPE = "application/problem+json"
ALLOWED = "GET, HEAD, OPTIONS"
UNKEPT = {"Cache-Control": "no-store"}
"""What is wrong just now may be right at once: no cache is to repeat it."""

NOBODY = 499
"""Nobody reads this status: the client has gone."""

log = logging.getLogger(__name__)

Shown = Callable[[Problem, Request], Response | None]
"""How a problem is shown at addresses that people read; None at those that programs read."""


def body(problem: errors.Problem, path: str) -> Problem:
    """A problem as clients read it."""
    return Problem(
        type=f"urn:mission-kb:problem:{problem.slug}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        instance=path,
        errors=[
            InvalidParameter.model_validate(error, from_attributes=True) for error in problem.errors
        ],
    )


def respond(
    problem: errors.Problem, request: Request, headers: Mapping[str, str] | None = None
) -> Response:
    """The response to a request that cannot be answered."""
    told = body(problem, request.url.path)
    show: Shown = request.app.state.show_problem
    response = show(told, request)
    if response is None:
        response = Response(told.model_dump_json(), problem.status, media_type=MEDIA_TYPE)
    response.headers.update({**UNKEPT, **(headers or {})})
    return response


async def on_problem(request: Request, error: Exception) -> Response:
    """One of our own."""
    assert isinstance(error, errors.Problem)  # noqa: S101
    if error.status >= errors.InternalFault.status and error.__cause__:
        log.error("%s (%s)", error.detail, str(error.__cause__).partition("\n")[0])
    headers = {"Retry-After": "1"} if isinstance(error, errors.Unavailable) else None
    return respond(error, request, headers)


async def on_leaving(request: Request, error: Exception) -> Response:
    """The client has gone."""
    return Response(status_code=NOBODY)


async def on_http(request: Request, error: Exception) -> Response:
    """What the router refuses, and OPTIONS, which it knows nothing of."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == errors.MethodNotAllowed.status:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ALLOWED, **UNKEPT})
        why = (
            f"{request.method} is not possible here: the knowledge base is read with GET and HEAD."
        )
        return respond(errors.MethodNotAllowed(why), request, {"Allow": ALLOWED})
    if error.status_code == errors.NotFound.status:
        why = "There is nothing under this address; /docs lists what there is."
        return respond(errors.NotFound(why), request)
    log.error("unexpected HTTP error %s: %s", error.status_code, error.detail)
    return respond(errors.InternalFault("Something broke here."), request)


async def on_invalid(request: Request, error: Exception) -> Response:
    """What a path parameter cannot be: then there is nothing of that name."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    return respond(errors.NotFound("No id is written like that."), request)


async def on_fault(request: Request, error: Exception) -> Response:
    """Anything else is our fault: the log has the reason, the answer has none of it."""
    log.error("unhandled error", exc_info=error)
    return respond(errors.InternalFault("Something broke here; it has been logged."), request)


def for_programs(told: Problem, request: Request) -> None:
    """Every problem as JSON."""


def handle(app: FastAPI, show: Shown = for_programs) -> None:
    """Answer every error in the one shape, unless it is shown otherwise."""
    app.state.show_problem = show
    app.add_exception_handler(errors.Problem, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(ClientGone, on_leaving)
    app.add_exception_handler(Exception, on_fault)
