"""The dead and the injured: how many, of what, who is counted, and by which voice."""

from tests.readings.reader import (
    AFP_RETELLING,
    INSIGHT,
    NEWS,
    TIMES,
    UN_RETELLING,
    Item,
    Reader,
    documents,
    edtf,
    number,
    numbers,
    origins,
    stated,
)


def deaths(reader: Reader, cause: str) -> list[Item]:
    return reader.facts("casualties", mission="minusma", outcome="death", cause=cause)


def test_the_dead_of_hostile_acts_and_all_the_dead_are_figures_apart(reader: Reader) -> None:
    # C01
    dead = reader.facts("casualties", mission="minusma", outcome="death")
    assert numbers(dead) == {
        "minusma-deaths-all-causes-311": ("exactly", 311),
        "minusma-deaths-all-causes-over-300": ("more-than", 300),
        "minusma-deaths-hostile-acts": ("about", 180),
    }


def test_the_dead_of_hostile_acts_are_never_added_to_all_the_dead(everything: list[Item]) -> None:
    # C01
    figures = [fact["quantity"]["value"] for fact in everything if "quantity" in fact]
    assert {180, 311} <= set(figures)
    assert not {180 + 311, 180 + 300, 311 - 180, 300 - 180} & set(figures)
    assert all(fact["is_derived"] is False for fact in everything if "quantity" in fact)


def test_only_the_figure_that_says_so_is_of_hostile_acts(reader: Reader) -> None:
    # C02
    (hostile,) = deaths(reader, "hostile-act")
    assert number(hostile) == ("about", 180)
    assert (hostile["quantity"]["low"], hostile["quantity"]["high"]) == (171, 189)
    assert {fact["quantity"]["value"] for fact in deaths(reader, "any")} == {300, 311}
    assert {fact["cause"] for fact in reader.facts("casualties", mission="minusma")} == {
        "hostile-act",
        "any",
    }


def test_a_loose_cause_is_kept_with_the_document_that_gives_it(reader: Reader) -> None:
    # C02
    rounded = reader.one("casualties/minusma-deaths-all-causes-over-300")
    assert rounded["cause"] == "any"
    assert stated(rounded, "cause") == {(NEWS, "extremist attacks and instability")}


def test_those_counted_are_mission_personnel_whatever_they_are_called(reader: Reader) -> None:
    # C03
    counted = reader.facts("casualties", mission="minusma")
    assert {fact["group"] for fact in counted} == {"mission-personnel"}
    assert not [fact["id"] for fact in counted if "soldier" in fact["summary"].lower()]
    exact = reader.one("casualties/minusma-deaths-all-causes-311")
    assert stated(exact, "label") == {(UN_RETELLING, "peacekeepers"), (NEWS, "MINUSMA members")}


def test_over_300_casualties_are_dead_and_the_injured_are_a_figure_of_their_own(
    reader: Reader,
) -> None:
    # C04
    rounded = reader.one("casualties/minusma-deaths-all-causes-over-300")
    assert (rounded["outcome"], documents(rounded)) == ("death", {NEWS, TIMES})
    (injured,) = reader.facts("casualties", mission="minusma", outcome="injury")
    assert number(injured) == ("more-than", 700)
    assert documents(injured) == {NEWS, UN_RETELLING}


def test_no_total_of_dead_and_injured_is_made_up(everything: list[Item]) -> None:
    # C04
    figures = {fact["quantity"]["value"] for fact in everything if "quantity" in fact}
    assert 700 in figures
    assert not {1000, 1011, 1010, 880} & {
        fact["quantity"]["value"]
        for fact in everything
        if "quantity" in fact and fact["mission"] == "minusma"
    }


def test_two_retellings_of_one_report_are_one_voice(reader: Reader) -> None:
    # C48
    hostile = reader.one("casualties/minusma-deaths-hostile-acts")
    assert (documents(hostile), origins(hostile)) == ({INSIGHT, AFP_RETELLING}, {"afp"})
    for id in ("minusma-deaths-all-causes-311", "minusma-injuries"):
        fact = reader.one(f"casualties/{id}")
        assert (documents(fact), origins(fact)) == ({NEWS, UN_RETELLING}, {"united-nations"})


def test_each_total_runs_to_the_day_it_was_known_for(reader: Reader) -> None:
    # C37, C49
    counted = reader.facts("casualties", mission="minusma", basis="cumulative")
    assert {fact["id"]: edtf(fact) for fact in counted} == {
        "minusma-deaths-all-causes-311": "2013/2023-12-30",
        "minusma-deaths-all-causes-over-300": "2013/2023-12",
        "minusma-deaths-hostile-acts": "2013/2023-12-11",
        "minusma-injuries": "2013/2023-12-30",
    }


def test_thousands_killed_in_mali_are_not_the_missions_dead(reader: Reader) -> None:
    # the pitfall of deaths
    people = reader.facts("casualties", group="population")
    assert {(fact["outcome"], *number(fact), fact["mission"]) for fact in people} == {
        ("death", "order-of-magnitude", 1000, None),
        ("displacement", "order-of-magnitude", 100_000, None),
    }
