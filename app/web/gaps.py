"""Gaps: the years between figures for which no source gives one."""

from collections.abc import Iterator, Sequence
from typing import Any

Row = dict[str, Any]


def with_gaps(rows: Sequence[Row]) -> Iterator[tuple[Row | None, str | None]]:
    """Rows in the order of their dates, and between them the years that no row is certainly of.

    `2013, 2016` has the gap `2014–2015`. A figure of one unknown moment within several years fills
    none of them.
    """
    last: int | None = None
    for row in rows:
        years = certain_years(row["date"])
        if years is not None:
            if last is not None and years[0] > last + 1:
                yield None, gap_between(last, years[0])
            last = max(years[1], last or years[1])
        yield row, None


def gap_between(last: int, next: int) -> str:
    """The years between two: `2014–2015`, or `2014` alone."""
    return str(last + 1) if next == last + 2 else f"{last + 1}–{next - 1}"


def certain_years(date: Row | None) -> tuple[int, int] | None:
    """The first and the last year that something is certainly of; None where that is not known."""
    if date is None:
        return None
    bounds = (*date["began"].values(), *date["ended"].values())
    if any(bound is None for bound in bounds):
        return None
    began, ended = date["began"]["latest"], date["ended"]["earliest"]
    if date["began"] == date["ended"]:
        began, ended = date["began"]["earliest"], date["began"]["latest"]
        if began[:4] != ended[:4]:
            return None
    return int(began[:4]), int(ended[:4])
