"""The one list query: predicates, exact counts of what was left out, one page by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.queries.page import Page
from app.queries.query import Aspect, Condition, Query
from app.queries.show import show
from app.values.terms import Count

Row = TypeVar("Row")

MOST_COUNTED = 100_000


class Counts(NamedTuple):
    """How many rows match, None where too many to count, and how many were left out and why."""

    matched: int | None
    undated: int
    unlocated: int


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """One page of rows; `matched` is None where there were too many to count."""

    rows: Sequence[Row]
    matched: int | None
    undated: int
    unlocated: int
    cursor: str | None


def find(
    session: Session, record: type[Row], query: Page, *only: ColumnElement[bool]
) -> Found[Row]:
    """The page of a record's rows that a query asks for; `only` narrows the record itself."""
    conditions = [*(Condition(predicate) for predicate in only)]
    conditions += query.conditions(record, session)
    order = query.order(record)
    statement = select(record).where(*(condition.predicate for condition in conditions))
    position = query.position(order)
    if position is not None:
        statement = statement.where(order.after(position))
    statement = (
        statement.order_by(*order.sorted()).limit(query.size + 1).options(*query.loads(record))
    )
    rows: list[Row] = list(session.scalars(statement))
    cursor = None
    if len(rows) > query.size:
        rows.pop()
        cursor = query.cursor_after(order.values(rows[-1]))
    is_all = (
        cursor is None and position is None and not any(c.lacking is not None for c in conditions)
    )
    counts = (
        Counts(len(rows), 0, 0) if is_all else counted(session, record, conditions, query.count)
    )
    show(session, record, rows, query.only())
    return Found(rows, *counts, cursor)


def get(
    session: Session, record: type[Row], id: str, query: Query, *only: ColumnElement[bool]
) -> Row | None:
    """One row by its id, shown as a list shows it."""
    conditions = (condition.predicate for condition in query.conditions(record, session))
    statement = select(record).where(record.id == id, *only, *conditions)  # type: ignore[attr-defined]
    rows = session.scalars(statement.options(*query.loads(record))).all()
    show(session, record, rows, query.only())
    return rows[0] if rows else None


def counted(session: Session, record: Any, conditions: Sequence[Condition], count: Count) -> Counts:
    """The counts of a list, by one statement."""
    matched, undated, unlocated = session.execute(counting(record, conditions, count)).one()
    is_bounded = count is Count.BOUNDED and matched > MOST_COUNTED
    return Counts(None if is_bounded else matched, undated, unlocated)


def counting(record: Any, conditions: Sequence[Condition], count: Count) -> Select[Any]:
    """How many rows match, and how many would but for having no date, or no exact place."""
    matched = select(record.id).where(*(condition.predicate for condition in conditions))
    if count is Count.BOUNDED:
        matched = matched.limit(MOST_COUNTED + 1)
    return select(
        select(func.count()).select_from(matched.subquery()).scalar_subquery().label("matched"),
        lacking(record, conditions, Aspect.DATE).label("undated"),
        lacking(record, conditions, Aspect.LOCATION).label("unlocated"),
    )


def lacking(record: Any, conditions: Sequence[Condition], aspect: Aspect) -> ColumnElement[int]:
    """The rows that meet every other condition and could never meet those of this aspect."""
    missing = [c.lacking for c in conditions if c.aspect is aspect and c.lacking is not None]
    if not missing:
        return func.coalesce(0, 0)
    others = [c.predicate for c in conditions if c.aspect is not aspect]
    rows = select(func.count()).select_from(record).where(and_(*others, or_(*missing)))
    return rows.scalar_subquery()
