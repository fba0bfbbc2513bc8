"""How we compare with what else could answer the same question over the same data, side by side.

.venv/bin/python -m benchmarks.contenders [FACTS [ROUNDS [SECONDS]]]

The data is made up (benchmarks/making), all facts casualty figures with their citations, kept in
.cache/bench for the next time. Every server runs on its own, with one worker, and is asked in turn,
round after round. PostgreSQL is the one of TEST_DATABASE_URL, else postgresql:///test. Datasette and
pygeoapi are installed into .cache/bench/others the first time.
"""

import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError

from app.database import Database
from app.errors import OperatorError
from app.settings import ROOT, Settings
from app.sources.prepare import prepare
from benchmarks.bare import Ready, serving_bare
from benchmarks.contenders import others
from benchmarks.contenders.question import BASES, DATASETTES, OURS, ROWS, asked_of, in_a_loop
from benchmarks.figures import machine, summary, table
from benchmarks.making import Size, make
from benchmarks.seed import postgresql
from benchmarks.server import SERVE, Server, free_port, running, serving
from benchmarks.throughput import GENERATOR, Load, load

FOLDER = ROOT / ".cache/bench"
UNCACHED = {"CACHE_BYTES": "0"}
NO_CACHE = {"Cache-Control": "no-cache", "Accept-Encoding": "identity"}
PLAIN = {"Accept-Encoding": "identity"}
WARM_UP_SECONDS = 1


class Contender(NamedTuple):
    """A server that is running, and what is asked of it."""

    name: str
    server: Server
    path: str
    headers: dict[str, str]


def fill(database: Database, url: str, facts: int) -> None:
    """Migrate, seed, and add what is made up."""
    list(prepare(Settings(database_url=SecretStr(url))))
    make(database, Size(facts, kinds={"casualty": 1.0}))


def made(facts: int) -> Path:
    """The file of SQLite with so many facts."""
    file = FOLDER / f"casualty-{facts}.sqlite3"
    if not file.exists():
        url = f"sqlite:///{file}"
        database = Database(url)
        fill(database, url, facts)
        database.close()
    return file


@contextmanager
def on_postgresql(facts: int) -> Iterator[str | None]:
    """The address of a schema with the same facts; None where there is no PostgreSQL."""
    with ExitStack() as stack:
        try:
            database = stack.enter_context(postgresql())
            url = database.url.render_as_string(hide_password=False)
            fill(database, url, facts)
        except (SQLAlchemyError, OperatorError) as error:
            print(f"PostgreSQL left out: {str(error).splitlines()[0]}\n")
            yield None
        else:
            yield url


def bare(stack: ExitStack, server: Server, path: str) -> Contender:
    """The limit for an answer of ours: a bare callable that sends the same bytes."""
    body = server.get(path)
    if json.loads(body)["numberReturned"] != ROWS:
        raise SystemExit(f"{path} has less than {ROWS} rows among so few facts: ask for more")
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    least = stack.enter_context(serving_bare({"/": Ready(200, headers, body)}, FOLDER))
    return Contender(f"bare ASGI callable, the same {len(body) / 1000:.0f} kB", least, "/", PLAIN)


def facts_answered(stack: ExitStack, file: Path, postgres: str | None) -> Iterator[Contender]:
    """Who answers with facts; the first is the limit."""
    ours = stack.enter_context(serving(SERVE, file, **UNCACHED))
    yield bare(stack, ours, OURS)
    yield Contender("this project, SQLite, no answer kept", ours, OURS, NO_CACHE)
    if postgres is not None:
        server = stack.enter_context(serving(SERVE, postgres, **UNCACHED))
        yield Contender("this project, PostgreSQL, no answer kept", server, OURS, NO_CACHE)
    server = stack.enter_context(serving(SERVE, file))
    yield Contender("this project, SQLite, as it comes", server, OURS, PLAIN)
    port, path = free_port(), f"/{file.stem}/{DATASETTES}"
    command = others.datasette(others.install(FOLDER), file, port)
    server = stack.enter_context(running(command, path, port=port))
    yield Contender("Datasette, the same rows without citations and count", server, path, PLAIN)


def features_answered(stack: ExitStack, file: Path) -> Iterator[Contender]:
    """Who answers with bases as features of OGC API; the first is the limit."""
    ours = stack.enter_context(serving(SERVE, file, **UNCACHED))
    path = f"/ogc{BASES}"
    yield bare(stack, ours, path)
    yield Contender("this project, SQLite, no answer kept", ours, path, NO_CACHE)
    data = FOLDER / "bases.geojson"
    held = others.features(file, data)
    port = free_port()
    command, environment = others.pygeoapi(others.install(FOLDER), FOLDER, data, port)
    server = stack.enter_context(running(command, f"{BASES}&f=json", environment, port))
    yield Contender(
        f"pygeoapi, a GeoJSON file of {held} bases, Flask", server, f"{BASES}&f=json", PLAIN
    )


def measured(contenders: Sequence[Contender], rounds: int, seconds: int) -> list[list[str]]:
    """What each answers, in turns; ratios are those of each round to its own limit."""
    took: list[list[Load]] = [[] for _ in contenders]
    for number in range(rounds + 1):
        for each, loads in zip(contenders, took, strict=True):
            lasts = seconds if number else WARM_UP_SECONDS
            loads.append(load(each.server.address, each.path, each.headers, each.server.pid, lasts))
    limit = took[0][1:]
    return [row(each.name, loads[1:], limit) for each, loads in zip(contenders, took, strict=True)]


def row(name: str, loads: Sequence[Load], limit: Sequence[Load]) -> list[str]:
    """A row of the table."""
    pairs = list(zip(loads, limit, strict=True))
    return [
        name,
        summary([one.per_second for one in loads], digits=0),
        f"{statistics.median(one.per_second / least.per_second for one, least in pairs):.3f}",
        summary([one.cpu_us / 1000 for one in loads], digits=3),
        f"{statistics.median(least.cpu_us / one.cpu_us for one, least in pairs):.3f}",
    ]


HEAD = ["", "requests a second", "of the limit", "CPU ms a request", "of the limit's CPU"]


def main(facts: int, rounds: int, seconds: int) -> None:
    """Both questions."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = made(facts)
    programs = others.install(FOLDER)
    print(f"{facts:,} facts, {rounds} rounds of {seconds} s, {GENERATOR}, {machine()};"
          f" {others.versions(programs)}\n")  # fmt: skip
    with on_postgresql(facts) as postgres, ExitStack() as stack:
        facts_of: list[Any] = list(facts_answered(stack, file, postgres))
        print(f"`{OURS}`\n")
        print(table(HEAD, measured(facts_of, rounds, seconds)), "\n", flush=True)
        asked = asked_of(file)
        loops = [in_a_loop(file, asked, seconds) for _ in range(rounds)]
        print(
            f"The same statements by `sqlite3` in a loop, without HTTP and JSON: {summary(loops, 'a second', 0)}\n"
        )
    with ExitStack() as stack:
        print(f"`/ogc{BASES}`\n")
        print(table(HEAD, measured(list(features_answered(stack, file)), rounds, seconds)))


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 5,
        int(sys.argv[3]) if len(sys.argv) > 3 else 3,
    )
