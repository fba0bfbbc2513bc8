"""Contingents: which country's people served where."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from app import records
from app.api.answer import Answers, Id, KnownThen, lists, shows
from app.api.asking import asked
from app.api.schemas import Fact, Page, Quantity, told
from app.queries.about import CitedBy, OfContributor, OfMission
from app.queries.known import Known
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.when import When
from app.queries.where import Within
from app.values.terms import ContingentRelation, UnitType

router = APIRouter(tags=["contingents"])


class Contingent(Fact):
    """A country's people at a place."""

    id: str = told("The fact's id, stable.", "chad-in-kidal")
    contributor: str = told(
        "The country whose people they were, ISO alpha-3.",
        "TCD",
        validation_alias="contributor_id",
    )
    unit_type: UnitType = told("What the contingent was made of.", "not-stated")
    personnel: Quantity | None = told(
        "How many they were; null where no source says.",
        validation_alias="quantity",
    )
    base: str | None = told(
        "The id of the base they were at.", "minusma-mopti-camp", validation_alias="base_id"
    )
    relation: ContingentRelation = told(
        "Whether they were the last there, earlier, or merely seen.", "most-recent"
    )


class ContingentPage(Page):
    """A page of contingents."""

    items: list[Contingent] = told("The contingents.")


@dataclass(frozen=True, kw_only=True)
class ContingentQuery(OfMission, OfContributor, CitedBy, When, Within, Text, ByDate):
    """What contingents can be asked for."""

    unit_type: tuple[UnitType, ...] = codes(UnitType, "What the contingent was made of.")
    relation: tuple[ContingentRelation, ...] = codes(
        ContingentRelation, "How the contingent stood to its base or place."
    )


@router.get(
    "/contingents",
    **lists("listContingents", "contingents", ContingentQuery, ContingentPage),
)
async def list_contingents(
    query: Annotated[ContingentQuery, asked(ContingentQuery)], answers: Answers
) -> Response:
    """Contingents that match."""
    return await answers.page(records.Contingent, query, ContingentPage)


@router.get("/contingents/{id}", **shows("getContingent", "a contingent", Contingent, Known))
async def get_contingent(id: Id, query: KnownThen, answers: Answers) -> Response:
    """One contingent."""
    return await answers.item(records.Contingent, id, Contingent, query)
