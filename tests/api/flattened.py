"""Rows in flat columns, worked out from the JSON alone and not by the code that is tested."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from arro3.core import Table
from arro3.io import read_parquet

from tests.api.served import Row


def at(row: Any, name: str) -> Any:
    """What a row has under a dotted name: None where what it is of is not there."""
    if name in row:
        return row[name]
    for part in name.split("."):
        if row is None:
            return None
        row = row[part]
    return row


def leaves(value: Any, columns: Sequence[str], name: str = "") -> Iterator[str]:
    """The columns that a row needs; all of an object, unless it is in a cell as a whole."""
    if isinstance(value, dict) and name not in columns:
        for part, inner in value.items():
            yield from leaves(inner, columns, f"{name}.{part}".lstrip("."))
    else:
        yield name


def check_columns(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Everything that any row tells has a column."""
    assert len(set(columns)) == len(columns)
    for row in rows:
        for name in leaves(row, columns):
            is_null_object = any(column.startswith(f"{name}.") for column in columns)
            assert name in columns or (is_null_object and at(row, name) is None), name


def csv_rows(text: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV."""
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return header, rows


def csv_cell(value: Any) -> str:
    """What a cell of CSV is to hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in tuple("=+-@\t\r") else value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def parquet(body: bytes) -> Table:
    """The table of a Parquet file."""
    return Table.from_arrow(read_parquet(io.BytesIO(body)).read_all())


def parquet_rows(table: Table) -> tuple[list[str], list[list[Any]]]:
    """The names of the columns, and the rows."""
    names = list(table.schema.names)
    columns = [table.column(name).to_pylist() for name in names]
    return names, [list(row) for row in zip(*columns, strict=True)]


def parquet_cell(value: Any, held: Any) -> Any:
    """What a cell of Parquet is to hold; a day is a day, what is nested is text."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return date.fromisoformat(value) if isinstance(held, date) and value else value
