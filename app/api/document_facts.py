"""Facts of a document: all that one document says."""

from dataclasses import dataclass
from typing import Any

from app.api.listing import Listing
from app.api.schemas import Cited, Page, told
from app.api.shaping import shaper
from app.api.timeline import Moment, fields
from app.queries import said as queries
from app.queries.about import OfMission
from app.queries.changed import Changed
from app.queries.text import Text
from app.queries.timeline import Moment as FoundMoment
from app.queries.walk import ByPages
from app.queries.when import When
from app.queries.where import Within


class DocumentFact(Moment):
    """A fact that a document says, and where in the document it says so."""

    citations: list[Cited] = told("The passages of this document that say it: at least one.")


class DocumentFactPage(Page):
    """A page of what a document says."""

    items: list[DocumentFact] = told("The facts.")


@dataclass(frozen=True, kw_only=True)
class DocumentFactQuery(OfMission, When, Within, Text, Changed, queries.Said):
    """What the facts of a document can be asked for."""


def document_fact(row: FoundMoment) -> dict[str, Any]:
    """A fact as the document's list shows it."""
    return shaper(DocumentFact)(fields(row))


DOCUMENT_FACTS = Listing(
    path="/documents/{id}/facts",
    operation="listDocumentFacts",
    what="what a document says",
    tag="documents",
    query=DocumentFactQuery,
    page=DocumentFactPage,
    search=ByPages(queries.said),
    shape=document_fact,
    example_id="diplomatic-insight-2023-12-12",
)
