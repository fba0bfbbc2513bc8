"""Facts of a document: all that one document says."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.api.answer import Answers, lists, refusals
from app.api.asking import asked
from app.api.schemas import Cited, Page, told
from app.api.timeline import Moment, fields
from app.queries import said as queries
from app.queries.about import OfMission
from app.queries.text import Text
from app.queries.timeline import Moment as FoundMoment
from app.queries.when import When
from app.queries.where import Within

router = APIRouter(tags=["documents"])

DocumentId = Annotated[
    str,
    Path(
        description="The id, as the list of documents shows it.",
        min_length=1,
        max_length=100,
        pattern="^[A-Za-z0-9][A-Za-z0-9-]*$",
        examples=["diplomatic-insight-2023-12-12"],
    ),
]


class DocumentFact(Moment):
    """A fact that a document says, and where in the document it says so."""

    citations: list[Cited] = told("The passages of this document that say it: at least one.")


class DocumentFactPage(Page):
    """A page of what a document says."""

    items: list[DocumentFact] = told("The facts.")


@dataclass(frozen=True, kw_only=True)
class DocumentFactQuery(OfMission, When, Within, Text, queries.Said):
    """What the facts of a document can be asked for."""


DECLARED = lists("listDocumentFacts", "what a document says", DocumentFactQuery, DocumentFactPage)


@router.get(
    "/documents/{id}/facts",
    **{**DECLARED, "responses": {**DECLARED["responses"], **refusals(404)}},
)
async def list_document_facts(
    id: DocumentId, query: Annotated[DocumentFactQuery, asked(DocumentFactQuery)], answers: Answers
) -> Response:
    """Facts of every kind that one document says."""
    return await answers.listed(
        lambda session: queries.said(session, id, query), query, DocumentFactPage, document_fact
    )


def document_fact(row: FoundMoment) -> DocumentFact:
    """A fact as the document's list shows it."""
    return DocumentFact.model_validate(fields(row))
