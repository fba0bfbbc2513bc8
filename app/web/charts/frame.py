"""The frame of every chart: title, what was asked, notes, sources, release, and what is said without data."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.web.charts.expressions import capital
from app.web.charts.scene import Document, Scene
from app.web.charts.style import (
    CHARACTER,
    LINE,
    NOTE,
    PADDING,
    SUBTITLE,
    TEXT,
    TITLE,
    config,
    wrapped,
)
from app.web.charts.words import counted

MOST_NAMED = 4
HEIGHTS = {"strength": 300, "casualties": 260, "map": 440, "timeline": 0}
"""How high a chart is where nobody says; a timeline is as high as its lines."""

Values = dict[str, Any]


def frame(
    scene: Scene, name: str, told: Sequence[str], notes: Sequence[str], **more: Any
) -> Values:
    """The values that every specification takes: `told` goes below the title, `notes` below the chart.

    `left` is how far the labels of the chart reach to the left of it, `rows` how many lines it has where
    these make its height; the numbers in `more` are described.
    """
    inner = scene.look.width - 2 * PADDING
    left, rows = more.pop("left", 0), more.pop("rows", 0)
    described = scene.words["described"][name].format(mission=scene.subject, **more)
    notes = [*notes, *left_out(scene), sources(scene), release(scene)]
    title = f"{scene.subject}{scene.words['colon']}{scene.words[name]}"
    subtitle = [line for text in (*asked(scene), *told) for line in wrapped(text, inner, SUBTITLE)]
    return {
        "title": {"text": wrapped(title, inner, TITLE), "subtitle": subtitle},
        "description": " ".join([described, *told, *notes]),
        "meta": {
            "missionKb": {
                "release": scene.release,
                "documents": [teller.document for teller in scene.tellers],
                "rows": rows,
            }
        },
        "padding": PADDING,
        "config": config(scene.words, scene.labels),
        "inner": inner,
        "plot": plot(inner, left),
        "height": scene.look.height or HEIGHTS[name],
        "people": scene.words["people"],
        "footer": text_view("footer", notes, inner, left=left),
    }


def asked(scene: Scene) -> list[str]:
    """What the data was narrowed by, for whoever sees the picture alone."""
    names: Mapping[str, str] = scene.words["asked"]
    narrowed = [
        f"{names.get(name, name)}{scene.words['colon']}{text}"
        for name, text in scene.filters
        if name != "mission"
    ]
    return [" · ".join(narrowed)] if narrowed else []


def sources(scene: Scene) -> str:
    """Who says it, and in how many documents."""
    if not scene.tellers:
        return str(scene.words["no_sources"])
    names = list(dict.fromkeys(teller.name for teller in scene.tellers))
    said = "; ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        said = counted(scene.words["and_more"], len(names) - MOST_NAMED, names=said)
    return counted(scene.words["sources"], len(scene.tellers), names=said)


def release(scene: Scene) -> str:
    """Which data it is."""
    if scene.release is None:
        return str(scene.words["no_release"])
    return str(scene.words["release"].format(id=scene.release))


def left_out(scene: Scene) -> list[str]:
    """The sums that cannot be shown."""
    return [
        scene.words["unsummed"].format(
            category=capital(scene.labels.code(type(code), str(code))) if code else source,
            source=source,
        )
        for source, code in scene.left_out
    ]


def text_view(
    name: str, texts: Sequence[str], width: int, *, left: int = 0, size: int = NOTE
) -> Document:
    """Lines of text below each other, as wide as the picture."""
    lines = [line for text in texts for line in wrapped(text, width, size)]
    height = round(size * LINE)
    return {
        "name": name,
        "width": plot(width, left),
        "height": len(lines) * height,
        "data": {"values": [{}]},
        "mark": {
            "type": "text", "text": lines, "align": "left", "baseline": "top", "x": -left, "y": 0,
            "fontSize": size, "lineHeight": height, "color": "#555555",
        },
    }  # fmt: skip


COUNTED = ("stated", "monthly", "incidents", "totals", "bases", "contingents", "facts")
"""The numbers that descriptions have gaps for."""


def empty(scene: Scene, name: str) -> Document:
    """The chart where there is no data: it says so, and who would have to say something."""
    values = frame(scene, name, [], [], **dict.fromkeys(COUNTED, 0))
    said = [scene.words["nothing"], scene.words["nothing_more"]]
    if scene.left_out:
        said = [scene.words["nothing_summed"]]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": f"{values['description']} {' '.join(said)}",
        "usermeta": values["meta"],
        "title": values["title"],
        "padding": PADDING,
        "background": "white",
        "config": values["config"],
        "vconcat": [text_view("nothing", said, values["inner"], size=SUBTITLE), values["footer"]],
    }


def plot(inner: int, left: int = 0) -> int:
    """How wide what is drawn can be beside its labels, with room for half a label on the right."""
    return max(60, inner - left - 18)


def legend(texts: Sequence[str], inner: int, **more: Any) -> Document:
    """A legend above the chart, in as many columns as fit."""
    widest = max((len(text) for text in texts), default=0) * TEXT * CHARACTER + 34
    columns = max(1, min(len(texts), int(inner / widest)))
    return {"title": None, "orient": "top", "columns": columns, "labelLimit": inner - 40, **more}


def time_axis(width: int) -> Document:
    """An axis of time with no more labels than there is room for."""
    return {"grid": False, "tickCount": max(3, min(8, width // 80)), "labelOverlap": True}


def number_axis() -> Document:
    """An axis of numbers whose title lies above it."""
    return {
        "minExtent": 46, "maxExtent": 46, "titleAngle": 0, "titleAlign": "left", "titleX": -46,
        "titleY": -12, "tickCount": 6,
    }  # fmt: skip


AXIS_WIDTH = 46

LEGEND_AND_AXIS = 70


def estimated_height(document: Document) -> int:
    """About how high a picture is, in pixels: what frames it has to say so beforehand."""
    title, rows = document["title"], document["usermeta"]["missionKb"]["rows"]
    height = 2 * PADDING + len(title["text"]) * TITLE * LINE
    height += len(title["subtitle"]) * SUBTITLE * LINE
    for part in document["vconcat"]:
        height += document.get("spacing", 0) + height_of(part, rows)
    return round(height)


def height_of(part: Document, rows: int) -> float:
    """About how high a part of a picture is, with its legend and its axis."""
    if "mark" in part:
        return float(part["height"])
    inner = part["height"]["step"] * rows if isinstance(part["height"], dict) else part["height"]
    return float(inner) + LEGEND_AND_AXIS
