"""Embeds: each chart alone, as a page for a frame, as a picture, and as a document for other tools."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from pydantic_core import to_json
from starlette.responses import Response

from app.api.answer import Answering, Body
from app.api.asking import pairs
from app.api.caching import Edition
from app.errors import NotFound
from app.queries.query import Query
from app.settings import Settings
from app.web.charts import outlines
from app.web.charts.catalogue import CHARTS
from app.web.charts.chart import Chart
from app.web.charts.look import Asked
from app.web.charts.pictures import Pictures
from app.web.charts.renderer import Renderer, library
from app.web.charts.scene import Document
from app.web.charts.showing import OUTLINES, asked_of_oembed, document, drawing
from app.web.charts.vega import VegaScript, script_address
from app.web.headers import MEDIA_TYPE, headers
from app.web.labels import labels
from app.web.rendering import TEMPLATES
from app.web.static import FOREVER
from app.web.view import address

VEGA_LITE = "application/vnd.vegalite.v6+json"
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
ANYWHERE = "*"
OF_PICTURES = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"
}
"""A picture may be in any page; opened by itself it loads nothing and runs nothing."""


@dataclass(frozen=True)
class Embed:
    """One form of one chart, as a request asks for it."""

    request: Request
    chart: Chart
    asked: Asked

    @property
    def answering(self) -> Answering:
        """What answers the request."""
        return Answering(self.request)

    async def page(self) -> Response:
        """A bare page: a picture, which a script replaces by a chart that answers to the mouse."""
        library()
        return await self.answering.answer(self.page_body, MEDIA_TYPE)

    def page_body(self, session: Any) -> Body:
        """The text of the page."""
        base = self.answering.public_url.rstrip("/")
        made = document(self.chart, session, self.asked, base)
        path = f"/embed/{self.chart.name}"
        href = address(path, self.asked.view)
        text = TEMPLATES.get_template("embed.html").render(
            t=labels(self.asked.look.lang),
            lang=self.asked.look.lang,
            title=" ".join(made["title"]["text"]),
            description=made["description"],
            href=href,
            picture=address(f"{path}.svg", self.asked.view),
            oembed=base + asked_of_oembed(base, href),
            vega=script_address(),
        )
        return Body(text, headers(ANYWHERE))

    async def document(self) -> Response:
        """The Vega-Lite document, with addresses of this API for data."""
        base = self.answering.public_url.rstrip("/")

        def body(session: Any) -> Body:
            return Body(to_json(document(self.chart, session, self.asked, base)))

        return await self.answering.answer(body, VEGA_LITE)

    async def picture(self, form: str) -> Response:
        """The picture: drawn from the rows that the API answers with, once for a release."""
        library()
        pictures: Pictures = self.request.app.state.pictures

        def wanted(session: Any, edition: Edition) -> bytes | Document:
            return pictures.get(edition.etag) or drawing(self.chart, session, self.asked)

        edition, found = await self.answering.found(wanted, PICTURES[form])
        if found is None:
            return Response(status_code=304, headers=edition.headers)
        if isinstance(found, dict):
            found = await pictures.draw(edition.etag, form, found)
        told = {**edition.headers, **OF_PICTURES}
        return Response(found, media_type=PICTURES[form], headers=told)


async def get_embed(request: Request) -> Response:
    """A chart in the form that its address ends in."""
    name, dot, form = request.path_params["name"].partition(".")
    chart = CHARTS.get(name)
    if chart is None or form not in ("", "vl.json", *PICTURES) or bool(dot) != bool(form):
        there = ", ".join(sorted(CHARTS))
        raise NotFound(
            f"There is no such chart; there are {there}, each also as .svg, .png, .vl.json."
        )
    embed = Embed(request, chart, Asked.of(pairs(request), chart.listings))
    if form in PICTURES:
        return await embed.picture(form)
    return await (embed.document() if form else embed.page())


async def get_outlines(request: Request) -> Response:
    """The outlines of countries that maps are drawn over, as TopoJSON."""
    Query.read(pairs(request))
    return Response(outlines.content(), media_type="application/json")


async def get_vega(request: Request) -> Response:
    """Vega's scripts; they never change, for their name tells what they are made of."""
    Query.read(pairs(request))
    script: VegaScript = request.app.state.vega
    name = f"vega-{request.path_params['key']}.js"
    is_compressed = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'W/"{name}"'
    told: Mapping[str, str] = {
        "Cache-Control": FOREVER, "ETag": etag, "Vary": "Accept-Encoding", **headers()
    }  # fmt: skip
    content = await script.content(name, is_compressed)
    if content is None:
        raise NotFound("There is no such file.")
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=dict(told))
    coding = {"Content-Encoding": "gzip"} if is_compressed else {}
    return Response(content, media_type="text/javascript", headers={**told, **coding})


def prepare(state: Any, settings: Settings) -> None:
    """What embeds need while the server runs; nothing is started before somebody asks."""
    state.pictures = Pictures(Renderer())
    state.vega = VegaScript(settings.cache_dir)


def add_to(routes: APIRouter) -> None:
    """Serve the embeds, and what their pages load."""
    routes.get(OUTLINES)(get_outlines)
    routes.get("/embed/{name}")(get_embed)
    routes.get("/static/vega-{key}.js")(get_vega)
