"""The request to leave: who asked, when and for when, and what it was not."""

import pytest

from tests.readings.reader import (
    AFP_RETELLING,
    FIVE,
    INSIGHT,
    NEWS,
    TIMES,
    UN_RETELLING,
    Item,
    Reader,
    dates,
    documents,
    edtf,
    ids,
    stated,
)


def test_every_request_is_of_june_2023(reader: Reader) -> None:
    # C10, C50
    assert dates(reader.facts("events", type="request")) == {
        "mali-requests-withdrawal": "2023-06-16",
        "mali-requests-withdrawal-by-year-end": "2023-06",
        "request-restated-by-government": "2023-06-16",
    }
    for later in ("2023-07/2023-12", "2024"):
        assert reader.facts("events", type="request", datetime=later) == []


def test_one_request_keeps_the_verb_of_each_document(reader: Reader) -> None:
    # C22
    request = reader.one("events/mali-requests-withdrawal")
    assert documents(request) == set(FIVE)
    assert stated(request, "verb") == {
        (INSIGHT, "directive"),
        (INSIGHT, "requested"),
        (AFP_RETELLING, "called for"),
        (AFP_RETELLING, "ordered"),
        (TIMES, "ordered"),
        (UN_RETELLING, "requested"),
        (NEWS, "asked"),
    }


def test_mali_asks_and_the_council_ends(reader: Reader) -> None:
    # C22
    asked = reader.facts("events", type="request")
    assert {"un-security-council"} & {
        actor["id"] for fact in asked for actor in fact["actors"]
    } == set()
    vote = reader.one("events/resolution-2690-adopted")
    assert [actor["id"] for actor in vote["actors"]] == ["un-security-council"]
    assert edtf(vote) == edtf(reader.milestone("mandate-ended")) == "2023-06-30"


def test_the_end_of_the_year_is_the_councils_deadline(reader: Reader) -> None:
    # C23
    deadlines = {
        action["type"]: action["deadline"] and action["deadline"]["edtf"]
        for action in reader.one("resolutions/2690")["actions"]
    }
    assert deadlines == {
        "terminates": None,
        "requests-transfer-of-tasks": None,
        "requests-withdrawal": "2023-12-31",
        "provides-for-liquidation": None,
    }
    by_year_end = reader.one("events/mali-requests-withdrawal-by-year-end")
    assert documents(by_year_end) == {TIMES}
    assert stated(by_year_end, "deadline") == {(TIMES, "end of the year")}


@pytest.mark.parametrize(
    "path",
    ["events/request-restated-by-government", "statements/government-wants-prompt-departure"],
)
def test_the_government_asked_for_a_prompt_departure_without_a_date(
    reader: Reader, path: str
) -> None:
    # C23
    fact = reader.one(path)
    assert (edtf(fact), documents(fact)) == ("2023-06-16", {NEWS})
    assert "prompt" in fact["summary"]
    assert "year" not in fact["summary"]


def test_the_request_is_voiced_by_the_foreign_minister_in_the_council(reader: Reader) -> None:
    # C24
    request = reader.one("events/mali-requests-withdrawal")
    assert {actor["id"] for actor in request["actors"]} == {
        "abdoulaye-diop",
        "authorities-of-mali",
    }
    (speech,) = reader.facts("events", type="speech")
    assert (edtf(speech), speech["place"]["id"]) == ("2023-06-16", "un-headquarters")
    assert documents(speech) == {TIMES, NEWS}
    assert stated(speech, "label") == {(NEWS, "foreign minister")}
    said = reader.facts("statements", speaker="abdoulaye-diop")
    assert dates(said) == {
        "diop-asks-for-removal": "2023-06-16",
        "diop-mission-part-of-problem": "2023-06-16",
    }
    assert {fact["on_behalf_of"]["id"] for fact in said} == {"authorities-of-mali"}


def test_the_authorities_are_one_body_under_many_labels(reader: Reader) -> None:
    # C25
    governments = reader.things("organisations", type="government")
    assert ids(governments) == {"authorities-of-mali"}
    (role,) = governments[0]["roles"]
    assert documents(role) == set(FIVE)
    assert {label for _, label in stated(role, "label")} == {
        "military government",
        "Malian military government",
        "transitional government",
        "transitional administration",
        "interim transitional government",
        "temporary military authorities",
        "interim government",
    }


@pytest.mark.parametrize(
    "label",
    ["military government", "transitional administration", "temporary military authorities"],
)
def test_each_label_finds_the_one_body(reader: Reader, label: str) -> None:
    # C25
    assert ids(reader.things("organisations", q=label)) == {"authorities-of-mali"}


def test_the_mission_left_because_it_was_told_to(reader: Reader, everything: list[Item]) -> None:
    # C27
    because = [
        fact["id"]
        for fact in everything
        if "because" in fact["summary"] and "leav" in fact["summary"]
    ]
    assert because == ["departure-ascribed-to-instability"]
    ascribed = reader.one("statements/departure-ascribed-to-instability")
    assert (ascribed["speaker"], documents(ascribed)) == (None, {AFP_RETELLING})
    assert ascribed["summary"].startswith("By one account")


def test_june_in_a_document_of_2024_is_june_2023(reader: Reader) -> None:
    # C50
    document = reader.one(f"documents/{UN_RETELLING}")
    assert document["published"]["began"]["earliest"] == "2024-01-01"
    asked = reader.facts("events", type="request", document=UN_RETELLING)
    assert dates(asked) == {"mali-requests-withdrawal": "2023-06-16"}
    assert (UN_RETELLING, "2023-06") in stated(asked[0], "date")
