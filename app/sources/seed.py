"""The seed: facts and codes kept as CSV files, loaded whole or not at all."""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection, Table, delete, insert, select

from app.database import Database
from app.errors import OperatorError, SeedError
from app.records import Record, Release
from app.sources.rows import FILES, CitationRow, Ref, Row
from app.sources.tables import FACT_FILES, Files, tabulate

SOURCE = "seed"
FIRST_DATA_ROW = 2
"""A header is row 1, as a spreadsheet counts."""


class Loaded(NamedTuple):
    """What a load did; `release` is the id of the data that the database now holds."""

    release: str
    rows: int
    is_changed: bool


def seed(database: Database, folder: Path) -> Loaded:
    """Load the seed files; the database is left as it was if anything is wrong with them.

    Nothing is read again when the files are the ones that the database already holds.
    """
    digest = digest_of(folder)
    held = held_release(database)
    if held is not None and held.digest == digest:
        return Loaded(held.id, 0, is_changed=False)
    tables = grouped(tabulate(read(folder)))
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    release = Release(id=f"{now:%Y-%m-%d}-{digest[:12]}", source=SOURCE, digest=digest)
    with database.writing() as connection:
        replace(connection, tables)
        connection.execute(
            insert(Release).values(id=release.id, source=SOURCE, digest=digest, loaded_at=now)
        )
    return Loaded(release.id, sum(map(len, tables.values())), is_changed=True)


def check(folder: Path) -> int:
    """Validate the seed files, down to the constraints of the tables; how many rows there are."""
    tables = grouped(tabulate(read(folder)))
    scratch = Database("sqlite://")
    with scratch.writing() as connection:
        Record.metadata.create_all(connection)
        replace(connection, tables)
    scratch.close()
    return sum(map(len, tables.values()))


def held_release(database: Database) -> Release | None:
    """The release that the database holds, if any."""
    with database.session() as session:
        return session.scalars(
            select(Release).where(Release.source == SOURCE).order_by(Release.loaded_at.desc())
        ).first()


def digest_of(folder: Path) -> str:
    """A hash over the names and the bytes of all seed files."""
    whole = hashlib.sha256()
    for file in FILES:
        path = folder / f"{file.file}.csv"
        whole.update(path.name.encode())
        whole.update(hashlib.sha256(contents(path)).digest())
    return whole.hexdigest()


def contents(path: Path) -> bytes:
    """The bytes of a seed file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SeedError(
            path.name, f"cannot be read from {path.parent}: {error.strerror}"
        ) from error


def replace(connection: Connection, tables: Mapping[Table, list[dict[str, Any]]]) -> None:
    """Take away what was there and put in the new rows, parents first."""
    ordered = Record.metadata.sorted_tables
    for table in reversed(ordered):
        connection.execute(delete(table))
    for table in ordered:
        if rows := tables.get(table):
            connection.execute(insert(table), parents_first(rows))


def grouped(rows: Iterator[tuple[Table, dict[str, Any]]]) -> dict[Table, list[dict[str, Any]]]:
    """The rows of each table."""
    tables: dict[Table, list[dict[str, Any]]] = {}
    for table, row in rows:
        tables.setdefault(table, []).append(row)
    return tables


def parents_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that refer to rows of the same table come after these."""
    within = next((name for name in ("parent_id", "part_of_id") if name in rows[0]), None)
    if within is None:
        return rows
    by_id = {row["id"]: row for row in rows}

    def depth(row: dict[str, Any], seen: int = 0) -> int:
        above = by_id.get(row[within])
        if seen > len(rows):
            raise OperatorError(f"{row['id']} lies within itself")
        return 0 if above is None else 1 + depth(above, seen + 1)

    return sorted(rows, key=depth)


def read(folder: Path) -> Files:
    """All seed files, each row validated, each reference resolved."""
    files: dict[type[Row], list[Any]] = {}
    for file in FILES:
        files[file] = list(read_file(folder / f"{file.file}.csv", file))
    check_ids(files)
    check_references(files)
    check_citations(files)
    return files


def read_file(path: Path, row_type: type[Row]) -> Iterator[Row]:
    """The rows of one file; the header has to be exactly the fields' names."""
    try:
        text = contents(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise SeedError(path.name, f"byte {error.start} is not UTF-8") from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    wanted = list(row_type.model_fields)
    try:
        header = next(reader, [])
        if header != wanted:
            raise SeedError(path.name, f"the header is {header}; it has to be {wanted}", 1)
        for number, cells in enumerate(reader, start=FIRST_DATA_ROW):
            yield read_row(path.name, number, row_type, cells)
    except csv.Error as error:
        raise SeedError(path.name, f"broken CSV: {error}", reader.line_num) from error


def read_row(file: str, number: int, row_type: type[Row], cells: list[str]) -> Row:
    """One row, or what is wrong with it."""
    names = list(row_type.model_fields)
    if len(cells) != len(names):
        raise SeedError(file, f"{len(cells)} cells where there are {len(names)} columns", number)
    try:
        return row_type.model_validate(dict(zip(names, cells, strict=True)))
    except ValidationError as error:
        first = error.errors()[0]
        column = str(first["loc"][0]) if first["loc"] else None
        raise SeedError(file, reason(first), number, column) from error


def reason(error: Mapping[str, Any]) -> str:
    """What is wrong with a cell, and what it holds."""
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{error['input']!r}: {said}"


def check_ids(files: Files) -> None:
    """An id stands for one thing; people and organisations share their ids."""
    seen: dict[tuple[str, str], str] = {}
    for file, rows in files.items():
        if "id" not in file.model_fields:
            continue
        space = "actors" if file.file in ("people", "organisations") else file.file
        for number, row in enumerate(rows, start=FIRST_DATA_ROW):
            other = seen.setdefault((space, row.id), f"row {number} of {file.file}.csv")
            if other != f"row {number} of {file.file}.csv":
                why = f"{row.id!r} is taken already, by {other}"
                raise SeedError(f"{file.file}.csv", why, number, "id")


def check_references(files: Files) -> None:
    """Whatever a row refers to exists."""
    ids = {file.file: {row.id for row in rows} for file, rows in files.items()
           if "id" in file.model_fields}  # fmt: skip
    for file, rows in files.items():
        for name, marks in references(file).items():
            known = set().union(*(ids[target] for target in marks.files))
            for number, row in enumerate(rows, start=FIRST_DATA_ROW):
                value = getattr(row, name)
                for id in value if isinstance(value, list) else [value]:
                    if id is not None and id not in known:
                        why = f"{id!r} is in none of: {', '.join(marks.files)}"
                        raise SeedError(f"{file.file}.csv", why, number, name)


def references(file: type[Row]) -> dict[str, Ref]:
    """The columns of a file that refer to other files."""
    return {
        name: mark
        for name, field in file.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Ref)
    }


def check_citations(files: Files) -> None:
    """Every citation is of a fact, once; every fact has at least one."""
    facts = {(kind, row.id) for kind, file in FACT_FILES.items() for row in files[file]}
    cited: set[tuple[str, str]] = set()
    seen: set[tuple[Any, ...]] = set()
    for number, row in enumerate(files[CitationRow], start=FIRST_DATA_ROW):
        if row.kind not in FACT_FILES:
            known = ", ".join(FACT_FILES)
            raise SeedError("citations.csv", f"{row.kind!r} is not one of {known}", number, "kind")
        key = (row.kind, row.fact)
        if key not in facts:
            why = f"there is no {row.kind} {row.fact!r}"
            raise SeedError("citations.csv", why, number, "fact")
        passage = (*key, row.document, row.start, row.end)
        if passage in seen:
            raise SeedError("citations.csv", "this passage is cited twice", number, "start")
        seen.add(passage)
        cited.add(key)
    for kind, file in FACT_FILES.items():
        for number, row in enumerate(files[file], start=FIRST_DATA_ROW):
            if (kind, row.id) not in cited:
                why = f"the {kind} {row.id!r} has no citation in citations.csv"
                raise SeedError(f"{file.file}.csv", why, number, "id")
