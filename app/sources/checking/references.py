"""References: to rows that are not there, though foreign keys should hold; facts that nobody says."""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, exists, not_, select

from app.records import FACTS, Withdrawn
from app.sources.checking.finding import Finding, as_text, key_of, named
from app.sources.keeping import KEPT, table_of


def dangling(connection: Connection, table: Table) -> Iterator[Finding]:
    """Rows of a table that refer to what is not there."""
    key = key_of(table)
    for foreign in sorted(table.foreign_keys, key=lambda each: each.parent.name):
        column, target = foreign.parent, foreign.column.table.alias("target")
        is_there = exists().where(target.c[foreign.column.name] == column)
        query = select(as_text(column), *key).where(column.is_not(None), not_(is_there))
        for value, *name in connection.execute(query.order_by(*key)):
            where = foreign.column.table.name
            yield Finding(named(table, name), f"its {column.name} {value} is no {where}")


def uncited(connection: Connection, table: Table) -> Iterator[Finding]:
    """Facts without a citation."""
    for fact in FACTS:
        if table_of(fact) is table:
            citation = table_of(fact.citations.property.mapper.class_)
            is_cited = exists().where(citation.c.fact_id == table.c.id)
            for id in connection.scalars(
                select(table.c.id).where(not_(is_cited)).order_by(table.c.id)
            ):
                yield Finding(f"{table.name} {id}", "no document says it")


def heirless(connection: Connection, table: Table) -> Iterator[Finding]:
    """Ids that lead to a row that is not there; no foreign key holds these."""
    gone = table_of(Withdrawn)
    if table not in KEPT:
        return
    is_there = exists().where(table.c.id == gone.c.heir_id)
    query = select(gone.c.id, gone.c.heir_id).where(
        gone.c.kept_in == table.name, gone.c.heir_id.is_not(None), not_(is_there)
    )
    for id, heir in connection.execute(query.order_by(gone.c.id)):
        yield Finding(f"withdrawn {table.name}, {id}", f"its heir {heir} is no {table.name}")
