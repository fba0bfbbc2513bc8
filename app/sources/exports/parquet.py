"""Parquet: typed columns; lists and objects are texts of JSON in it."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from app.errors import OperatorError
from app.sources.exports.fields import Field, Kind

if TYPE_CHECKING:
    from arro3.core import DataType, RecordBatch, Schema

ROWS_OF_A_GROUP = 10_000
FIRST_DAY = date(1970, 1, 1).toordinal()
FIRST_INSTANT = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
MICROSECOND = timedelta(microseconds=1)

OUT: dict[Kind, Callable[[Any], Any]] = {
    Kind.DAY: lambda day: day.toordinal() - FIRST_DAY,
    Kind.INSTANT: lambda instant: (instant - FIRST_INSTANT) // MICROSECOND,
    Kind.LIST: lambda held: json.dumps(held, ensure_ascii=False),
    Kind.OBJECT: lambda held: json.dumps(held, ensure_ascii=False),
}
"""What a value is written as: days and microseconds are counted from the first of 1970."""

BACK: dict[Kind, Callable[[Any], Any]] = {
    Kind.DAY: lambda count: date.fromordinal(count + FIRST_DAY),
    Kind.INSTANT: lambda count: FIRST_INSTANT + count * MICROSECOND,
    Kind.LIST: json.loads,
    Kind.OBJECT: json.loads,
}


def check() -> None:
    """Refuse where the libraries are not there: they are an extra."""
    try:
        import arro3.core
        import arro3.io  # noqa: F401
    except ModuleNotFoundError as error:
        raise OperatorError(
            "Parquet is not installed here: install mission-kb[parquet], or use CSV or NDJSON"
        ) from error


class Sink:
    """A file of which the library hears no fault, for it would tell it in its own words: it is kept."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.fault: BaseException | None = None

    def write(self, content: bytes) -> int:
        self.attempt(lambda: self.file.write(content))
        return len(content)

    def flush(self) -> None:
        self.attempt(self.file.flush)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.file.seek(offset, whence)

    def attempt(self, step: Callable[[], object]) -> None:
        """Nothing more is done after the first fault."""
        if self.fault is None:
            try:
                step()
            except OSError as fault:
                self.fault = fault


def write(
    file: IO[bytes], fields: Sequence[Field], rows: Iterable[Sequence[Sequence[Any]]]
) -> None:
    """Write a group of rows at a time; a fault in reading or writing them is raised as it was."""
    from arro3.core import Field as Described
    from arro3.core import RecordBatchReader, Schema
    from arro3.io import write_parquet

    schema = Schema(
        [Described(field.name, type_of(field), nullable=not field.is_needed) for field in fields]
    )
    sink = Sink(file)

    def record_batches() -> Iterator["RecordBatch"]:
        try:
            for batch in rows:
                yield record_batch(batch, fields, schema)
                if sink.fault is not None:
                    return
        except Exception as fault:  # noqa: BLE001 -- raised as soon as the library is done
            sink.fault = fault

    reader = RecordBatchReader.from_batches(schema, record_batches())
    options = {"compression": "zstd(3)", "max_row_group_size": ROWS_OF_A_GROUP}
    write_parquet(reader, sink, **options)  # type: ignore[arg-type]
    if sink.fault is not None:
        raise sink.fault


def record_batch(
    rows: Sequence[Sequence[Any]], fields: Sequence[Field], schema: "Schema"
) -> "RecordBatch":
    """Rows as columns."""
    from arro3.core import Array, RecordBatch

    arrays = []
    for field, column in zip(fields, zip(*rows, strict=True), strict=True):
        out = OUT.get(field.kind, plainly)
        values = [None if value is None else out(value) for value in column]
        arrays.append(Array(values, type=counted_as(field)).cast(type_of(field)))
    return RecordBatch.from_arrays(arrays, schema=schema)


def plainly(value: Any) -> Any:
    """A value as it is."""
    return value


def names(path: Path) -> list[str]:
    """The columns of a file."""
    from arro3.io import read_parquet

    return list(read_parquet(path).schema.names)


def read(path: Path, fields: Sequence[Field]) -> Iterator[list[dict[str, Any]]]:
    """The rows of a file, some at a time."""
    from arro3.io import read_parquet

    for batch in read_parquet(path):
        columns = []
        for number, field in enumerate(fields):
            back = BACK.get(field.kind, plainly)
            values = batch.column(number).cast(counted_as(field)).to_pylist()
            columns.append([None if value is None else back(value) for value in values])
        held = [field.name for field in fields]
        yield [dict(zip(held, row, strict=True)) for row in zip(*columns, strict=True)]


def type_of(field: Field) -> "DataType":
    """The type of a column."""
    from arro3.core import DataType

    of: dict[Kind, DataType] = {
        Kind.DAY: DataType.date32(),
        Kind.INSTANT: DataType.timestamp("us", tz="UTC"),
        Kind.INTEGER: DataType.int64(),
        Kind.NUMBER: DataType.float64(),
        Kind.FLAG: DataType.bool(),
    }
    return of.get(field.kind, DataType.utf8())


def counted_as(field: Field) -> "DataType":
    """The type of the numbers or texts that a column's values are made of."""
    from arro3.core import DataType

    of = {Kind.DAY: DataType.int32(), Kind.INSTANT: DataType.int64()}
    return of.get(field.kind, type_of(field))
