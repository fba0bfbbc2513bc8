"""Grouping: figures of one sort together, so that those under one heading can be compared."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.web.gaps import gap_between
from app.web.labels import Labels

Row = dict[str, Any]


def in_groups(rows: Sequence[Row], t: Labels, *fields: str) -> list[tuple[str, list[Row]]]:
    """Rows under the names of their codes: `in_groups(rows, t, "StrengthBasis:basis")`."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        pairs = (field.split(":") for field in fields)
        named = ", ".join(t.code(vocabulary, row[name]) for vocabulary, name in pairs)
        groups.setdefault(named, []).append(row)
    return list(groups.items())


def by_year(rows: Sequence[Row]) -> Iterator[tuple[Row | None, str | None]]:
    """Sums in the order of their years, and between them the years that have none."""
    last: int | None = None
    for row in rows:
        year = row["year"]
        if year is not None and last is not None and year > last + 1:
            yield None, gap_between(last, year)
        yield row, None
        last = year if year is not None else last


def filter_name(name: str, t: Labels) -> str:
    """What a filter is called."""
    return t(f"filter_{name}")
