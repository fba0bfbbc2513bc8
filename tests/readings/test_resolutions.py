"""Which resolution did what, by which vote."""

from tests.readings.reader import (
    NEWS,
    TIMES,
    UN_RETELLING,
    Reader,
    dates,
    documents,
    edtf,
    stated,
)


def test_what_was_terminated_is_the_mandate(reader: Reader) -> None:
    # C40
    (ends,) = [
        action
        for action in reader.one("resolutions/2690")["actions"]
        if action["type"] == "terminates"
    ]
    assert "mandate" in ends["summary"]
    assert documents(ends) == {NEWS, TIMES}
    assert stated(ends, "label") == {(NEWS, "previous mission")}
    assert edtf(reader.milestone("mandate-ended")) == edtf(ends) == "2023-06-30"


def test_resolution_2690_and_not_2100_terminates_the_mandate(reader: Reader) -> None:
    # C41
    ending = reader.things("resolutions", mission="minusma", action="terminates")
    founding = reader.things("resolutions", mission="minusma", action="establishes")
    assert [row["id"] for row in ending] == ["2690"]
    assert [row["id"] for row in founding] == ["2100"]
    assert {action["type"] for action in founding[0]["actions"]} == {"establishes"}
    asking = reader.things("resolutions", mission="minusma", action="requests-withdrawal")
    assert [row["id"] for row in asking] == ["2690"]


def test_documents_that_leave_the_number_out_are_cited_for_2690(reader: Reader) -> None:
    # C41
    (asks,) = [
        action
        for action in reader.one("resolutions/2690")["actions"]
        if action["type"] == "requests-withdrawal"
    ]
    assert documents(asks) == {NEWS, TIMES, UN_RETELLING}
    assert stated(asks, "number") == {(TIMES, None), (UN_RETELLING, None)}
    assert edtf({"date": asks["deadline"]}) == "2023-12-31"


def test_the_vote_was_unanimous_and_its_count_is_unknown(reader: Reader) -> None:
    # the pitfall of the vote
    assert reader.one("resolutions/2690")["vote"] == {
        "is_unanimous": True,
        "in_favour": None,
        "against": None,
        "abstaining": None,
    }
    assert dates(reader.facts("events", type="vote")) == {
        "resolution-2100-adopted": "2013-04-25",
        "resolution-2690-adopted": "2023-06-30",
    }
