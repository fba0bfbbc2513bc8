"""Cases: the single deaths and injuries that the releases of datasets list, counted by statements.

Each statement is put together once: that takes longer than to execute it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Select,
    Text,
    bindparam,
    case,
    false,
    func,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session

from app.queries.assessing import CASUALTIES, MEASURES, OUTCOMES, Assessing
from app.queries.known import published_by
from app.records import CasualtyFigure, CasualtyFigureCitation, Document
from app.values.tallying import Cases, Issue
from app.values.terms import CasualtyBasis, CasualtyGroup, Cause, DocumentKind, Outcome

FACT = CasualtyFigure.__table__.c
CITED = CasualtyFigureCitation.__table__.c
DOCUMENT = Document.__table__.c

CasesBy = Mapping[tuple[str, str], Sequence[Cases]]
"""Cases by the release that lists them and the mission."""


class Wanted(NamedTuple):
    """The missions whose cases are counted; None for all.

    Days are kept apart only of the missions `by_day`, and contributors of those `by_country`.
    """

    missions: Collection[str] | None
    by_day: Collection[str]
    by_country: Collection[str]


def releases() -> Select[tuple[str, str, date]]:
    """The releases that list single cases, the oldest first."""
    lists_cases = (
        select(CITED.fact_id)
        .join(CasualtyFigure.__table__, FACT.id == CITED.fact_id)
        .where(CITED.document_id == DOCUMENT.id, FACT.basis == CasualtyBasis.INCIDENT)
    )
    return (
        select(DOCUMENT.id, DOCUMENT.origin, DOCUMENT.began_earliest)
        .where(DOCUMENT.kind == DocumentKind.DATASET, DOCUMENT.edtf.is_not(None))
        .where(lists_cases.exists())
        .order_by(DOCUMENT.began_earliest, DOCUMENT.id)
    )


RELEASES = releases()


def issues_known(session: Session, query: Assessing) -> list[Issue]:
    """Of each origin the newest release that lists single cases and counts for the query."""
    is_known = true() if query.known_on is None else published_by(query.known_on, query.match)
    counts = case((is_known, 1), else_=0)
    newest: dict[str, str] = {}
    known: dict[str, Issue] = {}
    rows = session.connection().execute(RELEASES.add_columns(counts))
    for id, origin, released_on, is_counted in rows:
        newest[origin] = id
        if is_counted:
            known[origin] = Issue(id, origin, released_on)
    return [
        issue._replace(is_newest=newest[origin] == issue.document)
        for origin, issue in sorted(known.items())
    ]


def counting(*, is_of_all: bool) -> Select[Any]:
    """How many cases of a release have all in common that tells totals apart."""
    among: dict[str, BindParameter[Any]] = {
        name: bindparam(name, expanding=True)
        for name in ("outcomes", "missions", "by_day", "by_country")
    }
    of = FACT.mission_id
    is_dated = of.in_(among["by_day"])
    listed = select(CITED.fact_id).where(CITED.document_id == bindparam("document"))
    each = (
        select(
            of,
            *(type_coerce(FACT[name], Text) for name in ("outcome", "population_group", "cause")),
            case((of.in_(among["by_country"]), FACT.contributor_id)).label("contributor"),
            case((is_dated, FACT.began_latest)).label("began"),
            case((is_dated, FACT.ended_earliest)).label("ended"),
            FACT.low,
            FACT.high,
        )
        .where(
            of.is_not(None) if is_of_all else of.in_(among["missions"]),
            type_coerce(FACT.outcome, Text).in_(among["outcomes"]),
            FACT.basis == CasualtyBasis.INCIDENT,
            FACT.is_derived == false(),
            FACT.edtf.is_not(None),
            FACT.is_approximate == false(),
            FACT.began_latest <= bindparam("released_on"),
            FACT.id.in_(listed),
        )
        .subquery()
        .c
    )
    *common, low, high = each
    number = (func.count(), func.sum(low), func.sum(high), func.count(high))
    return select(*common, *number).group_by(*common)


OF_ALL = counting(is_of_all=True)
OF_SOME = counting(is_of_all=False)


def cases_of(
    session: Session, query: Assessing, issues: Sequence[Issue], wanted: Wanted
) -> CasesBy:
    """The cases that releases list, counted by one statement for each release."""
    asked = {
        "outcomes": [OUTCOMES[measure].value for measure in query.measures & CASUALTIES],
        "by_day": list(wanted.by_day),
        "by_country": list(wanted.by_country),
    }
    if wanted.missions is not None:
        asked["missions"] = list(wanted.missions)
    statement = OF_ALL if wanted.missions is None else OF_SOME
    found: dict[tuple[str, str], list[Cases]] = defaultdict(list)
    for issue in issues:
        of = {"document": issue.document, "released_on": issue.released_on}
        for mission, *row in session.connection().execute(statement, asked | of):
            found[issue.document, mission].append(read(*row))
    return found


def read(outcome: str, group: str, cause: str, contributor: str | None, *numbers: Any) -> Cases:
    """Cases of one row."""
    began, ended, facts, low, high, limited = numbers
    return Cases(
        MEASURES[Outcome(outcome)],
        CasualtyGroup(group),
        Cause(cause),
        contributor,
        began or date.min,
        ended or date.max,
        facts,
        int(low),
        int(high) if limited == facts else None,
    )
