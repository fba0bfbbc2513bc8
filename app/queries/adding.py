"""Adding: which numbers of people may be added up, and why others may not.

Numbers may be added where no one is counted twice: facts of one source, of one sort of number, no
running totals, no stocks of different times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Text,
    and_,
    case,
    cast,
    distinct,
    false,
    func,
    not_,
    select,
)
from sqlalchemy.orm import Session

from app.errors import InvalidParameters, ParameterError
from app.queries.query import code_of, repeatable, schema_of
from app.queries.stats import Counting
from app.records import SEED, CasualtyFigureCitation
from app.values.terms import CasualtyBasis, Qualifier

STATED = (Qualifier.EXACTLY, Qualifier.ABOUT)
"""How a source hedges a number that it takes for the likeliest, and no mere bound."""


def total(column: ColumnElement[Any]) -> ColumnElement[int]:
    """A sum of whole numbers, which PostgreSQL makes a decimal of."""
    return cast(func.sum(column), BigInteger)


def basis(only: StrEnum) -> Any:
    """The filter `basis`, of which one code can be asked for."""
    vocabulary = type(only)
    return repeatable(
        lambda text: code_of(vocabulary, text),
        f"How they were counted: only `{only}` can be added up, and is so without this.",
        example=str(only),
        schema=schema_of(vocabulary),
        is_column=True,
    )


@dataclass(frozen=True, kw_only=True)
class Adding(Counting):
    """Numbers of people, added up within each group."""

    sort_of_number: ClassVar[str]
    """The code that all numbers of a sum share."""
    summed_basis: ClassVar[Any]
    why_not: ClassVar[str]
    citations: ClassVar[Any]
    basis: tuple[Any, ...] = ()

    def check(self) -> None:
        """Numbers of any other basis are never added up."""
        super().check()
        if set(self.basis) - {self.summed_basis}:
            right = f"basis={self.summed_basis}"
            detail = f"basis: {self.why_not} Ask for {right}, or leave basis out."
            raise InvalidParameters(ParameterError("basis", detail, right))

    def kept(self, record: Any) -> ColumnElement[bool]:
        """What was worked out from other facts would count them again."""
        return and_(record.basis == self.summed_basis, record.is_derived == false())

    def amounts(self, record: Any) -> Sequence[ColumnElement[Any]]:
        """The range, the number itself where a source states one, and the sort of number."""
        return (
            record.low,
            record.high,
            case((record.qualifier.in_(STATED), record.value)).label("best"),
            cast(getattr(record, self.sort_of_number), Text).label("sort_of_number"),
        )

    def sums(self, line: Any) -> Sequence[ColumnElement[Any]]:
        """Nothing limits a sum of which a part has no limit, and so for the best number."""
        whole = func.count()
        return (
            total(line.low).label("low"),
            *(
                case((func.count(line[name]) == whole, total(line[name]))).label(name)
                for name in ("best", "high")
            ),
        )

    def checks(self, line: Any, group: CTE) -> Sequence[ColumnElement[Any]]:
        """The first and the last source, and the first and the last sort of number."""
        return tuple(
            bound(case((line.kept == 1, line[name]))).label(f"{which}_{name}")
            for name in ("source", "sort_of_number")
            for which, bound in (("first", func.min), ("last", func.max))
        )

    def refuse(self, session: Session, lines: CTE, checked: Mapping[str, Any]) -> None:
        """One sort of number, from one source."""
        if checked["first_sort_of_number"] != checked["last_sort_of_number"]:
            self.check_sort(session, lines)
        if checked["first_source"] != checked["last_source"]:
            sources = kept_values(session, lines, "source")
            detail = (
                f"source: the facts that match come from {' and '.join(sources)}, which may count"
                " the same people; choose one of them."
            )
            raise InvalidParameters(ParameterError("source", detail, f"source={sources[0]}"))
        if checked["first_source"] == SEED:
            self.check_documents(session, lines, checked["facts"])

    def check_sort(self, session: Session, lines: CTE) -> None:
        """Numbers of different sorts are told apart, or only one is asked for."""
        name = self.sort_of_number
        if name in self.group_by:
            return
        sorts = kept_values(session, lines, "sort_of_number")
        detail = (
            f"group_by: numbers of {' and '.join(sorts)} are not added up; choose one with {name},"
            f" or put {name} among the keys."
        )
        right = ",".join([*self.group_by, name])
        raise InvalidParameters(ParameterError("group_by", detail, f"group_by={right}"))

    def check_documents(self, session: Session, lines: CTE, facts: int) -> None:
        """What was read out of articles may be told by several: one has to say all of it."""
        cited = self.citations
        number = func.count(distinct(cited.fact_id))
        saying = (
            select(cited.document_id, number)
            .where(cited.fact_id.in_(select(lines.c.id).where(lines.c.kept == 1)))
            .group_by(cited.document_id)
            .order_by(number.desc(), cited.document_id)
        )
        documents = session.execute(saying).all()
        if documents and documents[0][1] == facts:
            return
        detail = (
            "document: no one document says all of the facts that match, and several may tell of"
            " the same people; choose one document, or one dataset with source."
        )
        example = f"document={documents[0][0]}" if documents else None
        raise InvalidParameters(ParameterError("document", detail, example))


def kept_values(session: Session, lines: CTE, name: str) -> list[str]:
    """The different values that the facts that would be added up have."""
    value = lines.c[name]
    return sorted(session.scalars(select(value).where(lines.c.kept == 1).distinct()))


def unsummed(session: Session, record: Any, query: Adding) -> set[Any]:
    """The sorts of numbers of which some facts match and are in no sum: it would leave them out."""
    sort = getattr(record, query.sort_of_number)
    predicates = [condition.predicate for condition in query.conditions(record, session)]
    statement = select(sort).where(*predicates, not_(query.kept(record))).distinct()
    return set(session.scalars(statement))


@dataclass(frozen=True, kw_only=True)
class AddingCasualties(Adding):
    """Deaths, injuries or displaced people, by incidents."""

    sort_of_number = "outcome"
    summed_basis = CasualtyBasis.INCIDENT
    why_not = (
        "a running total holds the ones before it, so running totals are never added up;"
        " /v1/assessments says which is best supported."
    )
    citations = CasualtyFigureCitation
