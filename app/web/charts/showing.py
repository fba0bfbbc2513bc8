"""Showing: the charts of a page, and how a chart becomes a document for others or a picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.web.charts.catalogue import CHARTS
from app.web.charts.chart import Chart, held, live
from app.web.charts.look import Asked, parameters
from app.web.charts.outlines import topology, window, within
from app.web.charts.renderer import is_installed
from app.web.charts.scene import Document, Scene
from app.web.charts.words import words
from app.web.view import View, address

OUTLINES = "/embed/outlines.json"
TOPOLOGY = {"type": "topojson", "feature": "countries"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart on a page: its title, and where the same is to be had alone."""

    name: str
    title: str
    href: str
    oembed: str
    """Where to ask for the code that embeds it."""

    def form(self, ending: str) -> str:
        """Its address in another form: `chart.form(".svg")`."""
        path, mark, query = self.href.partition("?")
        return f"{path}{ending}{mark}{query}"


def charts_for(view: View, mission: Mapping[str, Any]) -> list[Shown]:
    """The charts of a mission, with the filters of the page that each takes; none where none can be drawn."""
    if not is_installed():
        return []
    said = words(view.lang)
    shown = []
    for name, chart in CHARTS.items():
        title = f"{mission['acronym']}{said['colon']}{said[name]}"
        href = address(f"/embed/{name}", [("mission", mission["id"]), *taken_by(chart, view)])
        shown.append(Shown(name, title, href, asked_of_oembed(view.home, href)))
    return shown


def discovery(view: View, path: str) -> str:
    """Where consumers of oEmbed ask what a page is to be shown as."""
    return view.home + asked_of_oembed(view.home, view.href(path))


def asked_of_oembed(home: str, href: str) -> str:
    """The question what an address is to be embedded as."""
    return f"/oembed?{urlencode({'url': home + href, 'format': 'json'})}"


def taken_by(chart: Chart, view: View) -> list[tuple[str, str]]:
    """What a page is asked for, as far as a chart takes it."""
    known = parameters(chart.listings)
    return [(name, text) for name, text in view.asked if name in known and name != "mission"]


def document(chart: Chart, session: Any, asked: Asked, base: str) -> Document:
    """A document for others, whose data are addresses of this API."""
    scene = chart.read(session, asked)
    outlines = {"url": f"{base}{OUTLINES}", "format": TOPOLOGY}
    return chart.make(scene, {**live(scene, base), "outlines": [outlines]})


def drawing(chart: Chart, session: Any, asked: Asked) -> Document:
    """What a picture is drawn from: the same document, holding the rows."""
    scene = chart.read(session, asked)
    outlines = {"values": seen(scene) if chart.name == "map" else {}, "format": TOPOLOGY}
    return chart.make(scene, {**held(scene), "outlines": [outlines]})


def seen(scene: Scene) -> Mapping[str, Any]:
    """The outlines that a map shows."""
    points = [
        row["geometry"]["coordinates"]
        for name in scene.sources
        for row in scene.features(name)
        if row["geometry"]
    ]
    codes = [code for mission in scene.missions for code in mission.countries]
    around = window(points, codes)
    return topology() if around.is_world else within(around)
