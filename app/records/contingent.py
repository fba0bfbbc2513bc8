"""Contingents: which country's people served where."""

from sqlalchemy.orm import Mapped, relationship

from app.records.base import Base
from app.records.citation import Citation, cites
from app.records.counted import Counted, quantity_checks
from app.records.fact import Fact, fact_rules
from app.records.record import Record, refers_to
from app.values.terms import ContingentRelation, UnitType


class Contingent(Counted, Fact, Record):
    """Its quantity is the number of its personnel, absent where no source gives one."""

    __tablename__ = "contingent"
    __table_args__ = fact_rules(
        *quantity_checks(required=False), by=["contributor_id"], coded=["unit_type", "relation"]
    )
    kind = "contingent"

    contributor_id: Mapped[str] = refers_to("country")
    unit_type: Mapped[UnitType]
    base_id: Mapped[str | None] = refers_to("base", index=True, nullable=True)
    relation: Mapped[ContingentRelation]

    base: Mapped[Base | None] = relationship(lazy="raise")


class ContingentCitation(Citation, Record):
    """Who says that a contingent served."""

    __tablename__ = "contingent_citation"
    fact_id: Mapped[str] = cites("contingent")
