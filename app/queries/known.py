"""Known on: only what documents published by a day say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.queries.match import Matching
from app.queries.memory import memory_of
from app.queries.query import KEPT, Condition, parameter
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

FEW = 1000
"""So many facts are sorted in no time, whatever the number of all facts."""

CITED = aliased(Document)
"""The document of a citation: one alias for all questions, for each takes some 80 kB."""


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
        by_then = self.by_then(fact)
        return true() if by_then is None else is_cited(fact, by_then)

    def by_then(self, fact: Any) -> ColumnElement[bool] | None:
        """Whether a citation is of a document that counts, looked up by its id; None for all."""
        return None if self.known_on is None else is_known(fact, self.known_on, self.match)

    @property
    def by(self) -> tuple[str, ...]:
        """The documents that are asked for, where any are."""
        return ()

    def cited(self, session: Session, fact: Any) -> Condition:
        """That a document that counts says a fact, one of those asked for.

        No index has the facts of a document in the order of their dates. Where few citations count
        their facts are looked up, else each fact's own citations are.
        """
        citation = fact.citations.property.mapper.class_
        wanted = [citation.document_id.in_(self.by)] if self.by else []
        rows = select(citation.fact_id).where(*wanted)
        documents, by_then = self.documents(), self.by_then(fact)
        if documents is not None and by_then is not None:
            rows = rows.where(citation.document_id.in_(documents))
            wanted.append(by_then)
        number = select(func.count()).select_from(rows.limit(FEW + 1).subquery())
        counted = memory_of(session).recall(
            (fact, FEW, self.by, self.known_on, self.match), lambda: session.scalar(number) or 0
        )
        is_said = fact.id.in_(rows) if counted <= FEW else is_cited(fact, *wanted)
        return Condition(is_said, rows=rows)

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """A fact is said by then; a thing is told of by then. Places and countries always are."""
        yield from super().conditions(record, session)
        if self.known_on is None and not self.by:
            return
        if issubclass(record, Fact):
            yield self.cited(session, record)
        elif self.known_on is not None and record is Document:
            yield Condition(published_by(self.known_on, self.match))
        elif told := [self.told(fact, link) for fact, link in links(record)]:
            yield Condition(or_(*told))

    def only(self) -> Only:
        """Citations of those documents."""
        return super().only()._replace(documents=self.documents())

    def told(self, fact: Any, link: ColumnElement[bool]) -> ColumnElement[bool]:
        """Whether a fact that counts is linked with the thing at hand."""
        return exists(select(fact.id).where(link, self.said(fact)))


def is_cited(fact: Any, *wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of a fact's citations is wanted."""
    found: ColumnElement[bool] = fact.citations.any(and_(*wanted))
    return found


@lru_cache(maxsize=KEPT)
def is_known(fact: Any, day: date, match: Match) -> ColumnElement[bool]:
    """Whether a citation of a kind of fact is of a document published by the day."""
    cited = fact.citations.property.mapper.class_.document_id
    is_published = published_by(day, match, CITED)
    return exists(select(CITED.id).where(CITED.id == cited, is_published))


def published_by(day: date, match: Match, document: Any = Document) -> ColumnElement[bool]:
    """Whether a document may, or must, have been published by the day."""
    if match is Match.POSSIBLE:
        by_then = document.began_earliest <= day
    else:
        by_then = and_(document.ended_latest <= day, document.is_approximate == false())
    return and_(document.edtf.is_not(None), by_then)


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
