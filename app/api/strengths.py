"""Strength figures: how many people a mission had, or how many had left it."""

from dataclasses import dataclass

from app import records
from app.api.listing import Listing
from app.api.schemas import Figure, Page, told
from app.api.showing import Showing
from app.queries.about import CitedBy, OfContributor, OfMission
from app.queries.changed import Changed
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.walk import rows_of
from app.queries.when import When
from app.queries.where import Within
from app.values.terms import StrengthBasis, StrengthCategory


class StrengthFigure(Figure):
    """How many people of a category there were, or had left."""

    id: str = told("The fact's id, stable.", "minusma-uniformed-over-the-decade")
    category: StrengthCategory = told("Who is counted.", "all-personnel")
    basis: StrengthBasis = told("How they were counted.", "present")


class StrengthPage(Page):
    """A page of strength figures."""

    items: list[StrengthFigure] = told("The strength figures.")


@dataclass(frozen=True, kw_only=True)
class AboutStrengths(OfMission, OfContributor, CitedBy, When, Within, Text, Changed):
    """What strength figures are chosen by."""

    category: tuple[StrengthCategory, ...] = codes(StrengthCategory, "Who is counted.")
    basis: tuple[StrengthBasis, ...] = codes(StrengthBasis, "How they were counted.")


@dataclass(frozen=True, kw_only=True)
class StrengthQuery(AboutStrengths, ByDate):
    """What strength figures can be asked for."""


STRENGTHS = Listing(
    path="/strengths",
    operation="listStrengths",
    what="strength figures",
    tag="strengths",
    query=StrengthQuery,
    page=StrengthPage,
    search=rows_of(records.StrengthFigure),
)
STRENGTH = Showing(
    path="/strengths/{id}",
    operation="getStrength",
    what="a strength figure",
    tag="strengths",
    item=StrengthFigure,
    record=records.StrengthFigure,
)
