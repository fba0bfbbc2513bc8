"""Timeline: facts of every kind in one order, paged by key across tables without reading them whole.

Each table gives no more rows than a page holds, read off its own index by date; of these few the
database makes one page. The kind of a table's rows is always the same, so what comes after a key of
date, kind and id is a range of that index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Text,
    column,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from app.queries.find import Counts, Found
from app.queries.kinds import KINDS, NUMBERS, OfKind, Sought, can_leave_out, remembered
from app.queries.page import ByDate, Key, NewestFirst, Order
from app.queries.show import places_by_id, referred
from app.queries.shown import ShownCitation, ShownPlace
from app.records import Actor, ActorKind, BaseStatus, Milestone, ResolutionAction, Role
from app.records.dated import parsed
from app.values.dates import FuzzyDate
from app.values.terms import DateSort, FactKind

THINGS: dict[Any, Any] = {
    Milestone: Milestone.mission_id,
    ResolutionAction: ResolutionAction.resolution_id,
    BaseStatus: BaseStatus.base_id,
    Role: Role.holder_id,
}
"""What shows the facts that are shown only inside of a thing."""


UNCOUNTED = Counts(None, 0, 0)


class Moment(NamedTuple):
    """A fact of any kind; `thing_id` is that of the thing that shows it, or its own."""

    kind: FactKind
    id: str
    mission_id: str | None
    place: ShownPlace | None
    date: FuzzyDate | None
    summary: str
    thing_id: str | None
    actor_kind: ActorKind | None
    citations: Sequence[ShownCitation] = ()


@dataclass(frozen=True, kw_only=True)
class Chronological(OfKind, ByDate):
    """Sorted by when it began, then by kind and id; facts without a date come last either way."""

    def order(self, record: Any = None) -> Order:
        """The keys of the whole. Without a date is what holds the last day of the calendar."""
        keys = (
            Key(column("began_earliest", Date), lambda row: row.began_earliest),
            Key(column("number", Text), lambda row: KINDS[row.number]),
            Key(column("id", Text), lambda row: row.id),
        )
        if self.sort is DateSort.OLDEST_FIRST:
            return Order(keys, is_descending=False)
        return NewestFirst.by(*keys)


def timeline(session: Session, query: Chronological, sought: Sequence[Sought]) -> Found[Moment]:
    """A page of the facts sought, of all kinds in one order."""
    order = query.order()
    position = query.position(order)
    rows: list[Any] = []
    for stretch in stretches(query, sought, position):
        rows += session.execute(merged(stretch, query, query.size + 1 - len(rows)))
        if len(rows) > query.size:
            break
    cursor = None
    if len(rows) > query.size:
        rows.pop()
        cursor = query.cursor_after(order.values(rows[-1]))
    counts = Counts(len(rows), 0, 0)
    if not query.is_counted:
        counts = UNCOUNTED
    elif cursor is not None or position is not None or can_leave_out(sought):
        counts = remembered(session, query, sought)
    return Found(shown(session, rows), *counts, cursor)


def stretches(
    query: Chronological, sought: Sequence[Sought], key: Sequence[Any] | None
) -> Iterator[list[Select[Any]]]:
    """What comes after a key, a part of each table, one time after the other.

    What has no date holds the last day of the calendar: newest first, it comes after the rest.
    """
    times = list(zip(*(each.parts for each in sought), strict=True))
    if query.sort is DateSort.OLDEST_FIRST:
        yield from ([oldest_first(each, key) for each in time] for time in times)
        return
    is_dated, *rest = key or (1,)
    if is_dated:
        yield from ([newest_first(each, rest) for each in time] for time in reversed(times))
        if getattr(query, "datetime", None) is None:  # else no undated fact is among them
            yield [undated(each) for each in sought]
        return
    _, kind, id = rest
    following = [undated(each) for each in sought if each.kind < kind]
    of_kind = (each for each in sought if each.kind == kind)
    if parts := following + [undated(each, each.record.id < id) for each in of_kind]:
        yield parts


def merged(parts: Sequence[Select[Any]], query: Chronological, most: int) -> Select[Any]:
    """One statement: a bounded part of every table, and of all these the first few."""
    bounded = (select(part.limit(most).subquery()) for part in parts)
    moments = union_all(*bounded).subquery("moment")
    return select(moments).order_by(*query.order().sorted()).limit(most)


def oldest_first(each: Sought, key: Sequence[Any] | None) -> Select[Any]:
    """The facts of a kind that come after a key."""
    record = each.record
    after = [] if key is None else [later(each, *key)]
    return rows_of(each, *after).order_by(record.began_earliest, record.id)


def newest_first(each: Sought, key: Sequence[Any]) -> Select[Any]:
    """The facts of a kind with a date that come after a key the other way round."""
    record = each.record
    before = earlier(each, *key) if key else record.began_earliest < date.max
    return rows_of(each, before).order_by(record.began_earliest.desc(), record.id.desc())


def undated(each: Sought, *more: ColumnElement[bool]) -> Select[Any]:
    """The facts of a kind without a date, the other way round."""
    record = each.record
    return rows_of(each, record.began_earliest == date.max, *more).order_by(record.id.desc())


def later(each: Sought, began: date, kind: str, id: str) -> ColumnElement[bool]:
    """What comes after a key of date, kind and id, for rows whose kind is always the same."""
    column = each.record.began_earliest
    if each.kind == kind:
        return tuple_(column, each.record.id) > tuple_(began, id)
    after: ColumnElement[bool] = column >= began if each.kind > kind else column > began
    return after


def earlier(each: Sought, began: date, kind: str, id: str) -> ColumnElement[bool]:
    """What comes before a key of date, kind and id, for rows whose kind is always the same."""
    column = each.record.began_earliest
    if each.kind == kind:
        return tuple_(column, each.record.id) < tuple_(began, id)
    before: ColumnElement[bool] = column <= began if each.kind < kind else column < began
    return before


def rows_of(each: Sought, *more: ColumnElement[bool]) -> Select[Any]:
    """What the timeline shows of the facts of a kind."""
    record = each.record
    holder = select(Actor.kind).where(Actor.id == Role.holder_id).scalar_subquery()
    return select(
        literal_column(str(NUMBERS[each.kind])).label("number"),
        record.id,
        record.began_earliest,
        record.edtf,
        record.mission_id,
        record.place_id,
        record.summary,
        THINGS.get(record, record.id).label("thing_id"),
        (holder if record is Role else null()).label("actor_kind"),
    ).where(*each.predicates, *more)


def shown(session: Session, rows: Sequence[Any]) -> list[Moment]:
    """The rows with their places, which one statement reads."""
    known = places_by_id(session, referred(rows, "place_id"))
    return [
        Moment(
            KINDS[row.number],
            row.id,
            row.mission_id,
            known.get(row.place_id),
            None if row.edtf is None else parsed(row.edtf),
            row.summary,
            row.thing_id,
            None if row.actor_kind is None else ActorKind(row.actor_kind),
        )
        for row in rows
    ]
