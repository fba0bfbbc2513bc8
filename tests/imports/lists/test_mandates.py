"""UNPMM: a task is a fact of the year in which it was given, whatever years its mission has."""

import builtins
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.database import Database
from app.errors import OperatorError
from app.records import Document, MandateTask, Milestone, Mission, mission_country
from app.sources.mandates import COMPONENTS
from tests.imports.lists.conftest import Taking
from tests.imports.lists.excerpts import MANDATES, mandate, workbook

ROWS = [
    mandate("UNOSOM I", 1992, "min05", "mod11"),
    mandate("UNOSOM I", 1993),
    mandate("UNOSOM I", 1994, "min05"),
]


def tasks(database: Database) -> dict[str, str | None]:
    with database.session() as session:
        return dict(session.execute(select(MandateTask.id, MandateTask.edtf)).all())


def test_a_task_is_of_the_year_in_which_it_was_given_each_time(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    done = taking("unpmm", workbook(tmp_path / "mandates.xlsx", MANDATES, ROWS))
    assert tasks(filled) == {
        "unpmm-unosom-i-min05-1992": "1992",
        "unpmm-unosom-i-mod11-1992": "1992",
        "unpmm-unosom-i-min05-1994": "1994",
    }
    assert (done.report.published, done.report.document) == ("2023", "unpmm-2023-01-01")
    with filled.session() as session:
        title = session.get_one(Document, "unpmm-2023-01-01").title
        assert title == "UN Peace Mission Mandates, version 2.0 (2023)"
        task = session.get_one(MandateTask, "unpmm-unosom-i-mod11-1992")
        assert task.category == "protection-of-civilians"
        assert task.summary == (
            "From 1992 UNOSOM I was to protect civilians from threats of physical violence."
        )


def test_a_mission_is_told_once_with_its_life_and_its_countries(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    rows = [dict(row, mission_location="Somalia/Sahel") for row in ROWS]
    taking("unpmm", workbook(tmp_path / "mandates.xlsx", MANDATES, rows))
    with filled.session() as session:
        lives = session.execute(select(Milestone.type, Milestone.edtf).order_by(Milestone.edtf))
        assert [tuple(row) for row in lives] == [
            ("established", "1992-04-24"),
            ("ended", "1995-03"),
        ]
        assert session.scalars(select(mission_country.c.country_id).where(
            mission_country.c.mission_id == "unosom-i")).all() == ["SOM"]  # fmt: skip
        assert session.get_one(Mission, "unosom-i").acronym == "UNOSOM I"


def test_what_is_active_has_not_ended(filled: Database, taking: Taking, tmp_path: Path) -> None:
    row = mandate("UNSOM", 1992, mission_enddate="ACTIVE", mission_yearend="ACTIVE")
    taking("unpmm", workbook(tmp_path / "mandates.xlsx", MANDATES, [row]))
    with filled.session() as session:
        assert session.scalars(select(Milestone.type)).all() == ["established"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"min05": 2}, "min05: '2' is not one of '1', '0'"),
        ({"mission_startdate": "31.02.1992"}, "began: '31.02.1992' is no day such as 25.04.2013"),
        ({"mission_startdate": "ACTIVE"}, "began: 'ACTIVE' is no day such as 25.04.2013"),
        ({"mission_location": "Mali/Somali"}, "no country is called 'Somali'; the nearest: SOM"),
        ({"mission_abbrev": "UNOSOM IX"}, "no mission is called 'UNOSOM IX'"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_whole(
    filled: Database, taking: Taking, tmp_path: Path, wrong: dict[str, Any], said: str
) -> None:
    rows = [mandate("UNSOM", 1992), mandate("UNOSOM I", 1992, "mod11", **wrong)]
    done = taking("unpmm", workbook(tmp_path / "mandates.xlsx", MANDATES, rows))
    ((row, reason),) = done.of("refused")
    assert row == 3
    assert reason.startswith(said)
    assert tasks(filled) == {}


def test_a_workbook_of_unknown_shape_names_the_columns_that_it_misses(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    columns = [name for name in MANDATES if name not in ("mission_startdate", "min05")]
    for header, missed in ((columns, "mission_startdate, min05. "), ([], "mission_abbrev, ")):
        path = workbook(tmp_path / "mandates.xlsx", header, ROWS if header else [])
        with pytest.raises(OperatorError) as error:
            taking("unpmm", path)
        assert f"it misses the columns {missed}" in str(error.value)
        assert "The vintages known: 2.0: mission_abbrev, " in str(error.value)
    assert tasks(filled) == {}


def test_a_workbook_that_is_broken_is_refused(taking: Taking, tmp_path: Path) -> None:
    path = workbook(tmp_path / "mandates.xlsx", MANDATES, ROWS)
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(OperatorError, match=r"mandates\.xlsx is no workbook that can be read"):
        taking("unpmm", path)


def test_what_is_untidy_in_a_workbook_is_read_and_what_is_unknown_is_told(
    filled: Database, taking: Taking, tmp_path: Path
) -> None:
    untidy = [f" {name} " for name in MANDATES] + ["added"]
    right = mandate("  UNSOM ", 1992, "min05") | {"added": "new"}
    nothing: dict[str, str | int] = dict.fromkeys([*MANDATES, "added"], "")
    wrong = right | {"mission_abbrev": "UNSOM", "mission_location": "Somalland"}
    rows = [right, nothing, wrong]
    path = workbook(tmp_path / "mandates.xlsx", untidy, [spaced(row) for row in rows])
    done = taking("unpmm", path)
    assert done.report.rows == 2
    assert done.report.unread == ["added"]
    assert [row for row, _ in done.of("refused")] == [4]
    assert list(done.report.unresolved) == ["Somalland"]
    assert tasks(filled) == {"unpmm-unsom-min05-1992": "1992"}


def spaced(row: dict[str, str | int]) -> dict[str, str | int]:
    """A row under names that have white space around them."""
    return {name if name == "added" else f" {name} ": value for name, value in row.items()}


def test_a_workbook_without_what_reads_it_says_what_to_install(
    taking: Taking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "python_calamine":
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    path = workbook(tmp_path / "mandates.xlsx", MANDATES, ROWS)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(OperatorError, match=r"install mission-kb\[xlsx\]"):
        taking("unpmm", path)


def test_every_component_is_told_in_words_of_its_own() -> None:
    assert len({component.task for component in COMPONENTS.values()}) == len(COMPONENTS) == 41
