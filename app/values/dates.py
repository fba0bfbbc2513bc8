"""When: the dates that documents give, and the span of days that a question asks about.

A source says `2023` or `2023-06`, and neither is a day: a `FuzzyDate` keeps its EDTF text (ISO
8601-2) beside the four days that bound it. A question is sharp: an `Interval` is a first and a last
day, written as OGC API - Features and STAC write their `datetime`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

_CALENDAR = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]"
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:[Zz]|([+-])([0-9]{2}):?([0-9]{2}))"
)
_PLUS_LOST = re.compile(r"[0-9-]{10}[Tt][^ ]+ ([0-9]{2}:?[0-9]{2})")
_MARKS = "~?%"
_OPEN = ".."
_EXAMPLE = "2023-06-30T12:00:00Z"

Days = tuple[date, date]
"""The first and the last day that something may be."""


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as a source has it: `2023-06` began and ended on unknown days of June 2023.

    `began_*` bound the day it began and `ended_*` the day it ended; a moment (`2023`,
    `[2022..2023]`) has the same bounds twice. An open end is `date.min` or `date.max`.
    """

    edtf: str
    began_earliest: date
    began_latest: date
    ended_earliest: date
    ended_latest: date
    is_approximate: bool = False

    def __post_init__(self) -> None:
        """Refuse a latest before its earliest, and an end before its begin."""
        if not (
            self.began_earliest <= self.began_latest <= self.ended_latest
            and self.began_earliest <= self.ended_earliest <= self.ended_latest
        ):
            raise _wrong(self.edtf, "its bounds are out of order", "FuzzyDate.parse('2023-06')")

    @classmethod
    def parse(cls, edtf: str) -> Self:
        """Read `2023`, `2023-06-30~`, `2013/2023-12-31`, `2023/..`, `../2023` or `[2022..2023]`."""
        if edtf.startswith("["):
            began = ended = _read_set(edtf)
        elif "/" in edtf:
            began, ended = _read_interval(edtf)
        else:
            began = ended = _read_marked(edtf)
        return cls(edtf, *began, *ended, is_approximate=any(mark in edtf for mark in _MARKS))

    def __str__(self) -> str:
        """The EDTF text: what `parse` reads."""
        return self.edtf

    @property
    def has_open_start(self) -> bool:
        """Whether nothing is said of when it began: `../2023`, `[..2023]`."""
        return self.edtf.startswith((_OPEN, f"[{_OPEN}"))

    @property
    def has_open_end(self) -> bool:
        """Whether nothing is said of when it ended: `2023/..`, `[2023..]`."""
        return self.edtf.endswith((_OPEN, f"{_OPEN}]"))

    def may_fall_in(self, start: date, end: date) -> bool:
        """Whether some day of it may lie between two days, both counted: `match=possible`."""
        return self.began_earliest <= end and self.ended_latest >= start

    def must_fall_in(self, start: date, end: date) -> bool:
        """Whether some day of it must lie there: `match=certain`, and never if approximate."""
        is_inside = self.began_latest <= end and self.ended_earliest >= start
        return is_inside and not self.is_approximate


@dataclass(frozen=True, slots=True)
class Interval:
    """The days a question asks about, both counted; an open side is `date.min` or `date.max`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse an interval that ends before it starts."""
        if self.start > self.end:
            raise _reversed(f"{self.start}/{self.end}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2023`, `2023-06/2023-12`, `2023-06-30/..`, `/2023` or `2023-06-30T12:00:00Z`.

        A date-time counts as its day in UTC.
        """
        _refuse_marks(text)
        left, slash, right = text.partition("/")
        if "/" in right:
            raise _wrong(text, "an interval has two sides and one slash", "2023-06/2023-12")
        if not slash:
            right = left
        if {left, right} <= {"", _OPEN}:
            why = "no date is given; leave datetime out to ask for any"
            raise _wrong(text, why, "2023/..")
        start, end = _read_moments(left)[0], _read_moments(right)[1]
        if start > end:
            raise _reversed(text)
        return cls(start.date(), end.date())


def _wrong(part: str, why: str, example: str) -> ValueError:
    return ValueError(f"{part or 'an empty text'}: {why}; write for example {example}")


def _reversed(text: str) -> ValueError:
    return _wrong(text, "it ends before it begins", "2022-06/2023")


def _read_calendar(text: str) -> Days:
    """The first and the last day of `2023`, `2023-06` or `2023-06-30`."""
    form = _CALENDAR.fullmatch(text)
    if form is None:
        raise _wrong(text, "this is not a year, a month or a day", "2023, 2023-06 or 2023-06-30")
    year, month, day = form.groups()
    if year == "0000":
        raise _wrong(text, "there is no year 0000, years are 0001 to 9999", "2023")
    if month is None:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if not 1 <= int(month) <= 12:
        raise _wrong(text, f"there is no month {month}", f"{year}-06")
    last = monthrange(int(year), int(month))[1]
    if day is None:
        return date(int(year), int(month), 1), date(int(year), int(month), last)
    if not 1 <= int(day) <= last:
        why = f"there is no day {day}, {year}-{month} has {last} days"
        raise _wrong(text, why, f"{year}-{month}-{last}")
    return (date(int(year), int(month), int(day)),) * 2


def _read_marked(text: str) -> Days:
    """The days of a date that may end in one mark: `2023-06~`."""
    return _read_calendar(text[:-1] if text.endswith(tuple(_MARKS)) else text)


def _read_set(edtf: str) -> Days:
    """The days of `[A..B]`, one of which is meant."""
    sides = edtf[1:-1].split(_OPEN)
    if not edtf.endswith("]") or len(sides) != 2:
        raise _wrong(edtf, "one moment within a span has two sides", "[2022-06..2023]")
    if sides == ["", ""]:
        raise _wrong(edtf, "it is open on both sides and says nothing", "[..2023]")
    earliest = _read_marked(sides[0])[0] if sides[0] else date.min
    latest = _read_marked(sides[1])[1] if sides[1] else date.max
    if earliest > latest:
        raise _reversed(edtf)
    return earliest, latest


def _read_interval(edtf: str) -> tuple[Days, Days]:
    """When `A/B` began and when it ended; each end narrows the other."""
    left, _, right = edtf.partition("/")
    if "/" in right:
        raise _wrong(edtf, "an interval has two sides and one slash", "2022-06/2023")
    if left == right == _OPEN:
        raise _wrong(edtf, "it is open on both sides and says nothing", "../2023")
    if not left or not right:
        why = "a side is empty, an open one is written .."
        raise _wrong(edtf, why, f"{left or _OPEN}/{right or _OPEN}" if left or right else "../2023")
    if right == _OPEN:
        began = _read_marked(left)
        return began, (began[0], date.max)
    ended = _read_marked(right)
    if left == _OPEN:
        return (date.min, ended[1]), ended
    began = _read_marked(left)
    if began[0] > ended[1]:
        raise _reversed(edtf)
    return (began[0], min(began[1], ended[1])), (max(began[0], ended[0]), ended[1])


def _refuse_marks(text: str) -> None:
    for mark in f"{_MARKS}[]":
        if mark in text:
            why = f"a filter takes no {mark}, its ends are sharp"
            raise _wrong(text, why, "2023-06 or 2023-06/2023-12")


def _read_moments(text: str) -> tuple[datetime, datetime]:
    """The first and the last moment of one side of a filter, in UTC."""
    if text[10:11] in tuple("Tt "):
        moment = _read_date_time(text)
        return moment, moment
    is_open = text in ("", _OPEN)
    first, last = (date.min, date.max) if is_open else _read_calendar(text)
    return datetime.combine(first, time.min, UTC), datetime.combine(last, time.max, UTC)


def _read_date_time(text: str) -> datetime:
    """The moment in UTC of an RFC 3339 date-time; a leap second counts as the one before it."""
    form = _DATE_TIME.fullmatch(text)
    if form is None:
        raise _unreadable_date_time(text)
    day, hour, minute, second, fraction, sign, ahead_hours, ahead_minutes = form.groups("00")
    parts = (hour, minute, second, ahead_hours, ahead_minutes)
    for part, limit in zip(parts, (23, 59, 60, 23, 59), strict=True):
        if int(part) > limit:
            raise _wrong(text, f"{part} is above {limit}", _EXAMPLE)
    clock = time(int(hour), int(minute), min(int(second), 59), int(fraction[:6].ljust(6, "0")))
    ahead = timedelta(hours=int(ahead_hours), minutes=int(ahead_minutes))
    try:
        moment = datetime.combine(_read_calendar(day)[0], clock, UTC)
        moment += ahead if sign == "-" else -ahead
    except OverflowError:
        raise _wrong(text, "in UTC it is outside the years 0001 to 9999", "2023-06-30") from None
    if second == "60" and (moment.hour, moment.minute) != (23, 59):
        raise _wrong(text, "a second 60 ends a day in UTC", _EXAMPLE)
    return moment


def _unreadable_date_time(text: str) -> ValueError:
    lost = _PLUS_LOST.fullmatch(text)
    if lost:
        why = f"the plus sign before {lost[1]} was lost, in an address it is written %2B"
        return _wrong(text, why, text.replace(" ", "%2B"))
    if _DATE_TIME.fullmatch(f"{text}Z"):
        return _wrong(text, "its offset from UTC is missing", f"{text}Z")
    return _wrong(text, "this is not an RFC 3339 date-time", _EXAMPLE)
