"""The UN list of operations: missions, the days of their lives, and where they were led from."""

from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from app.database import Database
from app.records import Base, Milestone, Mission, Place
from tests.imports.lists.conftest import Taking
from tests.imports.lists.excerpts import MANDATES, mandate, mission, missions_file, workbook


def dates(database: Database) -> dict[str, str | None]:
    with database.session() as session:
        return dict(session.execute(select(Milestone.id, Milestone.edtf)).all())


def test_the_first_of_a_month_is_no_more_than_the_month(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    taking("un-missions", missions_file(tmp_path, mission("UNOSOM I")))
    assert dates(filled) == {
        "un-mission-unosom-i-started": "1992-04-24",
        "un-mission-unosom-i-ended": "1993-03",
    }


def test_a_roll_up_beside_its_phases_is_an_aggregate(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    both = mission("UNOSOM", mission_name="United Nations Operation in Somalia (I & II)")
    done = taking("un-missions", missions_file(tmp_path, both, mission("UNOSOM II")))
    assert done.report.tally.aggregate == 1
    assert set(dates(filled)) == {"un-mission-unosom-ii-started", "un-mission-unosom-ii-ended"}


@pytest.mark.parametrize(
    ("longitude", "latitude", "point", "said"),
    [
        ("45.3500", "2.0333", (45.35, 2.0333), []),
        ("45,3500", "2,0333", (45.35, 2.0333), ["The dataset writes decimal commas."]),
        ("2.0333", "45.3500", (45.35, 2.0333), ["The dataset gives the longitude as latitude and"
         " the latitude as longitude."]),
        ("10.0", "20.0", (None, None), ["The coordinates 10.0, 20.0 are left out: they are not of"
         " the town."]),
        ("", "", (None, None), []),
    ],
)  # fmt: skip
def test_a_point_is_turned_the_right_way_round_only_where_the_town_tells_which(
    filled: Database,
    taking: Taking,
    tmp_path: Path,
    longitude: str,
    latitude: str,
    point: tuple[float | None, float | None],
    said: list[str],
) -> None:
    row = mission("UNOSOM I", mission_longitude=longitude, mission_latitude=latitude)
    done = taking("un-missions", missions_file(tmp_path, row))
    with filled.session() as session:
        town = session.scalars(select(Place).where(Place.id == "mogadishu")).one()
        base = session.scalars(select(Base).where(Base.place_id == "mogadishu")).one()
        assert ((town.longitude, town.latitude), base.id) == (point, "unosom-i-headquarters")
    assert [one for _, one in done.of("repaired")] == said


def test_two_towns_are_no_headquarters(filled: Database, taking: Taking, tmp_path: Path) -> None:
    row = mission("UNOSOM I", mission_location="Here (Nov-Apr) and there (May-Oct)")
    done = taking("un-missions", missions_file(tmp_path, row))
    assert "'Here (Nov-Apr) and there (May-Oct)' is not one town" in done.of("repaired")[0][1]
    with filled.session() as session:
        assert session.scalars(select(Base)).all() == []


def test_a_mission_under_two_acronyms_is_one_with_the_dates_of_both(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    first = mission("UNPSG", start_date="1997-12-19", mission_location="")
    second = mission("UNCPSG", start_date="1998-01-01", mission_location="")
    done = taking("un-missions", missions_file(tmp_path, first, second))
    assert done.report.tally.refused == 0
    assert dates(filled)["un-mission-unpsg-started"] == "1997-12-19"
    assert dates(filled)["un-mission-uncpsg-started"] == "1998-01"
    with filled.session() as session:
        ids = session.scalars(select(Milestone.mission_id).distinct()).all()
        assert ids == ["unpsg"]


def test_the_seeds_own_mission_stays_as_the_seed_has_it(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    row = mission("MINUSMA", mission_name="Another name", mission_location="")
    taking("un-missions", missions_file(tmp_path, row))
    with filled.session() as session:
        kept = session.scalars(select(Mission).where(Mission.id == "minusma")).one()
        assert kept.names["en"].endswith("in Mali")
        assert kept.other_names == []
    assert "un-mission-minusma-started" in dates(filled)


def test_a_name_that_breaks_off_is_not_kept_and_an_unknown_mission_is_refused(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    broken = mission("UNOSOM I", mission_name='"Operation in the', mission_location="")
    done = taking("un-missions", missions_file(tmp_path, broken, mission("UNOSUM I")))
    assert done.of("repaired") == [(2, "The dataset cuts the name of the mission off.")]
    ((row, said),) = done.of("refused")
    assert row == 3
    assert said.startswith("no mission is called 'UNOSUM I'; the nearest: unosom-i")
    with filled.session() as session:
        kept = session.scalars(select(Mission).where(Mission.id == "unosom-i")).one()
        assert kept.other_names == []


def test_lists_may_be_loaded_in_either_order(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    listed = missions_file(tmp_path, mission("UNOSOM I", mission_name="First in Somalia"))
    row = mandate("UNOSOM I", 1992, mission_fullname="Its other name")
    mandates = workbook(tmp_path / "mandates.xlsx", MANDATES, [row])

    def held() -> tuple[list[str], int]:
        with filled.session() as session:
            kept = session.scalars(select(Mission).where(Mission.id == "unosom-i")).one()
            return kept.other_names, len(session.scalars(select(Milestone)).all())

    taking("un-missions", listed)
    taking("unpmm", mandates)
    assert held() == (["Its other name"], 4)
    assert not taking("un-missions", listed).report.is_new_release
    assert held() == (["Its other name"], 4)


def test_a_mission_that_a_list_has_ended_is_served_as_ended(
    taking: Taking, tmp_path: Path, api: httpx.Client
) -> None:
    taking("un-missions", missions_file(tmp_path, mission("UNOSOM I")))
    assert api.get("/v1/missions/unosom-i").json()["status"] == "ended"
    then = api.get("/v1/missions/unosom-i", params={"datetime": "1992-12"}).json()
    assert then["status"] == "active"
    assert then["headquarters"]["place"]["id"] == "mogadishu"
