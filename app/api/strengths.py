"""Strength figures: how many people a mission had, or how many had left it."""

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
from app.values.terms import StrengthBasis, StrengthCategory

router = APIRouter(tags=["strengths"])


class StrengthFigure(Figure):
    """How many people of a category there were, or had left."""

    id: str = told("The fact's id, stable.", "minusma-uniformed-over-the-decade")
    category: StrengthCategory = told("Who is counted.", "all-personnel")
    basis: StrengthBasis = told("How they were counted.", "present")


class StrengthPage(Page):
    """A page of strength figures."""

    items: list[StrengthFigure] = told("The strength figures.")


@dataclass(frozen=True, kw_only=True)
class StrengthQuery(OfMission, OfContributor, CitedBy, When, Within, Text, ByDate):
    """What strength figures can be asked for."""

    category: tuple[StrengthCategory, ...] = codes(StrengthCategory, "Who is counted.")
    basis: tuple[StrengthBasis, ...] = codes(StrengthBasis, "How they were counted.")


@router.get("/strengths", **lists("listStrengths", "strength figures", StrengthQuery, StrengthPage))
async def list_strengths(
    query: Annotated[StrengthQuery, asked(StrengthQuery)], answers: Answers
) -> Response:
    """Strength figures that match."""
    return await answers.page(records.StrengthFigure, query, StrengthPage)


@router.get("/strengths/{id}", **shows("getStrength", "a strength figure", StrengthFigure, Known))
async def get_strength(id: Id, query: KnownThen, answers: Answers) -> Response:
    """One strength figure."""
    return await answers.item(records.StrengthFigure, id, StrengthFigure, query)
