"""Problems as pages: for whoever reads, the same facts as the problem has for programs."""

import re
from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.api.asking import pairs
from app.api.routes import SHOWINGS
from app.api.schemas import Problem
from app.errors import InvalidParameters
from app.web.headers import MEDIA_TYPE, headers
from app.web.rendering import written
from app.web.view import Lang, View

LISTS = frozenset({"", "missions", "resolutions", "places", "documents", "search"})
NOUNS = frozenset(showing.path.split("/")[1] for showing in SHOWINGS)
"""What the paths of pages begin with: those that have a list, and those of single facts and things."""

OF_PROGRAMS = ("v1", "ogc", "static", "static-offline-docs", "embed", "oembed", "health", "ready")


def show_problem(problem: Problem, request: Request) -> Response | None:
    """The problem as a page where a page was asked for; None where a program asks."""
    if not is_for_people(request):
        return None
    view = View(**languages(request))
    text = written(
        "problem.html",
        view,
        path="/",
        problem=problem.model_dump(),
        words=" ".join(re.findall(r"\w+", problem.instance.rpartition("/")[2])),
        release=None,
    )
    return Response(text, problem.status, media_type=MEDIA_TYPE, headers=headers())


def is_for_people(request: Request) -> bool:
    """Whether an address is a page's; any other one that programs do not ask for, by what is accepted."""
    first, _, rest = request.url.path.strip("/").partition("/")
    if first in LISTS or (first in NOUNS and rest):
        return True
    return first not in OF_PROGRAMS and "text/html" in request.headers.get("accept", "")


def languages(request: Request) -> dict[str, Any]:
    """The language of the page, if the address has one; what is wrong with it is told in English."""
    try:
        asked = dict(pairs(request)).get("lang", "")
    except InvalidParameters:
        return {}
    if asked not in list(Lang):
        return {}
    return {"lang": Lang(asked), "asked": (("lang", asked),)}
