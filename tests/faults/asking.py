"""Clients that ask a server over and over meanwhile, and note what they were told, and when."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpx

from tests.cli.commands import Served

CLIENTS = 4


class Told(NamedTuple):
    """An answer: when it came (monotonic seconds), its status, and what it said."""

    at: float
    status: int
    said: str


class Asking:
    """Some clients in threads, each of which asks again as soon as it is answered."""

    def __init__(self, address: str, path: str) -> None:
        self.url = address + path
        self.told: list[Told] = []
        self.faults: list[httpx.TransportError] = []
        self.is_over = threading.Event()
        self.threads = [threading.Thread(target=self.ask, daemon=True) for _ in range(CLIENTS)]

    def ask(self) -> None:
        """Ask until it is over, or nobody answers. `no-cache`: what is kept would hide a fault."""
        with httpx.Client(timeout=60, headers={"Cache-Control": "no-cache"}) as client:
            while not self.is_over.is_set():
                try:
                    answer = client.get(self.url)
                except httpx.TransportError as fault:
                    self.faults.append(fault)
                    return
                self.told.append(Told(time.monotonic(), answer.status_code, answer.text))

    def since(self, instant: float) -> list[Told]:
        """What was told after an instant."""
        return [each for each in [*self.told] if each.at >= instant]

    def until(self, status: int, since: float, seconds: float = 30) -> float:
        """When a client was first told so, since an instant."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for each in self.since(since):
                if each.status == status:
                    return each.at
            time.sleep(0.01)
        raise AssertionError(f"nobody was told {status} in {seconds} s: {self.statuses(since)}")

    def statuses(self, since: float = 0.0) -> dict[int, int]:
        """How often each status was told."""
        found: dict[int, int] = {}
        for each in self.since(since):
            found[each.status] = found.get(each.status, 0) + 1
        return found


@contextmanager
def asking(served: Served, path: str) -> Iterator[Asking]:
    """Ask as long as this lasts. What the server logs is taken from it: a pipe that is full would stop it."""
    clients = Asking(served.address, path)
    assert served.process.stderr is not None
    threading.Thread(target=served.process.stderr.read, daemon=True).start()
    for thread in clients.threads:
        thread.start()
    try:
        yield clients
    finally:
        clients.is_over.set()
        for thread in clients.threads:
            thread.join(30)
