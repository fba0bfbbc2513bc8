"""How many there were: at which time, who is counted, and who had left."""

import pytest

from tests.readings.reader import (
    AFP_RETELLING,
    INSIGHT,
    NEWS,
    TIMES,
    Item,
    Reader,
    documents,
    edtf,
    ids,
    number,
    numbers,
    origins,
)

FIGURES = {
    "minusma-troops-on-arrival": ("exactly", 11_000),
    "minusma-troops-undated": ("exactly", 13_000),
    "minusma-personnel-at-start-of-withdrawal": ("about", 13_800),
    "minusma-personnel-departed": ("more-than", 10_500),
    "minusma-uniformed-over-the-decade": ("about", 15_000),
    "minusma-personnel-over-15000": ("more-than", 15_000),
}


def test_figures_of_other_dates_and_scopes_stay_apart(reader: Reader) -> None:
    # C05
    assert numbers(reader.facts("strengths", mission="minusma")) == FIGURES


@pytest.mark.parametrize(
    ("id", "category", "basis", "date", "said_by"),
    [
        ("minusma-troops-on-arrival", "troops", "present", "2013", {TIMES}),
        ("minusma-troops-undated", "troops", "present", "[2013..2023]", {TIMES}),
        (
            "minusma-personnel-at-start-of-withdrawal",
            "all-personnel",
            "present",
            "2023-07",
            {AFP_RETELLING},
        ),
        (
            "minusma-personnel-departed",
            "all-personnel",
            "departed",
            "2023-12-08",
            {AFP_RETELLING},
        ),
        (
            "minusma-uniformed-over-the-decade",
            "uniformed",
            "average",
            "2013/2023",
            {INSIGHT, AFP_RETELLING},
        ),
        ("minusma-personnel-over-15000", "all-personnel", "average", "[2013..2023]", {NEWS}),
    ],
)
def test_a_figure_has_its_own_scope_date_and_documents(
    reader: Reader, id: str, category: str, basis: str, date: str, said_by: set[str]
) -> None:
    # C05
    fact = reader.one(f"strengths/{id}")
    assert (fact["category"], fact["basis"], edtf(fact)) == (category, basis, date)
    assert documents(fact) == said_by


def test_the_only_personnel_counted_as_present_in_2023_are_about_13800(reader: Reader) -> None:
    # C05, C08
    present = reader.facts(
        "strengths", mission="minusma", basis="present", datetime="2023", match="certain"
    )
    assert numbers(present) == {"minusma-personnel-at-start-of-withdrawal": ("about", 13_800)}


def test_15000_is_a_level_kept_up_and_not_a_count_of_all_who_served(reader: Reader) -> None:
    # C06
    level = reader.one("strengths/minusma-uniformed-over-the-decade")
    assert (level["basis"], edtf(level)) == ("average", "2013/2023")
    in_2016 = reader.facts("strengths", mission="minusma", datetime="2016", match="certain")
    assert ids(in_2016) == {"minusma-uniformed-over-the-decade"}


def test_about_and_over_15000_both_stand_each_by_its_own_voice(reader: Reader) -> None:
    # C07
    figures = [
        fact
        for fact in reader.facts("strengths", mission="minusma")
        if fact["quantity"]["value"] == 15_000
    ]
    assert {(fact["category"], number(fact)[0], *origins(fact)) for fact in figures} == {
        ("uniformed", "about", "afp"),
        ("all-personnel", "more-than", "united-nations"),
    }
    over = reader.one("strengths/minusma-personnel-over-15000")
    assert (over["quantity"]["low"], over["quantity"]["high"]) == (15_001, None)


def test_10500_had_left_and_were_not_there(reader: Reader) -> None:
    # C08
    (departed,) = reader.facts("strengths", mission="minusma", basis="departed")
    assert (departed["id"], number(departed)) == (
        "minusma-personnel-departed",
        ("more-than", 10_500),
    )
    there = reader.facts("strengths", mission="minusma", basis=["present", "average"])
    assert {fact["quantity"]["value"] for fact in there} == {11_000, 13_000, 13_800, 15_000}


def test_how_many_were_left_to_leave_is_no_fact(everything: list[Item]) -> None:
    # C43
    figures = {fact["quantity"]["value"] for fact in everything if "quantity" in fact}
    assert {10_500, 13_800} <= figures
    assert not {3_300, 13_800 - 10_501} & figures
    assert all(fact["is_derived"] is False for fact in everything if "quantity" in fact)


def test_numbers_that_look_alike_mean_different_things(everything: list[Item]) -> None:
    # the pitfall of 13, 13,000, 13,800, 10,500 and 15,000
    figures = sorted(
        fact["quantity"]["value"]
        for fact in everything
        if "quantity" in fact and fact["mission"] == "minusma" and "basis" in fact
    )
    assert figures == [180, 300, 311, 700, 10_500, 11_000, 13_000, 13_800, 15_000, 15_000]


def test_13_positions_are_sites_and_no_strength(reader: Reader) -> None:
    # the same pitfall
    thirteen = reader.one("events/thirteen-positions-left")
    assert thirteen["type"] == "closure"
    assert {citation["stated"]["positions"] for citation in thirteen["citations"]} == {13}
    assert 13 not in {fact["quantity"]["value"] for fact in reader.facts("strengths")}


def test_french_soldiers_are_never_the_missions(reader: Reader) -> None:
    # C31
    (french,) = reader.facts("strengths", contributor="FRA")
    assert (number(french), edtf(french)) == (("exactly", 5_100), "2022")
    assert (french["mission"], french["basis"], french["place"]["id"]) == (
        None,
        "departed",
        "sahel",
    )
    own = reader.facts("strengths", mission="minusma")
    assert 5_100 not in {fact["quantity"]["value"] for fact in own}
    assert not reader.facts("contingents", contributor="FRA")
