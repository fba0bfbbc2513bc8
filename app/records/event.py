"""Events: what happened, and who took part."""

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, relationship

from app.records.actor import Actor
from app.records.base import Base
from app.records.citation import Citation, cites
from app.records.fact import Fact, fact_rules
from app.records.record import Record, refers_to
from app.values.terms import EventType

event_actor = Table(
    "event_actor",
    Record.metadata,
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("actor_id", ForeignKey("actor.id"), primary_key=True, index=True),
)


class Event(Fact, Record):
    """Something that happened; `base` where it happened at one."""

    __tablename__ = "event"
    __table_args__ = fact_rules(coded=["type"])
    kind = "event"

    type: Mapped[EventType]
    base_id: Mapped[str | None] = refers_to("base", index=True, nullable=True)

    base: Mapped[Base | None] = relationship(lazy="raise")
    actors: Mapped[list[Actor]] = relationship(
        secondary=event_actor, order_by=Actor.id, lazy="raise"
    )


class EventCitation(Citation, Record):
    """Who tells of an event."""

    __tablename__ = "event_citation"
    fact_id: Mapped[str] = cites("event")
