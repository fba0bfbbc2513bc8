"""Grouping: the keys that facts are grouped by, and the order of the groups."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, and_, case, func

from app.database.dialects import month_of
from app.queries.page import Key, Order, Page
from app.queries.query import code_of, parameter, schema_of
from app.records import Place
from app.values.terms import StatsSort

LAST_ID = "~"
LAST_YEAR = "99999"
LAST_MONTH = "9999-99"
"""They sort after every id, year and month, and stand for what is not known."""

REFERRED = ("mission", "contributor", "place")
"""The keys that are ids of what a fact refers to."""

Vocabulary = TypeVar("Vocabulary", bound=enum.StrEnum)


class Dimension(NamedTuple):
    """A key: its NOT NULL expression, by which groups are sorted, and how its values are shown."""

    expression: ColumnElement[Any]
    shown: Callable[[Any], Any]


def dimension(record: Any, key: str) -> Dimension:
    """A key of the facts of a record; a code sorts as its vocabulary has it."""
    if key == "year":
        return Dimension(year_of(record), shown_year)
    if key == "month":
        return Dimension(month_within(record), shown_month)
    if key == "country":
        return Dimension(func.coalesce(Place.country_id, LAST_ID), shown_id)
    if key in REFERRED:
        return Dimension(func.coalesce(getattr(record, f"{key}_id"), LAST_ID), shown_id)
    column = getattr(record, field_of(key))
    codes = list(column.type.enum_class)
    numbers: dict[Any, Any] = {code: number for number, code in enumerate(codes)}
    return Dimension(case(numbers, value=column, else_=len(codes)), lambda number: codes[number])


def field_of(key: str) -> str:
    """The field that shows a key: `unit_type` shows `unit-type`."""
    return key.replace("-", "_")


def year_of(record: Any) -> ColumnElement[str]:
    """The one year that a fact is of, as text; a date that is open is of none."""
    first, last = (func.substr(month_of(bound), 1, 4) for bound in bounds(record))
    return case((and_(first == last, *is_bounded(record)), first), else_=LAST_YEAR)


def month_within(record: Any) -> ColumnElement[str]:
    """The one month that a fact is of, as text; a date that is open is of none."""
    first, last = map(month_of, bounds(record))
    return case((and_(first == last, *is_bounded(record)), first), else_=LAST_MONTH)


def bounds(record: Any) -> tuple[Any, Any]:
    """The first and the last day that a fact may be of."""
    return record.began_earliest, record.ended_latest


def is_bounded(record: Any) -> tuple[ColumnElement[bool], ...]:
    """Whether a fact has a date that is open on neither side."""
    first, last = bounds(record)
    return first > date.min, last < date.max


def shown_year(year: str) -> int | None:
    """A year as answers show it."""
    return None if year == LAST_YEAR else int(year)


def shown_month(month: str) -> str | None:
    """A month as answers show it: `2023-06`."""
    return None if month == LAST_MONTH else month


def shown_id(id: str) -> str | None:
    """An id as answers show it."""
    return None if id == LAST_ID else id


def keys_of(vocabulary: type[Vocabulary]) -> Callable[[str], tuple[Vocabulary, ...]]:
    """A reader of keys, each at most once."""

    def read(text: str) -> tuple[Vocabulary, ...]:
        keys = tuple(code_of(vocabulary, part) for part in text.split(","))
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"{key} is given twice; each key can be given once.")
        return keys

    return read


def group_by(vocabulary: type[enum.StrEnum], example: str, default: Sequence[str] = ()) -> Any:
    """The parameter `group_by` of facts that have these keys."""
    schema: Mapping[str, Any] = {
        "type": "array",
        "items": schema_of(vocabulary),
        "minItems": 1,
        "maxItems": len(vocabulary),
        "uniqueItems": True,
        **({"default": list(default)} if default else {}),
    }
    return parameter(
        keys_of(vocabulary),
        "The keys of the groups, separated by commas, in the order to sort by; without it, "
        + (f"`{','.join(default)}`." if default else "all is one group."),
        example=example,
        schema=schema,
        default=tuple(vocabulary(key) for key in default),
        is_list=True,
    )


@dataclass(frozen=True, kw_only=True)
class Grouping(Page):
    """Sorted by the keys of the groups; what is not known comes after what is."""

    group_by: tuple[enum.StrEnum, ...] = ()
    sort: StatsSort = parameter(
        lambda text: code_of(StatsSort, text),
        "`keys`: by the keys in the order of `group_by`, what is not known after what is;"
        " `-keys`: the same from its end.",
        example="-keys",
        schema=schema_of(StatsSort),
        default=StatsSort.ASCENDING,
    )

    def order(self, record: Any) -> Order:
        """The keys of a group, none of them null; the one group of all facts has a number."""
        names = [field_of(key) for key in self.group_by] or ["whole"]
        keys = tuple(Key(record.c[name], attrgetter(name)) for name in names)
        return Order(keys, is_descending=self.sort is StatsSort.DESCENDING)
