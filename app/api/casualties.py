"""Casualty figures: how many died, were injured or displaced."""

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
from app.values.terms import CasualtyBasis, CasualtyGroup, Cause, Outcome


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
class AboutCasualties(OfMission, OfContributor, CitedBy, When, Within, Text, Changed):
    """What casualty figures are chosen by."""

    outcome: tuple[Outcome, ...] = codes(Outcome, "What is counted.")
    cause: tuple[Cause, ...] = codes(Cause, "Why; `any` is the figures for all causes together.")
    group: tuple[CasualtyGroup, ...] = codes(CasualtyGroup, "Who is counted.")
    basis: tuple[CasualtyBasis, ...] = codes(CasualtyBasis, "Running totals or incidents.")


@dataclass(frozen=True, kw_only=True)
class CasualtyQuery(AboutCasualties, ByDate):
    """What casualty figures can be asked for."""


CASUALTIES = Listing(
    path="/casualties",
    operation="listCasualties",
    what="casualty figures",
    tag="casualties",
    query=CasualtyQuery,
    page=CasualtyPage,
    search=rows_of(records.CasualtyFigure),
)
CASUALTY = Showing(
    path="/casualties/{id}",
    operation="getCasualty",
    what="a casualty figure",
    tag="casualties",
    item=CasualtyFigure,
    record=records.CasualtyFigure,
)
