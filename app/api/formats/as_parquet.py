"""Parquet: typed columns, written whole to a temporary file and only then sent.

A fault on the way is told as a problem, and nobody is left with half a file.
"""

import tempfile
from array import array as numbers
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app import columnar
from app.api.formats.flat import Column, Flat, Kind, flat, parts
from app.api.formats.format import Format, Sheets, Told
from app.api.formats.sheet import Cited, Field, as_it_is
from app.api.schemas import Answer
from app.errors import NotInstalled

if TYPE_CHECKING:
    from arro3.core import Array

PART_BYTES = 1 << 18
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
    columns = [columnar.Column(column.name, KINDS[column.kind]) for column in flat(row).columns]
    of_fields = parts(row)
    batches = (
        [made for name, part in of_fields.items() for made in arrays(sheet.fields[name], part)]
        for sheet in sheets
    )
    with tempfile.TemporaryFile() as file:
        columnar.write(file, columns, batches, "snappy")
        file.seek(0)
        while content := file.read(PART_BYTES):
            yield content


def arrays(field: Field | Cited, part: Flat) -> list["Array"]:
    """The columns of a field. What many rows hold is put into cells once, and then taken by its number."""
    if isinstance(field, Cited):
        return [columnar.array(field.texts(as_it_is), columnar.Kind.TEXT)]
    if field.shown is None and part.is_plain:
        return columns_of([field.keys], part.columns)
    if not field.is_keyed:
        return cells_of(field.values(), part)
    numbered = Numbered()
    taken = numbers("i", map(numbered.__getitem__, field.keys))
    return [held.take(taken) for held in cells_of(list(map(field.value, numbered)), part)]


class Numbered(dict[Any, int]):
    """Keys, numbered as they come."""

    def __missing__(self, key: Any) -> int:
        number = self[key] = len(self)
        return number


def cells_of(values: Sequence[Any], part: Flat) -> list["Array"]:
    """The columns that some values of a field are put into."""
    rows = [part.cells(value) for value in values]
    return columns_of(list(zip(*rows, strict=True)) or [()] * len(part.columns), part.columns)


def columns_of(cells: Sequence[Sequence[Any]], columns: Sequence[Column]) -> list["Array"]:
    """Cells by columns; a day is a text in JSON."""
    return [
        columnar.array(days(held) if column.kind is Kind.DAY else held, KINDS[column.kind])
        for held, column in zip(cells, columns, strict=True)
    ]


def days(texts: Sequence[str | None]) -> list[date | None]:
    """Days as such."""
    return [None if text is None else date.fromisoformat(text) for text in texts]


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
