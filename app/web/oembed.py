"""oEmbed 1.0: an address of a chart or of a mission, pasted somewhere, becomes a frame with the chart."""

from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request
from pydantic_core import to_json
from starlette.responses import Response

from app.api.answer import Answering, Body
from app.api.asking import pairs
from app.errors import NotFound, NotOffered
from app.queries.query import Query, code_of, parameter
from app.web.charts.catalogue import CHARTS
from app.web.charts.chart import Chart
from app.web.charts.frame import estimated_height
from app.web.charts.look import HIGHEST, NARROWEST, USUAL_WIDTH, Asked, parameters
from app.web.charts.showing import document
from app.web.view import Pairs, address

LONGEST_URL = 2000
OF_MISSION = "map"
"""The chart that stands for a mission as a whole."""


class OEmbedFormat(StrEnum):
    """What an answer may be written in, by the standard."""

    JSON = "json"
    XML = "xml"


def most_pixels(name: str) -> Any:
    """A bound on a size."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 100_000):
            raise ValueError("it is a whole number of pixels.")
        return int(text)

    return parameter(read, f"The most pixels that the frame may be {name}.", example="600")


@dataclass(frozen=True, kw_only=True)
class OEmbedQuery(Query):
    """What the standard lets consumers ask."""

    url: str = parameter(
        str,
        "The address of a chart or of a mission's page.",
        example="http://127.0.0.1:8000/embed/map?mission=minusma",
        longest=LONGEST_URL,
        is_required=True,
    )
    format: OEmbedFormat = parameter(
        lambda text: code_of(OEmbedFormat, text),
        "`json`; `xml` is not offered.",
        example="json",
        default=OEmbedFormat.JSON,
    )
    maxwidth: int | None = most_pixels("wide")
    maxheight: int | None = most_pixels("high")


async def get_oembed(request: Request) -> Response:
    """The frame that stands for an address of this deployment."""
    query = OEmbedQuery.read(pairs(request))
    if query.format is OEmbedFormat.XML:
        raise NotOffered("oEmbed is answered in JSON here: ask with format=json.")
    answering = Answering(request)
    base = answering.public_url.rstrip("/")
    chart, given = embedded(query.url, base)
    asked = Asked.of(sized(given, query), chart.listings)

    def body(session: Any) -> Body:
        made = document(chart, session, asked, base)
        width = asked.look.width
        height = min(estimated_height(made), query.maxheight or HIGHEST)
        title = " ".join(made["title"]["text"])
        frame = base + address(f"/embed/{chart.name}", asked.view)
        told = {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": "Mission KB",
            "provider_url": f"{base}/",
            "width": min(width, query.maxwidth or width),
            "height": height,
            "html": iframe(frame, title, min(width, query.maxwidth or width), height),
        }
        return Body(to_json(told))

    return await answering.answer(body)


def embedded(url: str, base: str) -> tuple[Chart, Pairs]:
    """The chart that an address is of, and what it asks; anything else is not here."""
    home, parts = urlsplit(base), urlsplit(url)
    there = (home.scheme, home.netloc.lower(), home.path)
    path = parts.path.removeprefix(home.path)
    if (parts.scheme, parts.netloc.lower(), parts.path[: len(home.path)]) != there:
        raise NotFound("url: it is not an address of this deployment.")
    given = parse_qsl(parts.query, keep_blank_values=True)
    match path.strip("/").split("/"):
        case ["embed", name] if name.partition(".")[0] in CHARTS:
            return CHARTS[name.partition(".")[0]], given
        case ["missions", id] if id:
            chart = CHARTS[OF_MISSION]
            known = parameters(chart.listings)
            kept = [(name, text) for name, text in given if name in known and name != "mission"]
            return chart, [("mission", id), *kept]
    raise NotFound("url: it is neither a chart nor the page of a mission.")


def sized(given: Pairs, query: OEmbedQuery) -> Pairs:
    """What is asked of the chart, no wider than there is room for."""
    if query.maxwidth is None:
        return given
    asked = next((int(text) for name, text in given if name == "width" and text.isdigit()), None)
    width = min(asked or USUAL_WIDTH, max(NARROWEST, query.maxwidth))
    return [*((name, text) for name, text in given if name != "width"), ("width", str(width))]


def iframe(href: str, title: str, width: int, height: int) -> str:
    """The frame as a page has it."""
    return (
        f'<iframe src="{escape(href)}" title="{escape(title)}" width="{width}" height="{height}"'
        ' loading="lazy" frameborder="0"></iframe>'
    )


def add_to(routes: APIRouter) -> None:
    """Serve what consumers of oEmbed ask."""
    routes.get("/oembed")(get_oembed)
