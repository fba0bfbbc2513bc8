"""Contingents: which country's people served where."""

from dataclasses import dataclass

from app import records
from app.api.listing import Listing
from app.api.schemas import Fact, Page, Quantity, told
from app.api.showing import Showing
from app.queries.about import CitedBy, OfContributor, OfMission
from app.queries.changed import Changed
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.walk import rows_of
from app.queries.when import When
from app.queries.where import Within
from app.values.terms import ContingentRelation, UnitType


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
class AboutContingents(OfMission, OfContributor, CitedBy, When, Within, Text, Changed):
    """What contingents are chosen by."""

    unit_type: tuple[UnitType, ...] = codes(UnitType, "What the contingent was made of.")
    relation: tuple[ContingentRelation, ...] = codes(
        ContingentRelation, "How the contingent stood to its base or place."
    )


@dataclass(frozen=True, kw_only=True)
class ContingentQuery(AboutContingents, ByDate):
    """What contingents can be asked for."""


CONTINGENTS = Listing(
    path="/contingents",
    operation="listContingents",
    what="contingents",
    tag="contingents",
    query=ContingentQuery,
    page=ContingentPage,
    search=rows_of(records.Contingent),
)
CONTINGENT = Showing(
    path="/contingents/{id}",
    operation="getContingent",
    what="a contingent",
    tag="contingents",
    item=Contingent,
    record=records.Contingent,
)
