"""Many rows at once: put into a table, or found by their ids, in the way that is quick for the driver."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import ARRAY, Boolean, Connection, Date, DateTime, Enum, Table, Text, bindparam
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

Process = Callable[[Any], Any]

REPEATED = (Boolean, Date, DateTime, Enum)
"""Types of which few values stand in many rows, each remembered in the driver's form."""

REMEMBERED = 1 << 14
AT_ONCE = 200
"""How many rows a statement puts into SQLite, at most: more are no quicker."""

MANY = 10_000
"""Fewer new rows are put into the indexes one by one: it takes no time."""


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put in rows that are not there yet and have the same columns, more than one.

    SQLite is given statements of many rows, PostgreSQL a COPY, and both what SQLAlchemy's types make of
    the values.
    """
    names = list(rows[0])
    dialect = connection.dialect
    prepared = as_the_driver_takes(rows, names, [table.c[name].type for name in names], dialect)
    quote = dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(map(quote, names))})"
    if dialect.name == "sqlite":
        insert_at_once(connection, into, list(prepared))
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in prepared:
            copy.write_row(row)


def insert_at_once(connection: Connection, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put rows into SQLite, many with a statement: the lists of its checks are made once for each."""
    driver: Any = connection.connection.driver_connection
    width = len(rows[0])
    most = driver.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width
    step = min(AT_ONCE, most, len(rows))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        connection.exec_driver_sql(
            insertion(into, width, len(some)), tuple(chain.from_iterable(some))
        )


@lru_cache(maxsize=256)
def insertion(into: str, width: int, rows: int) -> str:
    """The statement that puts in so many rows."""
    marks = f"({', '.join('?' * width)})"
    return f"INSERT INTO {into} VALUES {', '.join([marks] * rows)}"  # noqa: S608 -- names of our own


@contextmanager
def indexed_afterwards(connection: Connection, table: Table, rows: int) -> Iterator[None]:
    """Put so many rows into a table, or change some of them, and make its indexes anew at the end.

    Sorting all rows once takes half the time of finding the place of each; it pays where most rows
    of the table will be new ones. That of the key stays. On PostgreSQL it would save nothing,
    and nobody could read the table meanwhile.
    """
    if connection.dialect.name != "sqlite" or rows < MANY:
        yield
        return
    count = f"SELECT count(*) FROM {table.name}"  # noqa: S608 -- a name of our own
    held = connection.exec_driver_sql(count).scalar_one()
    # Of what is put in, some may be there already: as much as is held, at the most.
    if rows - held < max(held, MANY):
        yield
        return
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql <> ''"
    indexes = connection.exec_driver_sql(f"{made} ORDER BY rowid", (table.name,)).all()
    for name, _ in indexes:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    yield
    for _, statement in indexes:
        connection.exec_driver_sql(statement)


def as_the_driver_takes(
    rows: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    types: Sequence[TypeEngine[Any]],
    dialect: Dialect,
) -> Iterator[tuple[Any, ...]]:
    """The rows with their values in the driver's form, a column at a time."""
    columns: list[Iterable[Any]] = list(zip(*map(itemgetter(*names), rows), strict=True))
    for place, type in enumerate(types):
        if (process := processor(type, dialect)) is not None:
            columns[place] = map(process, columns[place])
    return zip(*columns, strict=True)


@lru_cache(maxsize=256)
def processor(type: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """What makes of a value what the driver takes; None where it takes it as it is."""
    process = type.dialect_impl(dialect).bind_processor(dialect)
    if process is not None and isinstance(type, REPEATED):
        return lru_cache(REMEMBERED)(process)
    return process


class Ids(TypeDecorator[Sequence[str]]):
    """Any number of ids as one parameter, so that a statement is the same however many there are."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array where there are arrays, else JSON."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(Text()))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """The ids as the type takes them."""
        return json.dumps(list(value)) if dialect.name == "sqlite" else list(value)


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """A condition as it stands: `= 1` behind it would keep SQLite from using an index."""
        return self


@compiles(_Among, "sqlite")
def _among_on_sqlite(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, ids = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 -- clauses of ours


@compiles(_Among, "postgresql")
def _among_on_postgresql(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, ids = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} = ANY ({ids})"


def among(column: Any) -> Any:
    """Whether a column holds one of the ids that a statement is given as `ids`."""
    return _Among(column, bindparam("ids", type_=Ids()))
