"""Casualties: incidents by year and cause, and, apart from them, running totals as documents state them."""

from typing import Any

from app.values.terms import Cause, Outcome
from app.web.charts.expressions import capital, labelled, quantity, text
from app.web.charts.filling import Data, made
from app.web.charts.frame import (
    AXIS_WIDTH,
    empty,
    frame,
    legend,
    number_axis,
    time_axis,
)
from app.web.charts.scene import Document, Scene
from app.web.charts.style import CHARACTER, TEXT, scale, wrapped
from app.web.charts.words import counted

NAME = "casualties"
MOST_TOTALS = 30
"""So many running totals are drawn, the latest; more could not be read."""


def casualties(scene: Scene, data: Data) -> Document:
    """The chart: a running total is never a point among the incidents, and never added to them."""
    if not scene.count("incidents") + scene.count("totals"):
        return empty(scene, NAME)
    counts = {name: scene.count(name) for name in ("incidents", "totals")}
    told = [scene.words["totals_told"]] if scene.count("totals") else []
    values = frame(
        scene, NAME, told, notes(scene), left=AXIS_WIDTH, rows=counts["totals"], **counts
    )
    width = values["plot"]
    present = scene.values("incidents", "cause")
    causes = scale([code for code in Cause if code in present], scene.labels)
    values |= {
        "time_axis": time_axis(width),
        "number_axis": number_axis(),
        "causes": causes,
        "legend": legend(causes["domain"], width, symbolType="square", offset=26),
        "outcomes": scale(list(Outcome), scene.labels),
        "cause": labelled("datum.properties.cause", scene.labels, Cause),
        "outcome": labelled("datum.properties.outcome", scene.labels, Outcome),
        "cause_within": labelled("datum.properties.cause", scene.labels, Cause, begins=False),
        "room": int(width / (TEXT * CHARACTER)),
        "colon": text(scene.words["colon"]),
        "quantity": quantity(scene.labels),
        "incidents_title": title(incidents_title(scene), width),
        "totals_title": title(scene.words["totals"], width),
    }
    return made(NAME, values, data)


def incidents_title(scene: Scene) -> str:
    """What the incidents are of: deaths, unless something else is asked for."""
    codes = [text for name, text in scene.filters if name == "outcome"] or [Outcome.DEATH]
    named = " + ".join(scene.labels.code(Outcome, code) for code in codes)
    return str(scene.words["incidents"].format(outcome=capital(named)))


def title(words: str, width: int) -> dict[str, Any]:
    """The title of a part of the chart."""
    return {
        "text": wrapped(words, width, TEXT + 2),
        "fontSize": TEXT + 2,
        "offset": 10,
        "frame": "group",
    }


def notes(scene: Scene) -> list[str]:
    """What is not drawn, and how much of it there is."""
    said = []
    whole = [row["properties"] for row in scene.features("incidents")]
    without_year = sum(row["facts"] for row in whole if row["year"] is None)
    if without_year:
        said.append(counted(scene.words["without_year"], without_year))
    for source in scene.sources.get("totals", ()):
        shown = len(source.features)
        if source.matched is not None and source.matched > shown:
            more = scene.words["shown_of"]
            said.append(more.format(shown=shown, matched=source.matched))
    return said
