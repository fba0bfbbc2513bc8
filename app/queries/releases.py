"""Releases: the loads that changed data, and the ids that they took away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.page import Key, Order, Page
from app.queries.query import Condition, code_of, parameter, repeatable, schema_of
from app.queries.reference import check_among
from app.records import Release, Withdrawn
from app.values.terms import ReleaseSort


@dataclass(frozen=True, kw_only=True)
class Releasing(Page):
    """Sorted by when they were loaded, by default the newest first."""

    source: tuple[str, ...] = repeatable(
        str, "Who was loaded: `seed`, or the name of a dataset.", example="seed"
    )
    sort: ReleaseSort = parameter(
        lambda text: code_of(ReleaseSort, text),
        "`-loaded` for the newest first, `loaded` for the oldest first.",
        example="loaded",
        schema=schema_of(ReleaseSort),
        default=ReleaseSort.NEWEST_FIRST,
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The source, exactly."""
        yield from super().conditions(record, session)
        if self.source:
            check_among(session, "source", Release.source, self.source)
            yield Condition(record.source.in_(self.source))

    def order(self, record: Any) -> Order:
        """Releases are numbered as they come."""
        number = Key(record.number, lambda row: row.number)
        return Order((number,), is_descending=self.sort is ReleaseSort.NEWEST_FIRST)


def withdrawn(session: Session, record: Any, id: str) -> Withdrawn | None:
    """What became of an id that is not there; None where it never was."""
    query = select(Withdrawn).where(Withdrawn.kept_in == record.__tablename__, Withdrawn.id == id)
    return session.scalars(query).first()
