"""Missions, and the milestones of their lives."""

from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, relationship

from app.records.base import Base
from app.records.citation import Citation, cites
from app.records.country import Country
from app.records.fact import Fact, fact_rules
from app.records.record import Record, Thing
from app.values.terms import BaseKind, MilestoneType, MissionKind

if TYPE_CHECKING:
    from app.records.resolution import ResolutionAction

mission_country = Table(
    "mission_country",
    Record.metadata,
    Column("mission_id", ForeignKey("mission.id", ondelete="CASCADE"), primary_key=True),
    Column("country_id", ForeignKey("country.id"), primary_key=True, index=True),
)


class Mission(Thing, Record):
    """A peace operation; `lead` is `un` or the ISO alpha-3 code of the country that leads it.

    `status` is computed from the milestones for the day that a query asks for.
    """

    __tablename__ = "mission"

    acronym: Mapped[str]
    names: Mapped[dict[str, str]]
    other_names: Mapped[list[str]]
    kind: Mapped[MissionKind]
    lead: Mapped[str]

    countries: Mapped[list[Country]] = relationship(
        secondary=mission_country, order_by=Country.id, lazy="raise"
    )
    headquarters: Mapped[Base | None] = relationship(
        primaryjoin=lambda: (Mission.id == Base.mission_id) & (Base.kind == BaseKind.HEADQUARTERS),
        viewonly=True,
        uselist=False,
        lazy="raise",
    )
    milestones: Mapped[list["Milestone"]] = relationship(
        order_by="Milestone.began_earliest, Milestone.id", viewonly=True, lazy="raise"
    )
    actions: Mapped[list["ResolutionAction"]] = relationship(
        order_by="ResolutionAction.began_earliest, ResolutionAction.id",
        viewonly=True,
        lazy="raise",
    )


class Milestone(Fact, Record):
    """A turning point in a mission's life."""

    __tablename__ = "milestone"
    __table_args__ = fact_rules()
    kind = "milestone"

    type: Mapped[MilestoneType]


class MilestoneCitation(Citation, Record):
    """Who says that a milestone was reached."""

    __tablename__ = "milestone_citation"
    fact_id: Mapped[str] = cites("milestone")
