"""Parquet: typed columns, written whole to a temporary file and only then sent.

A fault on the way is told as a problem, and nobody is left with half a file.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app import columnar
from app.api.formats.citing import Citing
from app.api.formats.flat import Column, Flat, Kind, flat, parts
from app.api.formats.format import Format, Sheets, Told
from app.api.formats.sheet import Field
from app.api.formats.written import Written
from app.api.schemas import Answer
from app.errors import NotInstalled
from app.queries.batches import Citations

if TYPE_CHECKING:
    from arro3.core import Array

PART_BYTES = 1 << 18
ROWS_OF_AN_ARRAY = 500
DAY = columnar.Kind.DAY
KINDS = {
    Kind.TEXT: columnar.Kind.TEXT,
    Kind.JSON: columnar.Kind.TEXT,
    Kind.DAY: columnar.Kind.DAY,
    Kind.INTEGER: columnar.Kind.INTEGER,
    Kind.NUMBER: columnar.Kind.NUMBER,
    Kind.FLAG: columnar.Kind.FLAG,
}


class ParquetResponse(Response):
    """A file of columns."""

    media_type = "application/vnd.apache.parquet"


def check() -> None:
    """Refuse where the libraries are not there: they are an extra."""
    if not columnar.is_installed():
        told = "Parquet is not installed here: ask for .csv, .ndjson or .geojson. An operator adds"
        raise NotInstalled(f"{told} it with the extra, mission-kb[parquet].")


def write(row: type[Answer], sheets: Sheets, told: Told) -> Iterator[bytes]:
    """The whole file, in parts."""
    columns = [
        columnar.Column(column.name, KINDS[column.kind], comes_again=comes_again(row, column))
        for column in flat(row).columns
    ]
    celled = {name: Celled(part) for name, part in parts(row).items()}
    with tempfile.TemporaryFile() as file:
        columnar.write(file, columns, gathered(sheets, celled), "snappy")
        file.seek(0)
        while content := file.read(PART_BYTES):
            yield content


def comes_again(row: type[Answer], column: Column) -> bool:
    """Whether values come again: ids do not, and what is cited hardly ever."""
    return column.name not in row.key and column.kind is not Kind.JSON


def gathered(sheets: Sheets, celled: Mapping[str, "Celled"]) -> Iterator[Sequence["Array"]]:
    """All columns, of more rows at a time than sheets have: to make an array takes its time."""
    size = 0
    for sheet in sheets:
        for name, field in sheet.fields.items():
            celled[name].add(field)
        size += sheet.size
        if size >= ROWS_OF_AN_ARRAY:
            yield [array for each in celled.values() for array in each.arrays()]
            size = 0
    if size:
        yield [array for each in celled.values() for array in each.arrays()]


class Celled:
    """Puts a field of one list into its columns.

    What few keys stand for is made into arrays once for many rows, which are then taken from these
    by number: the six columns of a place took seven times as long when each row had its cells.
    """

    def __init__(self, part: Flat) -> None:
        self.part = part
        self.kinds = [KINDS[column.kind] for column in part.columns]
        self.written = Written(self.cells)
        self.citing = Citing()
        self.numbers: dict[Any, int] = {}
        self.known: list[Sequence[Any]] = []
        self.rows: list[Any] = []
        self.is_numbered = True

    def add(self, field: Field | Citations) -> None:
        """Take in some rows: the value of each, or the number of its cells among those known."""
        if isinstance(field, Citations):
            self.is_numbered = False
            self.rows += self.citing.of(field)
        elif field.shown is None and self.part.is_plain and DAY not in self.kinds:
            self.is_numbered = False
            self.rows += field.keys
        elif field.is_keyed:
            new = [key for key in dict.fromkeys(field.keys) if key not in self.numbers]
            self.numbers.update(zip(new, count(len(self.known)), strict=False))
            self.known += self.written.of(field._replace(keys=new))
            self.rows += map(self.numbers.__getitem__, field.keys)
        else:
            self.rows += range(len(self.known), len(self.known) + len(field.keys))
            self.known += self.written.of(field)

    def arrays(self) -> list["Array"]:
        """The columns of the rows that were taken in since the last time."""
        rows, known = self.rows, self.known
        self.rows, self.known, self.numbers = [], [], {}
        if not self.is_numbered:
            return [columnar.array(rows, kind) for kind in self.kinds]
        numbers = columnar.array(rows, columnar.Kind.INTEGER)
        columns = zip(*known, strict=True)
        return [
            columnar.array(column, kind).take(numbers)
            for column, kind in zip(columns, self.kinds, strict=True)
        ]

    def cells(self, value: Any) -> Sequence[Any]:
        """The cells of a value, as their columns keep them; a day is a text in JSON."""
        return [
            columnar.counted(date.fromisoformat(cell), kind) if kind is DAY and cell else cell
            for cell, kind in zip(self.part.cells(value), self.kinds, strict=True)
        ]


PARQUET = Format(
    ending=".parquet",
    name="Parquet",
    title="Parquet",
    response=ParquetResponse,
    schema={"type": "string", "format": "binary"},
    write=write,
    check=check,
    may_be_missing=True,
)
