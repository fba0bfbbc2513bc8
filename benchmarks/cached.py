"""What a repeated answer costs, beside the least that the same server can do.

.venv/bin/python -m benchmarks.cached [ROUNDS]

`mission-kb serve` over the seed is asked for 50 events with their citations, as they are, compressed
and by whoever holds them (304). A bare ASGI callable, in a process of its own under the same uvicorn,
sends the same body with the least headers (its length and type, or a tag), and the same bytes, all
headers included. Rounds are interleaved; each ratio is of one round. Processor time is the server's.
"""

import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import httpx
from pydantic import SecretStr

from app.settings import Settings
from app.sources.prepare import prepare
from benchmarks.bare import Ready, serving_bare
from benchmarks.figures import machine, summary, table
from benchmarks.server import SERVE, Server, serving
from benchmarks.throughput import CONNECTIONS, GENERATOR, Load, load

PATH = "/v1/events?limit=50"
SECONDS = 2
TARGETS = {"as it is": 0.70, "zstd": 0.70, "304": 0.80}
LEAST = (b"content-length", b"content-type", b"content-encoding")
DATED_BY_SERVER = b"date"
WAYS = ("this project", "bare, least headers", "bare, same bytes")


def questions(server: Server) -> dict[str, dict[str, str]]:
    """What is asked for: the headers of each request."""
    tag = httpx.get(server.address + PATH).headers["etag"]
    return {
        "as it is": {},
        "zstd": {"Accept-Encoding": "zstd"},
        "304": {"If-None-Match": tag},
    }


def answered(server: Server, headers: dict[str, str]) -> Ready:
    """An answer as it comes over the wire, the second time it is asked for."""
    asked = {"Accept-Encoding": "identity"} | headers
    with httpx.Client() as client:
        client.get(server.address + PATH, headers=asked)
        with client.stream("GET", server.address + PATH, headers=asked) as answer:
            body = b"".join(answer.iter_raw())
            told = [(name.lower(), text) for name, text in answer.headers.raw]
    sent = [(name, text) for name, text in told if name != DATED_BY_SERVER]
    return Ready(answer.status_code, sent, body)


def least(answer: Ready) -> Ready:
    """The same body with the fewest headers that it can have."""
    needed = LEAST if answer.status == 200 else (b"etag",)
    return Ready(answer.status, [pair for pair in answer.headers if pair[0] in needed], answer.body)


def measured(rounds: int, folder: Path) -> dict[str, dict[str, list[Load]]]:
    """Each question asked in each way, round by round."""
    with serving(SERVE, folder / "cached.sqlite3") as ours:
        asked = questions(ours)
        answers = {name: answered(ours, headers) for name, headers in asked.items()}
        ready = {f"/same/{name}".replace(" ", "-"): one for name, one in answers.items()}
        ready |= {path.replace("same", "least"): least(one) for path, one in ready.items()}
        for name, answer in answers.items():
            print(f"{name}: {answer.status}, {len(answer.body):,} bytes")
        taken: dict[str, dict[str, list[Load]]] = {
            name: {way: [] for way in WAYS} for name in asked
        }
        with serving_bare(ready, folder) as bare:
            for _ in range(rounds):
                for name, headers in asked.items():
                    slug = name.replace(" ", "-")
                    asks = ((ours, PATH), (bare, f"/least/{slug}"), (bare, f"/same/{slug}"))
                    for way, (server, path) in zip(WAYS, asks, strict=True):
                        got = load(server.address, path, headers, server.pid, SECONDS)
                        taken[name][way].append(got)
        return taken


def ratios(ours: Sequence[Load], others: Sequence[Load]) -> tuple[list[float], list[float]]:
    """How much of the other's requests ours answers, in time and in processor time."""
    pairs = list(zip(ours, others, strict=True))
    return (
        [mine.per_second / other.per_second for mine, other in pairs],
        [other.cpu_us / mine.cpu_us for mine, other in pairs if mine.cpu_us],
    )


def main(rounds: int) -> None:
    """Load the seed, start both servers, and ask them in turn."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'cached.sqlite3'}"
        list(prepare(Settings(database_url=SecretStr(url))))
        print(f"Repeated answers: {rounds} rounds of {SECONDS} s, {CONNECTIONS} connections,")
        print(f"by {GENERATOR}; {machine()}")
        taken = measured(rounds, Path(folder))
    rows = []
    for name, ways in taken.items():
        for way, loads in ways.items():
            by_time, by_cpu = ratios(ways[WAYS[0]], loads)
            is_ours = way == WAYS[0]
            rows.append([
                name,
                way,
                f"{statistics.median(one.per_second for one in loads):,.0f}",
                summary([one.cpu_us for one in loads], "µs", 1),
                "" if is_ours else summary(by_time),
                "" if is_ours else summary(by_cpu),
                f"{TARGETS[name]:.2f}" if is_ours else "",
            ])  # fmt: skip
    head = ["answer", "from", "requests a second", "processor time", "ours of it, by time",
            "ours of it, by processor time", "target"]  # fmt: skip
    print(f"\n{table(head, rows)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
