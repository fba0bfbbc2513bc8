"""Timeline: what happened, each fact as long as the span in which it was."""

from typing import Any

from app.values.terms import FactKind
from app.web.charts.expressions import labelled, text
from app.web.charts.filling import Data, made
from app.web.charts.frame import empty, frame, legend, time_axis
from app.web.charts.scene import Document, Scene
from app.web.charts.style import CHARACTER, TEXT, scale
from app.web.charts.words import counted

NAME = "timeline"
MOST_ROWS = 80
"""So many facts have a line each, with words; more of them share one line for each kind."""

ROW, LANE = 19, 46
LABELS_SHARE = 0.58
SEPARATOR = "\u2063"
"""Between what a line says and which fact it is of: two facts may say the same."""

SMALL = 11


def timeline(scene: Scene, data: Data) -> Document:
    """The chart: a line for each fact, or for each kind of fact where there are many."""
    undated = sum(fact["properties"]["date"] is None for fact in scene.features("facts"))
    count = scene.count("facts") - undated
    if not count:
        return empty(scene, NAME)
    has_rows = count <= MOST_ROWS
    told = [scene.words["timeline_rows" if has_rows else "timeline_lanes"]]
    notes = [counted(scene.words["undated_facts"], undated)] if undated else []
    kinds = [kind for kind in FactKind if kind in scene.values("facts", "kind")]
    colours = scale(kinds, scene.labels)
    left = labels_width(scene, kinds, has_rows)
    values = frame(
        scene, NAME, told, notes, left=left, rows=count if has_rows else len(kinds), facts=count
    )
    values |= {
        "time_axis": time_axis(values["plot"]),
        "kind": labelled("datum.properties.kind", scene.labels, FactKind),
        "kinds": colours,
        "row": row(has_rows, left),
        "separator": text(SEPARATOR),
        **(ROWS if has_rows else LANES),
        "legend": legend(colours["domain"], values["plot"], symbolType="circle")
        if has_rows
        else None,
    }
    return made(NAME, values, data)


ROWS = {
    "step": ROW,
    "span_opacity": 0.45,
    "moment_opacity": 1,
    "moment": "circle",
    "moment_size": 70,
}
LANES = {
    "step": LANE,
    "span_opacity": 0.12,
    "moment_opacity": 0.35,
    "moment": "tick",
    "moment_size": 16,
}


def labels_width(scene: Scene, kinds: list[FactKind], has_rows: bool) -> int:
    """How wide the words at the left are."""
    inner = scene.look.width
    if has_rows:
        return int(inner * LABELS_SHARE)
    widest = max(len(scene.labels.code(FactKind, kind)) for kind in kinds)
    return min(int(inner * LABELS_SHARE), int(widest * TEXT * CHARACTER) + 20)


def row(has_rows: bool, left: int) -> dict[str, Any]:
    """Where a fact is drawn: in a line of its own, the oldest first, or in that of its kind.

    Words are cut by their number of characters: to measure each would take the renderer seconds.
    """
    most = int((left - 12) / (SMALL * CHARACTER))
    axis = {
        "minExtent": left, "maxExtent": left, "grid": True, "domain": False, "ticks": False,
        "labelPadding": 8, "labelLimit": 0, "labelFontSize": SMALL,
        "labelExpr": f"truncate(split(datum.label, '{SEPARATOR}')[0], {most})",
    }  # fmt: skip
    if not has_rows:
        return {"field": "kind", "type": "nominal", "title": None, "axis": axis}
    return {
        "field": "line",
        "type": "nominal",
        "title": None,
        "axis": axis,
        "sort": {"field": "start", "op": "min"},
    }
