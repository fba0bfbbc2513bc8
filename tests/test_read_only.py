"""Whoever serves cannot write: the file is opened for reading, transactions are, and the role may be."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.database import Database
from app.errors import Unavailable
from app.sources.prepare import migrate

WRITING = (
    "INSERT INTO country (id) VALUES ('XXX')",
    "DELETE FROM release",
    "CREATE TABLE another (id integer)",
    "DROP TABLE release",
)
KILLED = """
import os, sqlite3, sys
driver = sqlite3.connect(sys.argv[1], isolation_level=None)
driver.execute("PRAGMA cache_size = 5")
driver.execute("BEGIN IMMEDIATE")
driver.execute("CREATE TABLE half (filler)")
driver.executemany("INSERT INTO half VALUES (?)", [("x" * 500,)] * 5000)
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def serving(database: Database) -> Iterator[Database]:
    """The migrated database as a server opens it."""
    url = database.url.render_as_string(hide_password=False)
    opened = Database(url, is_read_only=True)
    yield opened
    opened.close()


@pytest.mark.parametrize("statement", WRITING)
def test_a_server_cannot_write(serving: Database, statement: str) -> None:
    def write(session: Session) -> None:
        session.execute(text(statement))
        session.commit()

    with pytest.raises((DBAPIError, Unavailable)) as refused:
        asyncio.run(serving.read(write))
    cause = str(refused.value.__cause__ or refused.value)
    assert "readonly" in cause or "read-only" in cause


def test_not_even_beside_its_questions(serving: Database) -> None:
    with (
        pytest.raises(DBAPIError, match=r"readonly|read-only"),
        serving.engine.connect() as connection,
    ):
        connection.execute(text("DELETE FROM release"))


def test_what_a_killed_load_left_is_undone_and_read_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'kb 100%.sqlite3'}")
    migrate(database)
    assert database.file is not None
    serving = Database(database.url.render_as_string(), is_read_only=True)
    ran = subprocess.run([sys.executable, "-c", KILLED, str(database.file)], check=False)
    assert ran.returncode == -signal.SIGKILL
    assert os.path.exists(f"{database.file}-journal")

    def tables(session: Session) -> object:
        found = "SELECT count(*) FROM sqlite_master WHERE name IN ('half', 'mission')"
        return session.scalar(text(found))

    with pytest.raises(Unavailable):
        asyncio.run(serving.read(tables))
    assert asyncio.run(serving.read(tables)) == 1
    serving.close()
    database.close()
