"""The map: bases and contingents, over the outlines of countries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.values.terms import BaseState
from app.web.charts.expressions import labelled, text
from app.web.charts.filling import Data, made
from app.web.charts.frame import empty, frame, legend
from app.web.charts.outlines import Window, window
from app.web.charts.scene import Document, Feature, Scene
from app.web.charts.style import CHARACTER, GREY, TEXT, scale
from app.web.charts.words import counted

NAME = "map"
MOST_POINTS = 1500
"""With more places than this, contingents are drawn by the cells of a grid."""
CELLS = 60
MOST_NAMED = 25
SMALL, LARGE, LARGEST = 40, 90, 700
KINDS = ("bases", "contingents")

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""


def places(scene: Scene, data: Data) -> Document:
    """The chart: what has no coordinates is counted and said below it."""
    counts = {name: scene.count(name) for name in KINDS}
    if not sum(counts.values()):
        return empty(scene, NAME)
    points = {name: [at(row) for row in scene.features(name) if row["geometry"]] for name in KINDS}
    there = [name for name in KINDS if points[name]]
    notes = [
        counted(scene.words[f"unlocated_{name}"], counts[name] - len(points[name]))
        for name in KINDS
        if counts[name] > len(points[name])
    ]
    told = [" ".join(scene.words[f"map_{name}"] for name in there)] if there else []
    values = frame(scene, NAME, told, [*notes, scene.words["borders"]], **counts)
    codes = [code for mission in scene.missions for code in mission.countries]
    seen = window([point for name in there for point in points[name]], codes)
    values |= {
        "projection": seen.projection(values["inner"], values["height"]),
        "countries": codes,
        "contingents_told": scene.words["map_told"],
        **names(scene, seen, values),
        "name_size": TEXT,
        "base_size": LARGE if len(points["bases"]) <= MOST_POINTS else SMALL / 3,
        **circles(scene, points["contingents"], seen, values["inner"]),
        **statuses(scene, values["inner"]),
    }
    return made(NAME, values, data)


def at(feature: Feature) -> tuple[float, float]:
    """Where something is: degrees east and north."""
    longitude, latitude = feature["geometry"]["coordinates"]
    return longitude, latitude


def names(scene: Scene, seen: Window, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The places of bases whose names have room beside them, right or left, the northernmost first."""
    found: dict[str, list[str]] = {"named": [], "named_left": []}
    rows = [row for row in scene.features("bases") if row["geometry"]]
    places = {row["properties"]["place"]["name"]: at(row) for row in rows}
    if len(places) > MOST_NAMED:
        return found
    shown = {
        name: seen.pixel(point, values["inner"], values["height"])
        for name, point in sorted(places.items(), key=lambda place: -place[1][1])
    }
    taken = [(x - 7, y - 7, x + 7, y + 7) for x, y in shown.values()]
    for name, (x, y) in shown.items():
        length = 12 + len(name) * TEXT * CHARACTER
        sides = {
            "named": (x + 8, y - 7, x + length, y + 7),
            "named_left": (x - length, y - 7, x - 8, y + 7),
        }
        for side, box in sides.items():
            is_within = box[0] > 0 and box[2] < values["inner"]
            if is_within and not any(overlap(box, other) for other in taken):
                taken.append(box)
                found[side].append(name)
                break
    return found


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have a point in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def circles(
    scene: Scene, points: Sequence[tuple[float, float]], seen: Window, inner: int
) -> Document:
    """How contingents are drawn: by place, or by the cells of a grid where places are many."""
    of_places = Counter(points)
    cell = (seen.east - seen.west) / CELLS if len(of_places) > MOST_POINTS else 0.0
    if cell:
        of_places = Counter((round(x / cell), round(y / cell)) for x, y in points)
    most = max(of_places.values(), default=1)
    numbers = sorted({1, max(1, round(most / 2)), most})
    sizes = {"title": scene.words["map_numbers"], "symbolOpacity": 0.45, "format": ",d"}
    return {
        "cell": cell,
        "sizes": {"domain": [0, most], "range": [0, (inner / CELLS) ** 2 if cell else LARGEST]},
        "contingents_legend": legend(["0000"] * len(numbers), inner, values=numbers, **sizes),
    }


def statuses(scene: Scene, inner: int) -> Document:
    """What the colours of bases stand for."""
    present = scene.values("bases", "status")
    known = scale([state for state in BaseState if state in present], scene.labels)
    domain, colours = known["domain"], known["range"]
    unknown = scene.words["unknown_status"]
    if None in present:
        domain, colours = [*domain, unknown], [*colours, GREY]
    held = "datum.properties.status"
    meant = labelled(held, scene.labels, BaseState)
    return {
        "status": f"{held} === null ? {text(unknown)} : {meant}",
        "statuses": {"domain": domain, "range": colours},
        "bases_legend": legend(
            domain,
            inner // 2,
            symbolType="square",
            title=scene.words["map_status"],
            symbolSize=LARGE,
        )
        if domain
        else None,
    }
