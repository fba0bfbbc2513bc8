"""check finds what was spoiled, says where in a line, and finds nothing in a database that is whole."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.database import Database
from tests.cli.commands import Here, Ran, contents, refusal
from tests.sources.small_seed import TEXT

NO_FINDING = " checked: 0 findings\n"


def spoil(database: Database, *statements: str, without: tuple[str, str] | None = None) -> None:
    """Change rows as no load can: no foreign key is held, nor is the constraint named `without`."""
    if database.file is not None:
        with closing(sqlite3.connect(database.file)) as driver:
            driver.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                assert driver.execute(statement).rowcount > 0, statement
            driver.commit()
        return
    with database.engine.connect() as connection, connection.begin():
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        if without is not None:
            table, constraint = without
            connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}"))
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0, statement


def found(ran: Ran) -> list[str]:
    """The findings, of which there are as many as the last line says."""
    *lines, last = ran.out.splitlines()
    assert last.endswith(f" checked: {len(lines)} findings"), ran
    assert ran.status == (1 if lines else 0), ran
    return lines


def test_a_database_that_is_whole_is_left_alone(here: Here, loaded: Database) -> None:
    ran = here.run("check")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith(NO_FINDING)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE place SET country_id = 'XXX' WHERE id = 'gao'",
            [
                "place gao: its country_id XXX is no country",
                "place gao: it is not as it was loaded",
            ],
        ),
        (
            "UPDATE place SET pcode = 'ML7' WHERE id = 'gao'",
            ["place gao: it is not as it was loaded"],
        ),
        (
            "DELETE FROM search_entry WHERE kind = 'place' AND id = 'gao'",
            ["place gao: a search does not find it"],
        ),
        (
            "UPDATE search_entry SET id = 'atlantis' WHERE kind = 'place' AND id = 'gao'",
            [
                "search_entry place, atlantis: there is no such row",
                "place gao: a search does not find it",
            ],
        ),
        (
            "INSERT INTO withdrawn (kept_in, id, source, heir_id, withdrawn_at)"
            " VALUES ('place', 'old', 'seed', 'lost', '2026-01-01')",
            ["withdrawn place, old: its heir lost is no place"],
        ),
    ],
)
def test_what_was_spoiled_is_found(
    here: Here, loaded: Database, statement: str, told: list[str]
) -> None:
    spoil(loaded, statement)
    assert found(here.run_within("check")) == told


def test_a_code_that_is_not_known_is_found(here: Here, loaded: Database) -> None:
    spoil(
        loaded,
        "UPDATE place SET kind = 'galaxy' WHERE id = 'gao'",
        without=("place", "ck_place_placekind"),
    )
    lines = found(here.run_within("check"))
    assert "place gao: its kind 'galaxy' is no code that is known" in lines
    assert "place gao: it is not as it was loaded" in lines


def test_a_fact_that_nobody_says_is_found(here: Here, loaded: Database) -> None:
    spoil(loaded, "DELETE FROM casualty_figure_citation")
    nobody, altered, release = found(here.run_within("check"))
    assert nobody == "casualty_figure deaths: no document says it"
    assert altered == "casualty_figure deaths: it is not as it was loaded"
    assert release.startswith("release ")
    assert "the rows that are there have the hash " in release


def test_a_release_of_other_rows_is_found(here: Here, loaded: Database) -> None:
    spoil(loaded, "UPDATE release SET id = '2026-01-01-0123456789ab'")
    [line] = found(here.run_within("check"))
    assert line.startswith(
        "release 2026-01-01-0123456789ab: the rows that are there have the hash "
    )


def test_a_database_without_a_release_is_found(here: Here, loaded: Database) -> None:
    spoil(loaded, "DELETE FROM release")
    assert found(here.run_within("check")) == ["release: there is none: run `mission-kb seed`"]


def test_a_passage_that_the_text_does_not_bear_out_is_found(
    here: Here, loaded: Database, tmp_path: Path
) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "report.txt").write_bytes(TEXT.encode())
    assert found(here.run_within("check", "--documents", "texts")) == []
    (tmp_path / "texts" / "report.txt").write_bytes(TEXT.replace("180", "190").encode())
    lines = found(here.run_within("check", documents_dir=tmp_path / "texts"))
    assert any("report: casualty deaths: expected SHA-256" in line for line in lines)


def test_rows_that_lie_in_another_order_are_as_they_were_loaded(
    here: Here, database: Database, seed_dir: Path
) -> None:
    """The real seed, which has events of several actors."""
    assert here.run("seed", seed_dir=seed_dir).status == 0
    assert found(here.run("check", seed_dir=seed_dir)) == []


def test_a_file_with_a_broken_page_is_told_as_far_as_it_can_be_read(
    files: Here, filled: Path
) -> None:
    whole = filled.read_bytes()
    with closing(sqlite3.connect(filled)) as driver:
        (page,) = driver.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'place'"
        ).fetchone()
    filled.write_bytes(whole[: (page - 1) * 4096] + b"\xff" * 4096 + whole[page * 4096 :])
    before = contents(filled.parent)
    lines = found(files.run("check"))
    assert lines
    assert all(line.startswith("database") for line in lines)
    assert contents(filled.parent) == before


def test_an_empty_database_is_refused(here: Here) -> None:
    assert "is empty: run `mission-kb migrate`" in refusal(here.run_within("check"))


@pytest.mark.skipif(not os.environ.get("TEST_DATABASE_URL"), reason="this is about PostgreSQL")
def test_foreign_keys_that_are_switched_off_are_found(here: Here, loaded: Database) -> None:
    with loaded.writing() as connection:
        connection.execute(text("ALTER TABLE place DISABLE TRIGGER ALL"))
    assert "table place: its foreign keys are switched off" in found(here.run_within("check"))
