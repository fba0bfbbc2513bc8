"""Parquet: typed columns; lists and objects are texts of JSON in it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from app import columnar
from app.errors import OperatorError
from app.sources.exports.fields import Field, Kind

COMPRESSION = "zstd(3)"
KINDS = {
    Kind.DAY: columnar.Kind.DAY,
    Kind.INSTANT: columnar.Kind.INSTANT,
    Kind.INTEGER: columnar.Kind.INTEGER,
    Kind.NUMBER: columnar.Kind.NUMBER,
    Kind.FLAG: columnar.Kind.FLAG,
}
IN_JSON = (Kind.LIST, Kind.OBJECT)


def check() -> None:
    """Refuse where the libraries are not there: they are an extra."""
    if not columnar.is_installed():
        raise OperatorError(
            "Parquet is not installed here: install mission-kb[parquet], or use CSV or NDJSON"
        )


def kind_of(field: Field) -> columnar.Kind:
    """What its column holds."""
    return KINDS.get(field.kind, columnar.Kind.TEXT)


def write(
    file: IO[bytes], fields: Sequence[Field], rows: Iterable[Sequence[Sequence[Any]]]
) -> None:
    """Write some rows at a time."""
    columns = [columnar.Column(field.name, kind_of(field), field.is_needed) for field in fields]
    batches = (
        [
            columnar.array(out(values, field), kind_of(field))
            for field, values in zip(fields, zip(*batch, strict=True), strict=True)
        ]
        for batch in rows
    )
    columnar.write(file, columns, batches, COMPRESSION)


def out(values: Sequence[Any], field: Field) -> Sequence[Any]:
    """The values of a column as it keeps them, lists and objects as texts."""
    if field.kind not in IN_JSON:
        kind = kind_of(field)
        return [columnar.counted(value, kind) for value in values]
    return [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]


def back(values: list[Any], field: Field) -> list[Any]:
    """The values of a column, lists and objects read."""
    if field.kind not in IN_JSON:
        return values
    return [None if value is None else json.loads(value) for value in values]


def names(path: Path) -> list[str]:
    """The columns of a file."""
    return columnar.names(path)


def read(path: Path, fields: Sequence[Field]) -> Iterator[list[dict[str, Any]]]:
    """The rows of a file, some at a time."""
    held = [field.name for field in fields]
    for columns in columnar.read(path, [kind_of(field) for field in fields]):
        values = map(back, columns, fields)
        yield [dict(zip(held, row, strict=True)) for row in zip(*values, strict=True)]
