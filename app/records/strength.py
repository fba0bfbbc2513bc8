"""Strength figures: how many people a mission had, or how many had left it."""

from sqlalchemy.orm import Mapped

from app.records.citation import Citation, cites
from app.records.counted import Counted, quantity_checks
from app.records.fact import Fact, fact_rules
from app.records.record import Record, refers_to
from app.values.terms import StrengthBasis, StrengthCategory


class StrengthFigure(Counted, Fact, Record):
    """A number of people, who they were, and how they were counted."""

    __tablename__ = "strength_figure"
    __table_args__ = fact_rules(
        *quantity_checks(required=True), by=["contributor_id"], coded=["category", "basis"]
    )
    kind = "strength"

    category: Mapped[StrengthCategory]
    contributor_id: Mapped[str | None] = refers_to("country", nullable=True)
    basis: Mapped[StrengthBasis]
    is_derived: Mapped[bool]


class StrengthFigureCitation(Citation, Record):
    """Who gives a strength figure."""

    __tablename__ = "strength_figure_citation"
    fact_id: Mapped[str] = cites("strength_figure")
