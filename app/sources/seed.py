"""The seed: facts and codes kept as CSV files, loaded whole or not at all.

This module is imported at every start: what reads rows is imported only when there are new ones.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.orm import Session

from app import __version__, fulltext
from app.database import SCHEMA_REVISION, Database
from app.errors import SeedError
from app.records import Record, Release

SOURCE = "seed"
WITHIN = ("parent_id", "part_of_id")
"""The columns in which a row refers to another row of its own table."""

Tables = Mapping[Table, list[dict[str, Any]]]


class Loaded(NamedTuple):
    """What a load did; `release` is the id of the data that the database now holds."""

    release: str
    rows: int
    is_changed: bool


def seed(database: Database, folder: Path) -> Loaded:
    """Load the seed files; the database is left as it was if anything is wrong with them.

    Nothing is read again when the files are the ones that the database already holds.
    """
    files = seed_files(folder)
    digest = digest_of(files)
    with database.session() as session:
        if (held := held_release(session, digest)) is not None:
            return Loaded(held, 0, is_changed=False)
    tables = tables_of(files)
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    release = f"{now:%Y-%m-%d}-{digest[:12]}"
    with database.writing() as connection:
        if (held := held_release(connection, digest)) is not None:
            return Loaded(held, 0, is_changed=False)  # another start was quicker
        replace(connection, tables)
        connection.execute(
            insert(Release).values(id=release, source=SOURCE, digest=digest, loaded_at=now)
        )
    return Loaded(release, count(tables), is_changed=True)


def check(folder: Path) -> int:
    """Validate the seed files, down to the constraints of the tables; how many rows there are."""
    tables = tables_of(seed_files(folder))
    scratch = Database("sqlite://")
    try:
        with scratch.writing() as connection:
            Record.metadata.create_all(connection)
            replace(connection, tables)
    finally:
        scratch.close()
    return count(tables)


def seed_files(folder: Path) -> dict[str, bytes]:
    """The bytes of every CSV file in the folder, by file name in its order."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".csv")
    except OSError as error:
        why = f"this folder cannot be read: {error.strerror}; name another in MISSION_KB_SEED_DIR"
        raise SeedError(str(folder), why) from error
    return {path.name: contents(path) for path in paths}


def contents(path: Path) -> bytes:
    """The bytes of a seed file."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = f"this file cannot be read from {path.parent}: {error.strerror}"
        raise SeedError(path.name, why) from error


def digest_of(files: Mapping[str, bytes]) -> str:
    """A hash over all seed files, and over the version whose code makes rows of them."""
    whole = hashlib.sha256(f"{__version__} {SCHEMA_REVISION}\n".encode())
    for name, content in files.items():
        whole.update(f"{name}\n{hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def held_release(asked: Session | Connection, digest: str) -> str | None:
    """The id of the release that the database holds, if it is the one of these files."""
    query = select(Release.id).where(Release.source == SOURCE, Release.digest == digest)
    return asked.execute(query).scalars().first()


def tables_of(files: Mapping[str, bytes]) -> Tables:
    """The rows of each table that the seed files stand for, each file and row validated."""
    from app.sources.reading import read
    from app.sources.tables import tabulate

    return grouped(tabulate(read(files)))


def grouped(rows: Iterator[tuple[Table, dict[str, Any]]]) -> Tables:
    """The rows of each table."""
    tables: dict[Table, list[dict[str, Any]]] = {}
    for table, row in rows:
        tables.setdefault(table, []).append(row)
    return tables


def count(tables: Tables) -> int:
    """How many rows there are in all tables."""
    return sum(map(len, tables.values()))


def replace(connection: Connection, tables: Tables) -> None:
    """Take away what was there, put in the new rows, parents first, and index them for searches."""
    from app.sources.search import index

    fulltext.empty(connection)
    ordered = Record.metadata.sorted_tables
    for table in reversed(ordered):
        connection.execute(delete(table))
    for table in ordered:
        if rows := tables.get(table):
            connection.execute(insert(table), parents_first(rows))
    index(connection)


def parents_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that refer to rows of the same table come after these."""
    within = next((name for name in WITHIN if name in rows[0]), None)
    if within is None:
        return rows
    by_id = {row["id"]: row for row in rows}
    above = {row["id"]: [row[within]] if row[within] else [] for row in rows}
    return [by_id[id] for id in TopologicalSorter(above).static_order()]
