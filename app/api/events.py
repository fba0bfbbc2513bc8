"""Events: what happened, and who took part."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from app import records
from app.api.actors import ACTOR_EXAMPLE, ActorRef
from app.api.answer import Answers, Id, KnownThen, lists, shows
from app.api.asking import asked
from app.api.schemas import Fact, Page, told
from app.queries.about import CitedBy, OfMission
from app.queries.known import Known
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.when import When
from app.queries.where import Within
from app.values.terms import EventType

router = APIRouter(tags=["events"])


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
class EventQuery(OfMission, CitedBy, When, Within, Text, ByDate):
    """What events can be asked for."""

    type: tuple[EventType, ...] = codes(EventType, "What kind of thing happened.")


@router.get("/events", **lists("listEvents", "events", EventQuery, EventPage))
async def list_events(
    query: Annotated[EventQuery, asked(EventQuery)], answers: Answers
) -> Response:
    """Events that match."""
    return await answers.page(records.Event, query, EventPage)


@router.get("/events/{id}", **shows("getEvent", "an event", Event, Known))
async def get_event(id: Id, query: KnownThen, answers: Answers) -> Response:
    """One event."""
    return await answers.item(records.Event, id, Event, query)
