"""Reading the seed files: every row validated, what is wrong told by file, row and column."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from app.errors import SeedError
from app.sources.checks import check_all
from app.sources.rows import FILES, Files, Row

HEADER_ROW = 1
"""Rows are counted as a spreadsheet does, the header being the first; a row may span lines."""

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
"""A line feed is the only control character that a cell may hold."""

AnyRow = TypeVar("AnyRow", bound=Row)


def read(contents: Mapping[str, bytes]) -> Files:
    """All seed files, each row validated, each reference resolved."""
    known = {f"{file.file}.csv": file for file in FILES}
    for name in contents:
        if name not in known:
            raise SeedError(name, f"this is none of the seed files: {', '.join(known)}")
    files: dict[type[Row], list[Any]] = {
        file: list(read_file(name, contents.get(name), file)) for name, file in known.items()
    }
    check_all(files)
    return files


def read_file(name: str, content: bytes | None, row_type: type[AnyRow]) -> Iterator[AnyRow]:
    """The rows of one file; the header has to be exactly the fields' names."""
    if content is None:
        raise SeedError(name, "this file is missing")
    reader = csv.reader(io.StringIO(text_of(name, content), newline=""), strict=True)
    number = HEADER_ROW
    try:
        check_header(name, next(reader, []), list(row_type.model_fields))
        for number, cells in enumerate(reader, start=HEADER_ROW + 1):
            yield read_row(name, number, row_type, cells)
    except csv.Error as error:
        raise SeedError(name, f"after this row the CSV is broken: {error}", number) from error


def text_of(name: str, content: bytes) -> str:
    """The text of a whole file in UTF-8."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise SeedError(name, f"byte {error.start}, in line {row}, is not UTF-8") from error
    if text.startswith("\ufeff"):
        raise SeedError(name, "it starts with a byte order mark; save it as UTF-8 without one")
    if text and not text.endswith("\n"):
        raise SeedError(name, "its last line has no line end: is the file whole?")
    return text


def check_header(name: str, header: list[str], wanted: list[str]) -> None:
    """The header names every column, in the order of the row's fields."""
    if header == wanted:
        return
    reasons = [f"{column!r} is missing" for column in wanted if column not in header]
    reasons += [f"{column!r} is not known" for column in header if column not in wanted]
    why = "; ".join(reasons) or "the columns are in another order"
    raise SeedError(name, f"{why}; the header has to be {','.join(wanted)}", HEADER_ROW)


def read_row(name: str, number: int, row_type: type[AnyRow], cells: list[str]) -> AnyRow:
    """One row, or what is wrong with it."""
    columns = list(row_type.model_fields)
    if len(cells) != len(columns):
        why = f"{len(cells)} cells where there are {len(columns)} columns"
        raise SeedError(name, why, number)
    for column, cell in zip(columns, cells, strict=True):
        if cell != cell.strip() or CONTROL.search(cell):
            why = f"{cell!r} has white space around it or a control character in it"
            raise SeedError(name, why, number, column)
    try:
        return row_type.model_validate(dict(zip(columns, cells, strict=True)))
    except ValidationError as error:
        first = error.errors()[0]
        raise SeedError(name, reason(first), number, str(first["loc"][0])) from error


def reason(error: Mapping[str, Any]) -> str:
    """What is wrong with a cell, and what it holds."""
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{error['input']!r}: {said}"
