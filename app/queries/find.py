"""The one list query: predicates, exact counts of what was left out, one page by key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, asc, desc, func, select, true, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql import operators

from app.database.dialects import sorts_all_keys
from app.queries.memory import memory_of
from app.queries.page import Page, Stretch
from app.queries.query import Aspect, Condition, Keys, Query, in_parts, ranked
from app.queries.rows import read, selection
from app.queries.show import show
from app.records import Fact
from app.values.terms import Count

Row = TypeVar("Row")

MOST_COUNTED = 100_000
NUMBER = func.count()
NONE = func.coalesce(0, 0)


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


def find(session: Session, record: Any, query: Page, *only: ColumnElement[bool]) -> Found[Any]:
    """The page of a record's rows that a query asks for; `only` narrows the record itself."""
    conditions = [*(Condition(predicate) for predicate in only)]
    conditions += ranked(query.conditions(record, session))
    rows, cursor = page(session, record, query, conditions)
    is_whole = cursor is None and query.cursor is None
    if is_whole and not may_lack(conditions):
        counts = Counts(len(rows), 0, 0)
    else:
        counts = remembered(session, record, query, conditions, only)
    show(session, record, rows, query.only())
    return Found(rows, *counts, cursor)


def page(
    session: Session, record: Any, query: Page, conditions: Sequence[Condition]
) -> tuple[list[Any], str | None]:
    """The rows of a page, read a stretch of the list at a time, and where the next one starts."""
    order = query.order(record)
    rows: list[Any] = []
    for stretch in order.stretches(query.position(order)):
        most = query.size + 1 - len(rows)
        part = selection(record).where(*meeting(session, record, conditions, stretch, most))
        part = part.order_by(*stretch.order).limit(most)
        rows += read(session, record, part, query.computed(record))
        if len(rows) > query.size:
            rows.pop()
            return rows, query.cursor_after(order.values(rows[-1]))
    return rows, None


def meeting(
    session: Session, record: Any, conditions: Sequence[Condition], stretch: Stretch, most: int
) -> Sequence[ColumnElement[bool]]:
    """What the rows of a page have to meet: the conditions, or to be among the first of a part.

    Where the page starts comes first: of two bounds on one side, SQLite reads an index from the first.
    """
    if keys := keys_to_ask(session, record, conditions):
        others = [condition for condition in conditions if condition.keys is not keys]
        by_key = (
            firsts_by_key(keys, [one.predicate for one in part], stretch, most)
            for part in in_parts(others)
        )
        return [record.id.in_(union_all(*by_key))]
    parts = [
        [*stretch.predicates, *(condition.predicate for condition in part)]
        for part in in_parts(conditions)
    ]
    if len(parts) == 1:
        return parts[0]
    firsts = (select(record.id).where(*part).order_by(*stretch.order).limit(most) for part in parts)
    return [record.id.in_(union_all(*(select(first.subquery()) for first in firsts)))]


def keys_to_ask(session: Session, record: Any, conditions: Sequence[Condition]) -> Keys | None:
    """The keys of which each has an index with its rows in order, unless one index has all rows."""
    if not (issubclass(record, Fact) and sorts_all_keys(session)):
        return None
    if any(condition.is_narrow for condition in conditions):
        return None
    return next((one.keys for one in conditions if one.keys is not None), None)


def firsts_by_key(
    keys: Keys, predicates: Sequence[ColumnElement[bool]], stretch: Stretch, most: int
) -> Select[Any]:
    """The ids of the first rows of all keys.

    Only as many keys as there are rows can have any of them: those whose own first row comes early.
    """
    key = keys.ids.subquery().c[0]
    for number in (1, most):
        wanted = [keys.column == key, *predicates, *stretch.predicates]
        sorted_by = [unary.element for unary in stretch.order]
        own = select(*sorted_by).where(*wanted).order_by(*stretch.order).limit(number).lateral()
        order = [
            desc(column) if unary.modifier is operators.desc_op else asc(column)
            for column, unary in zip(own.c, stretch.order, strict=True)
        ]
        found = select(key.label("key"), own.c.id).join_from(key.table, own, true())
        firsts = found.order_by(*order).limit(most).subquery()
        key = firsts.c.key
    return select(firsts.c.id)


def get(
    session: Session, record: Any, id: str, query: Query, *only: ColumnElement[bool]
) -> Any | None:
    """One row by its id, shown as a list shows it."""
    conditions = (condition.predicate for condition in query.conditions(record, session))
    statement = selection(record).where(record.id == id, *only, *conditions)
    rows = read(session, record, statement, query.computed(record))
    show(session, record, rows, query.only())
    return rows[0] if rows else None


def remembered(
    session: Session, record: Any, query: Page, conditions: Sequence[Condition], only: Sequence[Any]
) -> Counts:
    """The counts of a list: they are the same on each of its pages, so that only the first one asks."""
    return memory_of(session).recall(
        (record, *only, MOST_COUNTED, query.identity),
        lambda: counted(session, record, conditions, query.count),
    )


def counted(session: Session, record: Any, conditions: Sequence[Condition], count: Count) -> Counts:
    """The counts of a list, by one statement."""
    counts = session.connection().execute(counting(record, conditions, count)).one()
    matched, undated, unlocated = counts if len(counts) > 1 else (*counts, 0, 0)
    is_bounded = count is Count.BOUNDED and matched > MOST_COUNTED
    return Counts(None if is_bounded else matched, undated, unlocated)


def counting(record: Any, conditions: Sequence[Condition], count: Count) -> Select[Any]:
    """How many rows match, and how many would but for having no date, or no exact place."""
    parts = in_parts(conditions)
    matched: Any = union_all(
        *(select(record.id).where(*(condition.predicate for condition in part)) for part in parts)
    )
    if len(conditions) == 1 and conditions[0].rows is not None:
        matched = conditions[0].rows.distinct()
    if count is Count.BOUNDED:
        matched = matched.limit(MOST_COUNTED + 1)
    number = select(NUMBER).select_from(matched.subquery())
    if not may_lack(conditions):
        return number
    return select(
        number.scalar_subquery(),
        lacking(record, conditions, Aspect.DATE),
        reduce(add, (lacking(record, part, Aspect.LOCATION) for part in parts)),
    )


def may_lack(conditions: Iterable[Condition]) -> bool:
    """Whether rows may be left out for lacking what a filter compares."""
    return any(condition.lacking for condition in conditions)


def lacking(record: Any, conditions: Sequence[Condition], aspect: Aspect) -> ColumnElement[int]:
    """The rows that meet every other condition and could never meet those of this aspect."""
    marks = next((c.lacking for c in conditions if c.aspect is aspect and c.lacking), ())
    others = [c.predicate for c in conditions if c.aspect is not aspect]
    return reduce(
        add,
        (
            select(NUMBER).select_from(record).where(*others, mark).scalar_subquery()
            for mark in marks
        ),
        NONE,
    )
