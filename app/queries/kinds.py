"""Kinds: facts of every kind asked for at once, each kind in its own table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, func, select, union_all
from sqlalchemy.orm import Session

from app.queries.find import MOST_COUNTED, Counts, lacking, may_lack
from app.queries.memory import memory_of
from app.queries.page import Page
from app.queries.query import (
    Aspect,
    Condition,
    Query,
    code_of,
    in_parts,
    repeatable,
    schema_of,
)
from app.records import FACTS
from app.values.terms import Count, FactKind

RECORDS: dict[FactKind, Any] = {
    FactKind(record.kind): record for record in sorted(FACTS, key=lambda record: record.kind)
}
"""The records of facts, in the order of their kinds."""

KINDS = tuple(RECORDS)
NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
"""Kinds are compared by number in SQL: how constant texts sort is for each database to say."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The facts of one kind that a query asks for."""

    kind: FactKind
    record: Any
    conditions: Sequence[Condition]

    @property
    def predicates(self) -> list[ColumnElement[bool]]:
        """What the rows have to meet."""
        return [condition.predicate for condition in self.conditions]

    @property
    def parts(self) -> list["Sought"]:
        """The same facts in parts, each a range of an index, the older ones first."""
        return [Sought(self.kind, self.record, part) for part in in_parts(self.conditions)]

    @property
    def citation(self) -> Any:
        """The record of the citations of this kind of fact."""
        return self.record.citations.property.mapper.class_

    def said_in(self, document: str) -> "Sought":
        """Those of the facts that one document says."""
        said = select(self.citation.fact_id).where(self.citation.document_id == document)
        return self.narrowed(self.record.id.in_(said))

    def narrowed(self, predicate: ColumnElement[bool]) -> "Sought":
        """Those of the facts that meet one condition more."""
        return Sought(self.kind, self.record, [*self.conditions, Condition(predicate)])


@dataclass(frozen=True, kw_only=True)
class OfKind(Query):
    """`kind`, on facts of any kind: it says which tables are asked."""

    kind: tuple[FactKind, ...] = repeatable(
        lambda text: code_of(FactKind, text),
        "What kind of fact it is.",
        example="event",
        schema=schema_of(FactKind),
    )

    def sought(self, session: Session) -> list[Sought]:
        """What is asked of each kind, in the order of kinds."""
        return [
            Sought(kind, record, list(self.conditions(record, session)))
            for kind, record in RECORDS.items()
            if kind in self.kind or not self.kind
        ]


def can_leave_out(sought: Sequence[Sought]) -> bool:
    """Whether rows may be left out for lacking what a filter compares."""
    return any(may_lack(each.conditions) for each in sought)


def remembered(session: Session, query: Page, sought: Sequence[Sought]) -> Counts:
    """The counts of facts of all kinds, which only the first page asks for."""
    return memory_of(session).recall(
        (Sought, MOST_COUNTED, query.identity), lambda: counted(session, sought, query.count)
    )


def counted(session: Session, sought: Sequence[Sought], count: Count) -> Counts:
    """How many facts match, and how many were left out and why, by one statement."""
    parts = [part for each in sought for part in each.parts]
    ids = union_all(*(select(part.record.id).where(*part.predicates) for part in parts))
    if count is Count.BOUNDED:
        ids = ids.limit(MOST_COUNTED + 1)
    matched, undated, unlocated = session.execute(
        select(
            select(func.count()).select_from(ids.subquery()).scalar_subquery(),
            all_lacking(sought, Aspect.DATE),
            all_lacking(parts, Aspect.LOCATION),
        )
    ).one()
    is_bounded = count is Count.BOUNDED and matched > MOST_COUNTED
    return Counts(None if is_bounded else matched, undated, unlocated)


def all_lacking(sought: Sequence[Sought], aspect: Aspect) -> ColumnElement[int]:
    """The facts of all kinds that meet every other condition and could never meet this aspect's."""
    counts = (
        lacking(each.record, each.conditions, aspect)
        for each in sought
        if any(c.aspect is aspect and c.lacking is not None for c in each.conditions)
    )
    return reduce(add, counts, func.coalesce(0, 0))
