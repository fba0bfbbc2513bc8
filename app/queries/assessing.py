"""Assessing: which assessments are asked for, and which facts they need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, exists, false, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.errors import InvalidParameters, ParameterError
from app.queries.about import OfContributor, OfMission
from app.queries.known import Known
from app.queries.page import ById
from app.queries.query import Condition, code_of, repeatable, schema_of
from app.queries.reference import check_known
from app.queries.when import When
from app.queries.where import Within
from app.records import CasualtyFigure, CasualtyFigureCitation, Document, StrengthFigure
from app.values.terms import (
    AssessedBasis,
    CasualtyBasis,
    CasualtyGroup,
    Cause,
    Measure,
    Outcome,
    StrengthBasis,
    StrengthCategory,
)

MEASURES = {
    Outcome.DEATH: Measure.DEATHS,
    Outcome.INJURY: Measure.INJURIES,
    Outcome.DISPLACEMENT: Measure.DISPLACEMENT,
}
OUTCOMES = {measure: outcome for outcome, measure in MEASURES.items()}
CASUALTIES = frozenset(OUTCOMES)
STRENGTHS = frozenset({Measure.STRENGTH})
QUESTIONS = {
    CasualtyFigure: ("mission_id", "outcome", "group", "cause", "contributor_id", "place_id"),
    StrengthFigure: ("mission_id", "category", "contributor_id", "place_id"),
}
"""What facts have in common that may be about one question: all of a scope but time and basis."""


def read_basis(text: str) -> AssessedBasis:
    """A basis that is assessed."""
    if text == CasualtyBasis.INCIDENT:
        why = "single incidents are not assessed; /v1/casualties?basis=incident lists them."
        raise ValueError(why)
    return code_of(AssessedBasis, text)


def chosen(vocabulary: Any, description: str, read: Any = None) -> Any:
    """A filter by codes on what an assessment is of."""
    return repeatable(
        read or (lambda text: code_of(vocabulary, text)),
        description,
        example=str(next(iter(vocabulary))),
        schema=schema_of(vocabulary),
    )


@dataclass(frozen=True, kw_only=True)
class Assessing(OfMission, OfContributor, When, Within, Known, ById):
    """What assessments can be asked for.

    Filters choose assessments and never change what one says, but for `known_on` and
    `match=certain`: these choose among the facts.
    """

    measure: tuple[Measure, ...] = chosen(Measure, "What the number is of.")
    group: tuple[CasualtyGroup, ...] = chosen(CasualtyGroup, "Of casualties: who is counted.")
    cause: tuple[Cause, ...] = chosen(Cause, "Of casualties: why; `any` is all causes together.")
    category: tuple[StrengthCategory, ...] = chosen(
        StrengthCategory, "Of strengths: who is counted."
    )
    basis: tuple[AssessedBasis, ...] = chosen(
        AssessedBasis, "What is counted: `cumulative` casualties, or a strength.", read_basis
    )
    document: tuple[str, ...] = repeatable(
        str,
        "The id of a document: assessments in which a fact that it states agrees, conflicts or is"
        " the parent of a derived number.",
        example="diplomatic-insight-2023-12-12",
    )

    def narrowed(self) -> dict[str, frozenset[Measure]]:
        """The measures that each parameter leaves."""
        totals = AssessedBasis.CUMULATIVE in self.basis
        others = set(self.basis) - {AssessedBasis.CUMULATIVE}
        of_basis = (CASUALTIES if totals else frozenset()) | (STRENGTHS if others else frozenset())
        return {
            name: measures
            for name, measures in {
                "measure": frozenset(self.measure),
                "group": CASUALTIES if self.group else frozenset(),
                "cause": CASUALTIES if self.cause else frozenset(),
                "category": STRENGTHS if self.category else frozenset(),
                "basis": of_basis,
            }.items()
            if measures
        }

    @property
    def measures(self) -> frozenset[Measure]:
        """The measures that all parameters leave together."""
        return frozenset(Measure).intersection(*self.narrowed().values())

    def check(self) -> None:
        """Deaths have no category and strengths no cause: refuse what could never match."""
        super().check()
        if self.measures:
            return
        errors = []
        for name, measures in self.narrowed().items():
            goes = " or ".join(measure for measure in Measure if measure in measures)
            others = " and ".join(other for other in self.narrowed() if other != name)
            detail = f"{name}: it is of {goes}; together with {others} nothing is left."
            errors.append(ParameterError(name, detail, type(self).parameters()[name].example))
        raise InvalidParameters(*errors)

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The facts that count: what sources say themselves, and no single incidents."""
        yield from super().conditions(record, session)
        yield Condition(record.is_derived == false())
        if record is CasualtyFigure:
            yield Condition(record.basis == CasualtyBasis.CUMULATIVE)
            outcomes = [
                OUTCOMES[measure] for measure in Measure if measure in self.measures - STRENGTHS
            ]
            yield Condition(record.outcome.in_(outcomes))
        names = ("group", "cause") if record is CasualtyFigure else ("category",)
        for name in names:
            if wanted := getattr(self, name):
                yield Condition(getattr(record, name).in_(wanted))
        if record is StrengthFigure and self.basis:
            yield Condition(record.basis.in_(self.bases_needed()))
        if self.document:
            check_known(session, "document", Document, self.document)
            about = asked_too(record, self.document)
            if record is CasualtyFigure:
                about = or_(about, lists_cases(self.document))
            yield Condition(about)

    def bases_needed(self) -> list[StrengthBasis]:
        """The bases of the facts to weigh: who is present may be derived from who has departed."""
        needed = {
            StrengthBasis(code) for code in self.basis if code is not AssessedBasis.CUMULATIVE
        }
        if StrengthBasis.PRESENT in needed:
            needed.add(StrengthBasis.DEPARTED)
        return sorted(needed)


def asked_too(record: Any, documents: Sequence[str]) -> ColumnElement[bool]:
    """Whether one of the documents has a fact on the same question."""
    cited = record.citations.property.mapper.class_
    other = aliased(record)
    names = QUESTIONS[record]
    said = select(*question(other, names)).join(cited, cited.fact_id == other.id)
    return tuple_(*question(record, names)).in_(said.where(cited.document_id.in_(documents)))


def lists_cases(documents: Sequence[str]) -> ColumnElement[bool]:
    """Whether one of the documents lists single cases, which are counted for many questions."""
    case = aliased(CasualtyFigure)
    cited = aliased(CasualtyFigureCitation)
    is_case = case.basis == CasualtyBasis.INCIDENT
    said = select(case.id).join(cited, cited.fact_id == case.id)
    return exists(said.where(is_case, cited.document_id.in_(documents)))


def question(record: Any, names: Sequence[str]) -> list[ColumnElement[str]]:
    """What tells one question from another; none is a value like any other."""
    return [func.coalesce(cast(getattr(record, name), Text), "") for name in names]
