"""When: facts whose dates may, or must, fall in an interval."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, false
from sqlalchemy.orm import Session

from app.queries.match import Matching
from app.queries.query import KEPT, Aspect, Condition, parameter
from app.records.dated import spans_years
from app.values.dates import Interval
from app.values.terms import Match

DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
CLOCK = r"[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
OFFSET = "([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])"
MOMENT = f"([0-9]{{4}}(-(0[1-9]|1[0-2]))?|{DAY}({CLOCK}{OFFSET})?)"
INTERVAL: Mapping[str, Any] = {
    "type": "string",
    "maxLength": 200,
    "pattern": rf"^({MOMENT}(/({MOMENT}|\.\.)?)?|(\.\.)?/{MOMENT})$",
}
"""As far as a pattern can say it: not which months have 31 days, nor which side is the earlier."""


@dataclass(frozen=True, kw_only=True)
class When(Matching):
    """`datetime`, on the four bounds of a date."""

    datetime: Interval | None = parameter(
        Interval.parse,
        "When, as OGC API - Features has it: a day, a month, a year or an interval"
        " (`A/B`, `A/..`, `../B`); both ends count. A fact without a date never matches"
        " and is counted in `undatedExcluded`.",
        example="2023-06/2023-12",
        schema=INTERVAL,
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """`possible` compares the outer bounds, `certain` the inner ones too.

        What has no date, and nothing else, holds bounds the wrong way round: they overlap nothing but
        the whole calendar, and an index tells them.
        """
        yield from super().conditions(record, session)
        if self.datetime is None:
            return
        yield overlapping(record, self.datetime, self.match)


@lru_cache(maxsize=KEPT)
def overlapping(record: Any, asked: Interval, match: Match) -> Condition:
    """That a date falls in an interval; the same few are asked for again and again."""
    start, end = asked.start, asked.end
    date_of = record.__table__.c
    more: list[ColumnElement[bool]] = []
    if match is Match.CERTAIN:
        more += [date_of.began_latest <= end, date_of.ended_earliest >= start]
        more.append(date_of.is_approximate == false())
    if (start, end) == (date.min, date.max):
        more.append(date_of.edtf.is_not(None))
    has_begun, is_not_over = date_of.began_earliest <= end, date_of.ended_latest >= start
    undated = and_(date_of.began_earliest == date.max, date_of.ended_latest == date.min)
    parts = [and_(part, has_begun, is_not_over, *more) for part in halves(date_of, start)]
    return Condition(and_(has_begun, is_not_over, *more), Aspect.DATE, [undated], parts)


def halves(date_of: Any, start: date) -> Iterator[ColumnElement[bool]]:
    """What began before the year that is asked for, and what began since: of each an index is read.

    What began before it and may not have been over by then spans years: few facts do, and they have
    indexes of their own.
    """
    new_year = start.replace(month=1, day=1)
    if new_year > date.min:
        began = date_of.began_earliest
        yield and_(spans_years(began, date_of.ended_latest), began < new_year)
        yield began >= new_year
