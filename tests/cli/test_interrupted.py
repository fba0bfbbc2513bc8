"""A load that is killed, and starts that meet, leave a whole release: the old one or the new."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from app.database import Database
from tests.cli.commands import PATIENCE_SECONDS, Here, Served, refusal, until, until_serving
from tests.cli.held_up import held_up, is_writing


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Some of what a release is made of."""
    with database.engine.connect() as connection:
        return {
            table: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {table}"))), key=repr)
            for table in ("release", "country", "mission", "casualty_figure_citation")
        } | {"place": list(map(tuple, connection.execute(text("SELECT id, words FROM place"))))}


def kill(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == -9


def test_a_load_that_is_killed_leaves_what_was_there(
    here: Here, loaded: Database, changed: Path
) -> None:
    before = rows(loaded)
    with held_up(loaded, "place"):
        process = here.start("seed", seed_dir=changed)
        until(lambda: is_writing(loaded, "place"))
        kill(process)
    assert rows(loaded) == before
    ran = here.run("seed", seed_dir=changed)
    assert ran.out.startswith("Loaded release"), ran
    assert rows(loaded) != before


def test_a_load_that_is_killed_at_any_moment_leaves_the_old_or_the_new(
    files: Here, filled: Path, changed: Path
) -> None:
    journal = filled.with_name(f"{filled.name}-journal")
    process = files.start("seed", seed_dir=changed)
    until(lambda: journal.exists() or process.poll() is not None)
    process.kill()
    process.communicate()
    database = Database(f"sqlite:///{filled}")
    with database.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        words = connection.scalar(text("SELECT words FROM place WHERE id = 'gao'")) or ""
        releases = connection.scalar(text("SELECT count(*) FROM release"))
    assert (releases, "another" in words.split()) in ((1, False), (2, True))
    database.close()


def test_a_first_start_that_is_killed_can_be_repeated(files: Here, file: Path) -> None:
    file.touch()
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchall()
        process = files.start("migrate")
        until(lambda: file.with_name(f"{file.name}-journal").exists())
        kill(process)
    ran = files.run("migrate")
    assert ran.out.startswith("Migrated "), ran


def test_starts_that_meet_on_an_empty_database_all_serve(here: Here) -> None:
    starts = [here.start("serve", port=0) for _ in range(2)]
    try:
        for start in starts:
            served = Served(start, *until_serving(start))
            assert served.get("/ready").status_code == 200
            assert served.get("/v1/casualties?mission=force").json()["items"]
        for start in starts:
            start.terminate()
            start.communicate(timeout=PATIENCE_SECONDS)
            assert start.returncode == 0
    finally:
        for start in starts:
            start.kill()
            start.communicate()
    database = Database(here.settings["database_url"])
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM release")) == 1
        assert connection.scalar(text("SELECT count(*) FROM casualty_figure")) == 1
    database.close()


def test_starts_that_meet_on_one_port_leave_one_that_serves(files: Here, filled: Path) -> None:
    with closing(Database(f"sqlite:///{filled}")):
        first = files.start("serve", port=0)
        try:
            served = Served(first, *until_serving(first))
            port = served.address.rpartition(":")[2]
            assert "Address already in use" in refusal(files.run("serve", port=port))
            assert served.get("/ready").status_code == 200
        finally:
            first.kill()
            first.communicate()
