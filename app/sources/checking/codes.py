"""Codes: what a column of codes holds and `values/terms.py` does not know."""

from collections.abc import Iterator

from sqlalchemy import Connection, Enum, Table, select

from app.sources.checking.finding import Finding, as_text, key_of, named


def unknown_codes(connection: Connection, table: Table) -> Iterator[Finding]:
    """Rows of a table with a code that the code does not know."""
    for column in table.columns:
        if not isinstance(column.type, Enum):
            continue
        told = as_text(column)
        query = select(told, *key_of(table)).where(told.not_in(column.type.enums))
        for code, *key in connection.execute(query.order_by(*key_of(table))):
            yield Finding(named(table, key), f"its {column.name} {code!r} is no code that is known")
