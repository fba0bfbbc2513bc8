"""Coverage: what there is, by kind, mission, year and document."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    extract,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.queries.about import CitedBy
from app.queries.find import MOST_COUNTED, Counts, Found
from app.queries.kinds import KINDS, NUMBERS, OfKind, Sought, can_leave_out, counted
from app.queries.page import Key, Order, Page
from app.queries.query import code_of, parameter, schema_of
from app.queries.readiness import held_release
from app.records import Document, Place
from app.records.dated import parsed
from app.values.dates import FuzzyDate
from app.values.terms import Count, CoverageSort, FactKind

LAST_ID = "~"
LAST_YEAR = 10_000
"""They sort after every id and every year: where a mission, a document or a year is not known."""


class Cell(NamedTuple):
    """The facts of one kind, on one mission, of one year, in one document."""

    kind: FactKind
    mission: str | None
    year: int | None
    document: str | None
    published: FuzzyDate | None
    facts: int
    undated: int
    unlocated: int
    first: date | None
    last: date | None


class Totals(NamedTuple):
    """All that match, each fact once however many documents say it."""

    facts: int
    undated: int
    unlocated: int
    documents: int
    first: date | None
    last: date | None
    release: str | None


NONE_LEFT_OUT = Counts(None, 0, 0)


@dataclass(frozen=True, slots=True)
class Covered(Found[Cell]):
    """A page of cells, and the totals over all pages."""

    totals: Totals


@dataclass(frozen=True, kw_only=True)
class Covering(CitedBy, OfKind, Page):
    """Sorted by kind, mission, year and document; what is not known comes after what is."""

    sort: CoverageSort = parameter(
        lambda text: code_of(CoverageSort, text),
        "`kind`: by kind, mission, year and document, what is not known after what is; `-kind`:"
        " the same from its end.",
        example="-kind",
        schema=schema_of(CoverageSort),
        default=CoverageSort.ASCENDING,
    )

    def order(self, record: Any) -> Order:
        """The four keys of a cell, none of them null."""
        keys = (
            Key(record.c.number_key, lambda row: row.number_key),
            Key(record.c.mission_key, lambda row: row.mission_key),
            Key(record.c.year_key, lambda row: row.year_key),
            Key(record.c.document_key, lambda row: row.document_key),
        )
        return Order(keys, is_descending=self.sort is CoverageSort.DESCENDING)


def coverage(session: Session, query: Covering) -> Covered:
    """A page of what there is, and the totals over all pages."""
    sought = query.sought(session)
    parts = (part for each in sought for part in each.parts)
    lines = union_all(*(lines_of(part, query) for part in parts)).cte("line")
    cells = cells_of(lines)
    order = query.order(cells)
    rows = list(session.execute(page_of(cells, query, order)))
    cursor = None
    if len(rows) > query.size:
        rows.pop()
        cursor = query.cursor_after(order.values(rows[-1]))
    matched, *sums = session.execute(totals_of(lines, cells)).one()
    is_bounded = query.count is Count.BOUNDED and matched > MOST_COUNTED
    left_out = counted(session, sought, query.count) if can_leave_out(sought) else NONE_LEFT_OUT
    release = held_release(session)
    facts, undated, unlocated, documents, first, last = sums
    id = None if release is None else release.id
    return Covered(
        [shown(row) for row in rows],
        None if is_bounded else matched,
        left_out.undated,
        left_out.unlocated,
        cursor,
        Totals(facts, undated, unlocated, documents, first, last, id),
    )


def lines_of(each: Sought, query: Covering) -> Select[Any]:
    """A line for each fact of a kind and each document that says it; one where none does."""
    record, citation = each.record, each.citation
    cited = [citation.fact_id == record.id]
    if query.document:
        cited.append(citation.document_id.in_(query.document))
    known = query.documents()
    if known is not None:
        cited.append(citation.document_id.in_(known))
    began, ended = record.began_earliest, record.ended_latest
    first = case((and_(began > date.min, began < date.max), began))
    return (
        select(
            literal_column(str(NUMBERS[each.kind]), Integer).label("number"),
            record.id,
            record.mission_id.label("mission"),
            cast(extract("year", first), Integer).label("year"),
            citation.document_id.label("document"),
            case((record.edtf.is_(None), 1), else_=0).label("undated"),
            case((Place.longitude.is_(None), 1), else_=0).label("unlocated"),
            first.label("first"),
            case((and_(ended > date.min, ended < date.max), ended)).label("last"),
        )
        .distinct()
        .select_from(record)
        .join(citation, and_(*cited), isouter=True)
        .join(Place, Place.id == record.place_id, isouter=True)
        .where(*each.predicates)
    )


def cells_of(lines: CTE) -> CTE:
    """Every cell that holds a fact, with the keys that it is sorted by."""
    line = lines.c
    return (
        select(
            line.number,
            line.mission,
            line.year,
            line.document,
            cast(line.number, Text).label("number_key"),
            func.coalesce(line.mission, LAST_ID).label("mission_key"),
            cast(func.coalesce(line.year, LAST_YEAR) + LAST_YEAR, Text).label("year_key"),
            func.coalesce(line.document, LAST_ID).label("document_key"),
            func.count().label("facts"),
            *measures(lines),
        )
        .group_by(line.number, line.mission, line.year, line.document)
        .cte("cell")
    )


def measures(lines: Any) -> tuple[ColumnElement[Any], ...]:
    """What is told of several facts together."""
    return (
        func.coalesce(func.sum(lines.c.undated), 0).label("undated"),
        func.coalesce(func.sum(lines.c.unlocated), 0).label("unlocated"),
        func.min(lines.c.first).label("first"),
        func.max(lines.c.last).label("last"),
    )


def page_of(cells: CTE, query: Covering, order: Order) -> Select[Any]:
    """The cells of a page, each with the date of its document."""
    document = Document.id == cells.c.document
    statement = select(cells, Document.edtf.label("published")).join_from(
        cells, Document, document, isouter=True
    )
    position = query.position(order)
    if position is not None:
        statement = statement.where(order.after(position))
    return statement.order_by(*order.sorted()).limit(query.size + 1)


def totals_of(lines: CTE, cells: CTE) -> Select[Any]:
    """How many cells there are, and the totals of all facts, each counted once."""
    line = lines.c
    columns = (line.number, line.id, line.undated, line.unlocated, line.first, line.last)
    facts = select(*columns).distinct().subquery("fact")
    undated, unlocated, first, last = measures(facts)
    documents = select(func.count(line.document.distinct())).scalar_subquery()
    matched = select(func.count()).select_from(cells).scalar_subquery()
    return select(matched, func.count(), undated, unlocated, documents, first, last).select_from(
        facts
    )


def shown(row: Any) -> Cell:
    """A cell as answers show it."""
    return Cell(
        KINDS[row.number],
        row.mission,
        row.year,
        row.document,
        None if row.published is None else parsed(row.published),
        row.facts,
        row.undated,
        row.unlocated,
        row.first,
        row.last,
    )
