"""/ready is red, and says why, as long as nothing can be answered; /health is green as long as it runs."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from app.database import SCHEMA_REVISION, Database
from app.errors import Unavailable
from tests.cli.commands import Here, Served, refusal, serving

TEST_DATABASE_URL = os.environ.get("TEST_DATABASE_URL")
ON_SQLITE = pytest.mark.skipif(bool(TEST_DATABASE_URL), reason="this is about a file of SQLite")
ON_SERVER = pytest.mark.skipif(not TEST_DATABASE_URL, reason="this is about a PostgreSQL server")


def until_ready(served: Served, detail: str | None) -> httpx.Response:
    """Wait until /ready is red for this reason, or green for none; /health is green meanwhile."""
    deadline = time.monotonic() + 20
    while True:
        health = served.get("/health")
        assert (health.status_code, health.json()["status"]) == (200, "ok")
        answer = served.get("/ready")
        if detail is None and answer.status_code == 200:
            return answer
        if answer.status_code == 503 and detail is not None and detail in answer.json()["detail"]:
            assert answer.headers["retry-after"] == "1"
            assert answer.headers["cache-control"] == "no-store"
            return answer
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.05)


@contextmanager
def changed(database: Database, there: str, back: str) -> Iterator[None]:
    """Change the database, and change it back."""
    with database.writing() as connection:
        connection.execute(text(there))
    yield
    with database.writing() as connection:
        connection.execute(text(back))


@pytest.mark.parametrize(
    ("there", "back", "detail"),
    [
        (
            "UPDATE alembic_version SET version_num = '0005'",
            f"UPDATE alembic_version SET version_num = '{SCHEMA_REVISION}'",
            f"is of the revision 0005; this version reads {SCHEMA_REVISION}",
        ),
        (
            "UPDATE alembic_version SET version_num = '9999', readable_from = '9999'",
            f"UPDATE alembic_version SET version_num = '{SCHEMA_REVISION}'",
            f"is of the revision 9999; this version reads {SCHEMA_REVISION}",
        ),
        (
            "ALTER TABLE alembic_version RENAME TO elsewhere",
            "ALTER TABLE elsewhere RENAME TO alembic_version",
            "holds no tables of Mission KB",
        ),
    ],
)
def test_a_database_that_is_not_what_it_was_is_told(
    here: Here, loaded: Database, there: str, back: str, detail: str
) -> None:
    with serving(here) as served:
        until_ready(served, None)
        with changed(loaded, there, back):
            until_ready(served, detail)
        until_ready(served, None)


def test_a_database_without_a_release_is_told(here: Here, loaded: Database) -> None:
    with serving(here) as served:
        until_ready(served, None)
        with loaded.writing() as connection:
            connection.execute(text("DELETE FROM release"))
        until_ready(served, "holds no data yet")


def random_bytes(path: Path) -> None:
    path.write_bytes(bytes(range(7, 256)) * (path.stat().st_size // 249))


def overwritten_tables(path: Path) -> None:
    """All pages but the first are broken, and the file says that it has changed."""
    whole = path.read_bytes()
    path.write_bytes(
        whole[:24] + b"\x00\x00\xff\xff" + whole[28:4096] + b"\xff" * (len(whole) - 4096)
    )


@ON_SQLITE
@pytest.mark.parametrize("spoil", [random_bytes, overwritten_tables])
def test_a_corrupted_file_is_told_and_refused_at_the_next_start(
    files: Here, filled: Path, spoil: Callable[[Path], None]
) -> None:
    whole = filled.read_bytes()
    with serving(files) as served:
        until_ready(served, None)
        before = served.get("/v1/places/gao").content
        spoil(filled)
        until_ready(served, "A part of the database is broken")
        assert served.get("/v1/places").status_code == 503
        filled.write_bytes(whole)
        until_ready(served, "A part of the database is broken")
    spoil(filled)
    assert "put back a copy" in refusal(files.run("serve", port=0))
    filled.write_bytes(whole)
    with serving(files) as again:
        until_ready(again, None)
        assert again.get("/v1/places/gao").content == before


@ON_SERVER
def test_a_server_that_cannot_be_reached_is_told_until_it_is_back(
    here: Here, loaded: Database
) -> None:
    own = loaded.url.update_query_dict({"application_name": "probed"})
    name = loaded.url.database
    beside = make_url(TEST_DATABASE_URL or "").set(database="postgres")
    admin = create_engine(beside, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    url = own.render_as_string(hide_password=False)
    with serving(here, database_url=url) as served, closing(admin.connect()) as connection:
        until_ready(served, None)
        try:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'probed'"
            connection.execute(text(ended))
            until_ready(served, "cannot be read just now")
        finally:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        until_ready(served, None)


@ON_SERVER
def test_what_the_server_says_of_a_broken_page_is_kept_in_mind(database: Database) -> None:
    broken = "DO $$ BEGIN RAISE EXCEPTION 'invalid page in block 1' USING ERRCODE = 'XX001'; END $$"
    assert not database.is_corrupted
    with pytest.raises(Unavailable, match="A part of the database is broken"):
        asyncio.run(database.read(lambda session: session.execute(text(broken))))
    assert database.is_corrupted


@ON_SQLITE
def test_what_a_disk_fails_to_read_once_is_not_broken(database: Database) -> None:
    told = [sqlite3.DatabaseError("database disk image is malformed")]

    def ask(session: Session) -> object:
        if told:
            raise DatabaseError("SELECT 1", {}, told.pop())
        return session.execute(text("SELECT 1")).scalar_one()

    assert asyncio.run(database.read(ask)) == 1
    assert not database.is_corrupted
