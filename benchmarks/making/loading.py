"""Putting made-up data into a database whose tables are there, as fast as it takes it."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, select, text

from app.bulk import insert_new
from app.database import Database
from app.queries.kinds import RECORDS
from app.records import Country, Record
from app.values.terms import FactKind
from benchmarks.making.facts import citations, facts
from benchmarks.making.world import Size, make_world

BATCH = 10_000
WORTH_REBUILDING = 20_000
"""Into tables of fewer facts, rows go as they are; of more, indexes are made when all are in."""

HURRIED = (
    "foreign_keys = OFF", "synchronous = OFF", "journal_mode = OFF", "cache_size = -400000",
    "temp_store = MEMORY", "threads = 2",
)  # fmt: skip
"""A database that is made anew when it breaks need not be kept from breaking."""

TABLES = Record.metadata.tables


def make(database: Database, size: Size, seed: int = 5) -> None:
    """The same rows for the same size and seed, beside what is there already."""
    chance = random.Random(seed)
    numbers = {kind: round(size.facts * share) for kind, share in size.kinds.items()}
    with loading(database) as connection:
        countries = list(connection.scalars(select(Country.id).order_by(Country.id)))
        world = make_world(size, chance, countries)
        for name, rows in world.rows.items():
            insert_new(connection, TABLES[name], rows)
        for kind, number in numbers.items():
            record = RECORDS[FactKind(kind)]
            main, cited = record.__table__, record.citations.property.mapper.local_table
            with rebuilding(connection, [main, cited], number):
                made = facts(kind, number, chance, world)
                while batch := list(islice(made, BATCH)):
                    insert_new(connection, main, batch)
                    insert_new(connection, cited, list(citations(kind, batch, chance, world)))
    settle(database)


@contextmanager
def loading(database: Database) -> Iterator[Connection]:
    """One transaction, without waiting for the disk and without looking up what rows refer to."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            driver: Any = connection.connection.driver_connection
            for pragma in HURRIED:
                driver.execute(f"PRAGMA {pragma}")
        with connection.begin():
            if not database.is_sqlite:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                connection.execute(text("SET LOCAL synchronous_commit = off"))
                connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
            yield connection
        connection.invalidate()


@contextmanager
def rebuilding(connection: Connection, tables: Sequence[Table], rows: int) -> Iterator[None]:
    """Many rows go in faster without indexes, which are made in one go at the end."""
    indexes = [
        index for table in tables for index in sorted(table.indexes, key=lambda i: str(i.name))
    ]
    if rows < WORTH_REBUILDING:
        indexes = []
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def settle(database: Database) -> None:
    """Let the database see what it holds, as it does some time after a load."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("VACUUM ANALYZE"))
