"""When: dates as precise as they are known, possible and certain, open ends, offsets."""

import re

import httpx
import pytest

from app.database import Database
from app.queries.when import INTERVAL
from app.values.dates import FuzzyDate, Interval
from tests.api import odd
from tests.api.served import found, page, pages, refused


def test_the_withdrawal_is_told_in_order(api: httpx.Client) -> None:
    story = found(api, "/v1/events", datetime="2023-06/2023-12", sort="date")
    told = [
        "diop-addresses-security-council",
        "resolution-2690-adopted",
        "mopti-camp-handed-over",
        "flag-lowered",
        "timbuktu-camp-closed",
        "withdrawal-completed",
    ]
    assert [id for id in story if id in told] == told
    assert "coup-of-august-2020" not in story
    assert "liquidation-begins" not in story


@pytest.mark.parametrize("day", ["2023-12-04", "2023-12-07", "2023-12-10"])
def test_some_day_of_a_week_possibly_matches_each_of_its_days_and_certainly_none(
    api: httpx.Client, day: str
) -> None:
    assert "mopti-camp-handed-over" in found(api, "/v1/events", datetime=day)
    assert "mopti-camp-handed-over" in found(api, "/v1/events", datetime=day, match="possible")
    assert "mopti-camp-handed-over" not in found(api, "/v1/events", datetime=day, match="certain")


@pytest.mark.parametrize("day", ["2023-12-03", "2023-12-11"])
def test_some_day_of_a_week_does_not_match_the_days_around_it(api: httpx.Client, day: str) -> None:
    assert "mopti-camp-handed-over" not in found(api, "/v1/events", datetime=day)


def test_some_day_of_a_week_certainly_matches_the_whole_week(api: httpx.Client) -> None:
    week = "2023-12-04/2023-12-10"
    assert "mopti-camp-handed-over" in found(api, "/v1/events", datetime=week, match="certain")


MATCHES = {
    # the fact's date, what is asked, whether it may match, whether it must
    ("2023", "2023-06-30"): (True, False),
    ("2023", "2023"): (True, True),
    ("2023", "2022/2024"): (True, True),
    ("2023", "2024"): (False, False),
    ("2023-06", "2023-06-30/2023-07-31"): (True, False),
    ("2023-06", "2023-06-01/2023-06-30"): (True, True),
    ("2023-06-30", "2023-06-30"): (True, True),
    ("2023-06-30", "2023-06"): (True, True),
    ("2023-06-30", "2023-06-30/.."): (True, True),
    ("2023-06-30", "../2023-06-30"): (True, True),
    ("2023-06-30", "2023-07-01/.."): (False, False),
    ("2023-06-30", "../2023-06-29"): (False, False),
    ("2023-06-30", "/2023-06-30"): (True, True),
    ("2023-06-30", "2023-06-30/"): (True, True),
    ("2023-06-30~", "2023-06"): (True, False),
    ("2023-06-30?", "2023-06-30"): (True, False),
    ("2013/2023", "2016"): (True, True),
    ("2013/2023", "2013-06-01"): (True, False),
    ("2013/2023", "2013"): (True, True),
    ("2013/2023", "2023-12-31"): (True, False),
    ("2020/..", "2050"): (True, False),
    ("2020/..", "2020"): (True, True),
    ("2020/..", "2019-12-31"): (False, False),
    ("../2015", "1950"): (True, False),
    ("../2015", "2016"): (False, False),
    ("[2022..]", "2050"): (True, False),
    ("[2022..]", "2022/.."): (True, True),
    ("[..2014-03]", "2014-03-31"): (True, False),
    ("[..2014-03]", "../2014-03-31"): (True, True),
    ("[2023-12-04..2023-12-10]", "2023-12-10/2023-12-20"): (True, False),
    ("2023-06-30", "2023-06-30T23:59:59Z"): (True, True),
    ("2023-06-30", "2023-07-01T00:30:00+01:00"): (True, True),
    ("2023-06-30", "2023-06-30T23:30:00-01:00"): (False, False),
    ("2023-06-30", "2023-06-29T00:00:00Z/2023-06-30T00:00:00Z"): (True, True),
    ("2023-06-30", "2023-06-30t12:00:00.123456z"): (True, True),
    ("0001-01-01", "0001"): (True, True),
    ("9999-12-31", "9999-12"): (True, True),
}


def test_a_date_may_or_must_fall_in_what_is_asked(own: Database, own_api: httpx.Client) -> None:
    dates = list(dict.fromkeys(date for date, _ in MATCHES))
    odd.add(own, *(odd.event(f"event-{n}", date) for n, date in enumerate(dates)))
    seen = {
        (date, asked): tuple(
            f"event-{dates.index(date)}"
            in found(own_api, "/v1/events", datetime=asked, match=match)
            for match in ("possible", "certain")
        )
        for date, asked in MATCHES
    }
    assert seen == MATCHES


SPANS = [
    "2014-12-31", "2015-01-01", "2014-12-31/2015-01-01", "2014-12-31/2015", "2014/2015", "2014", "2015",
    "2012/2018", "2012/2018~", "2012/2014-12-31", "2015-12-31/2016-01-01", "2016", "[2014..2016]",
    "2014-12/2015-02", "../2014", "../2015-01-01", "2010/..", "2016-01-01/..", "[..2015]", "9999", None,
]  # fmt: skip
ASKED = ["2015", "2015-01-01", "2014-12-31", "2015-06/2015-07", "2014/2016", "../2015", "2015/.."]
ASKED += ["0001", "0001/2014", "9999", "0002-01-01/9999-12-30"]


@pytest.mark.parametrize("match", ["possible", "certain"])
def test_what_spans_years_is_found_in_its_order_on_pages_of_any_size(
    own: Database, own_api: httpx.Client, match: str
) -> None:
    read = [None if text is None else FuzzyDate.parse(text) for text in SPANS]
    dates = {f"event-{number:02}": date for number, date in enumerate(read)}
    odd.add(own, *(odd.event(id, text) for id, text in zip(dates, SPANS, strict=True)))
    for asked in ASKED:
        time = Interval.parse(asked)
        wanted = [
            (date.began_earliest, id)
            for id, date in dates.items()
            if date is not None
            and (date.may_fall_in if match == "possible" else date.must_fall_in)(
                time.start, time.end
            )
        ]
        for path in ("/v1/events", "/v1/timeline"):
            for sort in ("date", "-date"):
                answers = list(
                    pages(own_api, path, datetime=asked, match=match, sort=sort, limit=4)
                )
                assert [row["id"] for answer in answers for row in answer["items"]] == [
                    id for _, id in sorted(wanted, reverse=sort == "-date")
                ], (path, asked, sort)
                assert {answer["numberMatched"] for answer in answers} == {len(wanted)}
                assert {answer["undatedExcluded"] for answer in answers} == {1}


def test_undated_facts_never_match_a_date_and_are_counted(
    own: Database, own_api: httpx.Client
) -> None:
    odd.add(own, odd.event("dated", "2023"), odd.event("undated"), odd.event("other"))
    for match in ("possible", "certain"):
        for asked in ("2023", "../2023", "2023/..", "0001/9999"):
            answer = page(own_api, "/v1/events", datetime=asked, match=match)
            assert [row["id"] for row in answer["items"]] == ["dated"]
            assert answer["undatedExcluded"] == 2
    assert page(own_api, "/v1/events", datetime="2020")["undatedExcluded"] == 2
    assert page(own_api, "/v1/events", datetime="2020", q="other")["undatedExcluded"] == 1
    assert page(own_api, "/v1/events")["undatedExcluded"] == 0


def test_the_ends_of_the_calendar_are_dates(own: Database, own_api: httpx.Client) -> None:
    odd.add(own, odd.event("first", "0001-01-01"), odd.event("last", "9999-12-31"))
    odd.add(own, odd.event("until", "../2015"), odd.event("since", "2020/.."), odd.event("undated"))
    for path in ("/v1/events", "/v1/timeline"):
        for asked, ids in {
            "2017": [],
            "0001": ["first", "until"],
            "9999": ["since", "last"],
            "2015/2020": ["until", "since"],
        }.items():
            answer = page(own_api, path, datetime=asked)
            assert [row["id"] for row in answer["items"]] == ids
            assert answer["undatedExcluded"] == 1


def test_an_open_end_is_shown_as_null(own: Database, own_api: httpx.Client) -> None:
    odd.add(own, odd.event("since", "2020/.."), odd.event("until", "../2015~"))
    odd.add(own, odd.event("undated"))
    until, since, undated = page(own_api, "/v1/events")["items"]
    assert since["date"] == {
        "edtf": "2020/..",
        "began": {"earliest": "2020-01-01", "latest": "2020-12-31"},
        "ended": {"earliest": "2020-01-01", "latest": None},
        "approximate": False,
    }
    assert until["date"]["began"] == {"earliest": None, "latest": "2015-12-31"}
    assert until["date"]["approximate"] is True
    assert undated["date"] is None


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("2023-13", "there is no month 13"),
        ("2001-02-29", "there is no day 29"),
        ("2024/2023", "ends before it begins"),
        ("2023-06-30/2023-06-29", "ends before it begins"),
        ("2023-06-30T12:00:00Z/2023-06-30T11:00:00Z", "ends before it begins"),
        ("../..", "no date is given"),
        ("/", "no date is given"),
        ("..", "no date is given"),
        ("2023/2024/2025", "one slash"),
        ("2023~", "takes no ~"),
        ("[2022..2023]", "takes no ["),
        ("yesterday", "not a year, a month or a day"),
        ("2023-6", "not a year, a month or a day"),
        ("20230630", "not a year, a month or a day"),
        ("0000", "no year 0000"),
        ("10000", "not a year, a month or a day"),
        ("2023-06-30T12:00:00", "offset from UTC is missing"),
        ("2023-06-30T12:00:00 01:00", "the plus sign"),
        ("2023-06-30T25:00:00Z", "25 is above 23"),
        ("9999-12-31T23:59:59-01:00", "outside the years"),
        ("٢٠٢٣", "not a year, a month or a day"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/events", "/v1/bases", "/v1/missions", "/v1/documents"])
def test_what_is_no_date_is_refused_with_what_would_be_right(
    api: httpx.Client, path: str, asked: str, why: str
) -> None:
    (error,) = refused(api, path, datetime=asked)["errors"]
    assert error["parameter"] == "datetime"
    assert why in error["detail"]
    assert api.get(path, params={"datetime": error["example"]}).status_code == 200


def test_documents_and_resolutions_are_dated_by_publication_and_adoption(
    api: httpx.Client,
) -> None:
    assert found(api, "/v1/resolutions", datetime="2013-04-25", match="certain") == ["2100"]
    assert found(api, "/v1/resolutions", datetime="2023") == ["2690"]
    assert "diplomatic-insight-2023-12-12" in found(api, "/v1/documents", datetime="2023-12")
    assert found(api, "/v1/documents", datetime="2013") == []


@pytest.mark.parametrize(
    "text",
    [
        *("2023", "2023-06", "2023-06-30", "2023/2024", "2023-06/..", "../2023", "/2023", "2023/"),
        *("2023-06-30T12:00:00Z", "2023-06-30t12:00:00.25+02:00", "2023-06-30T12:00:00-0200"),
        "2016-12-31T23:59:60Z/2017-06",
    ],
)
def test_the_pattern_in_the_document_has_room_for_what_is_accepted(
    api: httpx.Client, text: str
) -> None:
    assert re.search(INTERVAL["pattern"], text)
    assert api.get("/v1/events", params={"datetime": text}).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        *("..", "/", "../..", "2023-13", "2023-06-32", "2023-6", "23", "2023~", "2023/2024/2025"),
        *(
            "2023-06-30T12:00:00",
            "2023-06-30T24:00:00Z",
            "2023-06-30 12:00:00Z",
            "2023-06T12:00:00Z",
        ),
    ],
)
def test_the_pattern_in_the_document_has_no_room_for_what_is_refused(
    api: httpx.Client, text: str
) -> None:
    assert not re.search(INTERVAL["pattern"], text)
    refused(api, "/v1/events", datetime=text)
