"""The published files, where they are at hand: what is known of them comes out."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from app.database import Database
from app.queries.assess import find_assessments
from app.queries.assessing import Assessing
from app.records import CasualtyFigure
from app.settings import ROOT, Settings
from app.sources.datasets import DATASETS
from app.sources.importing import Report, file_of, load
from app.sources.prepare import migrate
from app.sources.releases import Tally
from app.sources.seed import seed
from app.sources.staging import staging
from app.values.terms import Cause
from tests.conftest import NewUrl, serve

FOLDER = "MISSION_KB_DATASETS_DIR"


@pytest.fixture(scope="module")
def datasets() -> Path:
    folder = Path(os.environ.get(FOLDER) or ROOT.parent / "shared" / "datasets")
    if not folder.is_dir():
        pytest.skip(f"set {FOLDER} to the folder of the published datasets to run this")
    return folder


@pytest.fixture(scope="module")
def loaded(
    new_url: NewUrl, seed_dir: Path, datasets: Path
) -> Iterator[tuple[Database, list[Report]]]:
    """The real seed, then both vintages of the fatalities and the older one once more."""
    database = Database(new_url())
    migrate(database)
    seed(database, seed_dir)
    reports = []
    for name in ("2021", "2023-11", "2021"):
        path = datasets / "fatalities" / f"un-fatalities-{name}.csv"
        with staging() as staged:
            reports.append(
                load(database, DATASETS["un-fatalities"], file_of(path), seed_dir, staged)
            )
    yield database, reports
    database.close()


def test_every_row_of_the_fatalities_is_read(loaded: tuple[Database, list[Report]]) -> None:
    _, (older, newer, again) = loaded
    assert (older.rows, newer.rows) == (4117, 4350)
    assert older.tally == Tally(added=4111, repaired=older.tally.repaired)
    assert newer.tally.refused == 0
    assert (newer.tally.added, newer.tally.changed, newer.tally.withdrawn) == (233, 2, 0)
    assert newer.tally.changed + newer.tally.confirmed == 4111
    assert (again.is_new_release, again.tally.superseded) == (False, 2)
    assert not newer.unresolved


def test_the_deaths_of_minusma_are_311(loaded: tuple[Database, list[Report]]) -> None:
    database, _ = loaded
    with database.session() as session:
        rows = session.execute(
            select(CasualtyFigure.began_earliest, CasualtyFigure.cause).where(
                CasualtyFigure.mission_id == "minusma", CasualtyFigure.basis == "incident"
            )
        ).all()
    days = [row[0].isoformat() for row in rows]
    assert (len(days), min(days), max(days)) == (311, "2013-08-22", "2023-11-10")
    assert Counter(str(row[1]) for row in rows) == {
        "hostile-act": 174, "illness": 83, "accident": 38, "to-be-determined": 14, "not-stated": 2,
    }  # fmt: skip


def test_the_news_and_the_records_of_minusma_are_held_against_each_other(
    loaded: tuple[Database, list[Report]],
) -> None:
    database, _ = loaded
    query = Assessing.read([("mission", "minusma"), ("measure", "deaths")])
    with database.session() as session:
        found = {one.cause: one for one in find_assessments(session, query).rows}
    total, hostile = found[Cause.ANY], found[Cause.HOSTILE_ACT]
    assert (str(total.best), total.low, total.high, total.disputed) == ("311", 311, 311, False)
    assert total.voices == ("diplomatic-times", "un-fatalities", "united-nations")
    (tally,) = total.tallies
    assert (str(tally.quantity), tally.recorded.fact_count) == ("at-least 311", 311)
    assert (str(hostile.best), hostile.disputed) == ("between 174 189", False)
    assert hostile.voices == ("afp", "un-fatalities")
    (tally,) = hostile.tallies
    assert (tally.recorded.fact_count, tally.possible.fact_count) == (174, 190)
    assert "174 + 14 to-be-determined + 2 not-stated = 190 at most" in tally.arithmetic
    assert {cause: (one.low, one.high) for cause, one in found.items() if one.is_derived} == {
        Cause.ILLNESS: (83, 99), Cause.ACCIDENT: (38, 54),
    }  # fmt: skip


def test_the_deaths_of_other_missions_are_counted(loaded: tuple[Database, list[Report]]) -> None:
    database, _ = loaded
    query = Assessing.read([("cause", "any"), ("measure", "deaths"), ("limit", "1000")])
    with database.session() as session:
        found = {one.mission: one for one in find_assessments(session, query).rows}
        listed = session.execute(
            select(CasualtyFigure.mission_id, func.count())
            .where(CasualtyFigure.basis == "incident", CasualtyFigure.mission_id.is_not(None))
            .group_by(CasualtyFigure.mission_id)
        )
        for mission, number in listed:
            assert found[mission].low == found[mission].high == number
    unifil = found["unifil"]
    assert (str(unifil.best), unifil.rule.id) == ("333", "counted")


def test_six_people_listed_under_two_nationalities_are_six(
    loaded: tuple[Database, list[Report]],
) -> None:
    database, _ = loaded
    with database.session() as session:
        count = session.scalar(
            select(func.count()).where(CasualtyFigure.note.contains("more than once"))
        )
        total = session.scalar(select(func.count()).where(CasualtyFigure.basis == "incident"))
    assert (count, total) == (6, 4344)


def test_the_stats_add_up_what_the_files_tell(
    loaded: tuple[Database, list[Report]],
) -> None:
    database, _ = loaded
    url = database.url.render_as_string(hide_password=False)
    path = "/v1/stats/casualties"
    for address in serve(Settings(database_url=SecretStr(url))):
        with httpx.Client(base_url=address, timeout=30) as api:
            asked = {"mission": "minusma", "outcome": "death"}
            by_year = api.get(path, params={**asked, "group_by": "year"}).json()
            by_cause = api.get(path, params={**asked, "group_by": "cause"}).json()["items"]
            all_years = api.get(path, params={"group_by": "year", "limit": 1000}).json()
    assert [row["year"] for row in by_year["items"]] == list(range(2013, 2024))
    for name in ("low", "best", "high", "facts"):
        assert sum(row[name] for row in by_year["items"]) == 311
    assert by_year["totals"]["source"] == "un-fatalities"
    assert {row["cause"]: row["best"] for row in by_cause} == {
        "hostile-act": 174, "accident": 38, "illness": 83, "to-be-determined": 14, "not-stated": 2,
    }  # fmt: skip
    assert sum(row["best"] for row in all_years["items"]) == 4344
    assert all(row["facts"] for row in all_years["items"])
