"""What a worker does, as Prometheus reads it: counted in plain numbers, handed over each second.

An answer that is repeated takes some microseconds, and the counters of the library take as long: so
what happened is added up here, and theirs are brought up to it. They are shared by all workers.
"""

import asyncio
import os
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Literal, NamedTuple

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from app.api.together import SHARED, of_all

disable_created_metrics()  # type: ignore[no-untyped-call]  # since when a number is counted is twice as many lines

SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0,
           2.5, 5.0, 10.0, 30.0)  # fmt: skip
METHODS = ("GET", "HEAD", "OPTIONS")
OTHER = "other"
"""A method that nothing is asked with, or an address under which there is nothing."""

UNANSWERED = "none"
"""The status of what was not answered, for the client had gone."""

REFRESH_SECONDS = 1.0

Mode = Literal["livesum", "livemin", "livemax"]
"""What is told of several workers: what is told of one that has ended is left out."""


class Standing(NamedTuple):
    """How a worker stands just now; what never falls is counted from its start."""

    waiting: int = 0
    running: int = 0
    broken_off: int = 0
    streams: int = 0
    cache_hits: int = 0
    cache_misses: int = 0
    cache_bytes: int = 0
    cache_answers: int = 0
    is_reachable: bool = False
    loaded_at: float | None = None
    now: float = 0.0


class Tally:
    """The requests of one route, method and status that are not handed over yet."""

    __slots__ = ("counts", "seconds")

    def __init__(self) -> None:
        self.counts = [0] * (len(SECONDS) + 1)
        self.seconds = 0.0


Question = tuple[str, str, int]
"""The path, the method and the status of requests; a status of 0 stands for no answer."""


class Metrics:
    """The numbers of one worker; the route of a path is looked for when they are handed over."""

    def __init__(self, template: Callable[[str], str]) -> None:
        self.template = template
        self.tallies: dict[Question, Tally] = {}
        self.standing: Callable[[], Standing] = Standing
        self.handed_over = Standing()
        self.registry = CollectorRegistry()
        self.told = Told(self.registry)

    def count(self, question: Question, seconds: float) -> None:
        """A request was answered."""
        tally = self.tallies.get(question)
        if tally is None:
            tally = self.tallies[question] = Tally()
        tally.counts[bisect_left(SECONDS, seconds)] += 1
        tally.seconds += seconds

    def hand_over(self) -> None:
        """Bring the library's numbers up to what has happened."""
        tallies, self.tallies = self.tallies, {}
        for (path, method, status), tally in tallies.items():
            known = method if method in METHODS else OTHER
            told = str(status) if status else UNANSWERED
            self.told.add(self.template(path), known, told, tally)
        standing = self.standing()
        self.told.compare(self.handed_over, standing)
        self.handed_over = standing

    def text(self) -> bytes:
        """All numbers, those of the other workers too; theirs are up to a second old."""
        shared = os.environ.get(SHARED)
        return generate_latest(self.registry if shared is None else of_all(shared))

    @asynccontextmanager
    async def kept_up(self) -> AsyncIterator[None]:
        """Hand over each second, and at the end."""
        keeping = asyncio.create_task(self.keep_up())
        try:
            yield
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
            self.hand_over()

    async def keep_up(self) -> None:
        """Hand over again and again."""
        while True:
            self.hand_over()
            await asyncio.sleep(REFRESH_SECONDS)


class Told:
    """The numbers under the names by which they are told; those of all workers are added up."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, help: str, labels: tuple[str, ...] = ()) -> Counter:
            return Counter(f"mission_kb_{name}", help, labels, registry=registry)

        def gauge(name: str, help: str, mode: Mode = "livesum") -> Gauge:
            return Gauge(f"mission_kb_{name}", help, registry=registry, multiprocess_mode=mode)

        self.requests = counter("requests", "Requests answered.", ("method", "route", "status"))
        self.seconds = Histogram(
            "mission_kb_request_seconds",
            "From the request to the end of its answer.",
            ("route",),
            buckets=SECONDS,
            registry=registry,
        )
        self.hits = counter("cache_hits", "Answers repeated from memory.")
        self.misses = counter("cache_misses", "Answers looked for in memory and not found.")
        self.broken_off = counter("questions_broken_off", "Questions to the database broken off.")
        self.bytes = gauge("cache_bytes", "Memory that kept answers take.")
        self.answers = gauge("cache_answers", "Answers kept.")
        self.waiting = gauge("questions_waiting", "Questions that wait for the database.")
        self.running = gauge("questions_running", "Questions that the database works on.")
        self.streams = gauge("streams", "Whole lists that are being sent.")
        self.memory = gauge("resident_memory_bytes", "Memory of the processes that answer.")
        self.up = gauge("database_up", "Whether the database answers, 1 or 0.", "livemin")
        self.loaded = gauge(
            "release_loaded_timestamp_seconds", "When the release was loaded.", "livemax"
        )
        self.age = gauge("release_age_seconds", "How long ago that was.", "livemax")

    def add(self, route: str, method: str, status: str, tally: Tally) -> None:
        """Some more requests; a histogram itself has no way to be told of several at once."""
        self.requests.labels(method, route, status).inc(sum(tally.counts))
        seconds = self.seconds.labels(route)
        seconds._sum.inc(tally.seconds)
        for bucket, number in zip(seconds._buckets, tally.counts, strict=True):
            if number:
                bucket.inc(number)

    def compare(self, before: Standing, now: Standing) -> None:
        """How it stands now, and what has been added since before."""
        self.hits.inc(now.cache_hits - before.cache_hits)
        self.misses.inc(now.cache_misses - before.cache_misses)
        self.broken_off.inc(now.broken_off - before.broken_off)
        self.bytes.set(now.cache_bytes)
        self.answers.set(now.cache_answers)
        self.waiting.set(now.waiting)
        self.running.set(now.running)
        self.streams.set(now.streams)
        self.up.set(now.is_reachable)
        self.memory.set(resident_bytes())
        if now.loaded_at is not None:
            self.loaded.set(now.loaded_at)
            self.age.set(now.now - now.loaded_at)


def resident_bytes() -> int:
    """The memory of this process that is not swapped out; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
