"""Whether memory stays as it is over half an hour of mixed questions.

.venv/bin/python -m benchmarks.soak [--minutes 30] [--connections 50] [--new 5] [--pause 0.5] [--workers 1] [--postgresql]

`mission-kb serve` over the seed, with no rate limit, asked as in benchmarks/load.py but with pauses. Each ten
seconds the resident memory of its processes is read (Linux). Over the last two thirds of the time a
straight line is laid through the readings: its slope says whether memory still grows.
"""

import argparse
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from app.settings import Settings
from app.sources.prepare import prepare
from benchmarks.crowd import ask
from benchmarks.figures import machine, table
from benchmarks.idle import resident
from benchmarks.load import HEAD, rows
from benchmarks.mix import questions
from benchmarks.seed import postgresql
from benchmarks.server import SERVE, Server, group, serving

EVERY_SECONDS = 10
FLAT_MB_AN_HOUR = 5


@contextmanager
def read_each(server: Server) -> Iterator[list[float]]:
    """The memory of all its processes in MB, read every ten seconds as long as this lasts."""
    readings: list[float] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.wait(EVERY_SECONDS):
            readings.append(sum(resident(pid) for pid in group(server.pid)))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield readings
    finally:
        is_over.set()
        thread.join()


def growth(readings: list[float]) -> float:
    """By how many MB memory grows in an hour, after the first third."""
    late = readings[len(readings) // 3 :]
    hours = [number * EVERY_SECONDS / 3600 for number in range(len(late))]
    return statistics.linear_regression(hours, late).slope


def arguments() -> argparse.Namespace:
    """For how long, and what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--new", type=float, default=5, help="percent that nobody asked before")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds that each client rests")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    return parser.parse_args()


def soak(database: Path | str, given: argparse.Namespace) -> None:
    """Ask, and tell."""
    seconds = given.minutes * 60
    with serving(SERVE, database, WORKERS=given.workers) as server, read_each(server) as readings:
        asked = questions(given.new / 100)
        tallies = ask(server.address, asked, given.connections, seconds, given.pause)
    print(table(HEAD, [*rows(tallies, seconds)][:3]))
    late = readings[len(readings) // 3 :]
    told = ", ".join(f"{each:.0f}" for each in readings[:: max(1, len(readings) // 30)])
    print(f"\nMemory in MB: {told}")
    print(
        f"The last two thirds: {min(late):.1f} to {max(late):.1f} MB, {growth(readings):+.1f} MB an hour;"
    )
    print(f"flat is less than {FLAT_MB_AN_HOUR}. {machine()}")


def main(given: argparse.Namespace) -> None:
    """On a file of SQLite, or in a schema of PostgreSQL."""
    print(
        f"{given.connections} connections for {given.minutes:g} min, pauses of {given.pause:g} s,"
    )
    print(f"{given.new:g} % of the questions never seen, workers: {given.workers}; {machine()}\n")
    if given.postgresql:
        with postgresql() as database:
            url = database.url.render_as_string(hide_password=False)
            list(prepare(Settings(database_url=SecretStr(url))))
            soak(url, given)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "soak.sqlite3"
        list(prepare(Settings(database_url=SecretStr(f"sqlite:///{file}"))))
        soak(file, given)


if __name__ == "__main__":
    main(arguments())
