"""Storage: what each database itself knows to be broken, as far as it can be asked cheaply."""

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.sources.checking.finding import Finding

SOUND = "ok"
INVALID_INDEXES = """
SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT (i.indisvalid AND i.indisready)
ORDER BY 1
"""
INVALID_CONSTRAINTS = """
SELECT conrelid::regclass || ' ' || conname FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND NOT convalidated ORDER BY 1
"""
DISABLED_TRIGGERS = """
SELECT DISTINCT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled = 'D' ORDER BY 1
"""
BROKEN_PAGES = """
SELECT checksum_failures FROM pg_stat_database
WHERE datname = current_database() AND checksum_failures > 0
"""
ON_SERVER = (
    (INVALID_INDEXES, "index {0}", "it was not finished: run REINDEX"),
    (INVALID_CONSTRAINTS, "constraint {0}", "it was never held against the rows"),
    (DISABLED_TRIGGERS, "table {0}", "its foreign keys are switched off"),
    (BROKEN_PAGES, "database", "{0} pages were found to be broken"),
)


def broken(connection: Connection) -> Iterator[Finding]:
    """What the database finds wrong with itself."""
    if connection.dialect.name == "sqlite":
        yield from broken_file(connection)
        return
    for query, where, what in ON_SERVER:
        for (told,) in connection.execute(text(query)):
            yield Finding(where.format(told), what.format(told))


def broken_file(connection: Connection) -> Iterator[Finding]:
    """What SQLite finds wrong with its pages, and with the indexes over them."""
    try:
        for (told,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if told != SOUND:
                yield Finding("database", " ".join(str(told).split()))
    except DBAPIError as error:
        yield Finding("database", str(error.orig))
