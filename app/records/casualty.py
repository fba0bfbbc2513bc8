"""Casualty figures: how many died, were injured or displaced."""

from sqlalchemy.orm import Mapped, mapped_column

from app.records.citation import Citation, cites
from app.records.counted import Counted, quantity_checks
from app.records.fact import Fact, fact_rules
from app.records.record import Record, refers_to
from app.values.terms import CasualtyBasis, CasualtyGroup, Cause, Outcome


class CasualtyFigure(Counted, Fact, Record):
    """A number of people, its outcome, cause and group; `contributor` where one country's are meant."""

    __tablename__ = "casualty_figure"
    __table_args__ = fact_rules(
        *quantity_checks(required=True),
        by=["contributor_id"],
        coded=["outcome", "cause", "population_group", "basis"],
    )
    kind = "casualty"

    outcome: Mapped[Outcome]
    cause: Mapped[Cause]
    group: Mapped[CasualtyGroup] = mapped_column("population_group")
    contributor_id: Mapped[str | None] = refers_to("country", nullable=True)
    basis: Mapped[CasualtyBasis]
    is_derived: Mapped[bool]


class CasualtyFigureCitation(Citation, Record):
    """Who gives a casualty figure."""

    __tablename__ = "casualty_figure_citation"
    fact_id: Mapped[str] = cites("casualty_figure")
