"""Missions, and the milestones of their lives."""

from dataclasses import dataclass

from app import records
from app.api.listing import Listing
from app.api.resolutions import ResolutionAction
from app.api.schemas import PLACE_EXAMPLE, Answer, Fact, MaybePlace, Page, told
from app.api.showing import Showing
from app.queries.about import InCountry, LedBy
from app.queries.changed import Changed
from app.queries.page import ById
from app.queries.query import codes
from app.queries.status import MissionOnDate, Then
from app.queries.text import Text
from app.queries.walk import rows_of
from app.values.terms import MilestoneType, MissionKind, MissionStatus


class Milestone(Fact):
    """A turning point in a mission's life."""

    type: MilestoneType = told("What was reached.", "withdrawal-completed")


class Headquarters(Answer):
    """The base that a mission was led from."""

    id: str = told("The base's id.", "minusma-headquarters")
    name: str = told("The English name.", "MINUSMA headquarters")
    place: MaybePlace = told("Where it is.", PLACE_EXAMPLE)


class Mission(Answer):
    """A peace operation."""

    id: str = told("The mission's id.", "minusma")
    acronym: str = told("Its acronym.", "MINUSMA")
    names: dict[str, str] = told(
        "Names by language (ISO 639-1).",
        {"en": "United Nations Multidimensional Integrated Stabilization Mission in Mali"},
    )
    other_names: list[str] = told("Other names.", [])
    kind: MissionKind = told("What sort of operation it is.", "peacekeeping")
    lead: str = told("Who leads it: `un`, or a country's ISO alpha-3 code.", "un")
    countries: list[str] = told("Where it worked, ISO alpha-3.", ["MLI"])
    headquarters: Headquarters | None = told(
        "The base it was led from.",
        {"id": "minusma-headquarters", "name": "MINUSMA headquarters", "place": PLACE_EXAMPLE},
    )
    status: MissionStatus | None = told(
        "Where it stood on the last day of `datetime`, or the latest known; null where that is not"
        " known.",
        "liquidating",
    )
    milestones: list[Milestone] = told("The turning points of its life: a fact each.")
    resolutions: list[ResolutionAction] = told(
        "What resolutions did to it: a fact each.", validation_alias="actions"
    )


class MissionPage(Page):
    """A page of missions."""

    items: list[Mission] = told("The missions.")


@dataclass(frozen=True, kw_only=True)
class MissionQuery(InCountry, LedBy, MissionOnDate, Text, Changed, ById):
    """What missions can be asked for."""

    kind: tuple[MissionKind, ...] = codes(MissionKind, "What sort of operation it is.")


MISSIONS = Listing(
    path="/missions",
    operation="listMissions",
    what="missions",
    tag="missions",
    query=MissionQuery,
    page=MissionPage,
    search=rows_of(records.Mission),
)
MISSION = Showing(
    path="/missions/{id}",
    operation="getMission",
    what="a mission",
    tag="missions",
    item=Mission,
    record=records.Mission,
    query=Then,
)
