"""UN fatalities: what a row becomes, whichever vintage it is of and whatever its dirt."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.database import Database
from app.records import CasualtyFigure, Mission
from app.sources.un_fatalities import fact_id
from tests.imports.conftest import Importing
from tests.imports.made_up import death, json_file, new_file, old_file

ROWS = [
    death(),
    death("UNMIK-2004-09-00002", date="2004-09-02", mission="UNMIK", cause="Illness",
          nationality="Norway", iso3="NOR", m49="578.0", group="Local "),
]  # fmt: skip


def facts(database: Database) -> dict[str, dict[str, Any]]:
    """The figures that came from the dataset, by id."""
    table = CasualtyFigure.__table__
    with database.engine.connect() as connection:
        rows = connection.execute(select(table).where(table.c.source == "un-fatalities"))
        return {row.id: row._asdict() for row in rows}


def only(database: Database) -> dict[str, Any]:
    (row,) = facts(database).values()
    return row


def test_a_row_is_one_death_of_one_person(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    done = importing(new_file(tmp_path / "new.csv", ROWS))
    row = facts(filled)["un-fatality-untso-1948-07-00001"]
    assert (row["edtf"], row["mission_id"], row["contributor_id"]) == ("1948-07-06", "untso", "FRA")
    assert (row["outcome"], row["cause"], row["population_group"]) == (
        "death", "hostile-act", "military",
    )  # fmt: skip
    assert (row["value"], row["low"], row["high"], row["basis"]) == (1, 1, 1, "incident")
    assert (row["place_id"], row["note"], row["is_derived"]) == (None, None, False)
    assert row["summary"] == "A soldier of UNTSO died on 6 July 1948, by a hostile act."
    assert (done.report.tally.added, done.report.tally.repaired) == (2, 0)


@pytest.mark.parametrize("write", [old_file, json_file])
def test_every_form_of_the_file_says_the_same(
    filled: Database, importing: Importing, tmp_path: Path, write: Any
) -> None:
    importing(new_file(tmp_path / "new.csv", ROWS))
    before = {id: row["digest"] for id, row in facts(filled).items()}
    done = importing(write(tmp_path / "other", ROWS))
    assert {id: row["digest"] for id, row in facts(filled).items()} == before
    assert (done.report.tally.added, done.report.tally.changed) == (0, 0)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Accident", "accident"),
        ("Self-Inflicted", "self-inflicted"),
        ("To Be Determined", "to-be-determined"),
        ("Unknown", "not-stated"),
    ],
)
def test_a_cause_that_is_not_known_is_kept_as_not_known(
    filled: Database, importing: Importing, tmp_path: Path, written: str, kept: str
) -> None:
    importing(new_file(tmp_path / "new.csv", [death(cause=written)]))
    assert only(filled)["cause"] == kept


def test_a_name_without_its_apostrophe_is_put_right_and_flagged(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    row = death(nationality="Côte dIvoire", iso3="", m49="")
    done = importing(new_file(tmp_path / "new.csv", [row]))
    assert only(filled)["contributor_id"] == "CIV"
    assert only(filled)["note"] == "The dataset writes Côte dIvoire."
    assert done.of("repaired") == [(2, "The dataset writes Côte dIvoire.")]


def test_a_trailing_apostrophe_is_put_right_and_flagged(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    done = importing(new_file(tmp_path / "new.csv", [death(mission="UNTSO'")]))
    assert only(filled)["mission_id"] == "untso"
    assert done.of("repaired") == [(2, "The dataset writes UNTSO'.")]


def test_an_alias_stands_for_a_mission_or_for_none(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    rows = [death("A-1", mission="OSESyria"), death("A-2", mission="UNSecretariat")]
    done = importing(new_file(tmp_path / "new.csv", rows))
    found = facts(filled)
    assert found[fact_id("A-1")]["mission_id"] == "ose-syria"
    assert found[fact_id("A-2")]["mission_id"] is None
    assert found[fact_id("A-2")]["note"] == "It is no mission."
    assert done.of("repaired") == [(2, "The dataset writes OSESyria.")]


@pytest.mark.parametrize("nationality", ["", "ZZ [Undetermined]"])
def test_a_nationality_that_is_not_told_is_nobodys(
    filled: Database, importing: Importing, tmp_path: Path, nationality: str
) -> None:
    row = death(nationality=nationality, iso3="", m49="")
    importing(new_file(tmp_path / "new.csv", [row]))
    assert only(filled)["contributor_id"] is None
    assert only(filled)["note"]


def test_one_key_under_two_nationalities_is_one_death_of_neither(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    rows = [
        death("UNMIK-2004-09-00003", nationality="Montenegro", iso3="MNE", m49="499.0"),
        death("UNMIK-2004-09-00003", nationality="Serbia and Montenegro", iso3="SCG", m49="891.0"),
    ]
    done = importing(new_file(tmp_path / "new.csv", rows))
    assert only(filled)["contributor_id"] is None
    assert "more than once" in only(filled)["note"]
    assert done.of("repaired") == [(3, "It is one with row 2, under the same key.")]
    again = importing(new_file(tmp_path / "new.csv", rows))
    assert (again.report.tally.changed, again.report.is_new_release) == (0, False)


REFUSED = {
    "another death under the same key": (
        death(date="1948-07-07"), "row 2 has the key UNTSO-1948-07-00001 already",
    ),
    "a code of another country than the name": (death("B", iso3="NOR"), "the country is not clear"),
    "a code that is none": (death("B", iso3="XXX"), "iso3: 'XXX' is no country's code"),
    "a country that is none": (
        death("B", nationality="Frence"), "no country is called 'Frence'; the nearest: FRA",
    ),
    "a mission that is none": (
        death("B", mission="UNTSI"), "no mission is called 'UNTSI'; the nearest: untso",
    ),
    "a day that is none": (death("B", date="1948-02-30"), "date: '1948-02-30' is no day"),
    "a day in words": (death("B", date="July 1948"), "date: 'July 1948' is no day"),
    "no day": (death("B", date=""), "date is empty"),
    "a cause that is new": (death("B", cause="Drowning"), "cause: 'Drowning' is not one of"),
    "a group that is new": (death("B", group="Contractor"), "group: 'Contractor' is not one of"),
    "an outcome that is no death": (death("B", outcome="Injury"), "outcome: 'Injury' is not one of"),
    "no key": (death(""), "key is empty"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_a_row_that_cannot_be_read_is_refused_with_its_number_and_the_reason(
    filled: Database, importing: Importing, tmp_path: Path, fault: str
) -> None:
    row, reason = REFUSED[fault]
    done = importing(new_file(tmp_path / "new.csv", [death(), row]), most_refused=0.5)
    ((number, said),) = done.of("refused")
    assert number == 3
    assert said.startswith(reason)
    assert list(facts(filled)) == ["un-fatality-untso-1948-07-00001"]
    assert done.report.tally.refused == 1


def test_a_mission_is_made_of_the_register_where_nobody_has_brought_it(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    done = importing(new_file(tmp_path / "new.csv", ROWS))
    assert sorted(done.report.missions) == ["unmik", "untso"]
    with filled.session() as session:
        mission = session.scalars(select(Mission).where(Mission.id == "untso")).one()
        assert mission.acronym == "UNTSO"
    assert importing(new_file(tmp_path / "new.csv", ROWS)).report.missions == []
