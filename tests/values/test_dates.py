"""FuzzyDate and Interval: what is read, what is refused, and what the bounds promise."""

import contextlib
import io
import math
import time
from calendar import monthrange
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given, settings
from hypothesis import strategies as st

from app.values.dates import FuzzyDate, Interval

days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
marks = st.sampled_from(["", "~", "?", "%"])


def written(day: date, precision: int) -> str:
    return day.isoformat()[: (4, 7, 10)[precision]]


precisions = st.integers(0, 2)
plain = st.builds(written, days, precisions)
marked = st.builds("{}{}".format, plain, marks)


@st.composite
def intervals(draw: st.DrawFn, side: st.SearchStrategy[str] = marked) -> str:
    sides = sorted([draw(side), draw(side)])
    return "/".join(sides)


@st.composite
def sets(draw: st.DrawFn, mark: st.SearchStrategy[str] = marks) -> str:
    precision = draw(precisions)
    first, last = sorted([draw(days), draw(days)])
    return f"[{written(first, precision)}{draw(mark)}..{written(last, precision)}{draw(mark)}]"


half_open = st.sampled_from(["{}/..", "../{}", "[{}..]", "[..{}]"])
valid = st.one_of(marked, intervals(), sets(), st.builds(str.format, half_open, marked))
spans = st.tuples(days, days).map(lambda pair: tuple(sorted(pair)))


@pytest.mark.parametrize(
    ("edtf", "began", "ended"),
    [
        ("2023", ("2023-01-01", "2023-12-31"), ("2023-01-01", "2023-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29"), ("2024-02-01", "2024-02-29")),
        ("2023-06-30", ("2023-06-30", "2023-06-30"), ("2023-06-30", "2023-06-30")),
        ("2023-06~", ("2023-06-01", "2023-06-30"), ("2023-06-01", "2023-06-30")),
        ("[2022..2023-06]", ("2022-01-01", "2023-06-30"), ("2022-01-01", "2023-06-30")),
        ("[2022..]", ("2022-01-01", "9999-12-31"), ("2022-01-01", "9999-12-31")),
        ("[..2022]", ("0001-01-01", "2022-12-31"), ("0001-01-01", "2022-12-31")),
        ("2013/2023-12-31", ("2013-01-01", "2013-12-31"), ("2023-12-31", "2023-12-31")),
        ("2023/2023-06", ("2023-01-01", "2023-06-30"), ("2023-06-01", "2023-06-30")),
        ("2023-06/2023", ("2023-06-01", "2023-06-30"), ("2023-06-01", "2023-12-31")),
        ("2023-06/..", ("2023-06-01", "2023-06-30"), ("2023-06-01", "9999-12-31")),
        ("../2023-06", ("0001-01-01", "2023-06-30"), ("2023-06-01", "2023-06-30")),
    ],
)
def test_a_date_has_the_bounds_that_its_text_allows(
    edtf: str, began: tuple[str, str], ended: tuple[str, str]
) -> None:
    fuzzy = FuzzyDate.parse(edtf)
    assert (str(fuzzy.began_earliest), str(fuzzy.began_latest)) == began
    assert (str(fuzzy.ended_earliest), str(fuzzy.ended_latest)) == ended


@pytest.mark.parametrize(
    ("edtf", "fragment"),
    [
        ("", "an empty text"),
        ("2001-02-29", "there is no day 29, 2001-02 has 28 days"),
        ("1900-02-29", "1900-02 has 28 days"),
        ("2023-06-31", "write for example 2023-06-30"),
        ("2023-06-00", "there is no day 00"),
        ("2023-13", "2023-13: there is no month 13; write for example 2023-06"),
        ("2023-00", "there is no month 00"),
        ("2023-21", "there is no month 21"),
        ("0000", "there is no year 0000"),
        ("-0044", "not a year, a month or a day"),
        ("Y12023", "not a year, a month or a day"),
        ("201X", "not a year, a month or a day"),
        ("23", "not a year, a month or a day"),
        ("2023-6", "not a year, a month or a day"),
        ("20230630", "not a year, a month or a day"),
        ("2023~~", "2023~: this is not a year"),
        ("~2023", "not a year, a month or a day"),
        ("2023\n", "not a year, a month or a day"),
        (" 2023", "not a year, a month or a day"),
        ("2023 / 2024", "not a year, a month or a day"),
        ("٢٠٢٣", "not a year, a month or a day"),
        ("２０２３", "not a year, a month or a day"),
        ("2023-06-30T12:00:00Z", "not a year, a month or a day"),
        ("/2023", "a side is empty, an open one is written ..; write for example ../2023"),
        ("2023/", "write for example 2023/.."),
        ("/", "a side is empty"),
        ("../..", "open on both sides"),
        ("..", "not a year, a month or a day"),
        ("2024/2023", "2024/2023: it ends before it begins"),
        ("2023-12-10/2023-12-04", "it ends before it begins"),
        ("2023/2024/2025", "two sides and one slash"),
        ("2023/2024-13", "2024-13: there is no month 13"),
        ("[2024..2023]", "it ends before it begins"),
        ("[..]", "open on both sides"),
        ("[2023]", "has two sides"),
        ("[2023,2024]", "has two sides"),
        ("[2023..2024", "has two sides"),
        ("[2023..2024]~", "has two sides"),
        ("{2023..2024}", "not a year, a month or a day"),
    ],
)
def test_a_text_that_is_no_date_is_refused_with_the_reason(edtf: str, fragment: str) -> None:
    with pytest.raises(ValueError, match="write for example") as caught:
        FuzzyDate.parse(edtf)
    assert fragment in str(caught.value)


def test_bounds_out_of_order_cannot_be_built() -> None:
    early, late = date(2022, 1, 1), date(2023, 1, 1)
    with pytest.raises(ValueError, match="out of order"):
        FuzzyDate("2023", late, early, late, late)
    with pytest.raises(ValueError, match="out of order"):
        FuzzyDate("2023", late, late, early, late)


@given(valid)
def test_a_date_keeps_its_text(edtf: str) -> None:
    fuzzy = FuzzyDate.parse(edtf)
    assert str(fuzzy) == edtf
    assert FuzzyDate.parse(str(fuzzy)) == fuzzy


@given(valid)
def test_the_bounds_are_in_order(edtf: str) -> None:
    fuzzy = FuzzyDate.parse(edtf)
    assert fuzzy.began_earliest <= fuzzy.began_latest <= fuzzy.ended_latest
    assert fuzzy.began_earliest <= fuzzy.ended_earliest <= fuzzy.ended_latest


@given(days)
def test_a_single_day_is_its_own_bounds(day: date) -> None:
    fuzzy = FuzzyDate.parse(day.isoformat())
    bounds = {fuzzy.began_earliest, fuzzy.began_latest, fuzzy.ended_earliest, fuzzy.ended_latest}
    assert bounds == {day}


@given(days)
def test_a_month_has_the_days_of_the_calendar(day: date) -> None:
    fuzzy = FuzzyDate.parse(written(day, 1))
    length = (fuzzy.ended_latest - fuzzy.began_earliest).days + 1
    assert length == monthrange(day.year, day.month)[1]


@given(plain, plain)
def test_of_two_orders_of_different_years_one_is_refused(one: str, other: str) -> None:
    first, last = sorted([one, other])
    FuzzyDate.parse(f"{first}/{last}")
    if first[:4] != last[:4]:
        with pytest.raises(ValueError, match="ends before it begins"):
            FuzzyDate.parse(f"{last}/{first}")


@given(valid)
def test_only_marked_dates_are_approximate(edtf: str) -> None:
    assert FuzzyDate.parse(edtf).is_approximate == bool(set(edtf) & set("~?%"))


@given(valid)
def test_open_ends_are_told_from_the_first_and_last_day_there_is(edtf: str) -> None:
    fuzzy = FuzzyDate.parse(edtf)
    assert fuzzy.has_open_start == (edtf.strip("[]")[:2] == "..")
    assert fuzzy.has_open_end == (edtf.strip("[]")[-2:] == "..")
    assert not fuzzy.has_open_start or fuzzy.began_earliest == date.min
    assert not fuzzy.has_open_end or fuzzy.ended_latest == date.max


def test_the_first_year_and_the_last_are_not_open() -> None:
    assert not FuzzyDate.parse("0001").has_open_start
    assert not FuzzyDate.parse("9999").has_open_end


@given(valid, spans)
def test_what_must_fall_in_a_span_may_fall_in_it(edtf: str, span: tuple[date, date]) -> None:
    fuzzy = FuzzyDate.parse(edtf)
    assert not fuzzy.must_fall_in(*span) or fuzzy.may_fall_in(*span)


@given(valid)
def test_every_date_falls_in_all_of_time_unless_only_approximately(edtf: str) -> None:
    fuzzy = FuzzyDate.parse(edtf)
    assert fuzzy.may_fall_in(date.min, date.max)
    assert fuzzy.must_fall_in(date.min, date.max) != fuzzy.is_approximate


@given(plain, st.sampled_from("~?%"), spans)
def test_an_approximate_date_is_never_certain(
    edtf: str, mark: str, span: tuple[date, date]
) -> None:
    assert not FuzzyDate.parse(edtf + mark).must_fall_in(*span)


spring = st.dates(date(2024, 1, 25), date(2024, 2, 5))
spring_texts = st.builds(written, spring, st.integers(1, 2))


@given(spring_texts, spring_texts, spring, st.integers(0, 12))
def test_may_and_must_agree_with_every_course_that_an_interval_can_have_taken(
    one: str, other: str, start: date, length: int
) -> None:
    end = start + timedelta(days=length)
    first, last = FuzzyDate.parse(one), FuzzyDate.parse(other)
    if first.began_earliest > last.ended_latest:
        return
    courses = [
        (began, ended)
        for began in all_days(first.began_earliest, first.began_latest)
        for ended in all_days(last.ended_earliest, last.ended_latest)
        if began <= ended
    ]
    fuzzy = FuzzyDate.parse(f"{one}/{other}")
    overlaps = [began <= end and ended >= start for began, ended in courses]
    assert fuzzy.may_fall_in(start, end) == any(overlaps)
    assert fuzzy.must_fall_in(start, end) == all(overlaps)


def all_days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("edtf", "span", "may", "must"),
    [
        ("2023-06", "2023", True, True),
        ("2023", "2023-06", True, False),
        ("2013/2023", "2016", True, True),
        ("2023/..", "2025", True, False),
        ("2023/..", "2022", False, False),
        ("../2023", "2021", True, False),
        ("[2022..2023]", "2023", True, False),
        ("2023-06~", "2023", True, False),
        ("2023-06-30", "2023-06-30", True, True),
        ("2023-06-30", "2023-07-01/..", False, False),
    ],
)
def test_a_filter_keeps_what_may_and_what_must_fall_in_it(
    edtf: str, span: str, may: bool, must: bool
) -> None:
    fuzzy, interval = FuzzyDate.parse(edtf), Interval.parse(span)
    assert fuzzy.may_fall_in(interval.start, interval.end) is may
    assert fuzzy.must_fall_in(interval.start, interval.end) is must


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-06-30", "2023-06-30", "2023-06-30"),
        ("2023-06/2023-12", "2023-06-01", "2023-12-31"),
        ("2023-06/2023", "2023-06-01", "2023-12-31"),
        ("2023/2023-06", "2023-01-01", "2023-06-30"),
        ("2023/..", "2023-01-01", "9999-12-31"),
        ("2023/", "2023-01-01", "9999-12-31"),
        ("../2023", "0001-01-01", "2023-12-31"),
        ("/2023", "0001-01-01", "2023-12-31"),
        ("2023-06-30T12:00:00Z", "2023-06-30", "2023-06-30"),
        ("2023-06-30t12:00:00.123456789z", "2023-06-30", "2023-06-30"),
        ("2023-06-30T01:00:00+02:00", "2023-06-29", "2023-06-29"),
        ("2023-06-30T01:00:00+0200", "2023-06-29", "2023-06-29"),
        ("2023-06-30T23:00:00-02:00", "2023-07-01", "2023-07-01"),
        ("2023-06-30T05:29:59+05:30", "2023-06-29", "2023-06-29"),
        ("2023-06-30T05:30:00+05:30", "2023-06-30", "2023-06-30"),
        ("2023-06-30T20:30:00-03:30", "2023-07-01", "2023-07-01"),
        ("2023-06-30T20:29:59-03:30", "2023-06-30", "2023-06-30"),
        ("2023-06-30T12:00:00-00:00", "2023-06-30", "2023-06-30"),
        ("2016-12-31T23:59:60Z", "2016-12-31", "2016-12-31"),
        ("2017-01-01T01:59:60+02:00", "2016-12-31", "2016-12-31"),
        ("2023-06-30T12:00:00Z/..", "2023-06-30", "9999-12-31"),
        ("2023-06/2023-06-30T12:00:00Z", "2023-06-01", "2023-06-30"),
        ("2023-06-30T12:00:00Z/2023-06-30T12:00:00Z", "2023-06-30", "2023-06-30"),
    ],
)
def test_a_filter_counts_both_its_ends(text: str, start: str, end: str) -> None:
    interval = Interval.parse(text)
    assert (str(interval.start), str(interval.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("", "leave datetime out"),
        ("..", "leave datetime out"),
        ("/", "leave datetime out"),
        ("../..", "leave datetime out"),
        ("../", "leave datetime out"),
        ("2023-13", "2023-13: there is no month 13"),
        ("2022/2023-02-29", "2023-02-29: there is no day 29"),
        ("2023/2022", "2023/2022: it ends before it begins"),
        ("2023-06-30T12:00:01Z/2023-06-30T12:00:00Z", "it ends before it begins"),
        ("2023-06-30T12:00:00.5Z/2023-06-30T12:00:00.25Z", "it ends before it begins"),
        ("2023-06-30T12:00:00+01:00/2023-06-30T12:00:00+02:00", "it ends before it begins"),
        ("2023/2024/2025", "two sides and one slash"),
        ("2023~", "a filter takes no ~"),
        ("2023?/2024", "a filter takes no ?"),
        ("2023%", "a filter takes no %"),
        ("[2022..2023]", "a filter takes no ["),
        ("2022..2023", "not a year, a month or a day"),
        ("yesterday", "not a year, a month or a day"),
        ("2023-06-30X12:00:00Z", "not a year, a month or a day"),
        ("last Tuesday", "not a year, a month or a day"),
        ("٢٠٢٣", "not a year, a month or a day"),
        ("2023-06-30T12:00:00", "its offset from UTC is missing"),
        ("2023-06-30T12:00:00 02:00", "write for example 2023-06-30T12:00:00%2B02:00"),
        ("2023-06-30T12:00:00 0200", "in an address it is written %2B"),
        ("2023-06-30T12:00Z", "not an RFC 3339 date-time"),
        ("2023-06-30 12:00", "not an RFC 3339 date-time"),
        ("2023-06-30 12:00:00Z", "not an RFC 3339 date-time"),
        ("2023-06-30T12:00:00+02", "not an RFC 3339 date-time"),
        ("2023-06-30T12:00:00,5Z", "not an RFC 3339 date-time"),
        ("2023-06-30T12:00:00Zulu", "not an RFC 3339 date-time"),
        ("2023-06-30T24:00:00Z", "24 is above 23"),
        ("2023-06-30T12:60:00Z", "60 is above 59"),
        ("2023-06-30T12:00:61Z", "61 is above 60"),
        ("2023-06-30T12:00:60Z", "a second 60 ends a day in UTC"),
        ("2023-06-30T12:00:00+24:00", "24 is above 23"),
        ("2023-06-30T12:00:00+02:60", "60 is above 59"),
        ("2023-06-31T12:00:00Z", "2023-06-31: there is no day 31"),
        ("0001-01-01T00:00:00+02:00", "outside the years 0001 to 9999"),
        ("9999-12-31T23:59:59-02:00", "outside the years 0001 to 9999"),
    ],
)
def test_a_text_that_is_no_filter_is_refused_with_the_reason(text: str, fragment: str) -> None:
    with pytest.raises(ValueError, match="write for example") as caught:
        Interval.parse(text)
    assert fragment in str(caught.value)


def test_a_reversed_interval_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Interval(date(2023, 1, 2), date(2023, 1, 1))


@given(plain)
def test_a_filter_and_a_fact_read_a_plain_date_alike(text: str) -> None:
    interval, fuzzy = Interval.parse(text), FuzzyDate.parse(text)
    assert (interval.start, interval.end) == (fuzzy.began_earliest, fuzzy.ended_latest)


@given(st.text(alphabet="0123456789-/.~?%[]TZ:+ ", max_size=24))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert str(FuzzyDate.parse(text)) == text
    with contextlib.suppress(ValueError):
        interval = Interval.parse(text)
        assert interval.start <= interval.end


# The `edtf` package as an oracle: docs/decisions/0002-edtf-subset.md.

oracle_sides = st.one_of(marked, intervals(), sets(mark=st.just("")))
oracle_half_open = st.one_of(
    st.builds(str.format, st.sampled_from(["{}/..", "../{}"]), marked),
    st.builds(str.format, st.sampled_from(["[{}..]", "[..{}]"]), plain),
)


def oracle_bounds(edtf: str) -> tuple[date, date]:
    """The first and the last day as the oracle sees them; it prints while it parses."""
    with contextlib.redirect_stdout(io.StringIO()):
        parsed = parse_edtf(edtf)
        return oracle_day(parsed.lower_strict()), oracle_day(parsed.upper_strict())


def oracle_day(moment: time.struct_time | float) -> date:
    if isinstance(moment, float):
        return date.max if moment == math.inf else date.min
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)


@settings(max_examples=60, deadline=None)
@given(st.one_of(oracle_sides, oracle_half_open))
def test_the_outer_bounds_are_those_of_the_edtf_package(edtf: str) -> None:
    fuzzy = FuzzyDate.parse(edtf)
    assert (fuzzy.began_earliest, fuzzy.ended_latest) == oracle_bounds(edtf)


@pytest.mark.parametrize(
    "edtf",
    [
        "2001-02-29",
        "1900-02-29~",
        "2023-02-29/2024",
        "[2023-02-29..]",
        "2024/2023",
        "2023-12-10/2023-12-04",
        "[2024..2023]",
        "/2023",
        "2023/",
        "0000",
        " 2023",
        "2023\n",
        "2023 / 2024",
    ],
)
def test_the_edtf_package_reads_what_is_no_date(edtf: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        parse_edtf(edtf)
    with pytest.raises(ValueError, match="write for example"):
        FuzzyDate.parse(edtf)


@pytest.mark.parametrize("edtf", ["[2022-06..2023]", "[2022~..2023]", "[2022..2023~]"])
def test_the_edtf_package_refuses_dates_that_are_read_here(edtf: str) -> None:
    with pytest.raises(EDTFParseException):
        parse_edtf(edtf)
    FuzzyDate.parse(edtf)


def test_the_edtf_package_gives_an_empty_side_ten_years() -> None:
    parsed = parse_edtf("/2023")
    assert oracle_day(parsed.lower_strict()) == date(2013, 12, 31)


def test_the_edtf_package_calls_a_date_with_a_per_cent_mark_neither_of_its_two_halves() -> None:
    parsed = parse_edtf("2023%")
    assert not parsed.is_approximate
    assert not parsed.is_uncertain
    assert parsed.is_uncertain_and_approximate
    assert FuzzyDate.parse("2023%").is_approximate
