"""The coups: three with a date of their own, one without, and none in June."""

from tests.readings.reader import (
    AFP_RETELLING,
    INSIGHT,
    NEWS,
    TIMES,
    Reader,
    dates,
    documents,
    edtf,
    ids,
    stated,
)


def test_the_coups_have_their_own_dates_and_none_is_in_june(reader: Reader) -> None:
    # C10, C11, C12
    assert dates(reader.facts("events", type="coup")) == {
        "coup-before-the-mission": "[..2013]",
        "coup-of-august-2020": "2020-08",
        "coup-of-may-2021": "2021-05",
        "coup-undated": "[2013..2023]",
    }
    in_june = reader.facts("events", type="coup", datetime="2020-06")
    assert ids(in_june) == {"coup-undated"}
    certain = reader.facts("events", type="coup", datetime="2020-06", match="certain")
    assert certain == []


def test_the_document_with_the_stray_june_is_cited_for_the_coup_of_2020(reader: Reader) -> None:
    # C10
    coup = reader.one("events/coup-of-august-2020")
    assert documents(coup) == {INSIGHT, AFP_RETELLING}
    assert stated(coup, "date") == {(INSIGHT, "2020"), (AFP_RETELLING, "2020")}


def test_goita_came_to_power_with_the_second_takeover(reader: Reader) -> None:
    # C11
    second = reader.one("events/coup-of-may-2021")
    assert {actor["id"] for actor in second["actors"]} == {"assimi-goita", "authorities-of-mali"}
    assert documents(second) == {TIMES, AFP_RETELLING}
    assert stated(second, "date") == {(TIMES, "2021")}
    first = reader.one("events/coup-of-august-2020")
    assert "assimi-goita" not in {actor["id"] for actor in first["actors"]}
    (role,) = reader.one("people/assimi-goita")["roles"]
    assert (role["id"], documents(role)) == ("goita-head-of-transition", {TIMES})
    assert "2021" in role["summary"]


def test_the_coup_before_the_mission_is_placed_in_mali_and_not_in_its_north(
    reader: Reader,
) -> None:
    # C12
    coup = reader.one("events/coup-before-the-mission")
    assert coup["place"]["id"] == "mali"
    assert stated(coup, "place") == {(NEWS, "northern Mali")}
    assert reader.facts("events", type="coup", place="northern-mali") == []
    rebellion = reader.one("events/separatist-rebellion-in-the-north")
    assert (rebellion["place"]["id"], edtf(rebellion)) == ("northern-mali", "[..2013]")
