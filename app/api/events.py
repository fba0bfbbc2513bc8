"""Events: what happened, and who took part."""

from dataclasses import dataclass

from app import records
from app.api.actors import ACTOR_EXAMPLE, ActorRef
from app.api.listing import Listing
from app.api.schemas import Fact, Page, told
from app.api.showing import Showing
from app.queries.about import CitedBy, OfMission
from app.queries.changed import Changed
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.walk import rows_of
from app.queries.when import When
from app.queries.where import Within
from app.values.terms import EventType


class Event(Fact):
    """Something that happened."""

    type: EventType = told("What kind of thing happened.", "ceremony")
    base: str | None = told(
        "The id of the base it happened at.", "minusma-headquarters", validation_alias="base_id"
    )
    actors: list[ActorRef] = told("Who took part.", [ACTOR_EXAMPLE])


class EventPage(Page):
    """A page of events."""

    items: list[Event] = told("The events.")


@dataclass(frozen=True, kw_only=True)
class AboutEvents(OfMission, CitedBy, When, Within, Text, Changed):
    """What events are chosen by."""

    type: tuple[EventType, ...] = codes(EventType, "What kind of thing happened.")


@dataclass(frozen=True, kw_only=True)
class EventQuery(AboutEvents, ByDate):
    """What events can be asked for."""


EVENTS = Listing(
    path="/events",
    operation="listEvents",
    what="events",
    tag="events",
    query=EventQuery,
    page=EventPage,
    search=rows_of(records.Event),
)
EVENT = Showing(
    path="/events/{id}",
    operation="getEvent",
    what="an event",
    tag="events",
    item=Event,
    record=records.Event,
)
