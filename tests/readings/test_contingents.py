"""Who served where: photographs and words about the past are dated no finer than they are."""

import pytest

from tests.readings.reader import (
    AFP_RETELLING,
    NEWS,
    Item,
    Reader,
    dates,
    documents,
    edtf,
    ids,
)


def contributors(facts: list[Item]) -> set[str]:
    return {fact["contributor"] for fact in facts}


def test_each_contingent_is_a_fact_of_its_own_with_the_date_that_is_known(reader: Reader) -> None:
    assert dates(reader.facts("contingents", mission="minusma")) == {
        "bangladesh-at-mopti-camp": "[2013..2023-12-10]",
        "togo-at-mopti-camp": "[2013..2023-12-10]",
        "egypt-at-mopti-camp": "[2013..2023-12]",
        "pakistan-at-mopti-camp": "[2013..2023-12]",
        "senegal-at-mopti-camp": "[2013..2023-12]",
        "rwanda-police-in-gao": "[2013..2023]",
        "chad-in-kidal": "2016",
    }


def test_only_chad_is_certain_for_2016(reader: Reader) -> None:
    certain = reader.facts("contingents", mission="minusma", datetime="2016", match="certain")
    assert contributors(certain) == {"TCD"}


@pytest.mark.parametrize("datetime", ["2014", "2018", "2016-05", "2023-12-10", "2023-12-31"])
def test_no_contingent_is_certain_where_only_a_span_is_known(reader: Reader, datetime: str) -> None:
    certain = reader.facts("contingents", datetime=datetime, match="certain")
    assert contributors(reader.facts("contingents", datetime=datetime)) >= {"RWA", "EGY"}
    assert certain == []


def test_all_seven_are_possible_for_2016(reader: Reader) -> None:
    possible = reader.facts("contingents", mission="minusma", datetime="2016", match="possible")
    assert contributors(possible) == {"RWA", "EGY", "PAK", "SEN", "TCD", "BGD", "TGO"}


def test_chad_is_possible_for_a_month_of_2016_and_for_no_other_year(reader: Reader) -> None:
    def asked(datetime: str) -> bool:
        return bool(reader.facts("contingents", contributor="TCD", datetime=datetime))

    assert asked("2016-05")
    assert not asked("2015")
    assert not asked("2023")


def test_no_contingent_was_there_before_the_mission_or_after_it(reader: Reader) -> None:
    assert reader.facts("contingents", mission="minusma", datetime="2013")
    assert not reader.facts("contingents", mission="minusma", datetime="2012")
    assert not reader.facts("contingents", mission="minusma", datetime="2024")


def test_those_last_in_mopti_and_those_before_them_are_told_apart(reader: Reader) -> None:
    # C06
    def by(relation: str) -> set[str]:
        return {
            fact["contributor"]
            for fact in reader.facts("contingents", place="mopti")
            if fact["relation"] == relation and fact["base"] == "minusma-mopti-camp"
        }

    assert by("most-recent") == {"BGD", "TGO"}
    assert by("earlier") == {"EGY", "PAK", "SEN"}


def test_the_last_in_the_camp_were_gone_when_it_had_been_handed_over(reader: Reader) -> None:
    last = {"BGD", "TGO"}
    before = reader.facts("contingents", place="mopti", datetime="2023-12-10")
    after = reader.facts("contingents", place="mopti", datetime="2023-12-11/..")
    assert last <= contributors(before)
    assert not last & contributors(after)


def test_a_photograph_is_never_dated_by_the_article_that_prints_it(reader: Reader) -> None:
    # the pitfall of captions
    seen = {fact["id"]: fact for fact in reader.facts("contingents", document=NEWS)}
    assert dates(seen.values()) == {
        "rwanda-police-in-gao": "[2013..2023]",
        "chad-in-kidal": "2016",
    }
    assert {fact["relation"] for fact in seen.values()} == {"seen"}
    assert {fact["base"] for fact in seen.values()} == {None}


@pytest.mark.parametrize(
    ("id", "date"),
    [
        ("presidential-election-second-round", "2018"),
        ("mandate-explained-to-students", "2013"),
    ],
)
def test_an_event_in_a_caption_has_the_year_of_the_photograph(
    reader: Reader, id: str, date: str
) -> None:
    # the same pitfall
    assert edtf(reader.one(f"events/{id}")) == date
    assert id not in ids(reader.facts("events", datetime="2023-12/2024-01"))


def test_a_caption_told_twice_is_one_fact_with_two_passages(reader: Reader) -> None:
    # the pitfall of duplicated captions
    chad = reader.one("contingents/chad-in-kidal")
    assert documents(chad) == {NEWS}
    assert [citation["locator"]["paragraph"] for citation in chad["citations"]] == [40, 42]


def test_rwanda_sent_a_formed_police_unit_and_no_other_unit_is_known(reader: Reader) -> None:
    units = {
        fact["contributor"]: fact["unit_type"]
        for fact in reader.facts("contingents", mission="minusma")
    }
    assert units.pop("RWA") == "formed-police-unit"
    assert set(units.values()) == {"not-stated"}


def test_no_contingent_has_a_size(reader: Reader) -> None:
    contingents = reader.facts("contingents", document=[AFP_RETELLING, NEWS])
    assert len(contingents) == 7
    assert {fact["personnel"] for fact in contingents} == {None}
