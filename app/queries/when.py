"""When: facts whose dates may, or must, fall in an interval."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, false
from sqlalchemy.orm import Session

from app.queries.match import Matching
from app.queries.query import Aspect, Condition, parameter
from app.values.dates import Interval
from app.values.terms import Match


@dataclass(frozen=True, kw_only=True)
class When(Matching):
    """`datetime`, on the four bounds of a date."""

    datetime: Interval | None = parameter(
        Interval.parse,
        "When, as OGC API - Features has it: a day, a month, a year or an interval"
        " (`A/B`, `A/..`, `../B`); both ends count. A fact without a date never matches"
        " and is counted in `undatedExcluded`.",
        example="2023-06/2023-12",
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """`possible` compares the outer bounds, `certain` the inner ones.

        What has no date holds bounds that overlap nothing but the whole calendar, so the index alone
        decides.
        """
        yield from super().conditions(record, session)
        if self.datetime is None:
            return
        start, end = self.datetime.start, self.datetime.end
        if self.match is Match.POSSIBLE:
            overlap = and_(record.began_earliest <= end, record.ended_latest >= start)
        else:
            overlap = and_(
                record.began_latest <= end,
                record.ended_earliest >= start,
                record.is_approximate == false(),
            )
        if (start, end) == (date.min, date.max):
            overlap = and_(overlap, record.edtf.is_not(None))
        undated = and_(record.began_earliest == date.max, record.edtf.is_(None))
        yield Condition(overlap, Aspect.DATE, lacking=undated)
