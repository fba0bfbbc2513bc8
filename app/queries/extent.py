"""Extents: from when to when, and from where to where, there is something of a record."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import Session

from app.queries.memory import memory_of
from app.queries.where import located
from app.records import Base, BaseStatus, Fact, Place

Box = tuple[float, float, float, float]
Span = tuple[date | None, date | None]


class Extent(NamedTuple):
    """A box (west, south, east, north) and the first and last day; None where there is nothing.

    A day is None where the dates are open on that side.
    """

    box: Box | None
    span: Span | None


def extent(session: Session, record: Any) -> Extent:
    """The extent of all rows of a record.

    Places are few, and each is looked up in the record's index by place. The last day is in no index
    of its own: it takes a walk through one, so that the answer is kept.
    """
    return memory_of(session).recall((extent, record), lambda: found(session, record))


def found(session: Session, record: Any) -> Extent:
    """The extent, asked anew."""
    return Extent(box(session, record), span(session, record))


def box(session: Session, record: Any) -> Box | None:
    """The box around all places of a record that are points."""
    corners: Sequence[Any] = session.execute(
        select(
            func.min(Place.longitude),
            func.min(Place.latitude),
            func.max(Place.longitude),
            func.max(Place.latitude),
        ).where(located(), has_rows(record))
    ).one()
    west, south, east, north = corners
    return None if west is None else (west, south, east, north)


def has_rows(record: Any) -> ColumnElement[bool]:
    """Whether a place has rows of a record; each place is one of its own."""
    if record is Place:
        return true()
    return exists(select(record.id).where(record.place_id == Place.id))


def span(session: Session, record: Any) -> Span | None:
    """The first and the last day of a record's rows: a base stays what it came to be."""
    if record is Base:
        began = first_day(session, BaseStatus)
        return None if began is None else (shown(began), None)
    if not issubclass(record, Fact):
        return None
    began = first_day(session, record)
    if began is None:
        return None
    return shown(began), shown(session.scalar(select(func.max(record.ended_latest))))


def first_day(session: Session, fact: Any) -> date | None:
    """The first day of dated rows: those without a date come last in the index."""
    dated = select(fact.began_earliest).where(fact.edtf.is_not(None))
    return session.scalar(dated.order_by(fact.began_earliest, fact.id).limit(1))


def shown(bound: date | None) -> date | None:
    """A bound; the ends of the calendar stand for an open end."""
    return None if bound in (date.min, date.max) else bound
