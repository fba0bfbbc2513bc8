"""Parquet: typed columns, written whole to a temporary file and only then sent.

A fault on the way is told as a problem, and nobody is left with half a file.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app import columnar
from app.api.formats.citing import Citing
from app.api.formats.flat import Flat, Kind, flat, parts
from app.api.formats.format import Format, Sheets, Told
from app.api.formats.sheet import Field
from app.api.formats.written import Written
from app.api.schemas import Answer
from app.errors import NotInstalled
from app.queries.batches import Citations

if TYPE_CHECKING:
    from arro3.core import Array

PART_BYTES = 1 << 18
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
    columns = [columnar.Column(column.name, KINDS[column.kind]) for column in flat(row).columns]
    celled = {name: Celled(part) for name, part in parts(row).items()}
    batches = (
        [array for name, field in sheet.fields.items() for array in celled[name].arrays(field)]
        for sheet in sheets
    )
    with tempfile.TemporaryFile() as file:
        columnar.write(file, columns, batches, "snappy")
        file.seek(0)
        while content := file.read(PART_BYTES):
            yield content


class Celled:
    """Puts a field of one list into its columns, one batch after another."""

    def __init__(self, part: Flat) -> None:
        self.part = part
        self.kinds = [KINDS[column.kind] for column in part.columns]
        self.written = Written(self.cells)
        self.citing = Citing()

    def arrays(self, field: Field | Citations) -> list["Array"]:
        """The columns of some rows."""
        if isinstance(field, Citations):
            columns: Iterable[Sequence[Any]] = [self.citing.of(field)]
        elif field.shown is None and self.part.is_plain and DAY not in self.kinds:
            columns = [field.keys]
        else:
            rows = self.written.of(field)
            columns = list(zip(*rows, strict=True)) or [()] * len(self.kinds)
        return list(map(columnar.array, columns, self.kinds))

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
