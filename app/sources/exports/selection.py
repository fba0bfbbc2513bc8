"""Which rows are exported: all, or what may be passed on."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Table, false, select, true

from app.records import SEED, Document, Release, Withdrawn
from app.sources.exports.fields import TABLES
from app.sources.exports.licences import open_licence
from app.sources.keeping import BELONGINGS, FACT_TABLES, KEPT, table_of
from app.sources.vintages import CITATIONS
from app.values.terms import DocumentKind

THINGS = tuple(
    each for each in KEPT if each.name not in FACT_TABLES and each is not table_of(Document)
)
OWNERS = {part.table: (kept, part.column) for kept in KEPT for part in BELONGINGS[kept]}
"""The tables whose rows are part of rows of another one, and the column that says of which."""


class Selection:
    """Everything."""

    left_out: tuple[str, ...] = ()
    """The documents that are left out, by id."""

    def where(self, table: Table) -> ColumnElement[bool]:
        """Which rows of a table stay."""
        return true()


class Redistributable(Selection):
    """Without datasets whose licence does not let them be passed on, or that state none.

    What articles tell is told in our own words and stays. A thing that a left-out dataset brought
    goes too, unless something that stays refers to it.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.left_out, self.sources = closed(connection)
        self.things: dict[Table, set[str]] = {}
        for table in reversed(THINGS):
            brought = select(table.c.id).where(table.c.source.in_(self.sources))
            self.things[table] = set(connection.scalars(brought))
            while needed := set(self.needed(table)):
                self.things[table] -= needed

    def where(self, table: Table) -> ColumnElement[bool]:
        """Which rows of a table stay; a fact does that a remaining document tells."""
        if table is table_of(Document):
            return table.c.id.not_in(self.left_out)
        if table in CITATIONS.values():
            return table.c.document_id.not_in(self.left_out)
        if table in CITATIONS:
            told = CITATIONS[table]
            return table.c.id.in_(select(told.c.fact_id).where(self.where(told)))
        if table in THINGS:
            return table.c.id.not_in(self.things[table])
        if table in OWNERS:
            owner, column = OWNERS[table]
            return table.c[column].in_(select(owner.c.id).where(self.where(owner)))
        if table is table_of(Withdrawn):
            return table.c.source.not_in(self.sources)
        return false()

    def needed(self, table: Table) -> Iterator[str]:
        """The ids that are left out so far, and that a row which stays refers to."""
        left_out = self.things[table]
        if not left_out:
            return
        for other in TABLES:
            for key in other.foreign_keys:
                if key.column.table is table and other is not table_of(Release):
                    refers = select(key.parent).distinct().where(key.parent.in_(left_out))
                    yield from self.connection.scalars(refers.where(self.where(other)))


def closed(connection: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The documents that may not be passed on, and the datasets all of whose documents are such."""
    columns = select(Document.id, Document.source, Document.kind, Document.licence)
    shut, free = {}, {SEED}
    for id, source, kind, licence in connection.execute(columns.order_by(Document.id)):
        if kind == DocumentKind.DATASET and open_licence(licence) is None:
            shut[id] = source
        else:
            free.add(source)
    return tuple(shut), tuple(sorted(set(shut.values()) - free))


def selection(connection: Connection, *, is_redistributable: bool) -> Selection:
    """What is to be exported: where everything may be passed on, that is everything."""
    if not is_redistributable or not closed(connection)[0]:
        return Selection()
    return Redistributable(connection)
