"""What it takes to send a million casualty figures whole, and what others notice of it meanwhile.

.venv/bin/python -m benchmarks.streaming [ROWS|FILE [FORMAT …]]

The figures are made inside the database: those of the seed with their citations, copied under other
ids; or they are those of a FILE of SQLite. The server is a process of its own, asked over a socket.
Memory is the most that it held (VmHWM, Linux only); the first byte is that of the body. Meanwhile
another client asks for one mission after the other. PostgreSQL is the one of TEST_DATABASE_URL, else
postgresql:///test. Each list is held against `sqlite3 -csv` writing the same columns from the same
file right after it, by the wall clock and by processor time: both suffer alike from a busy machine.
"""

import http.client
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Text, cast, func, insert, literal, select, text, true
from sqlalchemy.exc import SQLAlchemyError

from app import records
from app.database import Database
from app.settings import Settings
from app.sources.prepare import migrate
from app.sources.seed import seed
from benchmarks.figures import machine, summary, table
from benchmarks.memory import megabytes
from benchmarks.seed import postgresql, sqlite
from benchmarks.server import SERVE, Server, serving
from benchmarks.sqlite_csv import beside_sqlite

TARGET_MB, TARGET_MS = 150, 200
ROWS = 1_000_000
FORMATS = ("ndjson", "csv", "geojson", "parquet")
PART = 1 << 16
CITATION: Any = records.CasualtyFigure.citations.property.mapper.local_table


def multiply(connection: Connection, rows: int) -> None:
    """Copy every figure and its citations, each by one statement, until there are as many."""
    figure: Any = records.CasualtyFigure.__table__
    held = connection.scalar(select(func.count()).select_from(figure)) or 1
    for copied, key in ((figure, "id"), (CITATION, "fact_id")):
        number = select(literal(1).label("n")).cte("number", recursive=True)
        number = number.union_all(select(number.c.n + 1).where(number.c.n < rows // held))
        own = copied.c[key] + "-" + cast(number.c.n, Text)
        columns = [own if column.name == key else column for column in copied.columns]
        made = select(*columns).join_from(copied, number, true())
        names = [column.name for column in copied.columns]
        connection.execute(insert(copied).from_select(names, made))


class Asked:
    """What one client got, and how fast."""

    def __init__(self, server: Server, path: str) -> None:
        address = urlsplit(server.address)
        began = time.perf_counter()
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=600)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        self.size = len(answer.read(1))
        self.first_ms = (time.perf_counter() - began) * 1000
        while part := answer.read(PART):
            self.size += len(part)
        self.seconds = time.perf_counter() - began
        connection.close()


@contextmanager
def asking(server: Server, took: list[float]) -> Iterator[None]:
    """Ask short questions all the while, a little apart."""
    is_done = threading.Event()

    def ask() -> None:
        while not is_done.wait(0.02):
            began = time.perf_counter()
            server.get("/v1/missions?limit=1")
            took.append((time.perf_counter() - began) * 1000)

    thread = threading.Thread(target=ask)
    thread.start()
    yield
    is_done.set()
    thread.join()


def measured(url: str, format: str, rows: int, file: str | None) -> list[str]:
    """One whole list from a server that was just started."""
    with serving(SERVE, url, CACHE_BYTES=0) as server:
        before = megabytes(server, "VmRSS")
        quiet: list[float] = []
        with asking(server, quiet):
            time.sleep(2)
        Asked(server, f"/v1/casualties.{format}?limit=1")
        busy: list[float] = []
        used = cpu_seconds(server)
        with asking(server, busy):
            whole = Asked(server, f"/v1/casualties.{format}")
        used = cpu_seconds(server) - used
        told = [
            f"`.{format}`", f"{whole.first_ms:.0f} ms", f"{whole.seconds:.0f} s",
            f"{rows / whole.seconds:,.0f}",
            f"{whole.size / 1e6:,.0f} MB", before, megabytes(server, "VmHWM"),
            summary(quiet, "ms", 1), summary(busy, "ms", 1),
        ]  # fmt: skip
    beside = beside_sqlite(file, whole.seconds, used) if file else ["", ""]
    return [*told, f"{rows / used:,.0f}", *beside]


def cpu_seconds(server: Server) -> float:
    """How much processor time the server's process has used."""
    after_name = Path(f"/proc/{server.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    user, system = after_name.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def main(rows: int, file: str | None, formats: Sequence[str]) -> None:
    """On each database that is there."""
    print(
        f"Streaming {file or f'{rows:,} rows'}: {machine()}, targets {TARGET_MB} MB, {TARGET_MS} ms\n"
    )
    if file is not None:
        database = Database(f"sqlite:///{file}")
        report(database, formats)
        database.close()
        return
    for name, opened in {"SQLite": sqlite, "PostgreSQL": postgresql}.items():
        try:
            with opened() as database:
                migrate(database)
                seed(database, Settings().seed_dir)
                with database.writing() as connection:
                    multiply(connection, rows)
                vacuum(database)
                report(database, formats)
        except SQLAlchemyError as error:
            print(f"{name} left out: {str(error).splitlines()[0]}\n")


def report(database: Database, formats: Sequence[str]) -> None:
    """A line for each format."""
    head = ["", "first byte", "whole", "rows a second", "size", "memory before", "the most",
            "a short answer alone", "meanwhile", "rows a second of processor time",
            "`sqlite3 -csv` is 1", "the same, processor time"]  # fmt: skip
    with database.session() as session:
        rows = session.scalar(select(func.count()).select_from(records.CasualtyFigure)) or 0
    url = database.url.render_as_string(hide_password=False)
    file = str(database.file) if database.file else None
    print(f"{'SQLite' if database.is_sqlite else 'PostgreSQL'}\n")
    print(table(head, []), flush=True)
    for format in formats:
        print(f"| {' | '.join(measured(url, format, rows, file))} |", flush=True)
    print()


def vacuum(database: Database) -> None:
    """Let the database see how many rows there are now."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("VACUUM ANALYZE"))


if __name__ == "__main__":
    of = sys.argv[1] if len(sys.argv) > 1 else str(ROWS)
    number, path = (int(of), None) if of.isdigit() else (0, of)
    main(number, path, sys.argv[2:] or FORMATS)
