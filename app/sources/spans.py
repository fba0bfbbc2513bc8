"""From when to when: things that were seen month by month, as unbroken spans of time."""

from array import array
from collections.abc import Hashable, Iterator
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from app.sources.monthly import month_text
from app.values.dates import FuzzyDate

What = TypeVar("What", bound=Hashable)


class Span(NamedTuple):
    """The first and last month in which something was seen without a gap, and what was said each time."""

    first: int
    last: int
    values: tuple[int, ...]

    @property
    def date(self) -> FuzzyDate:
        """From the one month to the other; the same month is a month."""
        return FuzzyDate.parse(self.text)

    @property
    def text(self) -> str:
        """`2013-07/2014-03`."""
        first, last = month_text(self.first), month_text(self.last)
        return first if first == last else f"{first}/{last}"


class Sights(Generic[What]):
    """All that was seen, a few bytes a sight; `series` are the months that could have shown it."""

    def __init__(self) -> None:
        self.series: dict[str, set[int]] = {}
        self.seen: dict[tuple[str, What], array[int]] = {}

    def looked(self, series: str, month: int) -> None:
        """Note that a series has this month: who is not seen then was not there."""
        self.series.setdefault(series, set()).add(month)

    def add(self, series: str, what: What, month: int, value: int) -> None:
        """Note that something was seen, and a number that was said of it."""
        self.looked(series, month)
        self.seen.setdefault((series, what), array("q")).extend((month, value))

    def spans(self) -> Iterator[tuple[str, What, Span]]:
        """The spans of each thing; a month that its series does not have at all breaks none."""
        places = {
            series: {month: place for place, month in enumerate(sorted(months))}
            for series, months in self.series.items()
        }
        for (series, what), packed in self.seen.items():
            pairs = sorted(zip(packed[::2], packed[1::2], strict=True))
            place = places[series]
            start = 0
            for end, (one, other) in enumerate(pairwise(pairs), start=1):
                if place[other[0]] - place[one[0]] > 1:
                    yield series, what, span(pairs[start:end])
                    start = end
            yield series, what, span(pairs[start:])


def span(pairs: list[tuple[int, int]]) -> Span:
    """The span of sights in their order."""
    return Span(pairs[0][0], pairs[-1][0], tuple(value for _, value in pairs))
