"""mission-kb export and load do it whole or not at all, and say in one line what cannot be done."""

import json
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from app.database import SCHEMA_REVISION, Database
from app.errors import OperatorError
from app.records import Mission
from app.sources.importing import file_of
from tests.cli.commands import Here, contents, refusal, until
from tests.cli.test_commands import RELEASE, count


@pytest.fixture
def exported(files: Here, filled: Path, tmp_path: Path) -> Path:
    """The export of a small seed."""
    ran = files.run_within("export", str(tmp_path / "out"))
    assert ran.status == 0, ran
    return tmp_path / "out"


@pytest.fixture
def empty(tmp_path: Path, files: Here) -> Here:
    """Commands on an empty migrated file."""
    other = files._replace(
        settings={**files.settings, "database_url": f"sqlite:///{tmp_path}/empty.sqlite3"}
    )
    assert other.run_within("migrate").status == 0
    return other


def change_package(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    change(package)
    path.write_text(json.dumps(package), "utf-8")


def test_an_export_is_loaded_and_served_without_being_seeded_again(
    here: Here, loaded: Database, tmp_path: Path
) -> None:
    ran = here.run("export", "out/today", "--format", "csv", "--format", "ndjson")
    assert ran.status == 0, ran
    assert re.fullmatch(
        rf"Exported release {RELEASE}: \d+ rows as csv, ndjson in out/today\.\n", ran.out
    )
    assert ran.err == ""
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["today"]
    other = f"sqlite:///{tmp_path}/other.sqlite3"
    assert here.run("migrate", database_url=other).status == 0
    load = here.run("load", "out/today", database_url=other)
    assert load.status == 0, load
    assert load.out == ran.out.replace("Exported", "Loaded").replace(
        " as csv, ndjson in out/today", ""
    )
    again = here.run("seed", database_url=other)
    assert (
        again.out == load.out.replace("Loaded r", "R").partition(":")[0] + " is loaded already.\n"
    )


def test_what_is_left_out_is_told(here: Here, loaded: Database, tmp_path: Path) -> None:
    with loaded.writing() as connection:
        connection.execute(text("UPDATE document SET kind = 'dataset'"))
    ran = here.run_within("export", "part", "--redistributable")
    whole, part = ran.out.splitlines()
    assert re.match(rf"Exported release {RELEASE}: ", whole)
    assert re.fullmatch(
        rf"It is a part of release {RELEASE}, and another set of facts\. Left out, for no open licence"
        r" is stated: report \(document 1, casualty_figure 1, casualty_figure_citation 1\)\.",
        part,
    )


def test_a_folder_that_is_not_empty_is_left_alone(
    files: Here, filled: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    assert refusal(files.run_within("export", "out")) == "out is not empty: name a new folder"
    assert contents(tmp_path / "out") == {"mine": b"mine"}
    (tmp_path / "out" / "mine").unlink()
    assert files.run_within("export", "out").status == 0


def test_a_folder_that_cannot_be_written_is_told(files: Here, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = refusal(files.run_within("export", "file/out"))
    assert said == "file/out cannot be written: File exists; name another folder, or make room"
    assert "file cannot be written: Not a directory" in refusal(files.run_within("export", "file"))


@pytest.mark.parametrize("form", ["csv", "ndjson", "parquet"])
def test_a_disk_that_is_full_is_told_and_nothing_is_left(
    files: Here, filled: Path, tmp_path: Path, form: str
) -> None:
    before = set(tmp_path.iterdir())
    full = files._replace(through=["prlimit", "--fsize=1000"])
    said = refusal(full.run("export", "out", "--format", form))
    assert said == "out cannot be written: File too large; name another folder, or make room"
    assert set(tmp_path.iterdir()) == before


def test_an_export_that_is_killed_leaves_no_folder_of_that_name(
    here: Here, loaded: Database, tmp_path: Path
) -> None:
    rows = [{"id": f"c-{number}", "names": {"en": "x" * 900}} for number in range(10_000)]
    with loaded.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO actor (id, kind, names, other_names, words, digest)"
                " VALUES (:id, 'person', :names, '[]', '', '')"
            ),
            [{**row, "names": json.dumps(row["names"])} for row in rows],
        )
        connection.execute(text("UPDATE release SET id = '2024-01-01-000000000000'"))
    said = refusal(here.run("export", "out"))
    assert "is not as its release 2024-01-01-000000000000 left it" in said
    with loaded.writing() as connection:
        from app.sources.releases import content_hash

        id = f"2024-01-01-{content_hash(connection)[:12]}"
        connection.execute(text("UPDATE release SET id = :id"), {"id": id})
    process = here.start("export", "out", "--format", "parquet")
    until(lambda: [*tmp_path.glob(".out.*.part/export/actor.parquet")], 25)
    process.kill()
    process.communicate()
    assert not (tmp_path / "out").exists()
    assert here.run("export", "out").status == 0


def test_a_database_without_data_is_not_exported(files: Here, file: Path, tmp_path: Path) -> None:
    said = refusal(files.run_within("export", "out"))
    assert said.endswith("is empty: run `mission-kb migrate` and `mission-kb seed`")
    assert not file.exists()
    files.run_within("migrate")
    assert "holds no data yet: run `mission-kb seed`" in refusal(files.run_within("export", "out"))
    assert not (tmp_path / "out").exists()


def test_parquet_without_its_libraries_is_told(
    files: Here, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "arro3.io", None)
    said = refusal(files.run_within("export", "out", "--format", "parquet"))
    assert (
        said == "Parquet is not installed here: install mission-kb[parquet], or use CSV or NDJSON"
    )


def test_a_text_that_csv_cannot_tell_from_none_is_refused(files: Here, filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("UPDATE document SET note = ''")
        connection.commit()
    said = refusal(files.run_within("export", "out"))
    assert said.startswith("a note is an empty text, which CSV cannot tell from none at all")
    assert files.run_within("export", "out", "--format", "ndjson").status == 0


def test_only_a_migrated_database_without_data_is_loaded_into(
    files: Here, filled: Path, exported: Path, tmp_path: Path
) -> None:
    before = filled.read_bytes()
    said = refusal(files.run_within("load", str(exported)))
    assert "holds data already: name an empty one in MISSION_KB_DATABASE_URL" in said
    assert filled.read_bytes() == before
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    said = refusal(files.run_within("load", str(exported), database_url=url))
    assert said.endswith("has no tables: run `mission-kb migrate`")
    assert not (tmp_path / "new.sqlite3").exists()


def alter(folder: Path) -> None:
    path = folder / "mission.csv"
    path.write_text(path.read_text("utf-8").replace("A force", "A farce"), "utf-8")


def lose(folder: Path) -> None:
    (folder / "country.csv").unlink()


def lose_the_package(folder: Path) -> None:
    (folder / "datapackage.json").unlink()


def spoil_the_package(folder: Path) -> None:
    (folder / "datapackage.json").write_text("{")


def age(folder: Path) -> None:
    change_package(folder, lambda package: package["missionKb"].update(schemaRevision="0001"))


def leave_out_a_table(folder: Path) -> None:
    change_package(folder, lambda package: package["resources"].pop())


def point_elsewhere(folder: Path) -> None:
    def change(package: dict[str, Any]) -> None:
        package["resources"].append({**package["resources"][0], "name": "../kb.sqlite3"})

    change_package(folder, change)


def rename_the_release(folder: Path) -> None:
    change_package(
        folder, lambda package: package["missionKb"].update(release="2024-01-01-0123456789ab")
    )


def forge(folder: Path, name: str, change: Callable[[str], str]) -> None:
    """Change a file and its hash along with it."""
    path = folder / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")

    def rehash(package: dict[str, Any]) -> None:
        (of,) = (each for each in package["resources"] if each["name"] == name)
        of.update(hash=f"sha256:{file_of(path).sha256}")

    change_package(folder, rehash)


def forge_a_citation(folder: Path) -> None:
    forge(folder, "casualty_figure_citation.csv", lambda all: all.splitlines(keepends=True)[0])


def forge_a_code(folder: Path) -> None:
    forge(folder, "mission.csv", lambda all: all.replace("peacekeeping", "peacemaking"))


def forge_a_date(folder: Path) -> None:
    forge(folder, "document.csv", lambda all: all.replace("2023-12-01", "2023-12-99"))


def forge_a_column(folder: Path) -> None:
    forge(folder, "country.csv", lambda all: all.replace("alpha2", "alpha3"))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (alter, "mission.csv is not the file that was exported: export it again with `mission-kb"),
        (lose, "country.csv is missing: export it again"),
        (lose_the_package, "cannot be read: No such file or directory; name a folder that"),
        (spoil_the_package, "datapackage.json is not as `mission-kb export` writes it"),
        (age, f"is an export of revision 0001, this version loads {SCHEMA_REVISION}: load it with"),
        (leave_out_a_table, "does not name a file for each table: export it again"),
        (point_elsewhere, "../kb.sqlite3 is missing: export it again"),
        (rename_the_release, "are not those of release 2024-01-01-0123456789ab: export it again"),
        (forge_a_citation, "are not those of release"),
        (forge_a_code, "mission.csv has a row that cannot be (CHECK constraint failed"),
        (forge_a_date, "document.csv is not as it was written: export it again"),
        (forge_a_column, "country.csv has the columns"),
    ],
)
def test_an_export_that_is_not_as_it_was_written_is_not_loaded_at_all(
    empty: Here, exported: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(exported)
    assert told in refusal(empty.run_within("load", str(exported)))
    for table in ("country", "document", "mission", "release", "search_entry"):
        assert count(empty, table) == 0


def test_a_load_that_is_killed_leaves_an_empty_database(
    empty: Here, exported: Path, tmp_path: Path
) -> None:
    file = tmp_path / "empty.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM release").fetchall()
        process = empty.start("load", str(exported))
        until(file.with_name("empty.sqlite3-journal").exists, 25)
        process.kill()
        process.communicate()
    assert count(empty, "release") == 0
    assert empty.run("load", str(exported)).status == 0


def test_an_export_sees_one_state_whatever_is_written_meanwhile(
    loaded: Database, here: Here
) -> None:
    rename = update(Mission).values(acronym="OTHER")
    url = here.settings["database_url"]
    writer = Database(f"{url}?timeout=0.1" if loaded.is_sqlite else url)
    with loaded.snapshot() as connection:
        before = connection.execute(text("SELECT acronym FROM mission")).all()
        meanwhile = pytest.raises(OperatorError) if loaded.is_sqlite else nullcontext()
        with meanwhile, writer.writing() as writing:  # SQLite has the writer wait
            writing.execute(rename)
        assert connection.execute(text("SELECT acronym FROM mission")).all() == before
    with writer.writing() as writing:
        writing.execute(rename)
    writer.close()
