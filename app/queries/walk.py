"""Walks: all the rows that a query asks for, in the order of its pages, a batch at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.queries.find import Found, remembered
from app.queries.page import LARGEST_INT, Page
from app.queries.query import Condition
from app.queries.rows import Reading, selection
from app.queries.show import show

Row = TypeVar("Row")

FIRST_BATCH = 100
BATCH = 1000
"""Batches are large enough to cost little each; the first is smaller, for someone waits for it."""


@dataclass(frozen=True, slots=True)
class Walk(Generic[Row]):
    """All rows, read as they are taken, and what a page tells beside them."""

    batches: Iterator[Sequence[Row]]
    matched: int | None
    undated: int
    unlocated: int


Search = Callable[..., Found[Any]]
Walker = Callable[..., Walk[Any]]
"""Both are called with a session, a query and the id in the path, if there is one."""


def walk(session: Session, record: Any, query: Page, *only: ColumnElement[bool]) -> Walk[Any]:
    """All of a record's rows that a query asks for, by statements whose cursors stay open."""
    conditions = [*(Condition(predicate) for predicate in only)]
    conditions += query.conditions(record, session)
    counts = remembered(session, record, query, conditions, only)
    return Walk(batches(session, record, query, conditions), *counts)


def batches(
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


def by_pages(search: Search) -> Walker:
    """Page after page, each from where the last one ended; only the first is counted."""

    def walker(session: Session, query: Page, *id: str) -> Walk[Any]:
        first = search(session, replace(query, limit=FIRST_BATCH), *id)

        def pages() -> Iterator[Sequence[Any]]:
            found = first
            yield found.rows
            while found.cursor is not None:
                onward = replace(query, limit=BATCH, cursor=found.cursor, is_counted=False)
                found = search(session, onward, *id)
                yield found.rows

        return Walk(pages(), first.matched, first.undated, first.unlocated)

    return walker


def at_once(search: Search) -> Walker:
    """In one go, for what is worked out as a whole whichever page of it is asked for."""

    def walker(session: Session, query: Page, *id: str) -> Walk[Any]:
        found = search(session, replace(query, limit=LARGEST_INT, most=LARGEST_INT), *id)
        parts = range(0, len(found.rows), BATCH)
        rows = (found.rows[start : start + BATCH] for start in parts)
        return Walk(rows, found.matched, found.undated, found.unlocated)

    return walker


def of_page(found: Found[Row]) -> Walk[Row]:
    """The rows of one page."""
    return Walk(iter([found.rows]), found.matched, found.undated, found.unlocated)
