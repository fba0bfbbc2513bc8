"""Bases, and what became of each."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, relationship

from app.records.actor import Actor
from app.records.citation import Citation, cites
from app.records.fact import Fact, fact_rules
from app.records.place import Located
from app.records.record import Record, Thing, refers_to
from app.values.terms import BaseKind, BaseState


class Base(Located, Thing, Record):
    """Premises of a mission; `status` is computed for the day that a query asks for."""

    __tablename__ = "base"
    __table_args__ = (Index(None, "place_id"),)

    mission_id: Mapped[str] = refers_to("mission", index=True)
    kind: Mapped[BaseKind]
    names: Mapped[dict[str, str]]
    other_names: Mapped[list[str]]

    statuses: Mapped[list["BaseStatus"]] = relationship(
        order_by="BaseStatus.began_earliest, BaseStatus.id", viewonly=True, lazy="raise"
    )

    @property
    def name(self) -> str:
        """The English name."""
        return self.names["en"]


class BaseStatus(Fact, Record):
    """What a base came to be or was seen to be; it holds until a later status."""

    __tablename__ = "base_status"
    __table_args__ = fact_rules(Index(None, "base_id", "began_latest"))
    kind = "base-status"

    base_id: Mapped[str] = refers_to("base")
    status: Mapped[BaseState]
    recipient_id: Mapped[str | None] = refers_to("actor", nullable=True)

    recipient: Mapped[Actor | None] = relationship(lazy="raise")


class BaseStatusCitation(Citation, Record):
    """Who says what became of a base."""

    __tablename__ = "base_status_citation"
    fact_id: Mapped[str] = cites("base_status")
