"""Outlines of countries, and the part of the world that a map shows of them."""

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from app.settings import ROOT

FILE = ROOT / "seed_data" / "outlines.json"
MARGIN = 0.08
SMALLEST_DEGREES = 2.0
"""A single point is shown with what is around it."""
WIDEST_DEGREES = 150.0
"""What is wider than this is shown on a map of the world."""
STEEPEST = 80.0


class Window(NamedTuple):
    """The part of the world that is seen, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def is_world(self) -> bool:
        """Whether all of it is seen."""
        return self == WORLD

    def meets(self, other: "Window") -> bool:
        """Whether two windows have something in common."""
        is_beside = self.east < other.west or other.east < self.west
        return not (is_beside or self.north < other.south or other.north < self.south)

    def scale(self, width: int, height: int) -> float:
        """How many pixels a radian at the equator takes."""
        if self.is_world:
            return min(width / 5.5, height / 2.6)
        high = mercator(self.north) - mercator(self.south)
        return min(width / math.radians(self.east - self.west), height / high)

    def projection(self, width: int, height: int) -> dict[str, Any]:
        """How the window fits a picture: Mercator, or Equal Earth for the world."""
        fitting = {"scale": self.scale(width, height), "translate": [width / 2, height / 2]}
        if self.is_world:
            return {"type": "equalEarth", **fitting}
        middle = (mercator(self.south) + mercator(self.north)) / 2
        latitude = math.degrees(2 * math.atan(math.exp(middle)) - math.pi / 2)
        rotate = [-(self.west + self.east) / 2, 0, 0]
        return {"type": "mercator", "center": [0, latitude], "rotate": rotate, **fitting}

    def pixel(self, point: tuple[float, float], width: int, height: int) -> tuple[float, float]:
        """Where a point is in the picture, more or less where that is of the world."""
        scale = self.scale(width, height)
        middle = (mercator(self.south) + mercator(self.north)) / 2
        x = width / 2 + scale * math.radians(point[0] - (self.west + self.east) / 2)
        return x, height / 2 - scale * (mercator(point[1]) - middle)


WORLD = Window(-180.0, -58.0, 180.0, 84.0)


def content() -> bytes:
    """The file, as TopoJSON."""
    return FILE.read_bytes()


@cache
def topology() -> dict[str, Any]:
    """The file, read."""
    read: dict[str, Any] = json.loads(content())
    return read


@cache
def boxes() -> Sequence[tuple[dict[str, Any], Window]]:
    """Every country, as the file has it, and the box around it."""
    return [
        (country, around([point for arc in flat(country["arcs"]) for point in decoded(arc)]))
        for country in topology()["objects"]["countries"]["geometries"]
    ]


def bounds(code: str) -> Window | None:
    """The box around a country by its M49 code; None where it is too small to have an outline."""
    return next((box for country, box in boxes() if country.get("id") == code), None)


def within(seen: Window) -> dict[str, Any]:
    """The countries that are seen, as TopoJSON."""
    shown = [country for country, box in boxes() if seen.is_world or box.meets(seen)]
    collection = {"type": "GeometryCollection", "geometries": shown}
    return {**topology(), "objects": {"countries": collection}}


def flat(arcs: Any) -> Iterator[int]:
    """The numbers of arcs, however they are nested."""
    if isinstance(arcs, int):
        yield arcs
        return
    for inner in arcs:
        yield from flat(inner)


def decoded(number: int) -> Iterator[tuple[float, float]]:
    """The points of an arc, whichever way it runs: each is written as its distance from the one before."""
    read = topology()
    (by_east, by_north), (west, south) = read["transform"]["scale"], read["transform"]["translate"]
    x = y = 0
    for east, north in read["arcs"][number if number >= 0 else ~number]:
        x, y = x + east, y + north
        yield west + x * by_east, south + y * by_north


def around(points: Sequence[tuple[float, float]]) -> Window:
    """The box around points."""
    longitudes, latitudes = zip(*points, strict=True)
    return Window(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def window(points: Sequence[Any], codes: Sequence[str]) -> Window:
    """What is seen: all points, the countries of the missions, and some of what lies around."""
    corners = list(points)
    for box in filter(None, map(bounds, codes)):
        corners += [(box.west, box.south), (box.east, box.north)]
    if not corners:
        return WORLD
    box = around(corners)
    wide = max((box.east - box.west) * MARGIN, SMALLEST_DEGREES)
    high = max((box.north - box.south) * MARGIN, SMALLEST_DEGREES)
    if box.east - box.west > WIDEST_DEGREES:
        return WORLD
    south, north = max(-STEEPEST, box.south - high), min(STEEPEST, box.north + high)
    return Window(box.west - wide, south, box.east + wide, north)


def mercator(latitude: float) -> float:
    """How far north a latitude is drawn, in radians."""
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
