"""`datetime` and `bbox` as the standard has them: what has no date or no geometry matches."""

import itertools
from datetime import date as date_

import httpx
import pytest

from tests.api.served import Params, Row, found
from tests.api.served import page as listed
from tests.api.test_oracle import BOXES, day, first_and_last, in_box, in_time
from tests.ogc.asked import DATED, NOUNS, features, page

FACTS = tuple(noun for noun in DATED if noun != "bases")
TIMES = ["2013", "2014-03/2016", "2020-08-18", "2023-06-16/..", "../2015-02", "1990", "2030/.."]
SPACES = [None, *BOXES, (-5.0, 14.0, 0.0, 17.0), (5.0, 48.0, 20.0, 70.0)]


def ids(api: httpx.Client, noun: str, **params: str) -> set[str]:
    """The ids of the features that match."""
    told = page(api, noun, limit="1000", **params)
    assert told["numberMatched"] == len(told["features"])
    return {feature["id"] for feature in told["features"]}


def rows(api: httpx.Client, noun: str) -> list[Row]:
    shown: list[Row] = listed(api, f"/v1/{noun}", limit=1000)["items"]
    return shown


def asked(when: str | None, box: tuple[float, ...] | None) -> Params:
    written = {} if when is None else {"datetime": when}
    return written if box is None else {**written, "bbox": ",".join(map(str, box))}


def has_point(row: Row) -> bool:
    at = row.get("place", row)
    return bool(at) and at["longitude"] is not None


@pytest.mark.parametrize("noun", FACTS)
@pytest.mark.parametrize("match", ["possible", "certain"])
def test_facts_match_by_date_and_place_or_for_having_none(
    quick: httpx.Client, noun: str, match: str
) -> None:
    facts = rows(quick, noun)
    for when, box in itertools.product([None, *TIMES], SPACES):
        expected = {
            fact["id"]
            for fact in facts
            if (when is None or fact["date"] is None or in_time(fact, when, match))
            and (box is None or not has_point(fact) or in_box(fact, box))
        }
        assert ids(quick, noun, match=match, **asked(when, box)) == expected, (when, box)


@pytest.mark.parametrize("noun", FACTS)
def test_the_list_leaves_out_just_what_matches_here_beside(quick: httpx.Client, noun: str) -> None:
    when = listed(quick, f"/v1/{noun}", datetime="2023", limit=1000)
    where = listed(quick, f"/v1/{noun}", bbox="-1,16,1,17", limit=1000)
    assert when["undatedExcluded"] > 0
    assert where["unlocatedExcluded"] > 0
    matched = page(quick, noun, datetime="2023")["numberMatched"]
    assert matched == when["numberMatched"] + when["undatedExcluded"]
    matched = page(quick, noun, bbox="-1,16,1,17")["numberMatched"]
    assert matched == where["numberMatched"] + where["unlocatedExcluded"]


def test_places_match_any_date_and_by_box_or_for_being_no_point(quick: httpx.Client) -> None:
    places = rows(quick, "places")
    for when, box in itertools.product([None, "2013", "1990/2001"], SPACES):
        expected = {
            place["id"]
            for place in places
            if box is None or not has_point(place) or in_box({"place": place}, box)
        }
        assert ids(quick, "places", **asked(when, box)) == expected, (when, box)


@pytest.mark.parametrize("when", TIMES)
def test_bases_match_from_when_they_may_have_begun_or_without_a_date(
    quick: httpx.Client, when: str
) -> None:
    _, last = first_and_last(when)
    expected = set()
    for base in rows(quick, "bases"):
        dates = [status["date"] for status in base["statuses"] if status["date"]]
        begun = [day(date["began"]["earliest"], date_.min) for date in dates]
        if not begun or min(begun) <= last:
            expected.add(base["id"])
    assert ids(quick, "bases", datetime=when) == expected


def test_a_base_tells_its_status_on_the_last_day_asked_for(api: httpx.Client) -> None:
    status = {
        when: {b["id"]: b["properties"]["status"] for b in features(api, "bases", datetime=when)}
        for when in ("2023-12-27T12:00:00Z", "2023-12-28T12:00:00Z")
    }
    before, after = (told["minusma-timbuktu-camp"] for told in status.values())
    assert (before == "closed", after) == (False, "closed")


@pytest.mark.parametrize(
    ("when", "same"),
    [
        ("2023-12-28T00:00:00Z", "2023-12-28"),
        ("2023-12-28T23:59:59.999Z", "2023-12-28"),
        ("2023-12-29T01:00:00+02:00", "2023-12-28"),
        ("2023-12-27T23:00:00-02:00", "2023-12-28"),
        ("2023-12-28t12:00:00z", "2023-12-28"),
        ("2023-12-28T", "2023-12-28"),
        ("2023-12-28T/2023-12-30T", "2023-12-28/2023-12-30"),
        ("2023-12-28T00:00:00Z/..", "2023-12-28/.."),
        ("2023-12-28T00:00:00Z/", "2023-12-28/.."),
        ("../2020-12-31T23:59:59Z", "../2020"),
        ("/2020", "../2020"),
        ("2020-01-01T00:00:00Z/2020-12-31T23:59:59Z", "2020"),
    ],
)
def test_a_moment_counts_as_its_day_in_utc(api: httpx.Client, when: str, same: str) -> None:
    for noun in FACTS:
        assert ids(api, noun, datetime=when) == ids(api, noun, datetime=same)
    assert ids(api, "events", datetime=when) == {*found(api, "/v1/events", datetime=same)}


@pytest.mark.parametrize(
    ("box", "same"),
    [
        ("-1,16,-500,1,17,9000", "-1,16,1,17"),
        ("177,-20,0,-178,-15,0", "177,-20,-178,-15"),
        ("-1,16,1,17.0", "-1,16,1,17"),
        ("-1e0,1.6e1,1E+0,170e-1", "-1,16,1,17"),
        ("-5e-07,0,1,17", "-0.0000005,0,1,17"),
    ],
)
def test_a_box_may_be_written_with_heights_and_as_programs_write_numbers(
    quick: httpx.Client, box: str, same: str
) -> None:
    for noun in NOUNS:
        assert ids(quick, noun, bbox=box) == ids(quick, noun, bbox=same)


def test_a_box_may_come_in_parts(quick: httpx.Client) -> None:
    parts = "bbox=-1&bbox=16&bbox=1&bbox=17"
    answer = quick.get(f"/ogc/collections/events/items?{parts}").raise_for_status()
    assert answer.json()["numberMatched"] == len(ids(quick, "events", bbox="-1,16,1,17"))
