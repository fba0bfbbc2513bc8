"""Facts: all of a kind that a statement gives, by columns, with what answers show of them.

Facts and their citations come in one statement, a row for each citation. What they refer to is read
once for a whole list.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import compress, islice, pairwise
from operator import itemgetter, ne, sub
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Enum, Select, Text, and_, cast, select
from sqlalchemy import type_coerce as taken_as
from sqlalchemy.orm import Session

from app.queries.batches import Batch, Citations, Column
from app.queries.fetching import Fetching
from app.queries.rows import columns
from app.queries.show import (
    CITED,
    Only,
    actors_by_event,
    actors_by_id,
    documents_by_id,
    places_by_id,
    quoted,
    table,
)
from app.records import Actor, Event
from app.records.counted import quantity_of
from app.records.dated import parsed
from app.values.quantities import Quantity
from app.values.terms import Qualifier

Row = tuple[Any, ...]
FIRST_BATCH = 100
BATCH = 500
"""Batches are large enough to cost little each, and small enough for what was just read to be in the
processor's cache still; the first is smaller, for someone waits for it."""
COUNTED = ("value", "qualifier", "low", "high")


class Facts:
    """Facts of a kind, read from one snapshot."""

    def __init__(self, session: Session, record: Any, only: Only) -> None:
        self.session = session
        self.record = record
        self.only = only
        self.names = list(plain_columns(record))
        self.flags = flags(record)
        self.actor_ids = actor_ids(record)
        self.texts = session.info.get("texts", {})

    def batches(
        self, predicates: Sequence[ColumnElement[bool]], order: Sequence[ColumnElement[Any]]
    ) -> Iterator[Batch]:
        """The facts that meet the predicates, in order; all citations of one are in its batch."""
        statement = told(self.record, self.only).where(*predicates).order_by(*order)
        fetching = Fetching(self.session.connection(), statement)
        try:
            rows, size = fetching.take(FIRST_BATCH), FIRST_BATCH
            while more := fetching.take(size):
                last = rows[-1][0]
                end = len(rows)
                while end and rows[end - 1][0] == last:  # the next rows may be of the same fact
                    end -= 1
                if end:
                    yield self.batch(rows[:end])
                rows, size = rows[end:] + more, BATCH
            if rows:
                yield self.batch(rows)
        finally:
            fetching.close()

    def batch(self, rows: list[Row]) -> Batch:
        """Rows, one for each citation, as columns of facts."""
        held = list(zip(*rows, strict=True))
        ids, positions = held[0], held[-1]
        is_first = [True, *map(ne, ids[1:], ids)]
        starts = list(compress(range(len(rows)), is_first))
        counts = list(map(sub, [*starts[1:], len(rows)], starts))
        further = [at for at, is_one in enumerate(is_first) if not is_one]
        if any(positions[at] < positions[at - 1] for at in further):
            held = list(zip(*in_order(rows, starts), strict=True))
        width = len(self.names)
        of_facts = held[:width]
        if further:
            of_facts = [tuple(compress(column, is_first)) for column in of_facts]
        return Batch(self.columns(of_facts), self.citations(held[width:-1], counts))

    def columns(self, held: Sequence[Sequence[Any]]) -> dict[str, Column]:
        """What each fact shows, by the names that rows have it under."""
        own = dict(zip(self.names, held, strict=True))
        shown = {name: Column(keys, self.flags.get(name)) for name, keys in own.items()}
        shown["date"] = Column(own["edtf"], parsed)
        shown["place"] = self.referred(places_by_id, own["place_id"])
        for name in self.actor_ids:
            shown[name.removesuffix("_id")] = self.referred(actors_by_id, own[name])
        if "qualifier" in own:
            numbers = zip(*(own[name] for name in COUNTED), strict=True)
            shown["quantity"] = Column(list(numbers), quantity)
        if self.record is Event:
            shown["actors"] = Column(own["id"], actors_by_event(self.session, own["id"]).get)
        return shown

    def referred(self, by_id: Callable[..., Mapping[str, Any]], ids: Sequence[str]) -> Column:
        """What facts refer to by some ids, or by none."""
        return Column(ids, by_id(self.session, set(ids) - {None}).get)

    def citations(self, held: Sequence[Sequence[Any]], counts: Sequence[int]) -> Citations:
        """The citations of facts; one that has none has a row nevertheless, without a document."""
        if None in held[0]:
            are = [id is not None for id in held[0]]
            held = [list(compress(column, are)) for column in held]
            are_there = iter(are)
            counts = [sum(islice(are_there, count)) for count in counts]
        ids, paragraphs, begins, ends, hashes, records, stated = held
        by_id = documents_by_id(self.session, set(ids))
        documents = Column(ids, by_id.__getitem__)
        quotes = None
        if self.texts:
            texts = [self.texts.get(by_id[id].sha256) for id in ids]
            quotes = list(map(quoted, texts, begins, ends, hashes))
        return Citations(
            counts, documents, paragraphs, begins, ends, hashes, records, stated, quotes
        )


def in_order(rows: Sequence[Row], starts: Sequence[int]) -> Iterator[Row]:
    """Rows with the citations of each fact in theirs: the database sorted facts alone."""
    for start, end in pairwise([*starts, len(rows)]):
        yield from sorted(rows[start:end], key=itemgetter(-1))


def quantity(numbers: tuple[Any, ...]) -> Quantity | None:
    """A number as it is kept; None where there is none."""
    value, qualifier, low, high = numbers
    return None if qualifier is None else quantity_of(value, Qualifier(qualifier), low, high)


@cache
def plain_columns(record: Any) -> dict[str, ColumnElement[Any]]:
    """The columns that facts show, of types that drivers read: a code is a text, and so is JSON."""
    return {
        name: plain(column) for name, column in columns(record).items() if name != "began_earliest"
    }


def plain(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column as a driver reads it."""
    if isinstance(column.type, JSON):
        return cast(column, Text)
    return taken_as(column, Text) if isinstance(column.type, Enum) else column


@cache
def flags(record: Any) -> dict[str, Callable[[Any], Any]]:
    """What is true or false: SQLite has ones and zeros."""
    return {
        name: bool for name, column in columns(record).items() if isinstance(column.type, Boolean)
    }


@cache
def actor_ids(record: Any) -> list[str]:
    """The columns that name actors."""
    return [
        name
        for name, column in columns(record).items()
        if any(key.column is Actor.__table__.c.id for key in column.foreign_keys)
    ]


def told(record: Any, only: Only) -> Select[Any]:
    """Facts with those of their citations that are shown, in no order yet."""
    fact = table(record)
    citation = record.citations.property.mapper.local_table
    joined = citation.c.fact_id == fact.c.id
    if only.documents is not None:
        joined = and_(joined, citation.c.document_id.in_(only.documents))
    cited = [plain(citation.c[name]) for name in (*CITED[1:], "position")]
    return select(*plain_columns(record).values(), *cited).join_from(
        fact, citation, joined, isouter=True
    )
