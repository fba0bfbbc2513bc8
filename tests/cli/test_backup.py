"""A copy is made while the database is served and loaded, is whole, and answers as the original does."""

import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url, text

from app.database import Database
from tests.cli.commands import Here, contents, refusal, serving

TEST_DATABASE_URL = os.environ.get("TEST_DATABASE_URL")
ON_SERVER = pytest.mark.skipif(not TEST_DATABASE_URL, reason="this is about a PostgreSQL server")
PATHS = (
    "/v1/places",
    "/v1/missions",
    "/v1/timeline",
    "/v1/search?q=gao",
    "/v1/releases",
    "/v1/bases.csv",
)

PUBLIC = "https://kb.example.org"


def answers(address: str) -> Iterator[tuple[str, str | None]]:
    """What a server says, and of which release."""
    for path in PATHS:
        answer = httpx.get(address + path, timeout=30)
        assert answer.status_code == 200, answer.text
        yield answer.text, answer.headers.get("etag")


def test_a_copy_answers_as_the_original(files: Here, filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copies.sqlite3"
    with serving(files, public_url=PUBLIC) as served:
        before = list(answers(served.address))
        ran = files.run("backup", str(copy))
        assert ran.status == 0, ran
        assert ran.out.startswith(f"Copied sqlite:///{filled} to {copy}: release ")
    filled.unlink()
    with serving(files, public_url=PUBLIC, database_url=f"sqlite:///{copy}") as restored:
        assert list(answers(restored.address)) == before
        assert restored.said[0].endswith("is loaded already.")
    shutil.copy(copy, filled)
    with serving(files, public_url=PUBLIC) as back:
        assert list(answers(back.address)) == before


def test_a_copy_that_is_made_while_others_write_is_of_one_moment(
    files: Here, filled: Path, tmp_path: Path
) -> None:
    """Each commit changes two tables alike: a copy that has one change has the other."""
    with closing(sqlite3.connect(filled)) as writer:
        writer.executescript(
            "CREATE TABLE first (number, filler); CREATE TABLE second (number, filler);"
            "INSERT INTO first VALUES (0, zeroblob(20000000)); INSERT INTO second VALUES (0, zeroblob(20000000));"
        )
    stopped = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(filled, isolation_level=None, timeout=30)) as writer:
            while not stopped.is_set():
                writer.execute("BEGIN IMMEDIATE")
                writer.execute("UPDATE first SET number = number + 1")
                writer.execute("UPDATE second SET number = number + 1")
                writer.execute("COMMIT")
                stopped.wait(0.3)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        ran = files.run("backup", "copy.sqlite3")
    finally:
        stopped.set()
        writing.join()
    assert ran.status == 0, ran
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        first, second = (
            copy.execute(f"SELECT number FROM {name}").fetchone() for name in ("first", "second")
        )
        assert first == second
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_nothing_is_overwritten(files: Here, filled: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.sqlite3"
    there.write_bytes(b"something")
    before = contents(tmp_path)
    assert "is there already: name a new file" in refusal(files.run_within("backup", str(there)))
    assert "is there already" in refusal(files.run_within("backup", str(filled)))
    assert contents(tmp_path) == before


def test_a_place_that_is_not_there_is_told(files: Here, filled: Path, tmp_path: Path) -> None:
    why = refusal(files.run_within("backup", str(tmp_path / "no" / "copy.sqlite3")))
    assert "cannot be written: No such file or directory" in why


def test_a_broken_database_has_no_copy(files: Here, filled: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("UPDATE place SET country_id = 'XXX'")
        connection.commit()
    before = contents(tmp_path)
    assert "see what `mission-kb check` says" in refusal(files.run_within("backup", "copy.sqlite3"))
    assert contents(tmp_path) == before


def test_an_empty_database_has_no_copy(files: Here, tmp_path: Path) -> None:
    assert "there is nothing to copy" in refusal(files.run_within("backup", "copy.sqlite3"))
    assert contents(tmp_path) == {}


@ON_SERVER
def test_a_server_has_tools_of_its_own(here: Here, loaded: Database, tmp_path: Path) -> None:
    why = refusal(here.run_within("backup", "copy.dump"))
    assert "pg_dump --format=custom --file=copy.dump" in why
    assert contents(tmp_path) == {}


@ON_SERVER
def test_what_pg_dump_copies_pg_restore_puts_back(
    here: Here, loaded: Database, tmp_path: Path
) -> None:
    url = make_url(TEST_DATABASE_URL or "")
    name = url.set(drivername="postgresql", query={}).render_as_string(hide_password=False)
    schema = str(loaded.url.query["options"]).partition("search_path=")[2].split(" ")[0]
    dump = tmp_path / "copy.dump"
    with serving(here, public_url=PUBLIC) as served:
        before = list(answers(served.address))
        subprocess.run(
            ["pg_dump", "--format=custom", f"--schema={schema}", f"--file={dump}", name], check=True
        )
    with loaded.engine.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        connection.commit()
    loaded.engine.dispose()
    subprocess.run(["pg_restore", "--exit-on-error", f"--dbname={name}", str(dump)], check=True)
    with serving(here, public_url=PUBLIC) as restored:
        assert restored.said[0].endswith("is loaded already.")
        assert list(answers(restored.address)) == before
