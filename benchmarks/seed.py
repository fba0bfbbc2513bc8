"""How long it takes to load seed_data/ into an empty database whose tables are there.

.venv/bin/python -m benchmarks.seed [ROUNDS]

PostgreSQL is the one of TEST_DATABASE_URL, else postgresql:///test; each round has a schema of its
own there, which is dropped at the end.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from app.database import Database
from app.settings import Settings
from app.sources.prepare import migrate
from app.sources.seed import seed
from benchmarks.figures import machine, summary, table

TARGET_SECONDS = 1.0


@contextmanager
def sqlite() -> Iterator[Database]:
    """A new file."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'seed.sqlite3'}")
        yield database
        database.close()


@contextmanager
def postgresql() -> Iterator[Database]:
    """A new schema."""
    url = make_url(os.environ.get("TEST_DATABASE_URL", "postgresql:///test"))
    schema = f"bench_{os.getpid()}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    own = url.update_query_dict({"options": f"-csearch_path={schema}"})
    database = Database(own.render_as_string(hide_password=False))
    try:
        yield database
    finally:
        database.close()
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


def main(rounds: int) -> None:
    """Load the seed again and again, each time into a new database."""
    print(f"Seeding: {rounds} rounds, {machine()}, target {TARGET_SECONDS:g} s\n")
    folder = Settings().seed_dir
    rows = []
    for name, opened in {"SQLite": sqlite, "PostgreSQL": postgresql}.items():
        seconds, cpu, again, loaded = [], [], [], 0
        try:
            for _ in range(rounds):
                with opened() as database:
                    migrate(database)
                    wall, used = time.perf_counter(), time.process_time()
                    loaded = seed(database, folder).rows
                    seconds.append(time.perf_counter() - wall)
                    cpu.append(time.process_time() - used)
                    wall = time.perf_counter()
                    seed(database, folder)
                    again.append((time.perf_counter() - wall) * 1000)
        except SQLAlchemyError as error:
            reason = str(error).splitlines()[0]
            rows.append([name, f"left out: {reason}", "", "", ""])
            continue
        times = [summary(seconds, "s"), summary(cpu, "s"), summary(again, "ms", 1)]
        rows.append([name, str(loaded), *times])
    print(table(["database", "rows", "time", "CPU of ours", "again, nothing changed"], rows))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
