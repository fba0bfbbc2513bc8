"""What was known when: `known_on` leaves out what only later documents say."""

from typing import Any

import httpx
import pytest

FLAG_IS_DOWN = "2023-12-12"
FACTS = ("casualties", "strengths", "contingents", "events", "statements", "tasks")
THINGS = ("missions", "bases", "resolutions", "people", "organisations", "documents")


def items(api: httpx.Client, path: str, **asked: str) -> list[dict[str, Any]]:
    """The items of a list, all on one page."""
    answer = api.get(path, params={"limit": "1000", **asked})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def ids(api: httpx.Client, path: str, **asked: str) -> set[str]:
    """The ids of a list."""
    return {item["id"] for item in items(api, path, **asked)}


def cited(fact: dict[str, Any]) -> set[str]:
    """The documents that an answer gives for a fact."""
    return {citation["document"]["id"] for citation in fact["citations"]}


def test_on_12_december_nobody_had_said_311(api: httpx.Client) -> None:
    asked = {"mission": "minusma", "outcome": "death"}
    known = items(api, "/v1/casualties", **asked, known_on=FLAG_IS_DOWN)
    assert [fact["quantity"]["value"] for fact in known] == [180]
    assert {fact["quantity"]["value"] for fact in items(api, "/v1/casualties", **asked)} == {
        180,
        300,
        311,
    }


def test_a_fact_known_later_is_not_found_by_its_id_before(api: httpx.Client) -> None:
    path = "/v1/casualties/minusma-deaths-all-causes-311"
    assert api.get(path, params={"known_on": FLAG_IS_DOWN}).status_code == 404
    assert api.get(path, params={"known_on": "2024-01-31"}).status_code == 200


def test_citations_of_later_documents_are_left_out(api: httpx.Client) -> None:
    path = "/v1/casualties/minusma-deaths-all-causes-311"
    early = api.get(path, params={"known_on": "2023-12-31"}).json()
    assert cited(early) == {"africa-world-news-2023-12-30"}
    late = api.get(path, params={"known_on": "2024-01-01"}).json()
    assert cited(late) == {"africa-world-news-2023-12-30", "unnamed-un-retelling-2024-01"}


def test_match_decides_for_documents_of_uncertain_date(api: httpx.Client) -> None:
    asked = {"known_on": FLAG_IS_DOWN}
    assert ids(api, "/v1/documents", **asked) == {
        "diplomatic-insight-2023-12-12",
        "unnamed-afp-retelling-2023-12",
    }
    assert ids(api, "/v1/documents", **asked, match="certain") == {"diplomatic-insight-2023-12-12"}


def test_an_open_date_of_publication_is_never_certain(api: httpx.Client) -> None:
    asked = {"known_on": "2030-01-01", "match": "certain"}
    assert "unnamed-un-retelling-2024-01" not in ids(api, "/v1/documents", **asked)


def test_timbuktu_was_open_as_far_as_was_known_on_12_december(api: httpx.Client) -> None:
    path = "/v1/bases/minusma-timbuktu-camp"
    assert api.get(path, params={"known_on": FLAG_IS_DOWN}).json()["status"] == "in-use"
    assert api.get(path).json()["status"] == "closed"


def test_a_base_that_nobody_had_told_of_is_not_there(api: httpx.Client) -> None:
    assert "minusma-bamako" not in ids(api, "/v1/bases", known_on=FLAG_IS_DOWN)
    assert "minusma-bamako" in ids(api, "/v1/bases", known_on="2024-01-01")


def test_the_completed_withdrawal_was_not_known_on_12_december(api: httpx.Client) -> None:
    path = "/v1/missions/minusma"
    mission = api.get(path, params={"known_on": FLAG_IS_DOWN}).json()
    reached = {milestone["type"] for milestone in mission["milestones"]}
    assert reached == {"deployed", "closing-ceremony", "liquidation-started"}
    assert mission["resolutions"] == []


def test_people_are_known_by_what_was_told_of_them(api: httpx.Client) -> None:
    known = ids(api, "/v1/people", known_on=FLAG_IS_DOWN)
    assert "fatoumata-kaba" in known
    assert "antonio-guterres" not in known


def test_a_document_that_is_not_out_yet_says_nothing(api: httpx.Client) -> None:
    asked = {"document": "africa-world-news-2023-12-30", "known_on": FLAG_IS_DOWN}
    assert items(api, "/v1/events", **asked) == []


def test_places_and_countries_are_known_on_any_day(api: httpx.Client) -> None:
    for path in ("/v1/places", "/v1/countries"):
        assert ids(api, path, known_on="1900-01-01") == ids(api, path)


@pytest.mark.parametrize("noun", FACTS)
@pytest.mark.parametrize("match", ["possible", "certain"])
@pytest.mark.parametrize("day", ["2023-12-10", "2023-12-12", "2023-12-30", "2024-01-06"])
def test_a_list_is_just_what_the_documents_of_the_day_say(
    api: httpx.Client, noun: str, match: str, day: str
) -> None:
    documents = ids(api, "/v1/documents", known_on=day, match=match)
    everything = {fact["id"]: cited(fact) for fact in items(api, f"/v1/{noun}")}
    expected = {id: said & documents for id, said in everything.items() if said & documents}
    known = {
        fact["id"]: cited(fact) for fact in items(api, f"/v1/{noun}", known_on=day, match=match)
    }
    assert known == expected


@pytest.mark.parametrize("noun", [*FACTS, *THINGS])
def test_nothing_was_known_before_the_first_document(api: httpx.Client, noun: str) -> None:
    assert items(api, f"/v1/{noun}", known_on="2013-01-01") == []


@pytest.mark.parametrize("noun", [*FACTS, *THINGS])
def test_a_late_day_leaves_nothing_out(api: httpx.Client, noun: str) -> None:
    assert items(api, f"/v1/{noun}", known_on="2030-01-01") == items(api, f"/v1/{noun}")


@pytest.mark.parametrize("wrong", ["2023-12", "2023", "2023-12-12/2023-12-13", "2023-12-32", "now"])
def test_what_is_not_one_day_is_refused(api: httpx.Client, wrong: str) -> None:
    answer = api.get("/v1/events", params={"known_on": wrong})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "known_on"


def test_what_was_still_to_come_had_not_come_to_be(api: httpx.Client) -> None:
    mission = api.get("/v1/missions/minusma", params={"known_on": FLAG_IS_DOWN}).json()
    assert mission["status"] == "withdrawing"
    bases = items(api, "/v1/bases", known_on="2023-12-31")
    assert "retained-for-liquidation" not in {base["status"] for base in bases}
