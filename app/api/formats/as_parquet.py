"""Parquet: typed columns, written whole to a temporary file and only then sent.

A fault on the way is told as a problem, and nobody is left with half a file.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from starlette.responses import Response

from app.api.formats.flat import Column, Kind, flat
from app.api.formats.format import Batches, Format, Told
from app.api.schemas import Answer
from app.errors import NotInstalled

if TYPE_CHECKING:
    from arro3.core import Array, DataType, RecordBatch

ROWS_OF_A_GROUP = 10_000
PART_BYTES = 1 << 18
FIRST_DAY = date(1970, 1, 1).toordinal()


class ParquetResponse(Response):
    """A file of columns."""

    media_type = "application/vnd.apache.parquet"


def check() -> None:
    """Refuse where the libraries are not there: they are an extra."""
    try:
        import arro3.core
        import arro3.io  # noqa: F401
    except ModuleNotFoundError as error:
        told = "Parquet is not installed here: ask for .csv, .ndjson or .geojson. An operator adds"
        raise NotInstalled(f"{told} it with the extra, mission-kb[parquet].") from error


def write(row: type[Answer], batches: Batches, told: Told) -> Iterator[bytes]:
    """The whole file, in parts."""
    with tempfile.TemporaryFile() as file:
        write_file(file, row, batches)
        file.seek(0)
        while part := file.read(PART_BYTES):
            yield part


def write_file(file: IO[bytes], row: type[Answer], batches: Batches) -> None:
    """Write a group of rows at a time; a fault in reading them is raised as it was."""
    from arro3.core import RecordBatchReader, Schema
    from arro3.io import write_parquet

    of = flat(row)
    schema = Schema([field(column) for column in of.columns])
    faults: list[BaseException] = []

    def record_batches() -> Iterator["RecordBatch"]:
        try:
            for items in batches:
                yield record_batch([of.cells(item) for item in items], of.columns, schema)
        except BaseException as fault:
            faults.append(fault)
            raise

    reader = RecordBatchReader.from_batches(schema, record_batches())
    try:
        write_parquet(reader, file, compression="snappy", max_row_group_size=ROWS_OF_A_GROUP)
    except Exception:
        if faults:
            raise faults[0] from None
        raise


def record_batch(rows: list[list[Any]], columns: Any, schema: Any) -> "RecordBatch":
    """Rows as columns."""
    from arro3.core import RecordBatch

    cells = zip(*rows, strict=True) if rows else ([] for _ in columns)
    arrays = [array(list(held), column) for held, column in zip(cells, columns, strict=True)]
    return RecordBatch.from_arrays(arrays, schema=schema)


def array(values: list[Any], column: Column) -> "Array":
    """The cells of a column; a day is counted from the first one of 1970."""
    from arro3.core import Array, DataType

    if column.kind is Kind.DAY:
        days = [None if day is None else date.fromisoformat(day).toordinal() - FIRST_DAY
                for day in values]  # fmt: skip
        return Array(days, type=DataType.int32()).cast(DataType.date32())
    return Array(values, type=type_of(column))


def field(column: Column) -> Any:
    """A column as the schema of the file has it."""
    from arro3.core import Field

    return Field(column.name, type_of(column), nullable=True)


def type_of(column: Column) -> "DataType":
    """The type of a column."""
    from arro3.core import DataType

    return {
        Kind.TEXT: DataType.utf8(),
        Kind.JSON: DataType.utf8(),
        Kind.DAY: DataType.date32(),
        Kind.INTEGER: DataType.int64(),
        Kind.NUMBER: DataType.float64(),
        Kind.FLAG: DataType.bool(),
    }[column.kind]


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
