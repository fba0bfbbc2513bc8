"""Assessed: assessments as answers show them, with the facts themselves and what was counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy.orm import Session

from app.queries.figures import Figure
from app.queries.show import documents_by_id, places_by_id
from app.queries.shown import ShownDocument, ShownPlace
from app.values.agreement import SENTENCES, Claim, Rule
from app.values.assessment import Assessment
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.tally import Records
from app.values.terms import AssessedBasis, CasualtyGroup, Cause, Measure, StrengthCategory

METHOD = "docs/method.md"
CASES = "/v1/casualties"


class Sentence(NamedTuple):
    """The sentence of the published method that decided, and where it stands."""

    id: Rule
    text: str
    href: str


class ShownDerivation(NamedTuple):
    """How a number that no document states was worked out, with the facts that it comes from.

    A count has no parents: its tallies lead to what was counted.
    """

    parents: list[Figure]
    arithmetic: str


class ShownRecords(NamedTuple):
    """Some facts of a dataset: how many, and where just these are listed."""

    fact_count: int
    href: str


class ShownTally(NamedTuple):
    """A tally as answers show it: what it says, whether that agrees, and what was counted."""

    document: ShownDocument
    quantity: Quantity
    agrees: bool
    recorded: ShownRecords
    possible: ShownRecords
    arithmetic: str


class Assessed(NamedTuple):
    """An assessment as answers show it, with the facts themselves."""

    id: str
    measure: Measure
    mission: str | None
    group: CasualtyGroup | None
    category: StrengthCategory | None
    cause: Cause | None
    contributor: str | None
    place: ShownPlace | None
    date: FuzzyDate | None
    basis: AssessedBasis
    best: Quantity
    low: int
    high: int | None
    disputed: bool
    is_derived: bool
    derivation: ShownDerivation | None
    agreeing: list[Figure]
    conflicting: list[Figure]
    tallies: list[ShownTally]
    origins: int
    voices: Sequence[str]
    rule: Sentence


class Facts:
    """The facts to weigh: `asked` for, `earlier` strengths that numbers are derived from, tallies."""

    def __init__(
        self,
        asked: Sequence[Figure],
        earlier: Sequence[Figure] = (),
        tallies: Sequence[Claim] = (),
    ) -> None:
        self.asked = asked
        self.earlier = earlier
        self.tallies = tallies
        self.releases: Mapping[str, ShownDocument] = {}
        self.by_key = {key_of(fact): fact for fact in (*asked, *earlier)}

    def of(self, claims: Iterable[Claim]) -> list[Figure]:
        """The facts that make these claims."""
        return [self.by_key[key_of(claim)] for claim in claims if claim.tally is None]

    def counted(self, one: Assessment) -> Iterator[ShownTally]:
        """The tallies that an assessment weighs."""
        for claim in one.claims:
            if (tally := claim.tally) is not None:
                yield ShownTally(
                    self.releases[tally.document],
                    claim.quantity,
                    claim not in one.conflicting,
                    shown_records(tally.recorded),
                    shown_records(tally.possible),
                    tally.arithmetic,
                )


def key_of(told: Figure | Claim) -> tuple[bool, str]:
    """What tells facts of both kinds apart: each kind has ids of its own."""
    return told.scope.measure is Measure.STRENGTH, told.id


def assessed(one: Assessment, facts: Facts, place: ShownPlace | None) -> Assessed:
    """What is shown of an assessment."""
    verdict, rule = one.verdict, one.rule
    tallies = list(facts.counted(one))
    shown = derivation(one, facts, tallies)
    scope = one.scope._asdict() | {"place": place}
    return Assessed(
        **scope,
        id=one.id,
        date=one.date,
        best=verdict.best,
        low=verdict.low,
        high=verdict.high,
        disputed=bool(one.conflicting),
        is_derived=shown is not None,
        derivation=shown,
        agreeing=facts.of(one.agreeing),
        conflicting=facts.of(one.conflicting),
        tallies=tallies,
        origins=len(one.voices),
        voices=one.voices,
        rule=Sentence(rule, SENTENCES[rule], f"{METHOD}#{rule}"),
    )


def derivation(
    one: Assessment, facts: Facts, tallies: Sequence[ShownTally]
) -> ShownDerivation | None:
    """How a number was worked out that no document states, from other facts or by counting."""
    if one.derivation is not None:
        return ShownDerivation(facts.of(one.derivation.parents), one.derivation.arithmetic)
    if not one.is_counted:
        return None
    return ShownDerivation([], "; ".join(tally.arithmetic for tally in tallies if tally.agrees))


def shown(session: Session, facts: Facts, page: Sequence[Assessment]) -> list[Assessed]:
    """The assessments of a page with their places, which one statement reads."""
    facts.releases = releases_shown(session, (claim for one in page for claim in one.claims))
    ids = {one.scope.place for one in page if one.scope.place is not None}
    places = places_by_id(session, list(ids))
    return [assessed(one, facts, places.get(one.scope.place or "")) for one in page]


def releases_shown(session: Session, claims: Iterable[Claim]) -> Mapping[str, ShownDocument]:
    """The releases that tallies are of, by their ids."""
    return documents_by_id(session, {claim.tally.document for claim in claims if claim.tally})


def shown_records(records: Records) -> ShownRecords:
    """Facts with the address that lists them."""
    query = "&".join(f"{name}={quoted(value)}" for name, value in records.query)
    return ShownRecords(records.fact_count, f"{CASES}?{query}")


@lru_cache(maxsize=4096)
def quoted(value: str) -> str:
    """A value as a query string holds it; few stand in many addresses."""
    return quote(value)
