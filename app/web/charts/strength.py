"""Strength: how many people a mission had, as documents say and as datasets have it month by month."""

from app.values.terms import StrengthCategory
from app.web.charts.expressions import labelled, quantity
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
from app.web.charts.style import scale
from app.web.charts.words import counted

NAME = "strength"
WHOLES = (StrengthCategory.ALL_PERSONNEL, StrengthCategory.UNIFORMED)
"""They are drawn broader, for a part that is the whole lies upon it."""


def strength(scene: Scene, data: Data) -> Document:
    """The chart: a month is a dash as long as the month, and what a document says as long as its date."""
    monthly, stated = scene.count("monthly"), scene.count("stated")
    undated = sum(fact["properties"]["date"] is None for fact in scene.features("stated"))
    if monthly + stated == undated:
        return empty(scene, NAME)
    present = {code for name in ("monthly", "stated") for code in scene.values(name, "category")}
    categories = [code for code in StrengthCategory if code in present]
    notes = [counted(scene.words["undated"], undated)] if undated else []
    told = [scene.words[f"strength_{name}"] for name in ("stated", "monthly") if scene.count(name)]
    values = frame(scene, NAME, told, notes, left=AXIS_WIDTH, stated=stated, monthly=monthly)
    colours = scale(categories, scene.labels)
    width = values["plot"]
    values |= {
        "time_axis": time_axis(width),
        "wholes": list(map(str, WHOLES)),
        "number_axis": number_axis(),
        "colours": colours,
        "legend": legend(
            colours["domain"], width, symbolType="stroke", symbolStrokeWidth=4, offset=26
        ),
        "category": labelled("datum.properties.category", scene.labels, StrengthCategory),
        "quantity": quantity(scene.labels),
    }
    return made(NAME, values, data)
