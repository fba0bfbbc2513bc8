"""What the mission was to do, and what others only hoped or wrote."""

import pytest

from tests.readings.reader import (
    AFP_RETELLING,
    INSIGHT,
    NEWS,
    TIMES,
    UN_RETELLING,
    Reader,
    documents,
    edtf,
    ids,
    stated,
)


def test_equipment_goes_two_ways(reader: Reader) -> None:
    # C20
    liquidation = reader.facts("tasks", mission="minusma", category="liquidation")
    assert {fact["id"]: documents(fact) for fact in liquidation} == {
        "liquidation-equipment-to-authorities": {INSIGHT, AFP_RETELLING},
        "liquidation-assets-of-contributors": {UN_RETELLING, NEWS},
        "liquidation-dispose-of-un-equipment": {NEWS},
    }
    assets = reader.one("tasks/liquidation-assets-of-contributors")
    assert stated(assets, "recipient") == {
        (UN_RETELLING, "contributing countries"),
        (NEWS, None),
    }
    assert "authorities" not in assets["description"]


def test_no_task_of_the_liquidation_was_one_of_the_mandate(reader: Reader) -> None:
    # C20
    in_2018 = reader.facts("tasks", mission="minusma", datetime="2018", match="certain")
    assert "protect-civilians" in ids(in_2018)
    assert "liquidation" not in {fact["category"] for fact in in_2018}
    in_2024 = reader.facts("tasks", mission="minusma", datetime="2024")
    assert {fact["category"] for fact in in_2024} == {"liquidation"}


@pytest.mark.parametrize(
    ("category", "said_by"),
    [
        ("political-process", {UN_RETELLING, NEWS}),
        ("security", {UN_RETELLING, NEWS}),
        ("protection-of-civilians", {NEWS}),
        ("human-rights", {NEWS}),
        ("elections", {NEWS}),
        ("humanitarian", {NEWS}),
        ("protection-of-un-personnel", {NEWS}),
    ],
)
def test_the_mandate_is_told_by_the_retellings_of_the_un(
    reader: Reader, category: str, said_by: set[str]
) -> None:
    # C32
    tasks = reader.facts("tasks", mission="minusma", category=category)
    assert {document for fact in tasks for document in documents(fact)} == said_by


def test_training_the_army_is_one_newspapers_line(reader: Reader) -> None:
    # C32
    (training,) = reader.facts("tasks", category="army-training")
    assert (edtf(training), documents(training)) == ("2013", {TIMES})


def test_a_hope_is_no_task(reader: Reader) -> None:
    # C32
    hoped = reader.one("statements/malians-hoped-for-help-in-north")
    assert documents(hoped) == {INSIGHT, AFP_RETELLING}
    afp = reader.facts("tasks", document=[INSIGHT, AFP_RETELLING])
    assert ids(afp) == {"liquidation-equipment-to-authorities"}


def test_the_young_deal_and_the_ceasefire_are_tasks_of_other_years(reader: Reader) -> None:
    # C33
    deal = reader.one("tasks/protect-peace-deal")
    ceasefire = reader.one("tasks/uphold-ceasefire")
    assert (edtf(deal), documents(deal)) == ("2013", {TIMES})
    assert (edtf(ceasefire), documents(ceasefire)) == ("2015/2023", {NEWS})
    assert "2015" not in deal["description"]
