"""A database that cannot be used is told in one line, and left as it was to the last byte."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from app.database import SCHEMA_REVISION, Database
from tests.cli.commands import Here, contents, refusal, serving
from tests.sources.small_seed import small_seed, write_seed


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def random_bytes(path: Path) -> None:
    path.write_bytes(bytes(range(7, 256)) * 40)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_within_the_first_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def overwrite_the_tables(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * 4000 + whole[4100:])


def older(path: Path) -> None:
    execute(path, "UPDATE alembic_version SET version_num = '0000'")


def newer(path: Path) -> None:
    execute(path, "UPDATE alembic_version SET version_num = '9999', readable_from = '9999'")


def of_another_alembic(path: Path) -> None:
    execute(path, "UPDATE alembic_version SET version_num = '1975ea83b712'")


def of_another_program(path: Path) -> None:
    path.unlink()
    execute(path, "CREATE TABLE recipe (id INTEGER)", "INSERT INTO recipe VALUES (1)")


def with_a_table_missing(path: Path) -> None:
    execute(path, "DROP TABLE release")


RESTORE = "put back a copy, or move the file away"
STATES: list[tuple[Callable[[Path], None], str, str]] = [
    (random_bytes, "serve", f"file is not a database; {RESTORE}"),
    (random_bytes, "migrate", f"file is not a database; {RESTORE}"),
    (random_bytes, "seed", f"file is not a database; {RESTORE}"),
    (truncate, "serve", f"database disk image is malformed; {RESTORE}"),
    (truncate, "seed", f"database disk image is malformed; {RESTORE}"),
    (cut_within_the_first_page, "serve", RESTORE),
    (overwrite_the_tables, "serve", RESTORE),
    (
        older,
        "serve",
        f"is of the older revision 0000, this version needs {SCHEMA_REVISION}: run `mission-kb mig",
    ),
    (older, "seed", "is of the older revision 0000"),
    (older, "migrate", "cannot be migrated: Can't locate revision identified by '0000'; put back"),
    (
        newer,
        "serve",
        f"is of the newer revision 9999, this version knows {SCHEMA_REVISION}: install the version",
    ),
    (newer, "seed", "is of the newer revision 9999"),
    (newer, "migrate", "is of the newer revision 9999"),
    (of_another_alembic, "serve", "1975ea83b712, which is not one of Mission KB: name an empty"),
    (of_another_alembic, "migrate", "1975ea83b712, which is not one of Mission KB"),
    (of_another_program, "serve", "not Mission KB's, such as recipe: name an empty database"),
    (of_another_program, "migrate", "not Mission KB's, such as recipe"),
    (with_a_table_missing, "serve", "no such table: release; a table is missing: put back a copy"),
]


@pytest.mark.parametrize(
    ("spoil", "command", "message"), STATES, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_file_that_cannot_be_used_is_left_as_it_was(
    files: Here, filled: Path, spoil: Callable[[Path], None], command: str, message: str
) -> None:
    spoil(filled)
    before = contents(files.folder)
    run = files.run if command == "serve" else files.run_within
    said = refusal(run(command, port=0))
    assert message in said
    assert str(filled) in said
    assert contents(files.folder) == before


@pytest.mark.parametrize("revision", ["0000", "9999"])
def test_a_database_of_another_revision_is_refused(
    here: Here, database: Database, revision: str
) -> None:
    with database.writing() as connection:
        changed = text("UPDATE alembic_version SET version_num = :to, readable_from = :to")
        connection.execute(changed, {"to": revision})
    assert f"revision {revision}" in refusal(here.run("serve", port=0))
    assert database.revision() == revision


def test_a_database_of_another_program_is_refused_and_not_filled(here: Here) -> None:
    database = Database(here.settings["database_url"])
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE recipe (id INTEGER)"))
    assert "such as recipe" in refusal(here.run("serve", port=0))
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["recipe"]
    database.close()


def half_a_file(folder: Path) -> None:
    path = folder / "citations.csv"
    path.write_bytes(path.read_bytes()[:-20])


def an_open_quote(folder: Path) -> None:
    path = folder / "places.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"gao\n', encoding="utf-8")


def no_file(folder: Path) -> None:
    (folder / "missions.csv").unlink()


def an_empty_file(folder: Path) -> None:
    (folder / "missions.csv").write_bytes(b"")


def not_utf_8(folder: Path) -> None:
    path = folder / "missions.csv"
    path.write_bytes(path.read_bytes().replace(b"A force", b"A f\xf6rce"))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (half_a_file, "citations.csv: "),
        (an_open_quote, "places.csv, row "),
        (no_file, "missions.csv: "),
        (an_empty_file, "missions.csv"),
        (not_utf_8, "missions.csv: "),
        (shutil.rmtree, "name another in MISSION_KB_SEED_DIR"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_seed_that_is_broken_leaves_the_data_that_is_there(
    files: Here, filled: Path, tmp_path: Path, spoil: Callable[[Path], None], message: str
) -> None:
    folder = write_seed(tmp_path / "spoilt", small_seed())
    spoil(folder)
    before = filled.read_bytes()
    assert message in refusal(files.run_within("seed", seed_dir=folder))
    assert filled.read_bytes() == before
    if spoil is half_a_file:
        assert message in refusal(files.run("serve", seed_dir=folder, port=0))
    assert filled.read_bytes() == before


READ_ONLY = "it may not be written to: give this user the right, or name another database"


def test_a_file_opened_for_reading_can_be_served_and_not_be_changed(
    files: Here, filled: Path, changed: Path
) -> None:
    url = f"sqlite:///file:{filled}?mode=ro&uri=true"
    before = contents(files.folder)
    with serving(files, database_url=url) as served:
        assert served.said[0].endswith(" is loaded already.")
        assert served.get("/v1/casualties?mission=force").json()["items"]
    assert READ_ONLY in refusal(files.run("serve", database_url=url, seed_dir=changed, port=0))
    assert contents(files.folder) == before


@pytest.fixture
def through() -> tuple[str, ...]:
    """What makes permissions hold: for root they do not, unless that power is taken away."""
    if os.getuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("permissions do not hold for root, and there is no setpriv")
    return (setpriv, "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", "--")


@pytest.fixture
def reader(files: Here, filled: Path, through: tuple[str, ...]) -> Iterator[Here]:
    """Commands that may read a filled database and its folder, and no more."""
    filled.chmod(0o444)
    files.folder.chmod(0o555)
    yield files._replace(through=through)
    files.folder.chmod(0o755)
    filled.chmod(0o644)


def test_a_read_only_file_in_a_read_only_folder_can_be_served(reader: Here) -> None:
    before = contents(reader.folder)
    with serving(reader) as served:
        assert served.said[0].endswith(" is loaded already.")
        assert served.get("/ready").status_code == 200
        assert served.get("/v1/casualties?mission=force").json()["items"]
    assert contents(reader.folder) == before


def test_a_read_only_file_is_not_changed(reader: Here, changed: Path) -> None:
    before = contents(reader.folder)
    assert READ_ONLY in refusal(reader.run("seed", seed_dir=changed))
    assert contents(reader.folder) == before


def test_a_folder_that_may_not_be_written_to_is_told(reader: Here) -> None:
    before = contents(reader.folder)
    new = reader.folder / "new.sqlite3"
    said = refusal(reader.run("serve", database_url=f"sqlite:///{new}", port=0))
    assert "unable to open database file; see that it is there and may be used" in said
    deeper = reader.folder / "deeper" / "new.sqlite3"
    said = refusal(reader.run("serve", database_url=f"sqlite:///{deeper}", port=0))
    assert "cannot make the folder" in said
    assert contents(reader.folder) == before


def test_a_file_that_may_not_be_read_is_told(reader: Here, filled: Path) -> None:
    filled.chmod(0o000)
    assert "unable to open database file" in refusal(reader.run("serve", port=0))


@pytest.fixture
def server(database: Database) -> Database:
    """A migrated database of a PostgreSQL server."""
    if database.is_sqlite:
        pytest.skip("this is about a PostgreSQL server")
    return database


def test_a_server_that_only_reads_can_be_served_and_not_be_changed(
    here: Here, server: Database, loaded: Database, changed: Path
) -> None:
    options = f"{loaded.url.query['options']} -cdefault_transaction_read_only=on"
    url = loaded.url.update_query_dict({"options": options}).render_as_string(False)
    with serving(here, database_url=url) as served:
        assert served.said[0].endswith(" is loaded already.")
        assert served.get("/v1/casualties?mission=force").json()["items"]
    assert READ_ONLY in refusal(here.run_within("seed", database_url=url, seed_dir=changed))


def test_a_server_that_another_start_is_writing_to_is_told(
    here: Here, server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.database.database.LOCK_SECONDS", 1)
    with server.writing():
        said = refusal(here.run_within("seed"))
    assert "lock timeout; another program is using it: try again" in said


@pytest.mark.parametrize(
    ("lock", "command"), [("EXCLUSIVE", "serve"), ("EXCLUSIVE", "migrate"), ("IMMEDIATE", "seed")]
)
def test_a_file_that_another_program_is_using_is_told(
    files: Here, filled: Path, changed: Path, lock: str, command: str
) -> None:
    before = filled.read_bytes()
    with closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        url = f"{files.settings['database_url']}?timeout=0.2"
        said = refusal(files.run(command, database_url=url, seed_dir=changed, port=0))
        assert "database is locked; another program is using it: try again" in said
    assert filled.read_bytes() == before


def test_a_file_that_another_program_is_about_to_change_can_be_served(
    files: Here, filled: Path
) -> None:
    with closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with serving(files) as served:
            assert served.get("/ready").status_code == 200
