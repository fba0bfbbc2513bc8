"""How it stands a thousand clients at once, beside a bare ASGI callable that sends the same bytes.

.venv/bin/python -m benchmarks.load [--connections 1000] [--seconds 60] [--new 2] [--pause 0]

`mission-kb serve` over the seed, with no rate limit: on SQLite and PostgreSQL, with one worker and with two.
So many connections stay open, each asks again when it is answered (or after a pause), and the questions
are those of benchmarks/mix.py. A percentage of them was never asked before: such a one takes milliseconds
where a repeated one takes microseconds, so each sort is told by itself. Without a pause every client waits
all the time, and what is told is how fair the queue is. Whatever is neither 200 nor 429 is a fault.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from pydantic import SecretStr

from app.settings import Settings
from app.sources.prepare import prepare
from benchmarks.bare import Ready, serving_bare
from benchmarks.crowd import Tallies, Tally, ask
from benchmarks.figures import machine, table
from benchmarks.mix import Question, questions, repeated
from benchmarks.seed import postgresql
from benchmarks.server import SERVE, Server, serving

HEAD = ("asked", "answers", "a second", "p50", "p90", "p99", "p99 / p50", "faults", "not 200")
MOST_FAULTS, MOST_TIMES = 0.01, 10
REFUSED = 429


def percentile(ordered: list[float], percent: float) -> float:
    """The time, in milliseconds, that so many percent of the answers took no longer than."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000


def together(tallies: list[Tally]) -> Tally:
    """Several classes as one."""
    whole = Tally()
    for each in tallies:
        whole.taken.extend(each.taken)
        whole.statuses.update(each.statuses)
    return whole


def row(name: str, tally: Tally, seconds: float) -> list[str]:
    """A line of the table."""
    ordered = sorted(tally.taken)
    middle, most, last = (percentile(ordered, percent) for percent in (50, 90, 99))
    others = Counter({told: count for told, count in tally.statuses.items() if told != 200})
    faults = (others.total() - others[REFUSED]) / len(ordered)
    return [
        name, f"{len(ordered):,}", f"{len(ordered) / seconds:,.0f}",
        f"{middle:,.1f} ms", f"{most:,.1f} ms", f"{last:,.1f} ms",
        f"{last / middle:.1f}{'' if last < MOST_TIMES * middle else ' !'}",
        f"{faults:.2%}{'' if faults <= MOST_FAULTS else ' !'}",
        ", ".join(f"{told}: {count}" for told, count in sorted(others.items())),
    ]  # fmt: skip


def rows(tallies: Tallies, seconds: float) -> Iterator[list[str]]:
    """All of it, by what is repeated and what is new, and by class."""
    sorts = {"all": [True, False], "repeated": [False], "never seen": [True]}
    for name, is_new in sorts.items():
        told = [tally for (_, new), tally in tallies.items() if new in is_new]
        if told:
            yield row(name, together(told), seconds)
    for of, new in sorted(tallies, key=lambda key: (key[1], key[0])):
        yield row(f"{of}, {'never seen' if new else 'repeated'}", tallies[of, new], seconds)


def bare_questions(paths: list[str]) -> Iterator[Question]:
    """The same mix, by the numbers under which a bare callable has the answers."""
    numbers = {path: number for number, path in enumerate(paths)}
    for of, is_new, path in questions(0):
        yield Question(of, is_new, f"/{numbers[path]}")


def bare(server: Server, folder: Path, given: argparse.Namespace) -> Tallies:
    """What a bare callable does that sends the answers of ours."""
    paths, ready = repeated(), {}
    for number, path in enumerate(paths):
        body = server.get(path)
        ready[f"/{number}"] = Ready(200, [(b"content-length", b"%d" % len(body))], body)
    with serving_bare(ready, folder) as least:
        asked = bare_questions(paths)
        return ask(least.address, asked, given.connections, given.seconds, given.pause)


def measure(database: Path | str, workers: int, given: argparse.Namespace) -> Tallies:
    """What ours does; what is repeated has been asked for once by each worker, more or less."""
    with serving(SERVE, database, WORKERS=workers) as server:
        for path in repeated() * 2 * workers:
            server.get(path)
        asked = questions(given.new / 100)
        return ask(server.address, asked, given.connections, given.seconds, given.pause)


def arguments() -> argparse.Namespace:
    """How many connections, and for how long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--new", type=float, default=2, help="percent that nobody asked before")
    parser.add_argument("--pause", type=float, default=0, help="seconds that each client rests")
    return parser.parse_args()


def main(given: argparse.Namespace) -> None:
    """Each database with one worker and with two, then the bare callable."""
    print(
        f"{given.connections:,} connections for {given.seconds:g} s, pauses of {given.pause:g} s,"
    )
    print(f"{given.new:g} % of the questions never seen; limits: {MOST_FAULTS:.0%} faults,")
    print(f"p99 below {MOST_TIMES} times p50 (! where not); {machine()}")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "load.sqlite3"
        url = stack.enter_context(postgresql()).url.render_as_string(hide_password=False)
        databases: dict[str, Path | str] = {"SQLite": file, "PostgreSQL": url}
        for name, database in databases.items():
            address = f"sqlite:///{database}" if database is file else str(database)
            list(prepare(Settings(database_url=SecretStr(address))))
            for workers in (1, 2):
                tallies = measure(database, workers, given)
                print(f"\n{name}, workers: {workers}; {machine()}\n")
                print(table(HEAD, [*rows(tallies, given.seconds)]), flush=True)
        with serving(SERVE, file) as server:
            tallies = bare(server, Path(folder), given)
        print(f"\nBare callable, one worker; {machine()}\n")
        print(table(HEAD, [*rows(tallies, given.seconds)][:2]))


if __name__ == "__main__":
    main(arguments())
