"""Statements: who said what, in the knowledge base's own words."""

from sqlalchemy.orm import Mapped, relationship

from app.records.actor import Actor
from app.records.citation import Citation, cites
from app.records.fact import Fact, fact_rules
from app.records.record import Record, refers_to


class Statement(Fact, Record):
    """`summary` is what was said; no speaker means that the document says it in its own voice."""

    __tablename__ = "statement"
    __table_args__ = fact_rules(by=["speaker_id"])
    kind = "statement"

    speaker_id: Mapped[str | None] = refers_to("actor", nullable=True)
    role: Mapped[str | None]
    on_behalf_of_id: Mapped[str | None] = refers_to("actor", nullable=True)
    audience_id: Mapped[str | None] = refers_to("actor", nullable=True)

    speaker: Mapped[Actor | None] = relationship(foreign_keys="Statement.speaker_id", lazy="raise")
    on_behalf_of: Mapped[Actor | None] = relationship(
        foreign_keys="Statement.on_behalf_of_id", lazy="raise"
    )
    audience: Mapped[Actor | None] = relationship(
        foreign_keys="Statement.audience_id", lazy="raise"
    )


class StatementCitation(Citation, Record):
    """Which document reports a statement."""

    __tablename__ = "statement_citation"
    fact_id: Mapped[str] = cites("statement")
