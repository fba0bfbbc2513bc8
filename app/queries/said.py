"""Said: everything that one document says, each fact with the passages where it says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.queries.find import Found
from app.queries.kinds import RECORDS
from app.queries.known import Known
from app.queries.show import CITATIONS, Only
from app.queries.shown import ShownCitation
from app.queries.timeline import Chronological, Moment, timeline
from app.records import Document
from app.values.terms import FactKind

Cited = dict[tuple[FactKind, str], Sequence[ShownCitation]]
"""The passages by the kind and the id of the fact."""


@dataclass(frozen=True, kw_only=True)
class Said(Known, Chronological):
    """What a document says, in the order of a timeline."""


def said(session: Session, query: Said, id: str) -> Found[Moment]:
    """The page of what one document says; a cursor for one document is none for another."""
    document = select(Document.id).where(Document.id == id)
    check_known_then(session, id, document, query)
    own = replace(query, asked=(*query.asked, ("document", id)))
    found = timeline(session, own, [each.said_in(id) for each in own.sought(session)])
    cited = citations_in(session, document, found.rows)
    rows = [row._replace(citations=cited[row.kind, row.id]) for row in found.rows]
    return replace(found, rows=rows)


def check_known_then(session: Session, id: str, document: Select[str], query: Said) -> None:
    """Refuse a document that is not there, or was not yet on the day asked for."""
    known = query.documents()
    if known is not None:
        document = document.where(Document.id.in_(known))
    if session.scalar(document) is None:
        raise NotFound(f"There is no {id!r} here; /v1/documents lists what there is.")


def citations_in(session: Session, document: Select[str], moments: Sequence[Moment]) -> Cited:
    """Where a document says each of these facts, by one statement for each kind that occurs."""
    cited: Cited = {}
    for kind, record in RECORDS.items():
        facts = [record(id=moment.id) for moment in moments if moment.kind is kind]
        if facts:
            CITATIONS[record](session, facts, Only(documents=document))
            cited |= {(kind, fact.id): fact.citations for fact in facts}
    return cited
