"""About: facts on a mission, said by a document, of a contributor."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import Session

from app.queries.known import Known
from app.queries.query import Condition, Query, code_of, repeatable, schema_of
from app.queries.reference import check_among, check_known, countries_meant
from app.records import Actor, Country, Document, Mission, ResolutionAction
from app.values.terms import ActionType


@dataclass(frozen=True, kw_only=True)
class OfMission(Query):
    """`mission`, on the record's mission."""

    mission: tuple[str, ...] = repeatable(str, "The id of a mission.", example="minusma")

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The mission itself, exactly."""
        yield from super().conditions(record, session)
        if self.mission:
            check_known(session, "mission", Mission, self.mission)
            is_one = len(self.mission) == 1
            yield Condition(record.mission_id.in_(self.mission), is_narrow=is_one)


@dataclass(frozen=True, kw_only=True)
class CitedBy(Known):
    """`document`, on the fact's citations: only documents known by then count."""

    document: tuple[str, ...] = repeatable(
        str,
        "The id of a document that says so.",
        example="diplomatic-insight-2023-12-12",
    )

    @property
    def by(self) -> tuple[str, ...]:
        """At least one citation has to be of any of them."""
        return self.document

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """Documents that there are."""
        if self.document:
            check_known(session, "document", Document, self.document)
        yield from super().conditions(record, session)


@dataclass(frozen=True, kw_only=True)
class OfContributor(Query):
    """`contributor`, on the country whose people are meant."""

    contributor: tuple[str, ...] = repeatable(
        str,
        "The country whose people are meant: ISO 3166 alpha-3 or alpha-2, or M49.",
        example="TCD",
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The country itself, exactly."""
        yield from super().conditions(record, session)
        if self.contributor:
            among = countries_meant(session, "contributor", self.contributor)
            is_one = len(among) == 1
            yield Condition(record.contributor_id.in_(among), is_narrow=is_one)


@dataclass(frozen=True, kw_only=True)
class SaidBy(Query):
    """`speaker`, on statements."""

    speaker: tuple[str, ...] = repeatable(
        str, "The id of the person or organisation that said it.", example="fatoumata-kaba"
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The speaker, exactly."""
        yield from super().conditions(record, session)
        if self.speaker:
            check_known(session, "speaker", Actor, self.speaker)
            yield Condition(record.speaker_id.in_(self.speaker))


@dataclass(frozen=True, kw_only=True)
class ActingOn(Query):
    """`mission` and `action`, on resolutions."""

    mission: tuple[str, ...] = repeatable(
        str, "The id of a mission that it acts on.", example="minusma"
    )
    action: tuple[ActionType, ...] = repeatable(
        lambda text: code_of(ActionType, text),
        "What it does to a mission.",
        example="establishes",
        schema=schema_of(ActionType),
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """At least one action of the kind, on one of the missions."""
        yield from super().conditions(record, session)
        wanted = []
        if self.mission:
            check_known(session, "mission", Mission, self.mission)
            wanted.append(ResolutionAction.mission_id.in_(self.mission))
        if self.action:
            wanted.append(ResolutionAction.type.in_(self.action))
        if wanted:
            yield Condition(record.actions.any(and_(*wanted)))


@dataclass(frozen=True, kw_only=True)
class FromOrigin(Query):
    """`origin`, on documents."""

    origin: tuple[str, ...] = repeatable(
        str, "The independent voice that a document goes back to.", example="afp"
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The origin, exactly."""
        yield from super().conditions(record, session)
        if self.origin:
            check_among(session, "origin", Document.origin, self.origin)
            yield Condition(record.origin.in_(self.origin))


@dataclass(frozen=True, kw_only=True)
class InCountry(Query):
    """`country`, on the countries that a mission works in."""

    country: tuple[str, ...] = repeatable(
        str,
        "Where the mission worked: ISO 3166 alpha-3 or alpha-2, or M49.",
        example="MLI",
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """At least one of its countries."""
        yield from super().conditions(record, session)
        if self.country:
            among = countries_meant(session, "country", self.country)
            yield Condition(record.countries.any(Country.id.in_(among)))


@dataclass(frozen=True, kw_only=True)
class LedBy(Query):
    """`lead`, on missions."""

    lead: tuple[str, ...] = repeatable(
        str, "Who leads it: `un`, or a country's ISO alpha-3 code.", example="un"
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The lead, exactly."""
        yield from super().conditions(record, session)
        if self.lead:
            check_among(session, "lead", Mission.lead, self.lead)
            yield Condition(record.lead.in_(self.lead))
