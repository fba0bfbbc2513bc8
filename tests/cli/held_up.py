"""A load that has begun to write and cannot end, so that a test may kill it in the middle."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from app.database import Database


@contextmanager
def held_up(database: Database, table: str) -> Iterator[None]:
    """Let a load write until it comes to a table, and keep it from ending."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.execute(text("SELECT count(*) FROM release"))
        else:
            connection.execute(text(f"LOCK TABLE {table} IN SHARE MODE"))
        yield


def is_writing(database: Database, table: str) -> bool:
    """Whether a load is in the middle of its transaction, and has come to the table."""
    if database.file is not None:
        return database.file.with_name(f"{database.file.name}-journal").exists()
    waiting = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = to_regclass(:table)"
    )
    with database.engine.connect() as connection:
        return bool(connection.scalar(waiting, {"table": table}))
