"""Assess: the facts that numbers rest on, weighed question by question, and a page of the answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, column, func, or_, select
from sqlalchemy.orm import Session

from app.errors import InvalidParameters, ParameterError
from app.queries.assessing import CASUALTIES, MEASURES, STRENGTHS, Assessing
from app.queries.find import Found, lacking
from app.queries.query import Aspect
from app.queries.show import show
from app.records import CasualtyFigure, StrengthFigure
from app.values.agreement import SENTENCES, Claim, Rule
from app.values.assessment import Assessment, Scope, assess
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.terms import (
    AssessedBasis,
    CasualtyGroup,
    Cause,
    FactKind,
    Match,
    Measure,
    StrengthBasis,
    StrengthCategory,
)

MOST_WEIGHED = 10_000
METHOD = "docs/method.md"


class Sentence(NamedTuple):
    """The sentence of the published method that decided, and where it stands."""

    id: Rule
    text: str
    href: str


class ShownDerivation(NamedTuple):
    """How a number that no document states was worked out, with the facts that it comes from."""

    parents: list[Any]
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
    place: Any
    date: FuzzyDate | None
    basis: AssessedBasis
    best: Quantity
    low: int
    high: int | None
    disputed: bool
    is_derived: bool
    derivation: ShownDerivation | None
    agreeing: list[Any]
    conflicting: list[Any]
    origins: int
    voices: Sequence[str]
    rule: Sentence


class Facts:
    """The facts to weigh: `asked` for, and `earlier` strengths that numbers are derived from."""

    def __init__(self, asked: Sequence[Any], earlier: Sequence[Any] = ()) -> None:
        self.asked = asked
        self.earlier = earlier
        self.by_key = {(fact.kind, fact.id): fact for fact in (*asked, *earlier)}

    def of(self, claims: Iterable[Claim]) -> list[Any]:
        """The facts that make these claims."""
        return [self.by_key[kind_of(claim), claim.id] for claim in claims]


def kind_of(claim: Claim) -> str:
    """The kind of fact that a claim comes from."""
    return FactKind.STRENGTH if claim.scope.measure is Measure.STRENGTH else FactKind.CASUALTY


def assessed(one: Assessment, facts: Facts) -> Assessed:
    """What is shown of an assessment."""
    verdict, rule, parents = one.verdict, one.rule, one.derivation
    shown = ShownDerivation(facts.of(parents.parents), parents.arithmetic) if parents else None
    scope = one.scope._asdict() | {"place": facts.of(one.claims)[0].place}
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
        origins=len(one.voices),
        voices=one.voices,
        rule=Sentence(rule, SENTENCES[rule], f"{METHOD}#{rule}"),
    )


def find_assessments(session: Session, query: Assessing) -> Found[Assessed]:
    """The page of assessments that a query asks for; all are weighed, and counted, each time."""
    facts = facts_to_weigh(session, query)
    wanted = [one for one in weighed(facts) if is_wanted(query, facts, one)]
    order = query.order(Row)
    rows = sorted(
        ((one.id, one) for one in wanted), key=lambda row: row[0], reverse=order.is_descending
    )
    if (position := query.position(order)) is not None:
        after = position[0]
        rows = [row for row in rows if (row[0] < after if order.is_descending else row[0] > after)]
    cursor = query.cursor_after([rows[query.size - 1][0]]) if len(rows) > query.size else None
    undated, unlocated = left_out(session, query)
    page = [assessed(one, facts) for _, one in rows[: query.size]]
    return Found(page, len(wanted), undated, unlocated, cursor)


class Row:
    """What assessments are sorted by; they are no table."""

    id: ColumnElement[str] = column("id", Text())


def weighed(facts: Facts) -> Iterator[Assessment]:
    """What the facts say, and what follows from them and from earlier strengths."""
    asked = assess(claim_of(fact) for fact in facts.asked)
    yield from (one for one in asked if one.derivation is None)
    if facts.earlier:
        asked = assess(claim_of(fact) for fact in (*facts.asked, *facts.earlier))
    yield from (one for one in asked if one.derivation is not None)


def is_wanted(query: Assessing, facts: Facts, one: Assessment) -> bool:
    """Whether an assessment is of the basis, of the time and of the documents asked for."""
    if query.basis and one.scope.basis not in query.basis:
        return False
    if query.datetime is not None and one.derivation is not None and one.date is not None:
        is_within = one.date.must_fall_in if query.match is Match.CERTAIN else one.date.may_fall_in
        if not is_within(query.datetime.start, query.datetime.end):
            return False
    return not query.document or any(
        citation.document.id in query.document
        for fact in facts.of(one.claims)
        for citation in fact.citations
    )


def facts_to_weigh(session: Session, query: Assessing) -> Facts:
    """The facts that count for a query, each with its place and who says so."""
    asked: list[Any] = []
    earlier: list[Any] = []
    for record in kinds_to_weigh(query):
        rows = held(session, record, query)
        if len(asked) + len(rows) > MOST_WEIGHED:
            raise too_many(query)
        asked += rows
        if record is StrengthFigure and query.datetime is not None:
            earlier = strengths_before(session, query, rows)
        show(session, record, [*rows, *earlier], query.only())
    return Facts(asked, earlier)


def kinds_to_weigh(query: Assessing) -> list[Any]:
    """The kinds of facts that the measures asked for are told by."""
    kinds = {CasualtyFigure: CASUALTIES, StrengthFigure: STRENGTHS}
    return [record for record, measures in kinds.items() if measures & query.measures]


def held(session: Session, record: Any, query: Assessing, *only: ColumnElement[bool]) -> list[Any]:
    """The facts of one kind; too many are refused before they are read."""
    predicates = [condition.predicate for condition in query.conditions(record, session)]
    some = select(record.id).where(*predicates, *only).limit(MOST_WEIGHED + 1).subquery()
    if (session.scalar(select(func.count()).select_from(some)) or 0) > MOST_WEIGHED:
        raise too_many(query)
    return list(session.scalars(select(record).where(*predicates, *only)))


def strengths_before(session: Session, query: Assessing, rows: Sequence[Any]) -> list[Any]:
    """The strengths before the time asked for that departures within it are subtracted from."""
    gone = [row for row in rows if row.basis is StrengthBasis.DEPARTED and row.edtf is not None]
    if not gone:
        return []
    missions = {row.mission_id for row in gone}
    is_theirs = StrengthFigure.mission_id.in_(missions - {None})
    found = held(
        session,
        StrengthFigure,
        replace(query, datetime=None, basis=()),
        or_(is_theirs, StrengthFigure.mission_id.is_(None)) if None in missions else is_theirs,
        StrengthFigure.basis == StrengthBasis.PRESENT,
        StrengthFigure.began_earliest <= max(row.began_latest for row in gone),
        StrengthFigure.category.in_({row.category for row in gone}),
    )
    asked = {row.id for row in rows}
    return [row for row in found if row.id not in asked]


def too_many(query: Assessing) -> InvalidParameters:
    """What is said where weighing would take too long."""
    narrowing = ("mission", "measure", "category", "contributor", "datetime")
    given = {name for name, _ in query.asked}
    name = next((name for name in narrowing if name not in given), "datetime")
    detail = (
        f"More than {MOST_WEIGHED:,} facts would have to be weighed; narrow the question down by"
        " mission, measure, category, contributor or datetime."
    )
    return InvalidParameters(ParameterError(name, detail, type(query).parameters()[name].example))


def left_out(session: Session, query: Assessing) -> tuple[int, int]:
    """How many facts would have been weighed but for having no date, or no exact place."""
    counts: dict[Aspect, list[ColumnElement[int]]] = {Aspect.DATE: [], Aspect.LOCATION: []}
    for record in kinds_to_weigh(query):
        conditions = list(query.conditions(record, session))
        if any(condition.lacking is not None for condition in conditions):
            for aspect, columns in counts.items():
                columns.append(lacking(record, conditions, aspect))
    if not counts[Aspect.DATE]:
        return 0, 0
    undated, unlocated = (reduce(add, columns) for columns in counts.values())
    row = session.execute(select(undated, unlocated)).one()
    return row[0], row[1]


def claim_of(fact: Any) -> Claim:
    """What a fact claims: a number of something, at a time, by some voices."""
    documents = [citation.document for citation in fact.citations]
    published = [document.date.began_earliest for document in documents if document.date]
    return Claim(
        id=fact.id,
        quantity=fact.quantity,
        origins=frozenset(document.origin for document in documents),
        published_on=max(published, default=date.min),
        scope=scope_of(fact),
        date=fact.date,
    )


def scope_of(fact: Any) -> Scope:
    """What a fact's number is of."""
    is_casualty = fact.kind == FactKind.CASUALTY
    return Scope(
        measure=MEASURES[fact.outcome] if is_casualty else Measure.STRENGTH,
        mission=fact.mission_id,
        group=fact.group if is_casualty else None,
        category=None if is_casualty else fact.category,
        cause=fact.cause if is_casualty else None,
        contributor=fact.contributor_id,
        place=fact.place_id,
        basis=AssessedBasis(fact.basis),
    )
