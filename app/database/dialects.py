"""What the two databases say in their own ways."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class month_of(FunctionElement[str]):  # noqa: N801
    """The month of a day, as text: `2023-06`."""

    type = Text()
    inherit_cache = True


@compiles(month_of, "sqlite")
def _month_on_sqlite(element: month_of, compiler: SQLCompiler, **more: Any) -> str:
    """SQLite keeps days as text, and its functions of dates take ten times as long."""
    return f"substr({compiler.process(element.clauses, **more)}, 1, 7)"


@compiles(month_of, "postgresql")
def _month_on_postgresql(element: month_of, compiler: SQLCompiler, **more: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **more)}, 'YYYY-MM')"


class unindexed(FunctionElement[Any]):  # noqa: N801
    """A column as SQLite looks for no index by it: it has no figures to choose the better one by."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(unindexed, "sqlite")
def _unindexed_on_sqlite(element: unindexed, compiler: SQLCompiler, **more: Any) -> str:
    return f"+{compiler.process(element.clauses, **more)}"


@compiles(unindexed, "postgresql")
def _unindexed_on_postgresql(element: unindexed, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(element.clauses, **more)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows in; where the key of one is there already, its other columns are changed in place."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    key = table.primary_key.columns.keys()
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changed), rows)


def sorts_all_keys(session: Session) -> bool:
    """Whether the first rows of several keys have to be asked for key by key.

    SQLite leaves the range of a key as soon as its rows come too late for the page. PostgreSQL reads
    and sorts the rows of all keys, or reads what has none of them for as long as a page is not full.
    """
    return session.get_bind().dialect.name == "postgresql"


def analyze(connection: Connection, tables: Iterable[str]) -> None:
    """Have PostgreSQL look at what was loaded: its daemon does so a minute later, SQLite plans without."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {', '.join(tables)}"))
