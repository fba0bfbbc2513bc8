"""What a query asks of a large table, and how the database says that it reads it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.database import Database

Run = list[tuple[str, Any]]


@contextmanager
def statements(database: Database, table: str) -> Iterator[Run]:
    """The statements on a table that are run meanwhile, with their values."""
    run: Run = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if re.search(rf"\b{table}(_citation)?\b", statement):
            run.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def plan(database: Database, statement: str, values: Any) -> list[str]:
    """The steps of a statement; on PostgreSQL it is run, and each step tells of how many rows."""
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN (ANALYZE, TIMING OFF)"
    with database.engine.connect() as connection:
        return [
            str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", values)
        ]


def work(database: Database, statement: str, values: Any) -> int:
    """How much SQLite does for a statement: thousands of steps of its virtual machine."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(count, 1000)
        connection.exec_driver_sql(statement, values).all()
        driver.set_progress_handler(None, 0)
    return steps


def rows_read(steps: list[str], table: str) -> int:
    """The rows of a table, or of its indexes, that PostgreSQL read: those it dropped again as well."""
    total = 0
    for number, step in enumerate(steps):
        if not re.search(
            rf"(Scan|Scan using \S+|Scan Backward using \S+) on (ix|pk)?_?{table}", step
        ):
            continue
        rows, loops = map(float, re.findall(r"actual rows=([\d.]+) loops=(\d+)", step)[0])
        total += round(rows * loops)
        for more in steps[number + 1 :]:
            if "->" in more:
                break
            if dropped := re.search(r"Rows Removed by Filter: (\d+)", more):
                total += int(dropped[1]) * round(loops)
    return total
