"""Resolutions, and what each does to a mission."""

from dataclasses import dataclass

from app import records
from app.api.listing import Listing
from app.api.schemas import DATE_EXAMPLE, Answer, Fact, MaybeDate, Page, told
from app.api.showing import Showing
from app.queries.about import ActingOn
from app.queries.changed import Changed
from app.queries.known import Known
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.walk import rows_of
from app.queries.when import When
from app.values.terms import ActionType, ResolutionBody


class ResolutionAction(Fact):
    """What a resolution does to a mission."""

    resolution: str = told("The resolution's id.", "2690", validation_alias="resolution_id")
    type: ActionType = told("What it does.", "terminates")
    deadline: MaybeDate = told("By when it is to be done; null where none is set.", DATE_EXAMPLE)


class Vote(Answer):
    """How the members voted; null where no source says."""

    is_unanimous: bool | None = told("Whether all members voted in favour.", True)
    in_favour: int | None = told("Votes in favour.", None)
    against: int | None = told("Votes against.", None)
    abstaining: int | None = told("Abstentions.", None)


class Resolution(Answer):
    """A resolution and what it does."""

    id: str = told("The resolution's id.", "2100")
    number: str = told("Its number.", "2100")
    symbol: str = told("Its UN document symbol.", "S/RES/2100 (2013)")
    body: ResolutionBody = told("The organ that adopted it.", "security-council")
    title: str | None = told("Its title.", None)
    adopted_on: MaybeDate = told("When it was adopted.", DATE_EXAMPLE, validation_alias="date")
    vote: Vote | None = told("How the members voted; null where no source says.")
    actions: list[ResolutionAction] = told("What it does to missions: a fact each.")


class ResolutionPage(Page):
    """A page of resolutions."""

    items: list[Resolution] = told("The resolutions.")


@dataclass(frozen=True, kw_only=True)
class ResolutionQuery(Known, ActingOn, When, Text, Changed, ByDate):
    """What resolutions can be asked for; `datetime` is when they were adopted."""

    body: tuple[ResolutionBody, ...] = codes(ResolutionBody, "The organ that adopted it.")


RESOLUTIONS = Listing(
    path="/resolutions",
    operation="listResolutions",
    what="resolutions",
    tag="resolutions",
    query=ResolutionQuery,
    page=ResolutionPage,
    search=rows_of(records.Resolution),
)
RESOLUTION = Showing(
    path="/resolutions/{id}",
    operation="getResolution",
    what="a resolution",
    tag="resolutions",
    item=Resolution,
    record=records.Resolution,
)
