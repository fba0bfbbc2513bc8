"""Bases, and what became of each."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from app import records
from app.api.actors import ACTOR_EXAMPLE, ActorRef
from app.api.answer import Answers, Id, lists, shows
from app.api.asking import asked
from app.api.schemas import PLACE_EXAMPLE, Answer, Fact, MaybePlace, Page, told
from app.queries.about import OfMission
from app.queries.page import ById
from app.queries.query import codes
from app.queries.status import BaseOnDate, Then
from app.queries.text import Text
from app.queries.where import Within
from app.values.terms import BaseKind, BaseState

router = APIRouter(tags=["bases"])


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
class BaseQuery(OfMission, BaseOnDate, Within, Text, ById):
    """What bases can be asked for."""

    kind: tuple[BaseKind, ...] = codes(BaseKind, "What sort of premises it is.")


@router.get("/bases", **lists("listBases", "bases", BaseQuery, BasePage))
async def list_bases(query: Annotated[BaseQuery, asked(BaseQuery)], answers: Answers) -> Response:
    """Bases that match."""
    return await answers.page(records.Base, query, BasePage)


@router.get("/bases/{id}", **shows("getBase", "a base", Base, Then))
async def get_base(id: Id, query: Annotated[Then, asked(Then)], answers: Answers) -> Response:
    """One base."""
    return await answers.item(records.Base, id, Base, query)
