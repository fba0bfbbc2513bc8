"""What slow and idle clients cost everyone else.

.venv/bin/python -m benchmarks.idle [CONNECTIONS]

So many connections are held open to `mission-kb serve` over the seed: half of them say nothing, half send a
byte of a head each second. One that the server ends is opened anew. Meanwhile one client asks for a page,
again and again, past what is kept.
"""

import contextlib
import multiprocessing
import resource
import select
import socket
import sys
import tempfile
import time
from pathlib import Path

import httpx
from pydantic import SecretStr

from app.settings import Settings
from app.sources.prepare import prepare
from benchmarks.figures import machine, table
from benchmarks.server import SERVE, Server, serving

PATH = "/v1/events?limit=20"
ANEW = {"Cache-Control": "no-store"}
SECONDS = 30
MOST_EVENTS = 100_000
TICK_SECONDS = 0.1
TICKS_TO_OPEN_ALL = 40
TICKS_TO_DRIP = 10


def crowd(address: str, connections: int, counted: "multiprocessing.Queue[int]") -> None:
    """The process that holds the connections, and tells all the time how many there are."""
    host, _, port = address.removeprefix("http://").partition(":")
    poll, links = select.epoll(), dict[int, socket.socket]()
    at_once = connections // TICKS_TO_OPEN_ALL + 1
    while True:
        until = time.monotonic() + TICK_SECONDS
        for _ in range(min(at_once, connections - len(links))):
            link = socket.create_connection((host, int(port)))
            link.setblocking(False)
            links[link.fileno()] = link
            poll.register(link, select.EPOLLIN | select.EPOLLRDHUP)
        for number in [*links][:: 2 * TICKS_TO_DRIP]:
            with contextlib.suppress(OSError):
                links[number].send(b"G")
        for number, _ in poll.poll(max(0, until - time.monotonic()), MOST_EVENTS):
            poll.unregister(number)
            links.pop(number).close()
        counted.put(len(links))


def asked(server: Server, seconds: float) -> list[float]:
    """How long each answer took, in milliseconds, the quickest first."""
    taken = []
    with httpx.Client(base_url=server.address, timeout=60) as client:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.perf_counter()
            client.get(PATH, headers=ANEW).raise_for_status()
            taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def resident(pid: int) -> float:
    """The memory that a process holds, in MB; Linux only."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def row(name: str, connections: int, taken: list[float], server: Server) -> list[str]:
    """A line of the table."""
    shares = [taken[min(len(taken) - 1, len(taken) * each // 100)] for each in (50, 99)]
    memory = f"{resident(server.pid):.0f} MB"
    return [name, f"{connections:,}", f"{len(taken):,}", *(f"{ms:.1f} ms" for ms in shares), memory]


def main(connections: int) -> None:
    """Ask alone, then beside the crowd."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "idle.sqlite3"
        list(prepare(Settings(database_url=SecretStr(f"sqlite:///{file}"))))
        with serving(SERVE, file) as server:
            rows = [row("alone", 0, asked(server, SECONDS / 3), server)]
            counted: multiprocessing.Queue[int] = multiprocessing.Queue()
            crowding = multiprocessing.Process(
                target=crowd, args=(server.address, connections, counted)
            )
            crowding.start()
            try:
                time.sleep(SECONDS / 2)
                while not counted.empty():
                    counted.get()
                beside = asked(server, SECONDS)
                held = min(counted.get() for _ in range(counted.qsize()))
                rows.append(row("beside the crowd", held, beside, server))
            finally:
                crowding.terminate()
                crowding.join()
    print(f"{connections:,} slow and idle connections; {machine()}\n")
    head = ["asked", "connections", "answers", "p50", "p99", "memory of the server"]
    print(table(head, rows))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
