"""Vintages: the newest holds, whatever the order of loading; nobody touches another's rows."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.database import Database
from app.errors import OperatorError
from app.records import CasualtyFigure, CasualtyFigureCitation, Record, Withdrawn
from app.sources.releases import Tally
from app.sources.seed import seed
from tests.imports.conftest import Importing
from tests.imports.made_up import death, new_file, old_file
from tests.imports.made_up import seed as rows_of_the_seed
from tests.sources.small_seed import write_seed

KEPT, RECLASSIFIED, DROPPED = death("A-1"), death("A-2", cause="To Be Determined"), death("A-3")
OLDER = [KEPT, RECLASSIFIED, DROPPED]
NEWER = [KEPT, {**RECLASSIFIED, "cause": "Accident"}, death("A-4", date="2023-11-10")]
BETWEEN = [{**row, "updated": "2022-01-01"} for row in (KEPT, {**RECLASSIFIED, "cause": "Illness"})]


def held(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a database holds."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in Record.metadata.sorted_tables
        }


def told(database: Database) -> dict[str, tuple[Any, ...]]:
    """What the facts of the dataset say and who says so, and which are gone."""
    fact, cited = CasualtyFigure.__table__, CasualtyFigureCitation.__table__
    with database.engine.connect() as connection:
        said = {
            row.id: (row.cause, row.edtf, row.digest, sorted(connection.scalars(
                select(cited.c.document_id).where(cited.c.fact_id == row.id)
            )))
            for row in connection.execute(select(fact).where(fact.c.source == "un-fatalities"))
        }  # fmt: skip
        gone = connection.scalars(select(Withdrawn.id).where(Withdrawn.source == "un-fatalities"))
        return {**said, **dict.fromkeys(gone, ("gone",))}


def test_a_second_load_of_the_same_file_changes_nothing(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    path = new_file(tmp_path / "new.csv", NEWER)
    first = importing(path).report
    before = held(filled)
    second = importing(path).report
    assert held(filled) == before
    assert (first.is_new_release, second.is_new_release) == (True, False)
    assert second.tally == Tally(unchanged=3)
    assert second.release == first.release


def test_a_newer_vintage_changes_what_it_reclassified_and_says_so(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    importing(old_file(tmp_path / "old.csv", OLDER))
    done = importing(new_file(tmp_path / "new.csv", NEWER))
    assert done.report.tally == Tally(added=1, changed=1, confirmed=1, withdrawn=1)
    ((row, said),) = done.of("changed")
    assert row == 3
    assert "cause: to-be-determined -> accident" in said
    found = told(filled)
    assert found["un-fatality-a-1"][3] == ["un-fatalities-1948-07-06", "un-fatalities-2023-11-28"]
    assert found["un-fatality-a-2"][::3] == ("accident", ["un-fatalities-2023-11-28"])
    assert found["un-fatality-a-3"] == ("gone",)


def test_an_older_vintage_that_comes_later_undoes_nothing(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    importing(new_file(tmp_path / "new.csv", NEWER))
    done = importing(old_file(tmp_path / "old.csv", OLDER))
    assert done.report.tally == Tally(confirmed=1, superseded=1, withdrawn=1)
    assert told(filled)["un-fatality-a-2"][0] == "accident"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_the_order_of_loading_does_not_matter(
    filled: Database, importing: Importing, tmp_path: Path, order: tuple[int, ...]
) -> None:
    files = [
        old_file(tmp_path / "old.csv", OLDER),
        new_file(tmp_path / "between.csv", BETWEEN),
        new_file(tmp_path / "new.csv", NEWER),
    ]
    for number in order:
        importing(files[number])
    found = told(filled)
    cited = {id: said[3] for id, said in found.items() if said != ("gone",)}
    every = [f"un-fatalities-{day}" for day in ("1948-07-06", "2022-01-01", "2023-11-28")]
    assert cited == {
        "un-fatality-a-1": every, "un-fatality-a-2": every[2:], "un-fatality-a-4": every[2:],
    }  # fmt: skip
    assert found["un-fatality-a-2"][0] == "accident"
    assert found["un-fatality-a-3"] == ("gone",)


def test_a_row_that_cannot_be_read_any_more_is_not_gone(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    importing(new_file(tmp_path / "one.csv", NEWER))
    spoiled = [{**row, "updated": "2024-01-01"} for row in NEWER]
    spoiled[0]["cause"] = "Drowning"
    done = importing(new_file(tmp_path / "two.csv", spoiled), most_refused=0.5)
    assert (done.report.tally.refused, done.report.tally.withdrawn) == (1, 0)
    assert told(filled)["un-fatality-a-1"][0] == "hostile-act"


def test_the_seed_leaves_what_was_imported_and_what_says_the_same(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    importing(new_file(tmp_path / "new.csv", NEWER))
    before, facts = held(filled), told(filled)
    changed = rows_of_the_seed()
    changed["places"][1]["name_en"] = "Another Gao"
    seed(filled, write_seed(tmp_path / "seed", changed))
    after = held(filled)
    assert told(filled) == facts
    assert after["country"] == before["country"]
    assert [row for row in after["place"] if row not in before["place"]]
    assert len(after["release"]) == len(before["release"]) + 1


def test_a_dry_run_keeps_nothing_and_says_what_it_would_do(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    before = held(filled)
    done = importing(new_file(tmp_path / "new.csv", NEWER), is_dry=True)
    assert held(filled) == before
    assert done.report.tally.added == 3


def test_too_many_rows_that_cannot_be_read_load_nothing(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    before = held(filled)
    rows = [*(death(f"A-{number}") for number in range(98)), death("B-1", cause="Drowning"),
            death("B-2", cause="Drowning")]  # fmt: skip
    path = new_file(tmp_path / "new.csv", rows)
    with pytest.raises(OperatorError, match=r"2 of 100 rows .* row 100: cause: 'Drowning'"):
        importing(path)
    assert held(filled) == before
    assert importing(path, most_refused=0.02).report.tally.refused == 2


def test_a_file_of_unknown_shape_names_the_columns_that_it_misses(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    path = new_file(tmp_path / "new.csv", NEWER)
    path.write_text(path.read_text().replace("type_of_incident", "incident_type"))
    with pytest.raises(OperatorError) as error:
        importing(path)
    assert "it misses the columns type_of_incident. The vintages known: 2023: " in str(error.value)


def test_a_row_that_was_cut_short_is_refused(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    path = new_file(tmp_path / "new.csv", NEWER)
    path.write_text(path.read_text()[:-20])
    done = importing(path, most_refused=0.5)
    assert done.of("refused") == [(4, "10 cells where there are 12 columns")]
