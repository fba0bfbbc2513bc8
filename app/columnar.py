"""Columnar: files of Parquet, written and read by typed columns, a group of rows at a time.

The libraries are an extra, so they are imported where they are needed.
"""

import enum
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from arro3.core import Array, DataType, RecordBatch

ROWS_OF_A_GROUP = 10_000
FIRST_DAY = date(1970, 1, 1).toordinal()
FIRST_INSTANT = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
MICROSECOND = timedelta(microseconds=1)


class Kind(enum.Enum):
    """What a column holds."""

    TEXT = "text"
    DAY = "day"
    INSTANT = "instant"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"


OUT: dict[Kind, Callable[[Any], int]] = {
    Kind.DAY: lambda day: day.toordinal() - FIRST_DAY,
    Kind.INSTANT: lambda instant: (instant - FIRST_INSTANT) // MICROSECOND,
}
"""Days and microseconds are counted from the first of 1970."""

BACK: dict[Kind, Callable[[int], Any]] = {
    Kind.DAY: lambda count: date.fromordinal(count + FIRST_DAY),
    Kind.INSTANT: lambda count: FIRST_INSTANT + count * MICROSECOND,
}


class Column(NamedTuple):
    """A column of a file."""

    name: str
    kind: Kind
    is_needed: bool = False
    comes_again: bool = True
    """Whether many rows have the same value: only then a dictionary of the values is worth its time."""


def is_installed() -> bool:
    """Whether the libraries are there."""
    try:
        import arro3.core
        import arro3.io  # noqa: F401
    except ModuleNotFoundError:
        return False
    return True


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
    file: IO[bytes],
    columns: Sequence[Column],
    batches: Iterable[Sequence["Array"]],
    compression: str,
) -> None:
    """Write a file; a fault in giving it rows or in writing them is raised as it was."""
    from arro3.core import Field, RecordBatch, RecordBatchReader, Schema
    from arro3.io import write_parquet

    schema = Schema(
        [Field(one.name, type_of(one.kind), nullable=not one.is_needed) for one in columns]
    )
    sink = Sink(file)

    def record_batches() -> Iterator["RecordBatch"]:
        try:
            for arrays in batches:
                yield RecordBatch.from_arrays(arrays, schema=schema)
                if sink.fault is not None:
                    return
        except Exception as fault:  # noqa: BLE001 -- raised as soon as the library is done
            sink.fault = fault

    reader = RecordBatchReader.from_batches(schema, record_batches())
    write_parquet(
        reader,
        sink,  # type: ignore[arg-type]
        compression=compression,
        max_row_group_size=ROWS_OF_A_GROUP,
        column_dictionary_enabled={one.name: False for one in columns if not one.comes_again},
    )
    if sink.fault is not None:
        raise sink.fault


def counted(value: Any, kind: Kind) -> Any:
    """A value as a column keeps it: a day, or an instant in UTC without saying so, is a number."""
    out = OUT.get(kind)
    return value if out is None or value is None else out(value)


def array(values: Sequence[Any], kind: Kind) -> "Array":
    """A column of values as it keeps them."""
    from arro3.core import Array

    made = Array(values, type=counted_as(kind))
    return made.cast(type_of(kind)) if kind in OUT else made


def names(path: Path) -> list[str]:
    """The columns of a file."""
    from arro3.io import read_parquet

    return list(read_parquet(path).schema.names)


def read(path: Path, kinds: Sequence[Kind]) -> Iterator[list[list[Any]]]:
    """The columns of a file, some rows at a time."""
    from arro3.io import read_parquet

    for batch in read_parquet(path):
        yield [values(batch.column(number), kind) for number, kind in enumerate(kinds)]


def values(held: Any, kind: Kind) -> list[Any]:
    """The values of a column that was read."""
    counts: list[Any] = held.cast(counted_as(kind)).to_pylist()
    back = BACK.get(kind)
    return counts if back is None else [None if one is None else back(one) for one in counts]


@cache
def type_of(kind: Kind) -> "DataType":
    """The type of a column."""
    from arro3.core import DataType

    of: dict[Kind, DataType] = {
        Kind.DAY: DataType.date32(),
        Kind.INSTANT: DataType.timestamp("us", tz="UTC"),
        Kind.INTEGER: DataType.int64(),
        Kind.NUMBER: DataType.float64(),
        Kind.FLAG: DataType.bool(),
    }
    return of.get(kind, DataType.utf8())


@cache
def counted_as(kind: Kind) -> "DataType":
    """The type of the numbers or texts that a column's values are made of."""
    from arro3.core import DataType

    of = {Kind.DAY: DataType.int32(), Kind.INSTANT: DataType.int64()}
    return of.get(kind, type_of(kind))
