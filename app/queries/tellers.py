"""Tellers: the documents that say the facts which a query asks for, and how many each says."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.queries.known import Known
from app.queries.query import Query
from app.records import SEED, Base, BaseStatus, Document
from app.values.terms import DocumentKind


class Teller(NamedTuple):
    """A document, who brought what it says, and how many of the facts it says."""

    document: str
    title: str | None
    publisher: str | None
    kind: DocumentKind
    source: str
    facts: int

    @property
    def name(self) -> str:
        """Who speaks, as a list of sources names it."""
        return self.publisher or self.title or self.document

    @property
    def is_read(self) -> bool:
        """Whether its facts were read out of a text; an importer brought those of a dataset."""
        return self.source == SEED


def tellers(session: Session, record: Any, query: Query) -> list[Teller]:
    """The documents that say the facts of a record, those that say the most first."""
    predicates = [condition.predicate for condition in query.conditions(record, session)]
    if record is Base:
        of_bases = BaseStatus.base_id.in_(select(Base.id).where(*predicates))
        return telling(session, BaseStatus, [of_bases], query)
    return telling(session, record, predicates, query)


def telling(
    session: Session, fact: Any, predicates: Sequence[ColumnElement[bool]], query: Query
) -> list[Teller]:
    """The documents that say the facts of one kind, without those that do not count."""
    citation = fact.citations.property.mapper.class_
    known = query.documents() if isinstance(query, Known) else None
    counting = [] if known is None else [citation.document_id.in_(known)]
    number = func.count(citation.fact_id.distinct())
    saying = (
        select(citation.document_id, fact.source, number.label("facts"))
        .join_from(citation, fact, fact.id == citation.fact_id)
        .where(*predicates, *counting)
        .group_by(citation.document_id, fact.source)
        .subquery()
    )
    columns = (Document.id, Document.title, Document.publisher, Document.kind)
    statement = (
        select(*columns, saying.c.source, saying.c.facts)
        .join_from(saying, Document, Document.id == saying.c.document_id)
        .order_by(saying.c.facts.desc(), Document.id, saying.c.source)
    )
    return [Teller(*row) for row in session.execute(statement)]


def together(found: Iterable[Teller]) -> list[Teller]:
    """Each document once, with all that it says."""
    merged: dict[str, Teller] = {}
    for each in found:
        facts = each.facts + (merged[each.document].facts if each.document in merged else 0)
        merged[each.document] = each._replace(facts=facts)
    return sorted(merged.values(), key=lambda each: (-each.facts, each.document))


def tellers_of_kinds(session: Session, query: Any) -> list[Teller]:
    """The documents that say facts of several kinds."""
    found: list[Teller] = []
    for sought in query.sought(session):
        found += telling(session, sought.record, sought.predicates, query)
    return found
