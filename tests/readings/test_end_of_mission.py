"""When the mission began and ended: which act, on which day."""

import pytest

from tests.readings.reader import (
    AFP_RETELLING,
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


def test_the_mission_has_one_start_and_four_ends_each_an_act_of_its_own(reader: Reader) -> None:
    # C13, C51
    mission = reader.one("missions/minusma")
    assert {row["type"]: edtf(row) for row in mission["milestones"]} == {
        "established": "2013-04-25",
        "deployed": "2013",
        "mandate-ended": "2023-06-30",
        "withdrawal-started": "2023-07-01",
        "closing-ceremony": "2023-12-11",
        "withdrawal-completed": "2023-12-31",
        "liquidation-started": "2024-01-01",
    }


@pytest.mark.parametrize(
    ("milestone", "said_by"),
    [
        ("mandate-ended", {NEWS, TIMES}),
        ("closing-ceremony", {INSIGHT, AFP_RETELLING}),
        ("withdrawal-completed", {NEWS, TIMES, UN_RETELLING}),
        ("liquidation-started", {NEWS, UN_RETELLING, INSIGHT, AFP_RETELLING}),
    ],
)
def test_each_end_rests_on_the_documents_that_speak_of_it(
    reader: Reader, milestone: str, said_by: set[str]
) -> None:
    # C13
    assert documents(reader.milestone(milestone)) == said_by


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2023-06-29", "active"),
        ("2023-06-30", "withdrawing"),
        ("2023-12-12", "withdrawing"),
        ("2023-12-30", "withdrawing"),
        ("2023-12-31", "liquidating"),
        ("2024-01-01", "liquidating"),
    ],
)
def test_the_ceremony_is_not_the_end_of_the_withdrawal(
    reader: Reader, day: str, status: str
) -> None:
    # C13, C14, C53
    assert reader.one("missions/minusma", datetime=day)["status"] == status


def test_sites_were_still_in_use_on_the_day_of_the_ceremony(reader: Reader) -> None:
    # C14
    day = edtf(reader.milestone("closing-ceremony"))
    in_use = reader.things("bases", mission="minusma", datetime=day, status="in-use")
    assert ids(in_use) == {"minusma-gao", "minusma-timbuktu-camp"}
    remaining = reader.facts("statements", speaker="fatoumata-kaba", q="remained")
    assert dates(remaining) == {"kaba-elements-remain": "2023-12-11"}
    assert documents(remaining[0]) == {INSIGHT, AFP_RETELLING}


def test_a_liquidation_team_stays_at_two_sites_after_the_withdrawal(reader: Reader) -> None:
    # C15
    assert edtf(reader.milestone("withdrawal-completed")) == "2023-12-31"
    retained = reader.things("bases", status="retained-for-liquidation", datetime="2024-01")
    assert ids(retained) == {"minusma-gao", "minusma-bamako"}
    before = reader.things("bases", status="retained-for-liquidation", datetime="2023-12-31")
    assert before == []


def test_the_liquidation_begins_on_1_january_2024(reader: Reader) -> None:
    # C16
    begun = reader.facts("events", type="liquidation")
    assert dates(begun) == {"liquidation-begins": "2024-01-01"}
    for fact in (*begun, reader.milestone("liquidation-started")):
        assert {(INSIGHT, "after 1 January"), (AFP_RETELLING, "after 1 January")} <= stated(
            fact, "when"
        )
        assert (UN_RETELLING, "would commence") in stated(fact, "label")
    preparing = reader.one("statements/minusma-commits-to-quick-liquidation")
    assert edtf(preparing) == "[2023-12-28..2023-12-31]"


def test_there_was_a_ceremony_and_no_fact_denies_it(reader: Reader) -> None:
    # C26
    ceremonies = reader.facts("events", type="ceremony")
    assert dates(ceremonies) == {"flag-lowered": "2023-12-11"}
    (flag,) = ceremonies
    assert (flag["base"], flag["place"]["id"]) == ("minusma-headquarters", "bamako")
    assert documents(flag) == {INSIGHT, AFP_RETELLING}
    leaving = reader.one("statements/peacekeepers-leave-without-fanfare")
    assert "ceremony" not in leaving["summary"]
    assert stated(leaving, "label") == {
        (INSIGHT, "without any ceremony"),
        (AFP_RETELLING, "quickly"),
    }


def test_a_bare_sunday_is_31_december_2023(reader: Reader) -> None:
    # C46
    completed = reader.one("events/withdrawal-completed")
    assert edtf(completed) == "2023-12-31"
    assert {(TIMES, "Sunday"), (NEWS, "Sunday")} <= stated(completed, "when")


def test_a_day_and_a_month_without_a_year_are_28_december_2023(reader: Reader) -> None:
    # C46
    closed = reader.one("events/timbuktu-camp-closed")
    assert (edtf(closed), stated(closed, "when")) == ("2023-12-28", {(TIMES, "28/12")})


def test_the_withdrawal_took_six_months(reader: Reader) -> None:
    # C47
    gradual = reader.one("events/gradual-withdrawal")
    assert edtf(gradual) == "2023-07-01/2023-12-31"
    assert {NEWS, INSIGHT, AFP_RETELLING} == documents(gradual)
    under_way = reader.facts(
        "events", mission="minusma", type="withdrawal", datetime="2023-09", match="certain"
    )
    assert "gradual-withdrawal" in ids(under_way)
    short = ids(reader.facts("statements", document=AFP_RETELLING, q="short"))
    assert short == set()


def test_the_deployment_is_not_given_the_day_of_the_establishment(reader: Reader) -> None:
    # C51
    assert edtf(reader.milestone("established")) == "2013-04-25"
    assert documents(reader.milestone("established")) == {UN_RETELLING}
    for deployed in (reader.milestone("deployed"), reader.one("events/minusma-deploys")):
        assert edtf(deployed) == "2013"
        assert documents(deployed) == {INSIGHT, AFP_RETELLING, TIMES, NEWS}


def test_the_span_of_the_mission_is_said_as_ten_years_and_reckoned_nowhere(
    reader: Reader, everything: list[Item]
) -> None:
    # C52, C09
    ten = reader.one("statements/mission-lasted-ten-years")
    assert "ten years" in ten["summary"]
    assert documents(ten) == {INSIGHT, AFP_RETELLING, TIMES, UN_RETELLING, NEWS}
    assert not [fact["id"] for fact in everything if "eight months" in fact["summary"]]


def test_decades_is_one_documents_slip_and_the_mission_is_of_2013(
    reader: Reader, everything: list[Item]
) -> None:
    # C09
    ten = reader.one("statements/mission-lasted-ten-years")
    assert stated(ten, "duration") == {(AFP_RETELLING, "decades")}
    assert not [fact["id"] for fact in everything if "decades" in fact["summary"]]
    assert reader.things("missions", datetime="2012", q="minusma") == []
    assert ids(reader.things("missions", datetime="2013", q="minusma")) == {"minusma"}


def test_the_message_comes_a_day_before_the_completion_it_speaks_of(reader: Reader) -> None:
    # C53
    message = reader.one("statements/guterres-withdrawal-completed")
    thanks = reader.one("statements/guterres-thanks-mission")
    assert edtf(message) == edtf(thanks) == "2023-12-30"
    assert stated(message, "label") == {(UN_RETELLING, "completed")}
    completed = reader.one("events/withdrawal-completed")
    assert edtf(completed) == "2023-12-31"
    assert (NEWS, "forecast") in stated(completed, "label")


def test_the_withdrawal_was_still_under_way_when_most_had_left(reader: Reader) -> None:
    # C43
    day = edtf(reader.one("strengths/minusma-personnel-departed"))
    on_that_day = reader.facts(
        "events", mission="minusma", type="withdrawal", datetime=day, match="certain"
    )
    assert "gradual-withdrawal" in ids(on_that_day)
    assert "withdrawal-completed" not in ids(on_that_day)
    completed = reader.facts("events", type="withdrawal", datetime="2023-12-31", match="certain")
    assert {"withdrawal-completed", "gradual-withdrawal"} <= ids(completed)
