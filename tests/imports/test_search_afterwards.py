"""The index of the search after an import is the one that would be made anew."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from app.database import Database
from app.queries.search import Searching, search
from app.sources import search as making
from app.sources.datasets import DATASETS
from app.sources.importing import file_of, load
from app.sources.search import COMMON, ENTRY
from app.sources.staging import staging
from tests.imports.conftest import Importing
from tests.imports.made_up import death, new_file, seed
from tests.imports.test_vintages import NEWER, OLDER
from tests.sources.small_seed import write_seed

QUESTIONS = ("fatalities", "untso", "kosovo", "mission", "gao", "france")
DAYS = ("2021-01-01", "2023-11-28", "2024-01-01")


def indexed(database: Database) -> tuple[list[Any], ...]:
    """What the tables of the index hold, and what questions find."""
    with database.engine.connect() as connection:
        held = [rows(connection, table) for table in (ENTRY, COMMON)]
    found: list[Any] = []
    with database.session() as session:
        for q in QUESTIONS:
            for more in ([], *([("known_on", day)] for day in DAYS)):
                asked = search(session, Searching.read([("q", q), *more]))
                found.append([(hit.entry.kind, hit.entry.id, hit.tier) for hit in asked.rows])
                found.append(asked.matched)
    return (*held, found)


def rows(connection: Any, table: Table) -> list[Any]:
    return sorted(map(tuple, connection.execute(select(table))), key=repr)


def anew(database: Database) -> tuple[list[Any], ...]:
    """The same after the index has been made anew."""
    with database.writing() as connection:
        making.clear(connection)
        making.index(connection)
    return indexed(database)


def test_the_index_after_each_import_is_as_if_made_anew(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    for rows_, name in ((OLDER, "a.csv"), (NEWER, "b.csv"), (NEWER[1:], "c.csv")):
        importing(new_file(tmp_path / name, rows_))
        assert indexed(filled) == anew(filled)


def test_where_only_the_days_of_entries_change_the_index_is_not_made_anew(
    filled: Database,
    importing: Importing,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    importing(new_file(tmp_path / "older.csv", [
        death("A-1", updated="2021-05-05"), death("K-1", mission="UNMIK", updated="2021-05-05"),
    ]))  # fmt: skip
    path = new_file(tmp_path / "newer.csv", [death("A-1"), death("K-2", mission="Kosovo")])
    importing(path, most_refused=0.5)
    before = indexed(filled)
    known = {row.id: row.possibly_known_on for row in entries_of(filled)}
    assert known["unmik"] is None

    aliased = seed()
    aliased["mission_aliases"].append(
        {"source": "un-fatalities", "name": "Kosovo", "mission": "unmik"}
    )
    folder = write_seed(tmp_path / "seed", aliased)
    with monkeypatch.context() as patch, staging() as staged:
        patch.setattr(making, "index", lambda connection: pytest.fail("it was made anew"))
        report = load(filled, DATASETS["un-fatalities"], file_of(path), folder, staged)
    assert (report.tally.added, report.is_new_release) == (1, True)
    after = indexed(filled)
    assert after != before
    assert after == anew(filled)
    known = {row.id: str(row.possibly_known_on) for row in entries_of(filled)}
    assert known["unmik"] == "2023-11-28"


def entries_of(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        return list(connection.execute(select(ENTRY)))
