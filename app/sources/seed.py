"""The seed: facts and codes kept as CSV files, loaded whole or not at all.

This module is imported at every start: what reads rows is imported only when there are new ones.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select
from sqlalchemy.orm import Session

from app import __version__
from app.database import SCHEMA_REVISION, Database
from app.errors import SeedError
from app.records import SEED, Record, Release

Tables = Mapping[Table, list[dict[str, Any]]]


class Seed(NamedTuple):
    """The rows of each table that the files stand for, and the heirs of ids that are gone."""

    tables: Tables
    heirs: Sequence[tuple[str, str, str]]


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
        if holds(session, digest):
            return Loaded(newest(session), 0, is_changed=False)
    from app.sources.seeding import keep

    content = content_of(files)
    with database.writing() as connection:
        if holds(connection, digest):
            return Loaded(newest(connection), 0, is_changed=False)  # another start was quicker
        release = keep(connection, content, digest)
    return Loaded(release, count(content.tables), is_changed=True)


def check(folder: Path) -> int:
    """Validate the seed files, down to the constraints of the tables; how many rows there are."""
    from app.sources.seeding import keep

    content = content_of(seed_files(folder))
    scratch = Database("sqlite://")
    try:
        with scratch.writing() as connection:
            Record.metadata.create_all(connection)
            keep(connection, content, "")
    finally:
        scratch.close()
    return count(content.tables)


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


def holds(asked: Session | Connection, digest: str) -> bool:
    """Whether the newest load of a seed was that of these files."""
    query = select(Release.digest).where(Release.source == SEED)
    return asked.execute(query.order_by(Release.number.desc()).limit(1)).scalar() == digest


def newest(asked: Session | Connection) -> str:
    """The id of the data that the database holds."""
    query = select(Release.id).order_by(Release.number.desc()).limit(1)
    return asked.execute(query).scalar_one()


def content_of(files: Mapping[str, bytes]) -> Seed:
    """What the seed files stand for, each file and row validated."""
    from app.sources.reading import read
    from app.sources.tables import heirs, tabulate

    rows = read(files)
    return Seed(grouped(tabulate(rows)), list(heirs(rows)))


def grouped(rows: Iterator[tuple[Table, dict[str, Any]]]) -> Tables:
    """The rows of each table."""
    tables: dict[Table, list[dict[str, Any]]] = {}
    for table, row in rows:
        tables.setdefault(table, []).append(row)
    return tables


def count(tables: Tables) -> int:
    """How many rows there are in all tables."""
    return sum(map(len, tables.values()))
