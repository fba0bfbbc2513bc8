"""Documents: the articles and datasets that facts come from."""

from dataclasses import dataclass

from app import records
from app.api.listing import Listing
from app.api.schemas import DATE_EXAMPLE, Answer, MaybeDate, Page, told
from app.api.showing import Showing
from app.queries.about import FromOrigin
from app.queries.changed import Changed
from app.queries.known import Known
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.walk import rows_of
from app.queries.when import When
from app.values.terms import DocumentKind


class Document(Answer):
    """An article or one release of a dataset."""

    id: str = told("The document's id.", "diplomatic-insight-2023-12-12")
    kind: DocumentKind = told("What sort of source it is.", "article")
    title: str | None = told("Its title.", "UN Peacekeeping mission ends in Mali")
    publisher: str | None = told("Who published it.", "The Diplomatic Insight")
    origin: str = told(
        "The independent voice that it goes back to: two documents of one origin are one voice.",
        "afp",
    )
    published: MaybeDate = told(
        "When it was published, as precisely as it is known.",
        DATE_EXAMPLE,
        validation_alias="date",
    )
    language: str = told("Its language (ISO 639-1).", "en")
    url: str | None = told("Where it was published.", None)
    licence: str | None = told("The licence of its text.", None)
    sha256: str = told("SHA-256 of its text, in hexadecimal.", "9f" * 32)
    note: str | None = told(
        "How its date and origin were found.", "The dateline gives the day of publication."
    )


class DocumentPage(Page):
    """A page of documents."""

    items: list[Document] = told("The documents.")


@dataclass(frozen=True, kw_only=True)
class DocumentQuery(Known, FromOrigin, When, Text, Changed, ByDate):
    """What documents can be asked for; `datetime` is when they were published."""

    kind: tuple[DocumentKind, ...] = codes(DocumentKind, "What sort of source it is.")


DOCUMENTS = Listing(
    path="/documents",
    operation="listDocuments",
    what="documents",
    tag="documents",
    query=DocumentQuery,
    page=DocumentPage,
    search=rows_of(records.Document),
)
DOCUMENT = Showing(
    path="/documents/{id}",
    operation="getDocument",
    what="a document",
    tag="documents",
    item=Document,
    record=records.Document,
)
