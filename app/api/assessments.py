"""Assessments: what is best supported where sources differ, who says so, and who says otherwise."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BeforeValidator
from starlette.responses import Response

from app.api.answer import Answers, lists
from app.api.asking import asked
from app.api.schemas import (
    DATE_EXAMPLE,
    PLACE_EXAMPLE,
    Answer,
    Cited,
    MaybeDate,
    MaybePlace,
    Page,
    Quantity,
    read_citation,
    shown_date,
    told,
)
from app.queries.assess import find_assessments
from app.queries.assessing import Assessing
from app.values import quantities
from app.values.agreement import SENTENCES, Rule
from app.values.terms import (
    AssessedBasis,
    CasualtyGroup,
    Cause,
    FactKind,
    Measure,
    StrengthCategory,
)

router = APIRouter(tags=["assessments"])


class FactRef(Answer):
    """A fact that an assessment rests on, or is at odds with."""

    kind: FactKind = told("What kind of fact it is.", "casualty")
    id: str = told("Its id.", "minusma-deaths-all-causes-311")
    summary: str = told("The fact in one plain sentence of ours.", "311 members of MINUSMA died.")
    quantity: Quantity = told("How many.")
    date: MaybeDate = told("When; null where no source says.", DATE_EXAMPLE)
    citations: list[Cited] = told("Who says so: at least one.")


@lru_cache(maxsize=4096)
def shown_quantity(value: quantities.Quantity) -> Quantity:
    """A quantity as answers show it."""
    return Quantity.model_validate(value)


def read_fact(row: Any) -> Any:
    """A fact's record as assessments show it; what the database holds is valid already."""
    if isinstance(row, FactRef | dict):
        return row
    return FactRef.model_construct(
        kind=FactKind(row.kind),
        id=row.id,
        summary=row.summary,
        quantity=shown_quantity(row.quantity),
        date=None if row.date is None else shown_date(row.date),
        citations=[read_citation(citation) for citation in row.citations],
    )


Referred = Annotated[FactRef, BeforeValidator(read_fact)]


class Derivation(Answer):
    """How a number that no document states was worked out."""

    parents: list[Referred] = told("The facts that it comes from.")
    arithmetic: str = told("The sums.", "13,800 − 10,500 = 3,300; 14,490 − 10,501 = 3,989 at most")


class RuleRef(Answer):
    """The sentence of the published method that decided."""

    id: Rule = told("Which rule.", "only-fact")
    text: str = told("The rule in one sentence.", SENTENCES[Rule.ONLY_FACT])
    href: str = told(
        "Where it stands in the method, in the project's own folder.", "docs/method.md#only-fact"
    )


class Assessment(Answer):
    """What is best supported of one number, and why."""

    id: str = told(
        "A slug of the scope and the date, stable.",
        "deaths-minusma-mission-personnel-any-cause-in-mali-cumulative-2013-to-2023-12-30",
    )
    measure: Measure = told("What the number is of.", "deaths")
    mission: str | None = told("The mission; null for none.", "minusma")
    group: CasualtyGroup | None = told("Of casualties: who is counted.", "mission-personnel")
    category: StrengthCategory | None = told("Of strengths: who is counted.", None)
    cause: Cause | None = told("Of casualties: why; `any` is all causes together.", "any")
    contributor: str | None = told(
        "The country whose people are counted, ISO alpha-3; null for all.", None
    )
    place: MaybePlace = told("Where; null where no source says.", PLACE_EXAMPLE)
    date: MaybeDate = told("When; null where no source says.", DATE_EXAMPLE)
    basis: AssessedBasis = told("What is counted.", "cumulative")
    best: Quantity = told("The best supported value.")
    low: int = told("The least that it can be.", 311)
    high: int | None = told("The most that it can be; null where nothing limits it.", 311)
    disputed: bool = told("Whether some fact cannot be true together with this range.", False)
    is_derived: bool = told("Whether we worked it out and no document states it.", False)
    derivation: Derivation | None = told("How it was worked out; null where it is stated.", None)
    agreeing: list[Referred] = told("The facts that agree, by id; none where it is derived.")
    conflicting: list[Referred] = told("The facts that cannot be true together with it, by id.")
    origins: int = told("How many independent voices stand behind the agreeing facts.", 2)
    voices: list[str] = told("Their names: the `origin` of the documents.", ["united-nations"])
    rule: RuleRef = told("Which sentence of the published method decided.")


class AssessmentPage(Page):
    """A page of assessments."""

    items: list[Assessment] = told("The assessments.")


@dataclass(frozen=True, kw_only=True)
class AssessmentQuery(Assessing):
    """What assessments can be asked for."""


@router.get(
    "/assessments", **lists("listAssessments", "assessments", AssessmentQuery, AssessmentPage)
)
async def list_assessments(
    query: Annotated[AssessmentQuery, asked(AssessmentQuery)], answers: Answers
) -> Response:
    """Assessments that match."""
    return await answers.listed(
        lambda session: find_assessments(session, query),
        query,
        AssessmentPage,
        Assessment.model_validate,
    )
