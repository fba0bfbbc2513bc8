"""How long imports take, and how much memory whatever the file's size.

.venv/bin/python -m benchmarks.imports [ROWS] [FILE]

FILE is the published fatalities, by default of ../shared/datasets; ROWS made-up ones are imported into
a process of its own for its memory. PostgreSQL is the one of TEST_DATABASE_URL, else postgresql:///test.
"""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
from benchmarks.seed import postgresql, sqlite

MANY = 1_000_000
TARGETS = "targets: 2 s on SQLite, 300 MB"
PUBLISHED = ROOT.parent / "shared/datasets/fatalities/un-fatalities-2023-11.csv"


def timed(database: Database, path: Path) -> list[str]:
    """Rows, seconds and CPU seconds of an import, and seconds of the same once more."""
    folder = Settings().seed_dir
    figures = []
    rows = 0
    for _ in range(2):
        wall, used = time.perf_counter(), time.process_time()
        with staging() as staged:
            rows = load(database, DATASETS["un-fatalities"], file_of(path), folder, staged).rows
        figures.append(time.perf_counter() - wall)
        figures.append(time.process_time() - used)
    return [f"{rows:,}", *(f"{figure:.2f} s" for figure in figures)]


def many(path: Path, rows: int) -> Path:
    """A made-up file of the same shape."""
    header = list(DATASETS["un-fatalities"].vintages[0].columns.values())
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        for number in range(rows):
            day = f"{1950 + number % 70}-{1 + number % 12:02}-{1 + number % 28:02}"
            writer.writerow(
                [f"MADE-UP-{number}", day, "UNIFIL", "Fatality", "France", "Military", "Accident",
                 "250.0", "FRA", "2023-11-28"]
            )  # fmt: skip
    return path


def alone(path: Path) -> None:
    """Import a file into a new SQLite database; the memory of this process."""
    with sqlite() as database:
        migrate(database)
        seed(database, Settings().seed_dir)
        figures = timed(database, path)[:3]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(table(["rows", "time", "CPU", "memory at most"], [[*figures, f"{peak:.0f} MB"]]))


def main(rows: int, path: Path) -> None:
    """The published file into both databases, then many rows into one."""
    print(f"Importing: {machine()}; {TARGETS}\n")
    lines = []
    for name, opened in {"SQLite": sqlite, "PostgreSQL": postgresql}.items():
        try:
            with opened() as database:
                migrate(database)
                seed(database, Settings().seed_dir)
                lines.append([name, *timed(database, path)])
        except (SQLAlchemyError, OperatorError) as error:
            lines.append([name, f"left out: {str(error).splitlines()[0]}", "", "", "", ""])
    print(table(["database", "rows", "time", "CPU of ours", "again", "CPU of ours"], lines), "\n")
    with tempfile.TemporaryDirectory() as folder:
        made = many(Path(folder) / "many.csv", rows)
        subprocess.run([sys.executable, "-m", "benchmarks.imports", "alone", str(made)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        alone(Path(sys.argv[2]))
    else:
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else MANY,
            Path(sys.argv[2]) if len(sys.argv) > 2 else PUBLISHED,
        )
