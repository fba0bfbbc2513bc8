"""Assess: the facts that numbers rest on, weighed question by question, and a page of the answers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Text, column, or_, select
from sqlalchemy.orm import Session

from app.errors import InvalidParameters, ParameterError
from app.queries.assessed import Assessed, Facts, shown
from app.queries.assessing import CASUALTIES, STRENGTHS, Assessing
from app.queries.figures import Figure, figures
from app.queries.find import Found, lacking
from app.queries.query import Aspect, in_parts
from app.queries.tallies import tallied
from app.records import CasualtyFigure, StrengthFigure
from app.values.assessment import Assessment
from app.values.terms import AssessedBasis, Match, StrengthBasis
from app.values.weighing import assess

MOST_WEIGHED = 10_000


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
    page = shown(session, facts, [one for _, one in rows[: query.size]])
    return Found(page, len(wanted), undated, unlocated, cursor)


class Row:
    """What assessments are sorted by; they are no table."""

    id: ColumnElement[str] = column("id", Text())


def weighed(facts: Facts) -> Iterator[Assessment]:
    """What the facts say, and what follows from them and from earlier strengths."""
    asked = assess((*(fact.claim for fact in facts.asked), *facts.tallies))
    yield from (one for one in asked if one.derivation is None)
    if facts.earlier:
        asked = assess(fact.claim for fact in (*facts.asked, *facts.earlier))
    yield from (one for one in asked if one.derivation is not None)


def is_wanted(query: Assessing, facts: Facts, one: Assessment) -> bool:
    """Whether an assessment is of the basis, of the time and of the documents asked for."""
    if query.basis and one.scope.basis not in query.basis:
        return False
    if query.datetime is not None and one.derivation is not None and one.date is not None:
        is_within = one.date.must_fall_in if query.match is Match.CERTAIN else one.date.may_fall_in
        if not is_within(query.datetime.start, query.datetime.end):
            return False
    return not query.document or any(name in query.document for name in documents(facts, one))


def documents(facts: Facts, one: Assessment) -> Iterator[str]:
    """The ids of the documents that an assessment rests on or is at odds with."""
    for fact in facts.of(one.claims):
        yield from (citation.document.id for citation in fact.citations)
    yield from (claim.tally.document for claim in one.claims if claim.tally)


def facts_to_weigh(session: Session, query: Assessing) -> Facts:
    """The facts that count for a query, each with who says so."""
    asked: list[Figure] = []
    earlier: list[Figure] = []
    for record in kinds_to_weigh(query):
        rows = held(session, record, query)
        if len(asked) + len(rows) > MOST_WEIGHED:
            raise too_many(query)
        asked += rows
        if record is StrengthFigure and query.datetime is not None:
            earlier = strengths_before(session, query, rows)
    return Facts(asked, earlier, tallied(session, query, asked))


def kinds_to_weigh(query: Assessing) -> list[Any]:
    """The kinds of facts that the measures asked for are told by."""
    kinds = {CasualtyFigure: CASUALTIES, StrengthFigure: STRENGTHS}
    return [record for record, measures in kinds.items() if measures & query.measures]


def held(
    session: Session, record: Any, query: Assessing, *more: ColumnElement[bool]
) -> list[Figure]:
    """The facts of one kind; too many are refused before it is read who says them."""
    found: list[Figure] = []
    for part in in_parts(list(query.conditions(record, session))):
        predicates = [*(condition.predicate for condition in part), *more]
        found += figures(session, record, predicates, query.only(), MOST_WEIGHED + 1)
        if len(found) > MOST_WEIGHED:
            raise too_many(query)
    return found


def strengths_before(session: Session, query: Assessing, facts: Sequence[Figure]) -> list[Figure]:
    """The strengths before the time asked for that departures within it are subtracted from."""
    is_gone = AssessedBasis.DEPARTED
    gone = [(fact.scope, fact.date) for fact in facts if fact.scope.basis is is_gone and fact.date]
    if not gone:
        return []
    missions = {scope.mission for scope, _ in gone}
    is_theirs = StrengthFigure.mission_id.in_(missions - {None})
    found = held(
        session,
        StrengthFigure,
        replace(query, datetime=None, basis=()),
        or_(is_theirs, StrengthFigure.mission_id.is_(None)) if None in missions else is_theirs,
        StrengthFigure.basis == StrengthBasis.PRESENT,
        StrengthFigure.began_earliest <= max(when.began_latest for _, when in gone),
        StrengthFigure.category.in_({scope.category for scope, _ in gone}),
    )
    asked = {fact.id for fact in facts}
    return [fact for fact in found if fact.id not in asked]


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
        if any(condition.lacking for condition in conditions):
            for aspect, columns in counts.items():
                columns.append(lacking(record, conditions, aspect))
    if not counts[Aspect.DATE]:
        return 0, 0
    undated, unlocated = (reduce(add, columns) for columns in counts.values())
    row = session.execute(select(undated, unlocated)).one()
    return row[0], row[1]
