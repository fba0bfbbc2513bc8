"""Coordinates as datasets write them: what is exchanged or has a decimal comma is put right and flagged."""

import re

from app.sources.dataset import Line
from app.values.geo import Point

NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")
DIGITS = 6
"""A millionth of a degree is a decimetre; what is finer comes of binary fractions."""

CELLS = 720
"""How many cells of half a degree lie on a parallel, in the PRIO grid."""

EDGE = 0.02
"""A hundredth of a degree: what lies on the edge of two cells is in either."""


def point(line: Line, longitude: str, latitude: str, cell: str) -> Point:
    """Where a row is; the cell of the PRIO grid tells which number is which where the two are exchanged."""
    east, north = degrees(line, longitude), degrees(line, latitude)
    as_written = on_globe(east, north)
    exchanged = on_globe(north, east)
    number = line.whole(cell) if line.text(cell) not in ("", "NA") else None
    if as_written is not None and (number is None or lies_in(as_written, number)):
        return as_written
    if exchanged is not None and number is not None and lies_in(exchanged, number):
        line.repair("The dataset has latitude and longitude exchanged.")
        return exchanged
    if as_written is None:
        line.refuse(f"{line.text(latitude)} north, {line.text(longitude)} east is nowhere on earth")
    line.note(
        f"The dataset puts it in cell {number} of the PRIO grid, where its coordinates are not."
    )
    return as_written


def degrees(line: Line, column: str) -> float:
    """A number of degrees, as `12.65`, `-4.472E-2` or, put right, `12,65`."""
    text = line.text(column)
    if not NUMBER.fullmatch(text):
        line.refuse(f"{column}: {text!r} is no number of degrees such as 12.65")
    if "," in text:
        line.repair(f"The dataset writes {text} with a decimal comma.")
    return round(float(text.replace(",", ".")), DIGITS)


def on_globe(longitude: float, latitude: float) -> Point | None:
    """The point, unless there is none."""
    try:
        return Point(longitude, latitude)
    except ValueError:
        return None


def lies_in(at: Point | None, number: int) -> bool:
    """Whether a point lies in a cell or on its edge; cells are numbered from the south-west."""
    if at is None:
        return False
    row, column = divmod(number - 1, CELLS)
    north, east = (at.latitude + 90) * 2 - row, (at.longitude + 180) * 2 - column
    return -EDGE <= north <= 1 + EDGE and -EDGE <= east <= 1 + EDGE
