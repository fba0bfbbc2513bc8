"""A database with one right row in every table, for rows that are wrong."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from app.database import Database
from app.sources.prepare import migrate
from tests.records.rows import put_all


@pytest.fixture(scope="session")
def filled(new_url: Callable[[], str]) -> Iterator[Database]:
    """One right row in every table; not to be written to but by `undone`."""
    database = Database(new_url())
    migrate(database)
    with database.writing() as connection:
        put_all(connection)
    yield database
    database.close()


@pytest.fixture
def undone(filled: Database) -> Iterator[Connection]:
    """A transaction of which nothing is kept."""
    with filled.engine.connect() as connection:
        yield connection
