"""The forms that an export can have: CSV and NDJSON here, Parquet where its libraries are."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple

from app.errors import OperatorError
from app.sources.exports import parquet
from app.sources.exports.fields import Field, Kind
from app.sources.keeping import batches

Cells = Sequence[Any]
Batches = Iterable[Sequence[Cells]]
Rows = Iterator[list[dict[str, Any]]]

LONGEST_CELL = 1 << 27
"""In characters; the csv module would stop at 131,072."""


Step = Callable[[Any], Any]
"""What is made of a value that is not null."""

TO_TEXT: Mapping[Kind, Step] = {
    Kind.DAY: date.isoformat,
    Kind.INSTANT: lambda instant: f"{instant.isoformat(timespec='microseconds')}Z",
}
FROM_TEXT: Mapping[Kind, Step] = {
    Kind.DAY: date.fromisoformat,
    Kind.INSTANT: lambda text: datetime.fromisoformat(text.removesuffix("Z")),
}
AS_JSON = (Kind.FLAG, Kind.LIST, Kind.OBJECT)
TO_CELL: Mapping[Kind, Step] = {
    **TO_TEXT,
    **dict.fromkeys(AS_JSON, partial(json.dumps, ensure_ascii=False)),
}
FROM_CELL: Mapping[Kind, Step] = {
    **FROM_TEXT,
    **dict.fromkeys(AS_JSON, json.loads),
    Kind.INTEGER: int,
    Kind.NUMBER: float,
}


class Form(NamedTuple):
    """How a table is written to a file, and read from it again some rows at a time."""

    ending: str
    media_type: str
    write: Callable[[IO[bytes], Sequence[Field], Batches], None]
    read: Callable[[Path, Sequence[Field]], Rows]
    check: Callable[[], None] = lambda: None


def write_csv(file: IO[bytes], fields: Sequence[Field], rows: Batches) -> None:
    """A header and a row a line; an empty cell is null where there may be nulls."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")  # else a lone CR would stand unquoted
    writer.writerow(field.name for field in fields)
    steps = steps_of(fields, TO_CELL)
    nullable = [(at, field) for at, field in enumerate(fields) if not field.is_needed]
    for batch in rows:
        for at, field in nullable:
            if any(row[at] == "" for row in batch):
                raise OperatorError(
                    f"a {field.name} is an empty text, which CSV cannot tell from none at all:"
                    " export with --format ndjson or --format parquet"
                )
        writer.writerows(changed(steps, row) for row in batch)
    text.detach()


def read_csv(path: Path, fields: Sequence[Field]) -> Rows:
    """The rows of a file of CSV."""
    csv.field_size_limit(LONGEST_CELL)
    names = [field.name for field in fields]
    steps = steps_of(fields, FROM_CELL)
    nullable = [at for at, field in enumerate(fields) if not field.is_needed]
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        check_names(path, next(reader, []), fields)
        for batch in batches(reader):
            yield [
                dict(zip(names, changed(steps, emptied(cells, nullable)), strict=True))
                for cells in batch
            ]


def emptied(cells: list[Any], nullable: Sequence[int]) -> list[Any]:
    """Cells with null where nothing is written, and may be."""
    for at in nullable:
        if cells[at] == "":
            cells[at] = None
    return cells


def write_ndjson(file: IO[bytes], fields: Sequence[Field], rows: Batches) -> None:
    """An object a line."""
    names = [field.name for field in fields]
    steps = steps_of(fields, TO_TEXT)
    line = json.JSONEncoder(ensure_ascii=False).encode
    for batch in rows:
        lines = (line(dict(zip(names, changed(steps, row), strict=True))) for row in batch)
        file.write("".join(f"{one}\n" for one in lines).encode())


def read_ndjson(path: Path, fields: Sequence[Field]) -> Rows:
    """The rows of a file of objects."""
    names = [field.name for field in fields]
    steps = steps_of(fields, FROM_TEXT)
    with path.open(encoding="utf-8", newline="\n") as file:
        for lines in batches(map(json.loads, file)):
            for line in lines:
                if list(line) != names:
                    check_names(path, list(line), fields)
            yield [
                dict(zip(names, changed(steps, list(line.values())), strict=True)) for line in lines
            ]


def steps_of(fields: Sequence[Field], by_kind: Mapping[Kind, Step]) -> list[tuple[int, Step]]:
    """What has to be done with which column; most stay as they are."""
    return [(at, by_kind[field.kind]) for at, field in enumerate(fields) if field.kind in by_kind]


def changed(steps: Sequence[tuple[int, Step]], row: Cells) -> list[Any]:
    """A row after these steps; null stays null."""
    cells = list(row)
    for at, step in steps:
        if cells[at] is not None:
            cells[at] = step(cells[at])
    return cells


def check_names(path: Path, names: Sequence[str], fields: Sequence[Field]) -> None:
    """The columns are those of the table, in their order."""
    wanted = [field.name for field in fields]
    if list(names) != wanted:
        raise OperatorError(
            f"{path} has the columns {', '.join(names)} in place of {', '.join(wanted)}: export it"
            " again with this version"
        )


def read_parquet(path: Path, fields: Sequence[Field]) -> Rows:
    """The rows of a file of Parquet."""
    check_names(path, parquet.names(path), fields)
    return parquet.read(path, fields)


FORMS = {
    form.ending: form
    for form in (
        Form("csv", "text/csv", write_csv, read_csv),
        Form("ndjson", "application/x-ndjson", write_ndjson, read_ndjson),
        Form(
            "parquet",
            "application/vnd.apache.parquet",
            parquet.write,
            read_parquet,
            parquet.check,
        ),
    )
}
