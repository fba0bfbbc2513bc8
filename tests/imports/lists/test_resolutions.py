"""Security Council resolutions: what they are, when they were adopted, what they do to missions."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.database import Database
from app.records import Resolution, ResolutionAction
from tests.imports.lists.conftest import Taking
from tests.imports.lists.excerpts import mission, missions_file, resolution, resolutions_file


def one(database: Database, id: str) -> Resolution:
    with database.session() as session:
        return session.scalars(select(Resolution).where(Resolution.id == id)).one()


def actions(database: Database) -> set[str]:
    with database.session() as session:
        return {
            id.removeprefix("sc-resolution-") for id in session.scalars(select(ResolutionAction.id))
        }


def test_a_resolution_has_its_number_symbol_day_vote_and_title(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    counted = resolution(
        "S/RES/475(1980)", "1980-06-27", "on Angola",
        voting_yes="12", voting_no=0.0, voting_abstain=3.0,
    )  # fmt: skip
    taking("sc-resolutions", resolutions_file(tmp_path, counted))
    kept = one(filled, "475")
    assert (kept.number, kept.symbol, kept.edtf) == ("475", "S/RES/475 (1980)", "1980-06-27")
    assert kept.title == "Resolution 475 (1980) on Angola"
    assert kept.vote == {"is_unanimous": False, "in_favour": 12, "against": 0, "abstaining": 3}


def test_a_vote_that_is_not_told_stays_unknown_and_a_unanimous_one_has_no_counts(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    rows = [
        resolution("S/RES/1(1946)", "1946-01-25", None, voting_yes=None),
        resolution("S/RES/2100 (2013)", "2013-04-25", None),
    ]
    taking("sc-resolutions", resolutions_file(tmp_path, *rows))
    assert one(filled, "1").vote is None
    assert one(filled, "1").title is None
    unanimous = {"is_unanimous": True, "in_favour": None, "against": None, "abstaining": None}
    assert one(filled, "2100").vote == unanimous


def test_a_day_of_another_year_than_the_symbol_leaves_only_the_year(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    row = resolution("S/RES/186(1964)", "1947-02-13", "on establishment of the UN Peace-keeping"
                     " Force in Cyprus")  # fmt: skip
    done = taking("sc-resolutions", resolutions_file(tmp_path, row))
    assert one(filled, "186").edtf == "1964"
    said = "The dataset gives 1947-02-13, which is not of the year of the symbol, 1964."
    assert done.of("repaired") == [(2, said)]
    with filled.session() as session:
        action = session.scalars(select(ResolutionAction)).one()
        assert action.edtf == "1964"
        assert (
            action.summary == "By resolution 186 of 1964 the Security Council established UNFICYP."
        )
        assert said in (action.note or "")


def test_other_documents_of_the_council_are_counted_and_left_out(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    rows = [
        resolution("S/PRST/2013/1", "2013-01-01", None),
        resolution("S/14414", "1980-06-27", None),
        resolution("S/RES/2100 (2013)", "2013-04-25", None),
        resolution("S/RES/21OO (2013)", "2013-04-25", None),
    ]
    done = taking("sc-resolutions", resolutions_file(tmp_path, *rows))
    assert done.of("left-out") == [
        (2, "S/PRST/2013/1 is no resolution"),
        (3, "S/14414 is no resolution"),
    ]
    ((row, said),) = done.of("refused")
    assert (row, said[:32]) == (5, "'S/RES/21OO (2013)' is no symbol")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("on CÃ´te d'Ivoire", "on Côte d'Ivoire"),
        ("on Côte d'Ivoire", "on Côte d'Ivoire"),
        ("on CÃ´te d'Ivoire — again", "on CÃ´te d'Ivoire — again"),
    ],
)
def test_letters_are_put_right_only_where_it_is_certain_what_they_were(
    filled: Database, taking: Taking, tmp_path: Path, written: str, read: str
) -> None:
    row = resolution("S/RES/1528(2004)", "2004-02-27", written)
    done = taking("sc-resolutions", resolutions_file(tmp_path, row))
    assert one(filled, "1528").title == f"Resolution 1528 (2004) {read}"
    assert len(done.of("repaired")) == (written != read)


TITLES = {
    "on establishment of the UN Multidimensional Integrated Stabilization Mission in Mali (MINUSMA)":
        {"establishes-minusma"},
    "on the extension of the mandate of the UN Assistance Mission in Somalia (UNSOM) until 31 Mar.":
        {"extends-unsom"},
    "on renewal of the mandate of the UN Operation in Somalia II and on peace in Somalia":
        {"extends-unosom-ii"},
    "on establishment of a UN Operation in Somalia": {"establishes-unosom-i"},
    "on establishment of a UN Operation in Somalia IV": set(),
    "on extension of the mandate of the UN Operation in Somalia II (UNSOM)": set(),
    "on proposed establishment of the UN Operation in Somalia II": set(),
    "on extension of the mandate of the Panel of Experts and on the UN Operation in Somalia II":
        set(),
    "on attacks on the personnel of the UN Operation in Somalia II": set(),
    "on establishment of a UN Force in Somalia": set(),
    "on extension and expansion of the mandate of the UN Operation in Somalia II":
        {"extends-unosom-ii", "amends-unosom-ii"},
    "on extension of the mandate of UN Operation in CÃ´te d'Ivoire (UNOCI) until 30 June":
        {"extends-unoci"},
    "on termination of the mandate of the UN Operation in Somalia II on 4 Mar.":
        {"terminates-unosom-ii"},
    "on peace in Somalia": set(),
}  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_an_action_is_only_what_the_title_says_plainly_of_one_whole_name(
    filled: Database, taking: Taking, tmp_path: Path, title: str
) -> None:
    taking(
        "sc-resolutions",
        resolutions_file(tmp_path, resolution("S/RES/9(1993)", "1993-01-01", title)),
    )
    assert actions(filled) == {f"9-{action}" for action in TITLES[title]}


def test_what_reads_like_a_mission_and_is_none_is_in_the_report(
    taking: Taking, tmp_path: Path
) -> None:
    title = "on extension of the mandate of the UN Assistance Mission for Somalia until 2 Feb."
    row = resolution("S/RES/9(1993)", "1993-01-01", title)
    unresolved = taking("sc-resolutions", resolutions_file(tmp_path, row)).report.unresolved
    assert unresolved["United Nations Assistance Mission for Somalia"].nearest[0] == "unsom"


def test_the_same_file_again_changes_nothing(taking: Taking, tmp_path: Path) -> None:
    title = "on establishment of a UN Operation in Somalia"
    file = resolutions_file(tmp_path, resolution("S/RES/751(1992)", "1992-04-24", title))
    assert taking("sc-resolutions", file).report.missions == ["unosom-i"]
    again = taking("sc-resolutions", file).report
    assert (again.is_new_release, again.tally.unchanged) == (False, 2)


def test_what_another_dataset_calls_a_mission_moves_no_action(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    row = mission("UNOSOM II", mission_name="Commission of Inquiry")
    taking("un-missions", missions_file(tmp_path, row))
    about = resolution("S/RES/9(1993)", "1993-01-01", "on establishment of a Commission of Inquiry")
    taking("sc-resolutions", resolutions_file(tmp_path, about))
    assert actions(filled) == set()
