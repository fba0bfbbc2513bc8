"""Casualty figures: how many died, were injured or displaced."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from app import records
from app.api.answer import Answers, Id, KnownThen, lists, shows
from app.api.asking import asked
from app.api.schemas import Figure, Page, told
from app.queries.about import CitedBy, OfContributor, OfMission
from app.queries.known import Known
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.when import When
from app.queries.where import Within
from app.values.terms import CasualtyBasis, CasualtyGroup, Cause, Outcome

router = APIRouter(tags=["casualties"])


class CasualtyFigure(Figure):
    """How many people of a group suffered an outcome from a cause."""

    id: str = told("The fact's id, stable.", "minusma-deaths-all-causes-311")
    outcome: Outcome = told("What is counted.", "death")
    cause: Cause = told("Why; `any` counts all causes together.", "any")
    group: CasualtyGroup = told("Who is counted.", "mission-personnel")
    basis: CasualtyBasis = told("A running total, or one incident.", "cumulative")


class CasualtyPage(Page):
    """A page of casualty figures."""

    items: list[CasualtyFigure] = told("The casualty figures.")


@dataclass(frozen=True, kw_only=True)
class CasualtyQuery(OfMission, OfContributor, CitedBy, When, Within, Text, ByDate):
    """What casualty figures can be asked for."""

    outcome: tuple[Outcome, ...] = codes(Outcome, "What is counted.")
    cause: tuple[Cause, ...] = codes(Cause, "Why; `any` is the figures for all causes together.")
    group: tuple[CasualtyGroup, ...] = codes(CasualtyGroup, "Who is counted.")
    basis: tuple[CasualtyBasis, ...] = codes(CasualtyBasis, "Running totals or incidents.")


@router.get(
    "/casualties", **lists("listCasualties", "casualty figures", CasualtyQuery, CasualtyPage)
)
async def list_casualties(
    query: Annotated[CasualtyQuery, asked(CasualtyQuery)], answers: Answers
) -> Response:
    """Casualty figures that match."""
    return await answers.page(records.CasualtyFigure, query, CasualtyPage)


@router.get("/casualties/{id}", **shows("getCasualty", "a casualty figure", CasualtyFigure, Known))
async def get_casualty(id: Id, query: KnownThen, answers: Answers) -> Response:
    """One casualty figure."""
    return await answers.item(records.CasualtyFigure, id, CasualtyFigure, query)
