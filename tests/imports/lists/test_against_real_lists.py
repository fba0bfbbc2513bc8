"""The published lists, where they are at hand: every row of each is read, and what is known comes out."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.database import Database
from app.records import Base, MandateTask, Milestone, Mission, Place, Resolution, ResolutionAction
from app.settings import ROOT
from app.sources.datasets import DATASETS
from app.sources.importing import file_of, load
from app.sources.prepare import migrate
from app.sources.seed import seed
from app.sources.staging import staging
from tests.conftest import NewUrl
from tests.imports.conftest import Done

FOLDER = "MISSION_KB_DATASETS_DIR"
FILES = {
    "unpmm": "unpmm/UNPMM_V2.0.xlsx",
    "un-missions": "missions/DPPADPOSS-PKO.csv",
    "sc-resolutions": "resolutions/DGC-SCRES.json",
}

Loaded = tuple[Database, dict[str, Done]]


@pytest.fixture(scope="module")
def loaded(new_url: NewUrl, seed_dir: Path) -> Iterator[Loaded]:
    """The real seed, then each of the lists."""
    folder = Path(os.environ.get(FOLDER) or ROOT.parent / "shared" / "datasets")
    if not folder.is_dir():
        pytest.skip(f"set {FOLDER} to the folder of the published datasets to run this")
    database = Database(new_url())
    migrate(database)
    seed(database, seed_dir)
    done = {}
    for kind, name in FILES.items():
        with staging() as staged:
            report = load(database, DATASETS[kind], file_of(folder / name), seed_dir, staged)
            done[kind] = Done(report, list(staged.remarks()))
    yield database, done
    database.close()


def test_no_row_of_any_list_is_refused(loaded: Loaded) -> None:
    _, done = loaded
    rows = {kind: one.report.rows for kind, one in done.items()}
    assert rows == {"unpmm": 1382, "un-missions": 81, "sc-resolutions": 4575}
    assert [one.report.tally.refused for one in done.values()] == [0, 0, 0]
    assert [one.report.unread for one in done.values()] == [[], [], []]


def test_all_missions_have_their_lives(loaded: Loaded) -> None:
    database, done = loaded
    with database.session() as session:
        owners = session.execute(select(Mission.source, func.count()).group_by(Mission.source))
        assert dict(owners.all())["unpmm"] == 140
        told = session.execute(
            select(Milestone.source, Milestone.type, func.count()).group_by(
                Milestone.source, Milestone.type
            )
        )
        lives = {(source, str(type)): count for source, type, count in told if source != "seed"}
    assert lives == {
        ("un-missions", "started"): 75,
        ("un-missions", "ended"): 64,
        ("unpmm", "established"): 141,
        ("unpmm", "ended"): 105,
    }
    assert done["un-missions"].report.tally.aggregate == 3


def test_the_seven_points_that_are_the_wrong_way_round_are_turned(loaded: Loaded) -> None:
    database, done = loaded
    swapped = [row for row, said in done["un-missions"].of("repaired") if "as latitude" in said]
    assert len(swapped) == 6, "the seventh is of a roll-up, which is no fact"
    with database.session() as session:
        points = select(Place.longitude, Place.latitude).where(Place.id == "mogadishu")
        assert tuple(session.execute(points).one()) == (45.35, 2.0333)
        assert session.scalar(select(func.count()).where(Base.source == "un-missions")) == 66


def test_resolutions_of_wrong_days_keep_the_year_of_their_symbols(loaded: Loaded) -> None:
    database, done = loaded
    wrong = [said for _, said in done["sc-resolutions"].of("repaired") if "not of the year" in said]
    assert (len(wrong), len(done["sc-resolutions"].of("left-out"))) == (158, 1853)
    with database.session() as session:
        assert session.scalar(select(func.count(Resolution.id))) == 2722
        in_year = select(func.count()).where(func.length(Resolution.edtf) == 4)
        assert session.scalar(in_year) == 158
        days = select(Resolution.id, Resolution.edtf).where(Resolution.id.in_(["2100", "2690"]))
        assert dict(session.execute(days).all()) == {"2100": "2013-04-25", "2690": "2023-06-30"}


def test_resolutions_act_on_missions_and_never_on_the_wrong_one(loaded: Loaded) -> None:
    database, _ = loaded
    with database.session() as session:
        on_mali = session.scalars(
            select(ResolutionAction.id)
            .where(
                ResolutionAction.mission_id == "minusma",
                ResolutionAction.source == "sc-resolutions",
            )
            .order_by(ResolutionAction.id)
        ).all()
        founded = session.scalar(select(func.count()).where(ResolutionAction.type == "establishes"))
    assert [id.removeprefix("sc-resolution-") for id in on_mali] == [
        "2100-establishes-minusma", "2164-extends-minusma", "2227-extends-minusma",
        "2295-extends-minusma", "2364-extends-minusma", "2423-extends-minusma",
        "2480-extends-minusma", "2531-extends-minusma", "2584-extends-minusma",
        "2640-extends-minusma", "2690-terminates-minusma",
    ]  # fmt: skip
    assert founded == 78, "77 of the file and the seed's own"


def test_every_task_that_a_mission_was_given_is_there(loaded: Loaded) -> None:
    database, _ = loaded
    with database.session() as session:
        assert session.scalar(select(func.count()).where(MandateTask.source == "unpmm")) == 1077
        of_minusma = session.execute(
            select(MandateTask.edtf, func.count())
            .where(MandateTask.mission_id == "minusma", MandateTask.source == "unpmm")
            .group_by(MandateTask.edtf)
            .order_by(MandateTask.edtf)
        ).all()
    assert [tuple(row) for row in of_minusma] == [("2013", 25), ("2019", 5), ("2020", 1)]
