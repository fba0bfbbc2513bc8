"""Walks: all the rows that a query asks for, in the order of its pages, a batch at a time.

A search finds a page when it is called, and has a walk for all there is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.queries.batches import Batch
from app.queries.facts import Facts
from app.queries.find import Found, find, remembered
from app.queries.page import LARGEST_INT, Page
from app.queries.query import Condition, ranked
from app.queries.rows import Reading, selection
from app.queries.show import show
from app.records import Fact

Row = TypeVar("Row")

FIRST_BATCH = 100
BATCH = 1000
"""Batches are large enough to cost little each; the first is smaller, for someone waits for it."""


@dataclass(frozen=True, slots=True)
class Walk(Generic[Row]):
    """All rows, read as they are taken, and what a page tells beside them.

    Facts come by columns, and whatever may have facts within it by rows.
    """

    batches: Iterator[Batch | Sequence[Row]]
    matched: int | None
    undated: int
    unlocated: int


class Search(Protocol):
    """What finds rows; it is called with a session, a query and the id in the path, if there is one."""

    def __call__(self, session: Session, query: Any, *id: str) -> Found[Any]:
        """A page of them."""

    def walk(self, session: Session, query: Any, *id: str) -> Walk[Any]:
        """All of them."""


@dataclass(frozen=True)
class RowsOf:
    """The rows of a record; `only` narrows the record itself."""

    record: type[Any]
    only: tuple[ColumnElement[bool], ...]

    def __call__(self, session: Session, query: Page, *id: str) -> Found[Any]:
        """A page of them."""
        return find(session, self.record, query, *self.only)

    def walk(self, session: Session, query: Page, *id: str) -> Walk[Any]:
        """All of them, by statements whose cursors stay open."""
        conditions = [*(Condition(predicate) for predicate in self.only)]
        conditions += ranked(query.conditions(self.record, session))
        counts = remembered(session, self.record, query, conditions, self.only)
        batches = facts if issubclass(self.record, Fact) else rows
        return Walk(batches(session, self.record, query, conditions), *counts)


def rows_of(record: type[Any], *only: ColumnElement[bool]) -> RowsOf:
    """The rows of a record that a query asks for."""
    return RowsOf(record, only)


def facts(
    session: Session, record: Any, query: Page, conditions: Sequence[Condition]
) -> Iterator[Batch]:
    """The facts that meet the conditions, a stretch of the list at a time."""
    order = query.order(record)
    matching = [condition.predicate for condition in conditions]
    reading = Facts(session, record, query.only())
    for stretch in order.stretches(query.position(order)):
        yield from reading.batches([*matching, *stretch.predicates], stretch.order)


def rows(
    session: Session, record: Any, query: Page, conditions: Sequence[Condition]
) -> Iterator[Sequence[Any]]:
    """The rows that meet the conditions, a stretch of the list at a time, shown as a list does."""
    order = query.order(record)
    matching = selection(record).where(*(condition.predicate for condition in conditions))
    size = FIRST_BATCH
    for stretch in order.stretches(query.position(order)):
        part = matching.where(*stretch.predicates).order_by(*stretch.order)
        reading = Reading(session, record, part, query.computed(record), BATCH)
        try:
            while rows := reading.take(size):
                show(session, record, rows, query.only())
                yield rows
                size = BATCH
        finally:
            reading.close()


@dataclass(frozen=True)
class ByPages:
    """Rows that are walked page after page, each from where the last one ended; one is counted."""

    find: Callable[..., Found[Any]]

    def __call__(self, session: Session, query: Page, *id: str) -> Found[Any]:
        """A page of them."""
        return self.find(session, query, *id)

    def walk(self, session: Session, query: Page, *id: str) -> Walk[Any]:
        """All of them."""
        first = self.find(session, replace(query, limit=FIRST_BATCH), *id)

        def pages() -> Iterator[Sequence[Any]]:
            found = first
            yield found.rows
            while found.cursor is not None:
                onward = replace(query, limit=BATCH, cursor=found.cursor, is_counted=False)
                found = self.find(session, onward, *id)
                yield found.rows

        return Walk(pages(), first.matched, first.undated, first.unlocated)


@dataclass(frozen=True)
class AtOnce:
    """Rows that are worked out as a whole whichever page of them is asked for."""

    find: Callable[..., Found[Any]]

    def __call__(self, session: Session, query: Page, *id: str) -> Found[Any]:
        """A page of them."""
        return self.find(session, query, *id)

    def walk(self, session: Session, query: Page, *id: str) -> Walk[Any]:
        """All of them, in one go."""
        found = self.find(session, replace(query, limit=LARGEST_INT, most=LARGEST_INT), *id)
        parts = range(0, len(found.rows), BATCH)
        rows = (found.rows[start : start + BATCH] for start in parts)
        return Walk(rows, found.matched, found.undated, found.unlocated)


def of_page(found: Found[Row]) -> Walk[Row]:
    """The rows of one page."""
    return Walk(iter([found.rows]), found.matched, found.undated, found.unlocated)
