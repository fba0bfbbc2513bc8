"""The published contributions and maps, where they are at hand: what is known of them comes out."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, func, select

from app.database import Database
from app.records import Base, Contingent, StrengthFigure
from app.settings import ROOT
from app.sources.prepare import migrate
from app.sources.seed import seed
from tests.conftest import NewUrl
from tests.imports.conftest import Done
from tests.imports.made_up_months import bring
from tests.imports.test_against_real_files import FOLDER

FILES = {
    "un-contributions-missions": "contributions/data_mission_2017-06.csv",
    "un-contributions": "contributions/full_gender_data_2014-10.csv",
    "geo-pko": "geopko/geopko-2.1.csv",
}
Loaded = tuple[Database, dict[str, Done]]


@pytest.fixture(scope="module")
def folder() -> Path:
    folder = Path(os.environ.get(FOLDER) or ROOT.parent / "shared" / "datasets")
    if not folder.is_dir():
        pytest.skip(f"set {FOLDER} to the folder of the published datasets to run this")
    return folder


@pytest.fixture(scope="module")
def loaded(new_url: NewUrl, seed_dir: Path, folder: Path) -> Iterator[Loaded]:
    """The real seed, then all three datasets with the share of refused rows that is usual."""
    database = Database(new_url())
    migrate(database)
    seed(database, seed_dir)
    done = {
        kind: bring(database, seed_dir, kind, folder / name, most_refused=0.01)
        for kind, name in FILES.items()
    }
    yield database, done
    database.close()


def rows(database: Database, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_every_row_is_read_or_refused_for_a_good_reason(loaded: Loaded) -> None:
    _, done = loaded
    reports = {kind: one.report for kind, one in done.items()}
    assert {kind: one.rows for kind, one in reports.items()} == {
        "un-contributions-missions": 5330, "un-contributions": 35774, "geo-pko": 18699,
    }  # fmt: skip
    assert {kind: (one.tally.refused, one.tally.aggregate) for kind, one in reports.items()} == {
        "un-contributions-missions": (0, 0), "un-contributions": (0, 6085), "geo-pko": (1, 0),
    }  # fmt: skip
    assert not any(one.unresolved or one.unread for one in reports.values())
    (refused,) = done["geo-pko"].of("refused")
    assert refused == (10897, "longitude: 'NA' is no number of degrees such as 12.65")
    assert len(done["un-contributions"].of("gap")) == 248
    assert reports["un-contributions-missions"].tally.added == 15960
    apostrophes = [said for _, said in done["un-contributions"].of("repaired") if "'" in said]
    assert len(apostrophes) >= 500


def test_the_strength_of_minusma_is_what_is_known(loaded: Loaded) -> None:
    database, _ = loaded
    query = select(StrengthFigure.edtf, StrengthFigure.value).where(
        StrengthFigure.source == "un-contributions-missions",
        StrengthFigure.mission_id == "minusma",
        StrengthFigure.category == "uniformed",
    )
    months = dict(rows(database, query))
    assert (months["2013-07"], months["2015-12"], months["2016-12"]) == (6294, 11667, 12057)
    assert "2016-11" not in months


def test_who_had_how_many_in_minusma_in_march_2014(loaded: Loaded) -> None:
    database, _ = loaded
    query = select(StrengthFigure.contributor_id, StrengthFigure.value).where(
        StrengthFigure.source == "un-contributions",
        StrengthFigure.mission_id == "minusma",
        StrengthFigure.category == "uniformed",
        StrengthFigure.edtf == "2014-03",
    )
    found = dict(rows(database, query))
    assert (found["TCD"], found["TGO"], found["BFA"]) == (1147, 1092, 876)
    assert sum(found.values()) == 7469


@pytest.mark.parametrize("category", ["troops", "police", "uniformed"])
def test_contributors_add_up_to_the_mission_from_july_2013_to_march_2014(
    loaded: Loaded, category: str
) -> None:
    database, _ = loaded
    of_category = (
        StrengthFigure.mission_id == "minusma",
        StrengthFigure.category == category,
        StrengthFigure.edtf <= "2014-03",
    )
    by_mission = select(StrengthFigure.edtf, StrengthFigure.value).where(
        StrengthFigure.source == "un-contributions-missions", *of_category
    )
    added = (
        select(StrengthFigure.edtf, func.sum(StrengthFigure.value))
        .where(StrengthFigure.source == "un-contributions", *of_category)
        .group_by(StrengthFigure.edtf)
    )
    whole = dict(rows(database, by_mission))
    assert len(whole) == 9
    assert {month: int(number) for month, number in rows(database, added)} == whole


def test_the_rows_that_add_up_others_say_the_same_as_our_facts(
    loaded: Loaded, folder: Path
) -> None:
    """The rows of all contributors, which never become facts, against those that did."""
    database, _ = loaded
    added = (
        select(StrengthFigure.edtf, func.sum(StrengthFigure.value))
        .where(StrengthFigure.source == "un-contributions", StrengthFigure.category == "uniformed")
        .group_by(StrengthFigure.edtf)
    )
    ours = {month: int(number) for month, number in rows(database, added)}
    theirs = {}
    with (folder / FILES["un-contributions"]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Contributor"] == row["Mission"] == "all":
                theirs[row["Date"][:7]] = int(row["Total_Total"])
    agreeing = [month for month, number in theirs.items() if ours[month] == number]
    assert len(theirs) == 52
    # January 2014 lacks some contributors of four missions, by the file's own total.
    assert theirs["2014-01"] - ours["2014-01"] == 9
    assert [month for month in agreeing if "2013-07" <= month <= "2014-02"] == [
        "2013-07", "2013-08", "2013-09", "2013-10", "2013-11", "2013-12", "2014-02",
    ]  # fmt: skip


def test_contingents_are_far_fewer_than_rows(loaded: Loaded) -> None:
    database, _ = loaded
    query = select(Contingent.unit_type, func.count()).where(
        Contingent.source == "un-contributions"
    )
    found = rows(database, query.group_by(Contingent.unit_type))
    count: dict[Any, int] = dict(found)
    assert sum(count.values()) == 1939
    assert {str(unit_type) for unit_type in count} == {
        "formed-police-unit", "individual-police", "military-observers", "not-stated",
    }  # fmt: skip


def test_the_maps_of_minusma_are_33_and_none_is_of_2013(loaded: Loaded, folder: Path) -> None:
    database, _ = loaded
    with (folder / FILES["geo-pko"]).open(encoding="utf-8", newline="") as file:
        published = [row for row in csv.DictReader(file) if row["mission"] == "MINUSMA"]
    assert (len(published), len({row["source"] for row in published})) == (442, 33)
    query = select(StrengthFigure.edtf, StrengthFigure.value).where(
        StrengthFigure.source == "geo-pko",
        StrengthFigure.mission_id == "minusma",
        StrengthFigure.contributor_id.is_(None),
    )
    found = rows(database, query)
    assert len({month for month, _ in found}) == 33
    assert min(month for month, _ in found) == "2014-03"
    ours = Counter[str]()
    for month, number in found:
        ours[month] += number
    theirs = Counter[str]()
    for row in published:
        if row["no.troops"] != "unknown":
            theirs[f"{row['year']}-{row['month'].zfill(2)}"] += int(row["no.troops"])
    assert ours == theirs


def test_who_was_in_kidal_in_2016(loaded: Loaded) -> None:
    database, _ = loaded
    query = select(Contingent.contributor_id).where(
        Contingent.source == "geo-pko",
        Contingent.place_id == "kidal",
        Contingent.edtf <= "2016-12",
        func.substr(Contingent.edtf, func.length(Contingent.edtf) - 6) >= "2016",
    )
    found = [row[0] for row in rows(database, query)]
    assert sorted(found) == ["BEN", "BGD", "EGY", "GIN", "KHM", "NPL", "TCD", "TGO"]


def test_one_base_a_location_and_estimates_apart_from_reports(loaded: Loaded) -> None:
    database, _ = loaded
    bases = select(func.count()).where(Base.source == "geo-pko", Base.mission_id == "minusma")
    assert rows(database, bases) == [(15,)]
    bases_of_figures = select(StrengthFigure.source, StrengthFigure.basis).distinct()
    imported = {
        (source, str(basis)) for source, basis in rows(database, bases_of_figures)
        if source != "seed"
    }  # fmt: skip
    assert imported == {
        ("un-contributions-missions", "present"),
        ("un-contributions", "present"),
        ("geo-pko", "map-estimate"),
    }
