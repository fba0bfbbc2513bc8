"""Status on a date: what bases and missions were by the last day that is asked for."""

import httpx
import pytest

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


def test_a_mission_on_a_date_shows_only_the_milestones_reached(api: httpx.Client) -> None:
    mission = api.get("/v1/missions/minusma", params={"datetime": "2023-06-30"}).json()
    assert mission["status"] == "withdrawing"
    reached = [milestone["type"] for milestone in mission["milestones"]]
    assert reached == ["deployed", "established", "mandate-ended"]
    assert {action["resolution"] for action in mission["resolutions"]} == {"2100", "2690"}
    before = api.get("/v1/missions/minusma", params={"datetime": "2014"}).json()
    assert before["status"] == "active"
    assert {action["resolution"] for action in before["resolutions"]} == {"2100"}
