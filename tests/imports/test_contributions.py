"""Contributions: what a month of a mission or of a contributor becomes, whatever its dirt."""

from pathlib import Path
from typing import Any

import pytest

from app.database import Database
from app.errors import OperatorError
from app.records import Contingent, StrengthFigure
from tests.imports import made_up_months
from tests.imports.made_up_months import (
    bring,
    contributors_file,
    men,
    missions_file,
    month_of_contributor,
    month_of_mission,
    rows_of,
)
from tests.sources.small_seed import write_seed

MISSIONS, CONTRIBUTORS = "un-contributions-missions", "un-contributions"


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_seed(tmp_path_factory.mktemp("months") / "seed", made_up_months.seed())


def numbers(database: Database, kind: str) -> dict[str, Any]:
    return {id: row["value"] for id, row in rows_of(database, StrengthFigure, kind).items()}


def test_a_month_of_a_mission_is_a_strength_a_category_and_a_gap_is_none(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    done = bring(filled, seed_folder, MISSIONS, missions_file(tmp_path / "m", month_of_mission()))
    assert numbers(filled, MISSIONS) == {
        "un-mission-strength-minusma-2013-07-troops": 5494,
        "un-mission-strength-minusma-2013-07-police": 800,
        "un-mission-strength-minusma-2013-07-uniformed": 6294,
    }
    row = rows_of(filled, StrengthFigure, MISSIONS)["un-mission-strength-minusma-2013-07-troops"]
    assert (row["edtf"], row["basis"], row["category"]) == ("2013-07", "present", "troops")
    assert (row["mission_id"], row["contributor_id"], row["note"]) == ("minusma", None, None)
    assert row["summary"] == "MINUSMA had 5,494 troops in July 2013."
    assert (done.report.published, done.remarks) == ("[2013-07-31..]", [])


def test_a_total_that_is_not_the_sum_of_its_parts_stays_and_is_noted(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    bring(
        filled, seed_folder, MISSIONS,
        missions_file(tmp_path / "m", month_of_mission(total="6300", observers="0")),
    )  # fmt: skip
    rows = rows_of(filled, StrengthFigure, MISSIONS)
    assert rows["un-mission-strength-minusma-2013-07-uniformed"]["value"] == 6300
    assert rows["un-mission-strength-minusma-2013-07-experts"]["value"] == 0
    said = "The dataset gives 6,300 in all; its parts add up to 6,294."
    assert {row["note"] for row in rows.values()} == {said}


def test_another_name_of_a_mission_is_put_right_and_what_is_none_is_of_none(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    rows = [month_of_mission(mission="ONUCI"), month_of_mission(mission="LBB")]
    done = bring(filled, seed_folder, MISSIONS, missions_file(tmp_path / "m", *rows))
    found = rows_of(filled, StrengthFigure, MISSIONS)
    assert found["un-mission-strength-onuci-2013-07-troops"]["mission_id"] == "unoci"
    other = found["un-mission-strength-lbb-2013-07-troops"]
    assert (other["mission_id"], other["note"]) == (None, "It is no mission.")
    assert other["summary"] == "LBB had 5,494 troops in July 2013."
    assert done.of("repaired") == [(2, "The dataset writes ONUCI.")]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"date": "2013-06-31"}, "date: '2013-06-31' is no day such as 2013-08-22"),
        ({"troops": "unknown"}, "troops: 'unknown' is no whole number"),
        ({"troops": "-3"}, "troops: '-3' is no number of people"),
        ({"police": "8.5"}, "police: '8.5' is no whole number"),
        ({"mission": "NOWHERE"}, "no mission is called 'NOWHERE'"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_number(
    filled: Database, seed_folder: Path, tmp_path: Path, wrong: dict[str, str], why: str
) -> None:
    rows = [month_of_mission(date="2013-08-31"), month_of_mission(**wrong)]
    done = bring(filled, seed_folder, MISSIONS, missions_file(tmp_path / "m", *rows))
    assert [(row, said.split(";")[0]) for row, said in done.of("refused")] == [(3, why)]
    assert len(numbers(filled, MISSIONS)) == 3


def test_a_month_of_a_contributor_is_a_strength_a_category(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    row = month_of_contributor(
        **men("individual_police", "6"), **men("formed_police", "147"), **men("total", "1092")
    )
    bring(filled, seed_folder, CONTRIBUTORS, contributors_file(tmp_path / "c", row))
    assert numbers(filled, CONTRIBUTORS) == {
        "un-strength-minusma-tgo-2013-07-troops": 939,
        "un-strength-minusma-tgo-2013-07-police": 153,
        "un-strength-minusma-tgo-2013-07-uniformed": 1092,
    }
    police = rows_of(filled, StrengthFigure, CONTRIBUTORS)["un-strength-minusma-tgo-2013-07-police"]
    assert police["note"] == "6 individual police and 147 in formed police units."
    assert (police["is_derived"], police["contributor_id"]) == (True, "TGO")
    assert police["summary"] == "Togo had 153 police in MINUSMA in July 2013."


def test_aggregates_never_become_facts_and_a_row_of_gaps_is_told(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    gaps = {column: "NA" for kind in ("troops", "total") for column in men(kind, "NA")}
    rows = [
        month_of_contributor(mission="all"),
        month_of_contributor(mission="all", contributor="all", iso3="all"),
        month_of_contributor(mission="all'", date="2014-03-31"),
        month_of_contributor(**gaps),
    ]
    done = bring(filled, seed_folder, CONTRIBUTORS, contributors_file(tmp_path / "c", *rows))
    assert (done.report.tally.aggregate, done.report.tally.added) == (3, 0)
    assert done.of("gap") == [(5, "It gives no number: a gap, not a zero.")]


def test_the_apostrophes_of_march_2014_are_taken_off_and_flagged(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    row = month_of_contributor(
        date="2014-03-31", contributor="Togo'", iso3="TGO'", mission="MINUSMA'"
    )
    done = bring(filled, seed_folder, CONTRIBUTORS, contributors_file(tmp_path / "c", row))
    found = rows_of(filled, StrengthFigure, CONTRIBUTORS)
    assert "un-strength-minusma-tgo-2014-03-troops" in found
    said = "The dataset writes Togo', TGO', MINUSMA'."
    assert {row["note"] for row in found.values()} == {said}
    assert done.of("repaired") == [(2, said)]


@pytest.mark.parametrize(
    ("name", "code", "id"),
    [
        ("Côte dIvoire", "", "CIV"),
        ("Cote d Ivoire", "CIV", "CIV"),
        ("Türkiye", "", "TUR"),
        ("Serbia and Montenegro", "SCG", "SCG"),
        ("Namibia", "NA", "NAM"),
    ],
)
def test_names_without_codes_former_states_and_namibia_are_who_they_are(
    filled: Database, seed_folder: Path, tmp_path: Path, name: str, code: str, id: str
) -> None:
    row = month_of_contributor(contributor=name, iso3=code)
    bring(filled, seed_folder, CONTRIBUTORS, contributors_file(tmp_path / "c", row))
    found = rows_of(filled, StrengthFigure, CONTRIBUTORS).values()
    assert {row["contributor_id"] for row in found} == {id}


def test_a_name_and_a_code_of_two_countries_are_refused(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    row = month_of_contributor(contributor="Chad", iso3="TGO")
    done = bring(filled, seed_folder, CONTRIBUTORS, contributors_file(tmp_path / "c", row))
    why = "the country is not clear: contributor Chad, iso3 TGO"
    assert done.of("refused") == [(2, why)]


def test_men_and_women_who_are_not_the_total_are_noted(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    row = month_of_contributor(troops_female="12")
    bring(filled, seed_folder, CONTRIBUTORS, contributors_file(tmp_path / "c", row))
    found = rows_of(filled, StrengthFigure, CONTRIBUTORS)["un-strength-minusma-tgo-2013-07-troops"]
    assert (found["value"], found["note"]) == (939, "Troops: the men and women add up to 951.")


def test_a_contingent_lasts_as_long_as_each_month_reports_it(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    rows = [
        month_of_contributor(date=day, **men("troops", people))
        for day, people in (
            ("2013-12-31", "900"), ("2013-07-31", "939"), ("2013-08-31", "950"), ("2013-11-30", "900"),
        )
    ]  # fmt: skip
    others = [
        month_of_contributor(date=day, contributor="Chad", iso3="TCD")
        for day in ("2013-07-31", "2013-08-31", "2013-10-31", "2013-11-30", "2013-12-31")
    ]
    bring(filled, seed_folder, CONTRIBUTORS, contributors_file(tmp_path / "c", *rows, *others))
    found = rows_of(filled, Contingent, CONTRIBUTORS)
    assert {id: (row["edtf"], row["low"], row["high"]) for id, row in found.items()} == {
        "un-contingent-minusma-tgo-troops-2013-07": ("2013-07/2013-08", 939, 950),
        "un-contingent-minusma-tgo-troops-2013-11": ("2013-11/2013-12", 900, 900),
        # The file has no September at all, which ends nothing.
        "un-contingent-minusma-tcd-troops-2013-07": ("2013-07/2013-12", 939, 939),
    }
    one = found["un-contingent-minusma-tcd-troops-2013-07"]
    assert (one["unit_type"], one["relation"], one["base_id"]) == ("not-stated", "seen", None)


def test_the_same_file_again_changes_nothing_and_a_longer_one_lengthens_contingents(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    rows = [month_of_contributor(), month_of_contributor(date="2013-08-31")]
    first = contributors_file(tmp_path / "c", *rows)
    bring(filled, seed_folder, CONTRIBUTORS, first)
    again = bring(filled, seed_folder, CONTRIBUTORS, first)
    assert (again.report.tally.unchanged, again.report.is_new_release) == (5, False)
    later = contributors_file(tmp_path / "d", *rows, month_of_contributor(date="2013-09-30"))
    done = bring(filled, seed_folder, CONTRIBUTORS, later)
    tally = done.report.tally
    assert (tally.added, tally.changed, tally.confirmed) == (2, 1, 4)
    (only,) = rows_of(filled, Contingent, CONTRIBUTORS).values()
    assert only["edtf"] == "2013-07/2013-09"


def test_a_file_without_a_column_is_refused_by_its_name(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    path = missions_file(tmp_path / "m", month_of_mission())
    path.write_text(path.read_text().replace("Observers", "Watchers"))
    with pytest.raises(OperatorError, match="it misses the columns Observers"):
        bring(filled, seed_folder, MISSIONS, path)
