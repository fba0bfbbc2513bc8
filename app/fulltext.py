"""The index of terms: FTS5 on SQLite, a tsvector on PostgreSQL, and the only place that knows which.

An entry is a set of terms, a question is which of them it has. A term is plain text without spaces
that was made by us; neither database splits, folds or weighs anything, so that both find the same.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    DDL,
    ColumnElement,
    Connection,
    Integer,
    Table,
    Text,
    column,
    event,
    literal,
    table,
    text,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

NAME = "search_index"
"""On SQLite also the beginning of the names of the tables that FTS5 keeps behind it."""

LONGEST_TERM = 500
"""In characters: a lexeme of PostgreSQL holds 2,046 bytes. Who makes the terms keeps to it."""

BATCH = 5000
SIGNS = "=^/_-"
"""What a term may hold beside letters and digits, for FTS5 to take it whole."""

SQLITE = (
    f"CREATE VIRTUAL TABLE {NAME} USING fts5(terms, content='', columnsize=0, detail=none,"
    f" tokenize=\"ascii tokenchars '{SIGNS}'\")",
)
POSTGRESQL = (
    f"CREATE TABLE {NAME} (position INTEGER NOT NULL, terms tsvector NOT NULL,"
    f" CONSTRAINT pk_{NAME} PRIMARY KEY (position))",
    f"CREATE INDEX ix_{NAME}_terms ON {NAME} USING gin (terms)",
)
SQLITE_FILL = text("INSERT INTO search_index (rowid, terms) VALUES (:position, :terms)")
POSTGRESQL_FILL = text(
    "INSERT INTO search_index (position, terms) VALUES (:position, array_to_tsvector(:terms))"
)


class Question(NamedTuple):
    """Entries that have a term of each group, but not all the terms of `but_not`."""

    groups: Sequence[Sequence[str]]
    but_not: Sequence[str] = ()


def made_with(kept: Table) -> None:
    """Make and drop the index along with the table of the entries."""
    for dialect, statements in {"sqlite": SQLITE, "postgresql": POSTGRESQL}.items():
        for statement in statements:
            made: Any = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(kept, "after_create", made.execute_if(dialect=dialect))
    dropped: Any = DDL(f"DROP TABLE {NAME}")  # type: ignore[no-untyped-call]
    event.listen(kept, "before_drop", dropped)


def is_ours(name: str | None) -> bool:
    """Whether a table of the database is the index, or one that FTS5 keeps behind it."""
    return name is not None and (name == NAME or name.startswith(f"{NAME}_"))


def empty(connection: Connection) -> None:
    """Take all entries out of the index."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_index(search_index) VALUES ('delete-all')"))
    else:
        connection.execute(text("DELETE FROM search_index"))


def fill(connection: Connection, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Put entries into the empty index: the position of each and its terms."""
    is_sqlite = connection.dialect.name == "sqlite"
    statement = SQLITE_FILL if is_sqlite else POSTGRESQL_FILL
    rows: list[dict[str, Any]] = []
    for position, terms in entries:
        rows.append({"position": position, "terms": " ".join(terms) if is_sqlite else list(terms)})
        if len(rows) == BATCH:
            connection.execute(statement, rows)
            rows = []
    if rows:
        connection.execute(statement, rows)
    finish(connection)


def finish(connection: Connection) -> None:
    """Let both merge what they wrote, and PostgreSQL look at which terms are common.

    Entries that GIN has not merged yet are read one by one by each search: 60 ms for 100,000.
    """
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_index(search_index) VALUES ('optimize')"))
    else:
        connection.execute(text("SELECT gin_clean_pending_list('ix_search_index_terms')"))
        connection.execute(text("ANALYZE search_index"))


class Matching(NamedTuple):
    """How a statement asks the index: what to select from, the position, and the predicate."""

    index: Any
    position: ColumnElement[int]
    predicate: ColumnElement[bool]


def matching(session: Session, question: Question) -> Matching:
    """How to ask the database at hand for the entries that match."""
    if session.get_bind().dialect.name == "sqlite":
        index = table(NAME, column("rowid", Integer), column(NAME, Text))
        asked = literal(fts5(question))
        return Matching(index, index.c.rowid, index.c[NAME].op("MATCH", is_comparison=True)(asked))
    index = table(NAME, column("position", Integer), column("terms", TSVECTOR))
    asked_of = sql_cast(literal(tsquery(question), Text), TSQUERY)
    holds = index.c.terms.op("@@", is_comparison=True)(asked_of)
    return Matching(index, index.c.position, holds)


def plan_each(session: Session) -> None:
    """Have PostgreSQL plan each search by its own terms: rare and common ones need other ways."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


def fts5(question: Question) -> str:
    """A question as FTS5 reads it: every term a string of its own."""
    return expression(question, fts5_term, " AND ", " OR ", " NOT ")


def tsquery(question: Question) -> str:
    """A question as PostgreSQL reads it: every term a quoted lexeme."""
    return expression(question, tsquery_term, " & ", " | ", " & !")


def expression(
    question: Question, term: Callable[[str], str], every: str, some: str, but_not: str
) -> str:
    """A question in the signs of a dialect."""
    groups = (f"({some.join(map(term, group))})" for group in question.groups)
    whole = f"({every.join(groups)})"
    if question.but_not:
        whole += f"{but_not}({every.join(map(term, question.but_not))})"
    return whole


def fts5_term(term: str) -> str:
    """A term that no operator of FTS5 can leak out of."""
    return '"' + term.replace('"', '""') + '"'


def tsquery_term(term: str) -> str:
    """A term that no operator of a tsquery can leak out of."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
