"""Figures: the facts that numbers rest on, each with the documents that say it.

Thousands are weighed to answer one question, so they are read as plain rows and never become records.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, select, type_coerce
from sqlalchemy.orm import Session

from app.queries.assessing import MEASURES
from app.queries.show import Only, citations_by_fact, citations_of
from app.queries.shown import ShownCitation
from app.records import CasualtyFigure, StrengthFigure
from app.records.counted import quantity_of
from app.records.dated import parsed
from app.values.agreement import Claim
from app.values.assessment import Scope
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.terms import (
    AssessedBasis,
    CasualtyGroup,
    Cause,
    FactKind,
    Measure,
    Outcome,
    StrengthCategory,
)


@dataclass(slots=True, eq=False)
class Figure:
    """A fact that gives a number; `shape` is what an answer made of it, for many may name it."""

    kind: FactKind
    id: str
    summary: str
    quantity: Quantity
    date: FuzzyDate | None
    scope: Scope
    citations: Sequence[ShownCitation]
    shape: dict[str, Any] | None = None

    @property
    def claim(self) -> Claim:
        """What it claims: a number of something, at a time, by some voices."""
        documents = [citation.document for citation in self.citations]
        published = [document.date.began_earliest for document in documents if document.date]
        return Claim(
            self.id,
            self.quantity,
            frozenset([document.origin for document in documents]),
            max(published, default=date.min),
            self.scope,
            self.date,
        )


@lru_cache(maxsize=4096)
def casualties(
    mission: str | None,
    contributor: str | None,
    place: str | None,
    basis: str,
    outcome: str,
    group: str,
    cause: str,
) -> Scope:
    """What a casualty figure is of; few scopes have many figures."""
    return Scope(
        MEASURES[Outcome(outcome)],
        mission,
        CasualtyGroup(group),
        None,
        Cause(cause),
        contributor,
        place,
        AssessedBasis(basis),
    )


@lru_cache(maxsize=4096)
def strengths(
    mission: str | None, contributor: str | None, place: str | None, basis: str, category: str
) -> Scope:
    """What a strength figure is of."""
    return Scope(
        Measure.STRENGTH,
        mission,
        None,
        StrengthCategory(category),
        None,
        contributor,
        place,
        AssessedBasis(basis),
    )


SCOPES = {CasualtyFigure: casualties, StrengthFigure: strengths}
OF = ("mission_id", "contributor_id", "place_id", "basis")
MORE_OF: dict[Any, Sequence[str]] = {
    CasualtyFigure: ("outcome", "group", "cause"),
    StrengthFigure: ("category",),
}


def columns_of(record: Any) -> Select[Any]:
    """What is read of a figure; codes as the texts that they are kept as."""
    column = record.__mapper__.columns
    codes = [type_coerce(column[name], Text) for name in (*OF, *MORE_OF[record])]
    number = (column.value, column.qualifier, column.low, column.high)
    return select(column.id, column.summary, column.edtf, *number, *codes)


def cited_in(record: Any) -> Select[Any]:
    """What is read of the citations of some figures."""
    cited = record.citations.property.mapper.local_table
    fact = record.__table__
    return citations_of(record).join_from(cited, fact, fact.c.id == cited.c.fact_id)


FIGURES = {record: columns_of(record) for record in SCOPES}
CITED = {record: cited_in(record) for record in SCOPES}


def figures(
    session: Session, record: Any, predicates: Iterable[ColumnElement[bool]], only: Only, most: int
) -> list[Figure]:
    """The figures of a kind that meet some predicates; no more than `most`, which then are too many."""
    predicates = list(predicates)
    rows = session.connection().execute(FIGURES[record].where(*predicates).limit(most)).all()
    if len(rows) == most:
        return [figure(record, row, ()) for row in rows]
    cited = citations(session, record, predicates, only)
    return [figure(record, row, cited[row[0]]) for row in rows]


def figure(record: Any, row: Any, cited: Sequence[ShownCitation]) -> Figure:
    """A figure of its row and its citations."""
    id, summary, edtf, value, qualifier, low, high, *codes = row
    return Figure(
        FactKind(record.kind),
        id,
        summary,
        quantity_of(value, qualifier, low, high),
        None if edtf is None else parsed(edtf),
        SCOPES[record](*codes),
        cited,
    )


def citations(
    session: Session, record: Any, predicates: Iterable[ColumnElement[bool]], only: Only
) -> Mapping[str, list[ShownCitation]]:
    """Who says the figures that meet some predicates, and where, by the figure's id."""
    query = CITED[record].where(*predicates)
    if only.documents is not None:
        query = query.where(query.selected_columns.document_id.in_(only.documents))
    return citations_by_fact(session, session.connection().execute(query).all())
