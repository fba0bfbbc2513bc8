"""Tallies: the single cases that datasets list, held against the totals that are assessed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from app.queries.assessing import CASUALTIES, MEASURES, OUTCOMES, Assessing
from app.queries.cases import CasesBy, Wanted, cases_of, issues_known
from app.queries.figures import Figure
from app.queries.show import places_by_id
from app.queries.shown import ShownPlace
from app.records import CasualtyFigure, mission_country
from app.records.dated import parsed
from app.values.agreement import Claim
from app.values.assessment import Period, Scope
from app.values.dates import FuzzyDate
from app.values.tallying import TALLIED, Issue, may_be_tallied, tally
from app.values.terms import (
    AssessedBasis,
    CasualtyBasis,
    CasualtyGroup,
    Cause,
    Match,
    Measure,
    PlaceKind,
)

TOTAL = AssessedBasis.CUMULATIVE
ALL = CasualtyGroup.MISSION_PERSONNEL


class Question(NamedTuple):
    """A total that cases may add up to, and when."""

    scope: Scope
    date: FuzzyDate


def tallied(session: Session, query: Assessing, asked: Sequence[Figure]) -> list[Claim]:
    """What datasets say of the totals that are asked for, and the totals that only they give."""
    if not query.measures & CASUALTIES or not (issues := issues_known(session, query)):
        return []
    asking = questions(session, asked)
    missions = {one.scope.mission or "" for one in asking}
    by_country = {one.scope.mission or "" for one in asking if one.scope.contributor}
    is_alone = stands_alone(query)
    of = (query.mission or None) if is_alone else missions
    if of is not None and not of:
        return []
    cases = cases_of(session, query, issues, Wanted(of, missions, by_country))
    if is_alone:
        asking += alone(session, query, issues, cases)
    return [claim for one in asking for claim in claims(one, issues, cases)]


def questions(session: Session, asked: Iterable[Figure]) -> list[Question]:
    """The totals that documents give and that cases may add up to, each once."""
    found: dict[tuple[Scope, Period], Question] = {}
    for fact in asked:
        if fact.date is not None and may_be_tallied(fact.scope, fact.date):
            key = fact.scope, Period.of(fact.date)
            found.setdefault(key, Question(fact.scope, fact.date))
    return of_whole_areas(session, found.values())


def of_whole_areas(session: Session, totals: Collection[Question]) -> list[Question]:
    """The totals that are of all of a mission, and not of a town or of one of several countries."""
    places = {scope.place for scope, _ in totals if scope.place is not None}
    if not places:
        return list(totals)
    shown = places_by_id(session, list(places))
    countries: dict[str | None, list[str]] = defaultdict(list)
    of = mission_country.c
    among = of.mission_id.in_({scope.mission for scope, _ in totals})
    for mission, country in session.connection().execute(
        select(of.mission_id, of.country_id).where(among)
    ):
        countries[mission].append(country)
    return [one for one in totals if is_whole_area(one.scope, shown, countries)]


def is_whole_area(
    scope: Scope, places: Mapping[str, ShownPlace], countries: Mapping[str | None, Sequence[str]]
) -> bool:
    """Whether a total is of all of a mission: of no place, or of the one country where it works."""
    if scope.place is None:
        return True
    place = places[scope.place]
    is_country = place.kind == PlaceKind.COUNTRY
    return is_country and [place.country_id] == countries.get(scope.mission)


def stands_alone(query: Assessing) -> bool:
    """Whether what only datasets tell is asked for: totals of all of a mission, of no place."""
    elsewhere = query.country or query.place or query.bbox or query.circle or query.contributor
    is_of_all = not query.group or ALL in query.group
    is_total = not query.basis or TOTAL in query.basis
    return is_of_all and is_total and not elsewhere


def alone(
    session: Session, query: Assessing, issues: Sequence[Issue], cases: CasesBy
) -> Iterator[Question]:
    """The totals of missions that only datasets give: by cause, where there is a case of it."""
    given = totals_given(session, query, cases)
    released = {issue.document: issue.released_on for issue in issues}
    newest: dict[str, date] = {}
    counted: dict[tuple[str, Measure], set[Cause]] = defaultdict(lambda: {Cause.ANY})
    for (document, mission), held in cases.items():
        newest[mission] = max(newest.get(mission, date.min), released[document])
        for one in held:
            if one.group is not CasualtyGroup.POPULATION:
                counted[mission, one.measure].add(one.cause)
    wanted = [cause for cause in TALLIED if not query.cause or cause in query.cause]
    for (mission, measure), causes in sorted(counted.items()):
        until = FuzzyDate.parse(f"../{newest[mission].isoformat()}")
        for cause in wanted if may_fall(query, until) else ():
            scope = total_of(mission, measure, cause)
            if cause in causes and scope not in given:
                yield Question(scope, until)


def may_fall(query: Assessing, when: FuzzyDate) -> bool:
    """Whether a total until a day is of the time that is asked for."""
    if query.datetime is None:
        return True
    falls = when.must_fall_in if query.match is Match.CERTAIN else when.may_fall_in
    return falls(query.datetime.start, query.datetime.end)


def totals_given(session: Session, query: Assessing, cases: CasesBy) -> set[Scope]:
    """The scopes, but for places, of the totals of all personnel that documents give."""
    fact = CasualtyFigure
    rows = session.execute(
        select(fact.mission_id, fact.outcome, fact.cause, fact.place_id, fact.edtf)
        .where(
            fact.basis == CasualtyBasis.CUMULATIVE,
            fact.group == ALL,
            fact.contributor_id.is_(None),
            fact.is_derived == false(),
            fact.edtf.is_not(None),
            fact.mission_id.in_({mission for _, mission in cases}),
            query.said(fact),
        )
        .distinct()
    )
    given = [
        Question(total_of(mission, MEASURES[outcome], cause, place), parsed(edtf or ""))
        for mission, outcome, cause, place, edtf in rows
    ]
    held = [one for one in given if may_be_tallied(one.scope, one.date)]
    return {one.scope._replace(place=None) for one in of_whole_areas(session, held)}


def total_of(
    mission: str | None, measure: Measure, cause: Cause, place: str | None = None
) -> Scope:
    """The scope of a total of all personnel of a mission."""
    return Scope(measure, mission, ALL, None, cause, None, place, TOTAL)


def claims(question: Question, issues: Iterable[Issue], cases: CasesBy) -> Iterator[Claim]:
    """What each release says of a total."""
    scope, when = question
    outcome = OUTCOMES[scope.measure]
    for issue in issues:
        held = cases.get((issue.document, scope.mission or ""), ())
        if held and (claim := tally(scope, when, outcome, held, issue)):
            yield claim
