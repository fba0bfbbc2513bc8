"""How long imports take on one core, and how much memory they need whatever the file's size.

.venv/bin/python -m benchmarks.imports [ROUNDS]        the published files, into both databases in turn
.venv/bin/python -m benchmarks.imports many ROWS ...   made-up deaths, each file into a process of its own

The published files lie in MISSION_KB_DATASETS_DIR, by default in ../shared/datasets. PostgreSQL is the one of
TEST_DATABASE_URL, else postgresql:///test. Each import is into a new database that holds the seed alone.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from app.database import Database
from app.errors import OperatorError
from app.settings import ROOT, Settings
from app.sources.datasets import DATASETS
from app.sources.importing import file_of, load
from app.sources.prepare import migrate
from app.sources.seed import seed
from app.sources.staging import staging
from benchmarks.figures import machine, table
from benchmarks.many_deaths import write
from benchmarks.seed import postgresql, sqlite

ROUNDS = 3
DEATHS = "un-fatalities"
FOLDER = Path(os.environ.get("MISSION_KB_DATASETS_DIR", ROOT.parent / "shared/datasets"))
PUBLISHED = {
    DEATHS: "fatalities/un-fatalities-2023-11.csv",
    "un-contributions-missions": "contributions/data_mission_2017-06.csv",
    "un-contributions": "contributions/full_gender_data_2014-10.csv",
    "geo-pko": "geopko/geopko-2.1.csv",
}
OPENED: dict[str, Callable[[], AbstractContextManager[Database]]] = {
    "SQLite": sqlite,
    "PostgreSQL": postgresql,
}
TARGETS = (
    "targets on SQLite: un-fatalities 2 s, un-contributions 10 s, a million rows at 40,000 a second;"
    " PostgreSQL within twice that; 300 MB"
)


class Took(NamedTuple):
    """What an import took: rows, seconds by the clock, and of the processor in this process."""

    rows: int
    wall: float
    used: float


def imported(database: Database, kind: str, path: Path) -> Took:
    """Import a file."""
    wall, used = time.perf_counter(), time.process_time()
    with staging() as staged:
        done = load(database, DATASETS[kind], file_of(path), Settings().seed_dir, staged)
    return Took(done.rows, time.perf_counter() - wall, time.process_time() - used)


def ready(database: Database) -> None:
    """Make the tables and load the seed."""
    migrate(database)
    seed(database, Settings().seed_dir)


def published(kind: str) -> Iterable[list[str]]:
    """A published file into one database after the other, and the same file once more."""
    for name, opened in OPENED.items():
        try:
            with opened() as database:
                ready(database)
                first, again = (imported(database, kind, FOLDER / PUBLISHED[kind]) for _ in "12")
        except (SQLAlchemyError, OperatorError) as error:
            yield [kind, name, f"left out: {str(error).splitlines()[0]}", *[""] * 4]
        else:
            seconds = (first.wall, first.used, again.wall, again.used)
            yield [kind, name, f"{first.rows:,}", *(f"{one:.2f} s" for one in seconds)]


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(name: str, path: Path) -> None:
    """Import a file of deaths into a new database; a line of the table, with this process's memory."""
    with OPENED[name]() as database:
        ready(database)
        before = megabytes()
        took = imported(database, DEATHS, path)
    speeds = (took.rows / took.wall, took.rows / took.used)
    cells = [name, f"{took.rows:,}", f"{took.wall:.1f} s", f"{took.used:.1f} s"]
    cells += [f"{speed:,.0f}" for speed in speeds]
    print(f"| {' | '.join([*cells, f'{before:.0f} MB', f'{megabytes():.0f} MB'])} |", flush=True)


def many(sizes: Iterable[int]) -> None:
    """Files of made-up deaths, each into each database."""
    head = ["database", "rows", "time", "CPU of ours", "rows a second", "by our CPU"]
    print(table([*head, "memory before", "the most"], []), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            made = write(Path(folder) / "deaths.csv", size)
            for name in OPENED:
                run = [sys.executable, "-m", "benchmarks.imports", "alone", name, str(made)]
                subprocess.run(run, check=True)


def main(rounds: int) -> None:
    """The published files, into both databases in turn, round after round."""
    print(f"Importing: {machine()}; {TARGETS}\n")
    lines = [line for _ in range(rounds) for kind in PUBLISHED for line in published(kind)]
    head = ["dataset", "database", "rows", "time", "CPU of ours", "again", "CPU of ours"]
    print(table(head, lines))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["alone", name, path]:
            alone(name, Path(path))
        case ["many", *sizes]:
            many(map(int, sizes))
        case [rounds]:
            main(int(rounds))
        case _:
            main(ROUNDS)
