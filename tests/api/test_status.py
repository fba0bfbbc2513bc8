"""Status on a date: what bases and missions were by the last day that is asked for."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.database import Database
from app.records import Base, BaseStatus
from app.values.terms import BaseKind, BaseState
from app.values.words import padded
from tests.api import odd
from tests.api.served import found, page


def statuses(api: httpx.Client, **params: str) -> dict[str, str | None]:
    return {base["id"]: base["status"] for base in page(api, "/v1/bases", **params)["items"]}


def test_in_january_two_bases_are_retained_and_timbuktu_is_closed(api: httpx.Client) -> None:
    then = statuses(api, mission="minusma", datetime="2024-01")
    assert then["minusma-bamako"] == "retained-for-liquidation"
    assert then["minusma-gao"] == "retained-for-liquidation"
    assert then["minusma-timbuktu-camp"] == "closed"
    assert then["minusma-mopti-camp"] == "handed-over"


def test_on_12_december_timbuktu_is_not_yet_closed(api: httpx.Client) -> None:
    then = statuses(api, mission="minusma", datetime="2023-12-12")
    assert then["minusma-timbuktu-camp"] not in (None, "closed", "handed-over")


@pytest.mark.parametrize(
    ("day", "status"),
    [("2023-12-27", "in-use"), ("2023-12-28", "closed"), ("2023-12-29/2024-01", "closed")],
)
def test_a_closed_base_stays_closed(api: httpx.Client, day: str, status: str) -> None:
    assert statuses(api, datetime=day)["minusma-timbuktu-camp"] == status


def test_a_base_handed_over_in_some_week_is_so_only_when_the_week_is_over(
    api: httpx.Client,
) -> None:
    assert statuses(api, datetime="2023-12-09")["minusma-mopti-camp"] == "in-use"
    assert statuses(api, datetime="2023-12-10")["minusma-mopti-camp"] == "handed-over"


def test_what_had_not_begun_is_left_out_and_what_has_no_dated_status_is_counted(
    odd_api: httpx.Client,
) -> None:
    answer = page(odd_api, "/v1/bases", datetime="2023-06")
    assert "minusma-bamako" not in [base["id"] for base in answer["items"]]
    assert "base-without-a-status" not in [base["id"] for base in answer["items"]]
    assert answer["undatedExcluded"] >= 1
    everything = page(odd_api, "/v1/bases")
    assert everything["undatedExcluded"] == 0
    assert "base-without-a-status" in [base["id"] for base in everything["items"]]


def test_bases_are_found_by_their_status_on_the_day(api: httpx.Client) -> None:
    asked = {"status": "closed", "datetime": "2024-01"}
    assert found(api, "/v1/bases", **asked) == ["minusma-timbuktu-camp"]
    assert found(api, "/v1/bases", status="closed", datetime="2023-12-12") == []
    for status in ("closed", "retained-for-liquidation"):
        bases = page(api, "/v1/bases", status=status)["items"]
        assert bases
        assert {base["status"] for base in bases} == {status}


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2013-12", "active"),
        ("2020", "active"),
        ("2023-12-01", "withdrawing"),
        ("2024-01", "liquidating"),
        ("2024-01/..", "liquidating"),
    ],
)
def test_the_mission_goes_through_its_life(api: httpx.Client, day: str, status: str) -> None:
    (mission,) = page(api, "/v1/missions", datetime=day)["items"]
    assert (mission["id"], mission["status"]) == ("minusma", status)
    assert api.get("/v1/missions/minusma", params={"datetime": day}).json() == mission
    assert found(api, "/v1/missions", datetime=day, status=status) == ["minusma"]


def test_a_mission_that_had_not_begun_is_left_out(api: httpx.Client) -> None:
    assert found(api, "/v1/missions", datetime="2012") == []
    assert api.get("/v1/missions/minusma", params={"datetime": "2012"}).json()["status"] is None


def test_a_base_on_a_date_shows_only_the_statuses_that_had_begun(api: httpx.Client) -> None:
    asked = {"datetime": "2023-12-12"}
    base = api.get("/v1/bases/minusma-timbuktu-camp", params=asked).json()
    assert [fact["status"] for fact in base["statuses"]] == ["in-use"]
    whole = api.get("/v1/bases/minusma-timbuktu-camp").json()
    assert [fact["status"] for fact in whole["statuses"]] == ["in-use", "closed"]


def test_a_status_that_may_have_begun_is_shown_unless_it_has_to_be_certain(
    api: httpx.Client,
) -> None:
    path, day = "/v1/bases/minusma-mopti-camp", "2023-12-05"
    possible = api.get(path, params={"datetime": day}).json()
    assert [fact["status"] for fact in possible["statuses"]] == ["in-use", "handed-over"]
    certain = api.get(path, params={"datetime": day, "match": "certain"}).json()
    assert "handed-over" not in [fact["status"] for fact in certain["statuses"]]


def base_with(*states: tuple[str | None, BaseState]) -> Iterator[Any]:
    """A base, and what was said of its status when."""
    yield Base(
        id="camp",
        mission_id="minusma",
        place_id="gao",
        kind=BaseKind.SITE,
        names={"en": "Camp"},
        other_names=[],
        words=padded(["Camp"]),
    )
    for n, (date, status) in enumerate(states):
        yield odd.fact(BaseStatus, f"status-{n}", date, "gao", base_id="camp", status=status)


@pytest.fixture
def camp(own: Database) -> str:
    """A base with a status of each certainty."""
    states = {
        "2020-03-10": BaseState.IN_USE,
        "2020-06~": BaseState.BEING_CLOSED,
        "[2020-07-05..2020-07-10]": BaseState.HANDED_OVER,
        None: BaseState.CLOSED,
    }
    odd.add(own, *base_with(*states.items()))
    return "/v1/bases/camp"


@pytest.mark.parametrize(
    ("day", "possible", "certain"),
    [
        ("2020-03-09", [], []),
        ("2020-03-10", ["in-use"], ["in-use"]),
        ("2020-06-01", ["in-use", "being-closed"], ["in-use"]),
        ("2020-07-04", ["in-use", "being-closed"], ["in-use"]),
        ("2020-07-05", ["in-use", "being-closed", "handed-over"], ["in-use"]),
        ("2020-07-09", ["in-use", "being-closed", "handed-over"], ["in-use"]),
        ("2020-07-10", ["in-use", "being-closed", "handed-over"], ["in-use", "handed-over"]),
    ],
)
def test_a_status_is_shown_from_the_first_day_on_which_it_may_or_must_have_begun(
    camp: str, own_api: httpx.Client, day: str, possible: list[str], certain: list[str]
) -> None:
    for match, expected in (("possible", possible), ("certain", certain)):
        base = own_api.get(camp, params={"datetime": day, "match": match}).json()
        assert [fact["status"] for fact in base["statuses"]] == expected
        listed = page(own_api, "/v1/bases", datetime=day, match=match)["items"]
        assert listed == ([base] if expected else [])


def test_without_a_day_a_status_without_a_date_is_shown_too(
    camp: str, own_api: httpx.Client
) -> None:
    base = own_api.get(camp).json()
    shown = [fact["status"] for fact in base["statuses"]]
    assert shown == ["in-use", "being-closed", "handed-over", "closed"]
    assert base["status"] == "handed-over"


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("2020-06", "2020-06-30", "closed"),
        ("2020-06-30", "2020-06", "in-use"),
        ("2020-06-30", "2020-06-30", "closed"),
        ("2020-06-30", "2020-06-29", "in-use"),
    ],
)
def test_of_two_statuses_the_one_that_came_to_be_later_is_told(
    own: Database, own_api: httpx.Client, first: str, second: str, status: str
) -> None:
    odd.add(own, *base_with((first, BaseState.IN_USE), (second, BaseState.CLOSED)))
    assert own_api.get("/v1/bases/camp").json()["status"] == status


def test_a_mission_on_a_date_shows_only_the_milestones_reached(api: httpx.Client) -> None:
    mission = api.get("/v1/missions/minusma", params={"datetime": "2023-06-30"}).json()
    assert mission["status"] == "withdrawing"
    reached = [milestone["type"] for milestone in mission["milestones"]]
    assert reached == ["deployed", "established", "mandate-ended"]
    assert {action["resolution"] for action in mission["resolutions"]} == {"2100", "2690"}
    before = api.get("/v1/missions/minusma", params={"datetime": "2014"}).json()
    assert before["status"] == "active"
    assert {action["resolution"] for action in before["resolutions"]} == {"2100"}
