"""Resolutions, and what each does to a mission."""

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, relationship

from app.records.citation import Citation, cites
from app.records.dated import Dated, date_checks, parsed
from app.records.fact import Fact, fact_rules
from app.records.record import Record, Thing, refers_to
from app.values.dates import FuzzyDate
from app.values.terms import ActionType, ResolutionBody


class Resolution(Dated, Thing, Record):
    """Its date is when it was adopted. The counts of a vote are null where no source gives them."""

    __tablename__ = "resolution"
    __table_args__ = (
        *date_checks(),
        CheckConstraint("in_favour >= 0 AND against >= 0 AND abstaining >= 0", name="votes"),
    )

    number: Mapped[str]
    symbol: Mapped[str]
    body: Mapped[ResolutionBody]
    title: Mapped[str | None]
    is_unanimous: Mapped[bool | None]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstaining: Mapped[int | None]

    actions: Mapped[list["ResolutionAction"]] = relationship(
        order_by="ResolutionAction.began_earliest, ResolutionAction.id",
        viewonly=True,
        lazy="raise",
    )

    @property
    def vote(self) -> dict[str, Any] | None:
        """How the members voted, or None where nothing is known of it."""
        counts = {
            "is_unanimous": self.is_unanimous,
            "in_favour": self.in_favour,
            "against": self.against,
            "abstaining": self.abstaining,
        }
        return counts if any(count is not None for count in counts.values()) else None


class ResolutionAction(Fact, Record):
    """What a resolution does to a mission, and by when it is to be done."""

    __tablename__ = "resolution_action"
    __table_args__ = fact_rules(Index(None, "resolution_id"))
    kind = "action"

    resolution_id: Mapped[str] = refers_to("resolution")
    type: Mapped[ActionType]
    deadline_edtf: Mapped[str | None]

    @property
    def deadline(self) -> FuzzyDate | None:
        """The day by which it is to be done, or None where none is set."""
        return parsed(self.deadline_edtf) if self.deadline_edtf is not None else None


class ResolutionActionCitation(Citation, Record):
    """Who says what a resolution does."""

    __tablename__ = "resolution_action_citation"
    fact_id: Mapped[str] = cites("resolution_action")
