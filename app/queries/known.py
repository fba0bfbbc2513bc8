"""Known on: only what documents published by a day say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from app.queries.match import Matching
from app.queries.query import Condition, parameter
from app.queries.show import Only
from app.records import (
    FACTS,
    Actor,
    Base,
    BaseStatus,
    Contingent,
    Document,
    Event,
    Fact,
    Mission,
    Resolution,
    ResolutionAction,
    Role,
    Statement,
    event_actor,
)
from app.values.dates import FuzzyDate
from app.values.terms import Match


def read_day(text: str) -> date:
    """One day of the calendar."""
    day = FuzzyDate.parse(text)
    if day.is_approximate or day.began_earliest != day.ended_latest:
        raise ValueError(f"{text} is not one day; write for example 2023-12-12")
    return day.began_earliest


@dataclass(frozen=True, kw_only=True)
class Known(Matching):
    """`known_on`, on the documents that say a fact."""

    known_on: date | None = parameter(
        read_day,
        "Only what documents published by this day say: citations of later ones are left out, and"
        " so is what only they tell of. `match` decides where a document's own date is uncertain.",
        example="2024-01-31",
        schema={"type": "string", "format": "date", "maxLength": 10},
    )

    def documents(self) -> Select[str] | None:
        """The ids of the documents that count; None when all do."""
        if self.known_on is None:
            return None
        return select(Document.id).where(published_by(self.known_on, self.match))

    def said(self, fact: Any) -> ColumnElement[bool]:
        """Whether a fact is said by a document that counts."""
        documents = self.documents()
        if documents is None:
            return true()
        cited = fact.citations.property.mapper.class_.document_id
        is_said: ColumnElement[bool] = fact.citations.any(cited.in_(documents))
        return is_said

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """A fact is said by then; a thing is told of by then. Places and countries always are."""
        yield from super().conditions(record, session)
        if self.known_on is None:
            return
        if record is Document:
            yield Condition(published_by(self.known_on, self.match))
        elif issubclass(record, Fact):
            yield Condition(self.said(record))
        elif told := [self.told(fact, link) for fact, link in links(record)]:
            yield Condition(or_(*told))

    def only(self) -> Only:
        """Citations of those documents."""
        return super().only()._replace(documents=self.documents())

    def told(self, fact: Any, link: ColumnElement[bool]) -> ColumnElement[bool]:
        """Whether a fact that counts is linked with the thing at hand."""
        return exists(select(fact.id).where(link, self.said(fact)))


def published_by(day: date, match: Match) -> ColumnElement[bool]:
    """Whether a document may, or must, have been published by the day."""
    if match is Match.POSSIBLE:
        by_then = Document.began_earliest <= day
    else:
        by_then = and_(Document.ended_latest <= day, Document.is_approximate == false())
    return and_(Document.edtf.is_not(None), by_then)


def links(thing: Any) -> list[tuple[Any, ColumnElement[bool]]]:
    """The facts that tell of a thing, each with what links it to the thing."""
    if thing is Mission:
        return [(fact, fact.mission_id == Mission.id) for fact in FACTS]
    if thing is Resolution:
        return [(ResolutionAction, ResolutionAction.resolution_id == Resolution.id)]
    if thing is Base:
        return [(fact, fact.base_id == Base.id) for fact in (BaseStatus, Contingent, Event)]
    if thing is Actor:
        taken = select(event_actor.c.event_id).where(event_actor.c.actor_id == Actor.id)
        named = (Statement.speaker_id, Statement.on_behalf_of_id, Statement.audience_id)
        return [
            (Role, or_(Role.holder_id == Actor.id, Role.organisation_id == Actor.id)),
            (Statement, or_(*(column == Actor.id for column in named))),
            (BaseStatus, BaseStatus.recipient_id == Actor.id),
            (Event, Event.id.in_(taken.correlate(Actor))),
        ]
    return []
