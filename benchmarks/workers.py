"""What a second worker brings: requests a second of two over those of one.

.venv/bin/python -m benchmarks.workers [ROUNDS]

`mission-kb serve` over the seed with one worker and with two, asked in turn for the same 50 events: by
what is kept (compressed, and 304, so that sending bytes is not what is measured) and with nothing kept.
wrk takes its share of the same processors: `machine` tells how many there are. The last column is the
same by processor time alone: how many requests so many workers would answer with a processor each.
"""

import statistics
import sys
import tempfile
from pathlib import Path

import httpx
from pydantic import SecretStr

from app.settings import Settings
from app.sources.prepare import prepare
from benchmarks.cached import PATH
from benchmarks.contenders.__main__ import NO_CACHE, UNCACHED
from benchmarks.figures import machine, summary, table
from benchmarks.server import SERVE, Server, serving
from benchmarks.throughput import CONNECTIONS, GENERATOR, Load, load

SECONDS = 3
TARGET = 1.7


Taken = dict[str, tuple[list[Load], list[Load]]]


def both(file: Path, rounds: int, settings: dict[str, str]) -> Taken:
    """Each question to one worker and to two, round by round."""
    with (
        serving(SERVE, file, **settings, WORKERS="1") as one,
        serving(SERVE, file, **settings, WORKERS="2") as two,
    ):
        asked = [questions(server, is_kept=not settings) for server in (one, two)]
        taken: Taken = {name: ([], []) for name in asked[0]}
        for _ in range(rounds):
            for name, all_loads in taken.items():
                for server, headers, loads in zip((one, two), asked, all_loads, strict=True):
                    loads.append(load(server.address, PATH, headers[name], server.pid, SECONDS))
        return taken


def questions(server: Server, *, is_kept: bool) -> dict[str, dict[str, str]]:
    """What is asked for: the headers of each request. A tag is good for one address."""
    if not is_kept:
        return {"not kept": NO_CACHE}
    tag = httpx.get(server.address + PATH).headers["etag"]
    return {"kept, zstd": {"Accept-Encoding": "zstd"}, "kept, 304": {"If-None-Match": tag}}


def main(rounds: int) -> None:
    """Load the seed, and ask."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "workers.sqlite3"
        list(prepare(Settings(database_url=SecretStr(f"sqlite:///{file}"))))
        print(f"Workers: {rounds} rounds of {SECONDS} s, {CONNECTIONS} connections,")
        print(f"by {GENERATOR}; {machine()}; target {TARGET}\n")
        taken = both(file, rounds, {}) | both(file, rounds, UNCACHED)
    rows = []
    for name, (one, two) in taken.items():
        by_time = [more.per_second / few.per_second for few, more in zip(one, two, strict=True)]
        by_cpu = [2 * few.cpu_us / more.cpu_us for few, more in zip(one, two, strict=True)]
        rows.append([
            name,
            *(f"{statistics.median(each.per_second for each in loads):,.0f}" for loads in (one, two)),
            summary(by_time),
            summary(by_cpu),
        ])  # fmt: skip
    head = ["answer", "one worker", "two", "two over one", "by processor time"]
    print(table(head, rows))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
