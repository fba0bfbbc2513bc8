"""Bases, and what became of each."""

from dataclasses import dataclass

from app import records
from app.api.actors import ACTOR_EXAMPLE, ActorRef
from app.api.listing import Listing
from app.api.schemas import PLACE_EXAMPLE, Answer, Fact, MaybePlace, Page, told
from app.api.showing import Showing
from app.queries.about import OfMission
from app.queries.changed import Changed
from app.queries.page import ById
from app.queries.query import codes
from app.queries.status import BaseOnDate, Then
from app.queries.text import Text
from app.queries.walk import rows_of
from app.queries.where import Within
from app.values.terms import BaseKind, BaseState


class BaseStatus(Fact):
    """What a base came to be or was seen to be; it holds until a later status."""

    status: BaseState = told("What it was.", "closed")
    recipient: ActorRef | None = told("To whom it was handed over.", ACTOR_EXAMPLE)


class Base(Answer):
    """Premises of a mission."""

    id: str = told("The base's id.", "minusma-timbuktu-camp")
    mission: str = told("The mission whose base it is.", "minusma", validation_alias="mission_id")
    name: str = told("The English name.", "MINUSMA camp, Timbuktu")
    names: dict[str, str] = told("Names by language (ISO 639-1).", {"en": "MINUSMA camp, Timbuktu"})
    other_names: list[str] = told("Other names.", [])
    kind: BaseKind = told("What sort of premises it is.", "camp")
    place: MaybePlace = told("Where it is.", PLACE_EXAMPLE)
    status: BaseState | None = told(
        "What it was on the last day of `datetime`, or the latest known; null where that is not"
        " known.",
        "closed",
    )
    statuses: list[BaseStatus] = told("What became of it: a fact each, the oldest first.")


class BasePage(Page):
    """A page of bases."""

    items: list[Base] = told("The bases.")


@dataclass(frozen=True, kw_only=True)
class BaseQuery(OfMission, BaseOnDate, Within, Text, Changed, ById):
    """What bases can be asked for."""

    kind: tuple[BaseKind, ...] = codes(BaseKind, "What sort of premises it is.")


BASES = Listing(
    path="/bases",
    operation="listBases",
    what="bases",
    tag="bases",
    query=BaseQuery,
    page=BasePage,
    search=rows_of(records.Base),
)
BASE = Showing(
    path="/bases/{id}",
    operation="getBase",
    what="a base",
    tag="bases",
    item=Base,
    record=records.Base,
    query=Then,
)
