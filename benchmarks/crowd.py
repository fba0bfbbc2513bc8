"""A crowd of clients: so many connections that stay open, each of which asks again when it is answered.

One that the server ends asks no more, so that pauses have to be shorter than it waits (5 s).

What wrk cannot tell is told here: how long each class of questions took, and with which status each ended.
"""

import asyncio
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

import httptools
import uvloop

from benchmarks.mix import Question

PATIENCE_SECONDS = 60.0
"""How long an answer is waited for when nothing more is asked: the slow ones count, too."""

ABREAST = 50
"""So many connections are opened at once."""


@dataclass(slots=True)
class Tally:
    """What a class of questions was told, and how long that took, in seconds."""

    taken: "array[float]" = field(default_factory=lambda: array("d"))
    statuses: "Counter[int]" = field(default_factory=Counter)
    """0 is no answer, or half of one."""


Tallies = dict[tuple[str, bool], Tally]
"""By the class of the question, and whether it was new."""


class Crowd:
    """The connections, and what they were told."""

    def __init__(self, address: str, asked: Iterator[Question], pause: float) -> None:
        self.host = urlsplit(address).netloc
        self.asked = asked
        self.pause = pause
        self.is_over = False
        self.waiting = 0
        self.tallies: Tallies = defaultdict(Tally)

    async def run(self, connections: int, seconds: float) -> None:
        """Open them, ask for so long, and wait for what is under way."""
        loop = asyncio.get_running_loop()
        host, _, port = self.host.rpartition(":")

        async def open_one() -> Link:
            link = Link(self, loop)
            await loop.create_connection(lambda: link, host, int(port))
            return link

        links: list[Link] = []
        while len(links) < connections:
            links += await asyncio.gather(*(open_one() for _ in range(ABREAST)))
        for link in links[:connections]:
            link.ask()
        await asyncio.sleep(seconds)
        self.is_over = True
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.waiting and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        for link in links:
            link.close()
        await asyncio.sleep(0)


class Link(asyncio.Protocol):
    """One connection."""

    def __init__(self, crowd: Crowd, loop: asyncio.AbstractEventLoop) -> None:
        self.crowd = crowd
        self.loop = loop
        self.question: Question | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def ask(self) -> None:
        """Ask the next question."""
        if self.crowd.is_over:
            return
        question = self.question = next(self.crowd.asked)
        self.parser = httptools.HttpResponseParser(self)
        self.crowd.waiting += 1
        self.asked_at = time.perf_counter()
        if self.transport.is_closing():
            self.note(0)
            return
        self.transport.write(
            b"GET %b HTTP/1.1\r\nHost: %b\r\n\r\n"
            % (question.path.encode(), self.crowd.host.encode())
        )

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_message_complete(self) -> None:
        """The answer is whole."""
        self.note(self.parser.get_status_code())
        if self.crowd.pause:
            self.loop.call_later(self.crowd.pause, self.ask)
        else:
            self.ask()

    def note(self, status: int) -> None:
        """Count an answer."""
        question, self.question = self.question, None
        if question is not None:
            tally = self.crowd.tallies[question.of, question.is_new]
            tally.taken.append(time.perf_counter() - self.asked_at)
            tally.statuses[status] += 1
            self.crowd.waiting -= 1

    def connection_lost(self, exc: Exception | None) -> None:
        self.note(0)

    def close(self) -> None:
        """Whatever has not come by now does not."""
        self.transport.close()


def ask(
    address: str, asked: Iterator[Question], connections: int, seconds: float, pause: float = 0.0
) -> Tallies:
    """Have so many connections ask for so many seconds; `pause` is how long each rests in between."""
    crowd = Crowd(address, asked, pause)
    uvloop.run(crowd.run(connections, seconds))
    return crowd.tallies
