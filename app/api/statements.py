"""Statements: who said what, in the knowledge base's own words."""

from dataclasses import dataclass

from app import records
from app.api.actors import ACTOR_EXAMPLE, ActorRef
from app.api.listing import Listing
from app.api.schemas import Fact, Page, told
from app.api.showing import Showing
from app.queries.about import CitedBy, OfMission, SaidBy
from app.queries.changed import Changed
from app.queries.page import ByDate
from app.queries.text import Text
from app.queries.walk import rows_of
from app.queries.when import When
from app.queries.where import Within


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
class StatementQuery(OfMission, SaidBy, CitedBy, When, Within, Text, Changed, ByDate):
    """What statements can be asked for."""


STATEMENTS = Listing(
    path="/statements",
    operation="listStatements",
    what="statements",
    tag="statements",
    query=StatementQuery,
    page=StatementPage,
    search=rows_of(records.Statement),
)
STATEMENT = Showing(
    path="/statements/{id}",
    operation="getStatement",
    what="a statement",
    tag="statements",
    item=Statement,
    record=records.Statement,
)
