"""Refusals in full: what was wrong, and what would be right, in the words that a client reads."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.values.dates import FuzzyDate, Interval
from app.values.geo import BBox, Circle, Point
from app.values.quantities import Quantity
from app.values.terms import Qualifier

BOX = "write minlon,minlat,maxlon,maxlat, for example -12.3,10.1,4.3,25.0"
NUMBERS = "write for example 311, about 180, more-than 300 or between 3 7"
MOMENT = "write for example 2023-06-30T12:00:00Z"
CALENDAR = "this is not a year, a month or a day; write for example 2023, 2023-06 or 2023-06-30"


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (FuzzyDate.parse, "", f"an empty text: {CALENDAR}"),
        (FuzzyDate.parse, "yesterday", f"yesterday: {CALENDAR}"),
        (
            FuzzyDate.parse,
            "0000-05",
            "0000-05: there is no year 0000, years are 0001 to 9999; write for example 2023",
        ),
        (FuzzyDate.parse, "2023-13", "2023-13: there is no month 13; write for example 2023-06"),
        (
            FuzzyDate.parse,
            "2023-02-30",
            "2023-02-30: there is no day 30, 2023-02 has 28 days; write for example 2023-02-28",
        ),
        (
            FuzzyDate.parse,
            "[2023]",
            "[2023]: one moment within a span has two sides; write for example [2022-06..2023]",
        ),
        (
            FuzzyDate.parse,
            "[..]",
            "[..]: it is open on both sides and says nothing; write for example [..2023]",
        ),
        (
            FuzzyDate.parse,
            "[2024..2023]",
            "[2024..2023]: it ends before it begins; write for example 2022-06/2023",
        ),
        (
            FuzzyDate.parse,
            "2022/2023/2024",
            "2022/2023/2024: an interval has two sides and one slash; write for example 2022-06/2023",
        ),
        (
            FuzzyDate.parse,
            "../..",
            "../..: it is open on both sides and says nothing; write for example ../2023",
        ),
        *(
            (
                FuzzyDate.parse,
                text,
                f"{text}: a side is empty, an open one is written ..; write for example {example}",
            )
            for text, example in [("/2023", "../2023"), ("2023/", "2023/.."), ("/", "../2023")]
        ),
        (
            FuzzyDate.parse,
            "2024/2023",
            "2024/2023: it ends before it begins; write for example 2022-06/2023",
        ),
        (
            Interval.parse,
            "2022/2023/2024",
            "2022/2023/2024: an interval has two sides and one slash; write for example 2023-06/2023-12",
        ),
        (
            Interval.parse,
            "..",
            "..: no date is given; leave datetime out to ask for any; write for example 2023/..",
        ),
        (
            Interval.parse,
            "2024/2023",
            "2024/2023: it ends before it begins; write for example 2022-06/2023",
        ),
        (
            Interval.parse,
            "2023~",
            "2023~: a filter takes no ~, its ends are sharp; write for example 2023-06 or 2023-06/2023-12",
        ),
        (
            Interval.parse,
            "2023-06-30T25:00:00Z",
            f"2023-06-30T25:00:00Z: 25 is above 23; {MOMENT}",
        ),
        (
            Interval.parse,
            "0001-01-01T00:00:00+02:00",
            "0001-01-01T00:00:00+02:00: in UTC it is outside the years 0001 to 9999; write for example 2023-06-30",
        ),
        (
            Interval.parse,
            "2023-06-30T12:00:60Z",
            f"2023-06-30T12:00:60Z: a second 60 ends a day in UTC; {MOMENT}",
        ),
        (
            Interval.parse,
            "2023-06-30T12:00:00 02:00",
            "2023-06-30T12:00:00 02:00: the plus sign before 02:00 was lost, in an address it is written %2B;"
            " write for example 2023-06-30T12:00:00%2B02:00",
        ),
        (
            Interval.parse,
            "2023-06-30T12:00:00",
            "2023-06-30T12:00:00: its offset from UTC is missing; write for example 2023-06-30T12:00:00Z",
        ),
        (
            Interval.parse,
            "2023-06-30T12:00Z",
            f"2023-06-30T12:00Z: this is not an RFC 3339 date-time; {MOMENT}",
        ),
        (BBox.parse, "", f"an empty text: a box has four numbers; {BOX}"),
        (BBox.parse, "1,2,3", f"1,2,3: a box has four numbers; {BOX}"),
        (BBox.parse, "1,4,3,2", f"minlat 4.0 is north of maxlat 2.0; {BOX}"),
        *(
            (
                BBox.parse,
                text,
                f"{name}: x is not a plain decimal number; write for example 12.65",
            )
            for name, text in [
                ("minlon", "x,2,3,4"),
                ("minlat", "1,x,3,4"),
                ("maxlon", "1,2,x,4"),
                ("maxlat", "1,2,3,x"),
            ]
        ),
        *(
            (
                BBox.parse,
                text,
                f"{name} 181.0 is not between -{most} and {most}; write for example 12.65",
            )
            for name, most, text in [
                ("minlon", 180, "181,2,3,4"),
                ("minlat", 90, "1,181,3,4"),
                ("maxlon", 180, "1,2,181,4"),
                ("maxlat", 90, "1,2,3,181"),
            ]
        ),
        (
            Quantity.parse,
            "exactly 3",
            "exactly 3: an exact number stands alone; write for example 311",
        ),
        (
            Quantity.parse,
            "about 1 000",
            f"about 1 000: about takes one number in plain digits, no separators; {NUMBERS}",
        ),
        (
            Quantity.parse,
            "between 3",
            f"between 3: between takes two numbers in plain digits, no separators; {NUMBERS}",
        ),
        *(
            (
                Quantity.parse,
                text,
                f"{part}: not a number in plain digits, without sign, separators or leading zeros; {NUMBERS}",
            )
            for text, part in [("", "an empty text"), ("many", "many"), ("about 1,000", "1,000")]
        ),
        (
            Quantity.parse,
            "between 7 3",
            "between 7 3: the first must be the smaller; write for example between 3 7",
        ),
        (
            Quantity.parse,
            "order-of-magnitude 200",
            "200: this is not a power of ten; write for example order-of-magnitude 1000",
        ),
        (
            Quantity.parse,
            "9007199254740992",
            f"9007199254740992: numbers are 0 to 9007199254740991, ranges too; {NUMBERS}",
        ),
    ],
)
def test_a_text_is_refused_in_words_that_say_what_would_be_right(
    read: Callable[[str], Any], text: str, told: str
) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read(text)
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (
            lambda: Interval(date(2023, 1, 2), date(2023, 1, 1)),
            "2023-01-02/2023-01-01: it ends before it begins; write for example 2022-06/2023",
        ),
        (
            lambda: FuzzyDate(
                "2023", date(2023, 1, 2), date(2023, 1, 1), date(2023, 1, 2), date(2023, 1, 2)
            ),
            "2023: its bounds are out of order; write for example FuzzyDate.parse('2023-06')",
        ),
        (
            lambda: Point(181, 0),
            "longitude 181 is not between -180 and 180; write for example 12.65",
        ),
        (
            lambda: Point.parse(longitude="x", latitude="0"),
            "longitude: x is not a plain decimal number; write for example 12.65",
        ),
        (
            lambda: Point.parse(longitude="0", latitude=""),
            "latitude: an empty text is not a plain decimal number; write for example 12.65",
        ),
        (
            lambda: Circle(Point(0, 0), 0),
            "radius_km 0 is not above 0 and up to 20038; write for example 50",
        ),
        (
            lambda: Quantity(3, Qualifier.EXACTLY, 2, 4),
            "exactly 3 cannot have low 2 and high 4; it has low 3 and high 3",
        ),
        (
            lambda: Quantity(None),
            "exactly needs a value; write for example 311, about 180, more-than 300 or between 3 7",
        ),
        (
            lambda: Quantity(3, Qualifier.BETWEEN),
            "between has a low and a high and no value; write for example between 3 7",
        ),
        (lambda: Quantity(True), f"True: this is not a whole number; {NUMBERS}"),
        (lambda: Quantity(-1), f"-1: numbers are 0 to 9007199254740991, ranges too; {NUMBERS}"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_the_same_way(
    make: Callable[[], Any], told: str
) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        make()
    assert str(caught.value) == told
