"""Bases: which were open, closed, handed over or kept, on which day, and to whom they went."""

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

MOPTI = "minusma-mopti-camp"
TIMBUKTU = "minusma-timbuktu-camp"


def status_of(reader: Reader, base: str, status: str) -> Item:
    statuses = reader.one(f"bases/{base}")["statuses"]
    (found,) = [row for row in statuses if row["status"] == status]
    assert isinstance(found, dict)
    return found


def test_gao_was_open_in_december_and_then_kept(reader: Reader) -> None:
    # C17
    assert reader.statuses("minusma-gao") == {
        "in-use": "2023-12-11",
        "retained-for-liquidation": "2024-01-01/..",
    }
    open_then = status_of(reader, "minusma-gao", "in-use")
    assert documents(open_then) == {INSIGHT, AFP_RETELLING}
    assert stated(open_then, "status") == {(INSIGHT, "being-closed")}
    assert documents(status_of(reader, "minusma-gao", "retained-for-liquidation")) == {
        NEWS,
        UN_RETELLING,
    }


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2023-12-12", "in-use"),
        ("2023-12-31", "in-use"),
        ("2024-01-01", "retained-for-liquidation"),
        ("2025-01-01", "retained-for-liquidation"),
    ],
)
def test_gao_is_closed_on_no_day(reader: Reader, day: str, status: str) -> None:
    # C17
    assert reader.one("bases/minusma-gao", datetime=day)["status"] == status


def test_only_timbuktu_is_closed(reader: Reader) -> None:
    # C17, C18
    assert ids(reader.things("bases", mission="minusma", status="closed")) == {TIMBUKTU}
    assert dates(reader.facts("events", type="closure", mission="minusma")) == {
        "thirteen-positions-left": "2023-06-16/2023-12-11",
        "timbuktu-camp-closed": "2023-12-28",
    }


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2023-12-10", None),
        ("2023-12-12", "in-use"),
        ("2023-12-27", "in-use"),
        ("2023-12-28", "closed"),
        ("2024-01", "closed"),
    ],
)
def test_timbuktu_is_open_until_28_december_and_closed_from_then_on(
    reader: Reader, day: str, status: str | None
) -> None:
    # C18
    assert reader.one(f"bases/{TIMBUKTU}", datetime=day)["status"] == status


def test_each_status_of_timbuktu_rests_on_its_own_documents(reader: Reader) -> None:
    # C18
    assert documents(status_of(reader, TIMBUKTU, "in-use")) == {INSIGHT, AFP_RETELLING}
    assert documents(status_of(reader, TIMBUKTU, "closed")) == {TIMES}


def test_the_french_name_of_timbuktu_is_the_same_town(reader: Reader) -> None:
    # the pitfall of the French text
    closed = status_of(reader, TIMBUKTU, "closed")
    assert closed["place"]["id"] == "timbuktu"
    assert stated(closed, "place") == {(TIMES, "Tombouctou")}
    assert stated(closed, "language") == {(TIMES, "fr")}
    assert ids(reader.things("bases", q="Tombouctou")) == {TIMBUKTU}
    towns = reader.things("places", q="tombouctou", kind="town", place="timbuktu")
    assert ids(towns) == {"timbuktu"}
    assert towns[0]["names"] == {"en": "Timbuktu", "fr": "Tombouctou"}


def test_thirteen_positions_are_a_number_and_no_list(reader: Reader) -> None:
    # C19
    left = reader.one("events/thirteen-positions-left")
    assert (left["base"], left["place"]["id"]) == (None, "mali")
    assert stated(left, "positions") == {(INSIGHT, 13), (AFP_RETELLING, 13)}
    assert ids(reader.things("bases", mission="minusma")) == {
        "minusma-headquarters",
        "minusma-bamako",
        "minusma-gao",
        MOPTI,
        TIMBUKTU,
    }


def test_mopti_was_handed_over_in_the_week_before_the_interview(reader: Reader) -> None:
    # C19, C49
    assert reader.statuses(MOPTI) == {
        "in-use": "[2013..2023-12-03]",
        "handed-over": "[2023-12-04..2023-12-10]",
    }
    (event,) = reader.facts("events", type="hand-over", place="mopti")
    assert (event["base"], edtf(event)) == (MOPTI, "[2023-12-04..2023-12-10]")
    assert documents(event) == {AFP_RETELLING}
    assert stated(event, "when") == {(AFP_RETELLING, "last week")}


def test_nobody_is_named_as_the_recipient_of_mopti(reader: Reader) -> None:
    # C44
    handed_over = status_of(reader, MOPTI, "handed-over")
    assert handed_over["recipient"] is None
    event = reader.one("events/mopti-camp-handed-over")
    assert [actor["id"] for actor in event["actors"]] == ["minusma"]


def test_the_general_practice_names_no_base(reader: Reader) -> None:
    # C44
    practice = reader.one("events/minusma-hands-over-bases")
    assert (practice["base"], practice["place"]["id"]) == (None, "mali")
    assert documents(practice) == {NEWS}
    assert "authorities-of-mali" in {actor["id"] for actor in practice["actors"]}


def test_a_small_team_and_rear_personnel_stay_in_gao_and_bamako(reader: Reader) -> None:
    # C21
    stays = reader.one("statements/reduced-team-stays")
    assert documents(stays) == {NEWS, UN_RETELLING}
    assert (NEWS, "reduced team and remaining personnel of contributing countries") in stated(
        stays, "label"
    )
    (leads,) = reader.one("organisations/un-department-of-operational-support")["roles"]
    assert (edtf(leads), documents(leads)) == ("2024-01-01/..", {UN_RETELLING})
    assert leads["mission"] == "minusma"


def test_the_site_kept_in_bamako_is_not_taken_for_the_headquarters(reader: Reader) -> None:
    # C15
    assert reader.statuses("minusma-headquarters") == {}
    assert reader.statuses("minusma-bamako") == {"retained-for-liquidation": "2024-01-01/.."}


def test_places_that_are_only_named_are_no_sites_of_the_mission(reader: Reader) -> None:
    # the pitfall of other places
    places = {base["place"]["id"] for base in reader.things("bases", mission="minusma")}
    assert places == {"bamako", "gao", "mopti", "timbuktu"}
    for elsewhere in ("niger", "russian-federation", "kidal-region"):
        assert reader.things("bases", place=elsewhere) == []
