"""Statements: who said what, in the knowledge base's own words."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from app import records
from app.api.actors import ACTOR_EXAMPLE, ActorRef
from app.api.answer import Answers, Id, KnownThen, lists, shows
from app.api.asking import asked
from app.api.schemas import Fact, Page, told
from app.queries.about import CitedBy, OfMission, SaidBy
from app.queries.known import Known
from app.queries.page import ByDate
from app.queries.text import Text
from app.queries.when import When
from app.queries.where import Within

router = APIRouter(tags=["statements"])


class Statement(Fact):
    """What someone said: `summary` has it in the knowledge base's own words."""

    id: str = told("The fact's id, stable.", "central-mali-called-hotbed")
    speaker: ActorRef | None = told(
        "Who said it; null where the document says it in its own voice.", ACTOR_EXAMPLE
    )
    role: str | None = told("What the speaker was.", "spokesperson of MINUSMA")
    on_behalf_of: ActorRef | None = told("For whom the speaker spoke.", ACTOR_EXAMPLE)
    audience: ActorRef | None = told("To whom it was said.", ACTOR_EXAMPLE)


class StatementPage(Page):
    """A page of statements."""

    items: list[Statement] = told("The statements.")


@dataclass(frozen=True, kw_only=True)
class StatementQuery(OfMission, SaidBy, CitedBy, When, Within, Text, ByDate):
    """What statements can be asked for."""


@router.get("/statements", **lists("listStatements", "statements", StatementQuery, StatementPage))
async def list_statements(
    query: Annotated[StatementQuery, asked(StatementQuery)], answers: Answers
) -> Response:
    """Statements that match."""
    return await answers.page(records.Statement, query, StatementPage)


@router.get("/statements/{id}", **shows("getStatement", "a statement", Statement, Known))
async def get_statement(id: Id, query: KnownThen, answers: Answers) -> Response:
    """One statement."""
    return await answers.item(records.Statement, id, Statement, query)
