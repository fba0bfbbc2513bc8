"""Roles: what people and organisations are, for whom, and when."""

from typing import TYPE_CHECKING

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, relationship

from app.records.citation import Citation, cites
from app.records.fact import Fact, fact_rules
from app.records.record import Record, refers_to

if TYPE_CHECKING:
    from app.records.actor import Actor


class Role(Fact, Record):
    """`title` says what the holder is; `organisation` for whom, where one is named."""

    __tablename__ = "role"
    __table_args__ = fact_rules(Index(None, "holder_id"))
    kind = "role"

    holder_id: Mapped[str] = refers_to("actor")
    title: Mapped[str]
    organisation_id: Mapped[str | None] = refers_to("actor", nullable=True)

    organisation: Mapped["Actor | None"] = relationship(
        foreign_keys="Role.organisation_id", lazy="raise"
    )


class RoleCitation(Citation, Record):
    """Who says that someone has a role."""

    __tablename__ = "role_citation"
    fact_id: Mapped[str] = cites("role")
