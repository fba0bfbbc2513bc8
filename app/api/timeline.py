"""Timeline: facts of every kind in one order."""

from dataclasses import dataclass
from typing import Any

from app.api.listing import Listing
from app.api.schemas import DATE_EXAMPLE, PLACE_EXAMPLE, Answer, MaybeDate, MaybePlace, Page, told
from app.api.shaping import shaper
from app.queries import timeline as queries
from app.queries.about import CitedBy, OfMission
from app.queries.changed import Changed
from app.queries.text import Text
from app.queries.timeline import Chronological
from app.queries.walk import ByPages
from app.queries.when import When
from app.queries.where import Within
from app.records import ActorKind
from app.values.terms import FactKind

HOMES = {
    FactKind.ACTION: "resolutions",
    FactKind.BASE_STATUS: "bases",
    FactKind.CASUALTY: "casualties",
    FactKind.CONTINGENT: "contingents",
    FactKind.EVENT: "events",
    FactKind.MILESTONE: "missions",
    FactKind.STATEMENT: "statements",
    FactKind.STRENGTH: "strengths",
    FactKind.TASK: "tasks",
}
"""Where a fact is shown whole, by its kind; a role is with the person or the organisation."""


class Moment(Answer):
    """A fact of any kind, in short."""

    key = ("kind", "id")

    kind: FactKind = told("What kind of fact it is.", "base-status")
    id: str = told("The fact's id, unique within its kind.", "timbuktu-camp-closed")
    mission: str | None = told(
        "The mission that it is about.", "minusma", validation_alias="mission_id"
    )
    place: MaybePlace = told("Where; null where no source says.", PLACE_EXAMPLE)
    date: MaybeDate = told("When; null where no source says.", DATE_EXAMPLE)
    summary: str = told(
        "The fact in one plain sentence of ours.", "MINUSMA's camp in Timbuktu was closed."
    )
    href: str | None = told(
        "The path of the fact itself, or of the thing that shows it whole: the mission of a"
        " milestone, the resolution of an action, the base of a status, the holder of a role.",
        "/v1/bases/minusma-timbuktu-camp",
    )


class TimelinePage(Page):
    """A page of facts of every kind."""

    items: list[Moment] = told("The facts.")


@dataclass(frozen=True, kw_only=True)
class TimelineQuery(OfMission, CitedBy, When, Within, Text, Changed, Chronological):
    """What the timeline can be asked for."""


def moment(row: queries.Moment) -> dict[str, Any]:
    """A fact as the timeline shows it."""
    return shaper(Moment)(fields(row))


def fields(row: queries.Moment) -> dict[str, Any]:
    """The fields of a fact, its path among them."""
    return {**row._asdict(), "href": href(row)}


def href(row: queries.Moment) -> str | None:
    """The path where a fact is shown whole; none where the thing that shows it is not known."""
    if row.thing_id is None:
        return None
    if row.kind is FactKind.ROLE:
        home = "people" if row.actor_kind is ActorKind.PERSON else "organisations"
    else:
        home = HOMES[row.kind]
    return f"/v1/{home}/{row.thing_id}"


TIMELINE = Listing(
    path="/timeline",
    operation="listTimeline",
    what="facts of every kind",
    tag="timeline",
    query=TimelineQuery,
    page=TimelinePage,
    search=ByPages(lambda session, query: queries.timeline(session, query, query.sought(session))),
    shape=moment,
)
