"""Streams: long answers, written in threads of their own, each part when the one before was taken."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, Generic, TypeVar

from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from app.errors import Unavailable

Head = TypeVar("Head")
Result = TypeVar("Result")

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 2.0
INTERRUPT_SECONDS = 0.1
PART_BYTES = 1 << 18

GoOn = Callable[[], None]
"""Called between two batches of rows: raises where nobody waits for the rest."""

Question = Callable[[Session, GoOn], tuple[Head, Iterator[bytes]]]
"""What is told first, and the parts of the answer, read from the same snapshot."""


class Stopped(Exception):
    """Nobody waits for the rest of the answer."""


class Streams:
    """How many streams there may be at once, and the threads they run on.

    Each has a connection to itself, which is closed when it ends, so that a late interrupt hits
    nobody else. There are threads enough to stop every stream while every stream is busy.
    """

    def __init__(self, engine: Engine, most: int, interrupt: Callable[[Any], None]) -> None:
        self.engine = engine
        self.most = most
        self.interrupt = interrupt
        self.under_way = 0
        self.places = asyncio.Semaphore(most)
        self.threads = ThreadPoolExecutor(2 * most, thread_name_prefix="stream")

    async def enter(self) -> None:
        """Wait a little for a place."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.places.acquire()
        except TimeoutError:
            told = f"No more than {self.most} long answers are sent at once, and so many are being sent"
            raise Unavailable(f"{told}; ask again soon.") from None
        self.under_way += 1

    def leave(self) -> None:
        """Give a place back."""
        self.under_way -= 1
        self.places.release()

    def close(self) -> None:
        """Give back the threads, when every stream that is stopped has given back its connection."""
        self.threads.shutdown(wait=True)
        self.engine.dispose()


class Stream(Generic[Head]):
    """One long answer. Nothing is asked before `open`; whoever opens it has to `stop` it."""

    def __init__(self, streams: Streams, question: Question[Head], info: dict[str, Any]) -> None:
        self.streams = streams
        self.question = question
        self.session = Session(streams.engine, expire_on_commit=False, autoflush=False, info=info)
        self.parts: Iterator[bytes] = iter(())
        self.first: bytes | None = None
        self.driver: Any = None
        self.has_place = False
        self.is_stopped = False
        self.busy = threading.Lock()

    async def open(self) -> Head:
        """What is told first, when the first part of the answer is there as well."""
        await self.streams.enter()
        self.has_place = True
        return await self.in_thread(self.begin)

    def begin(self) -> Head:
        """Ask; so far a fault can still be told."""
        try:
            self.driver = self.session.connection().connection.driver_connection
            head, self.parts = self.question(self.session, self.go_on)
            self.first = next(self.parts, None)
        except OperationalError as error:
            raise Unavailable("The database cannot be read just now; ask again soon.") from error
        return head

    def __aiter__(self) -> "Stream[Head]":
        return self

    async def __anext__(self) -> bytes:
        part, self.first = self.first, None
        if part is None:
            part = await self.in_thread(self.next_part)
        if part is None:
            raise StopAsyncIteration
        return part

    def next_part(self) -> bytes | None:
        """As much as is worth the way from one thread to the other; None at the end."""
        taken: list[bytes] = []
        size = 0
        for part in self.parts:
            taken.append(part)
            size += len(part)
            if size >= PART_BYTES:
                break
        return b"".join(taken) if taken else None

    async def in_thread(self, step: Callable[[], Result]) -> Result:
        """Do one step in a thread, unless the stream is stopped by then."""

        def alone() -> Result:
            with self.busy:
                self.go_on()
                return step()

        context = copy_context()  # whatever is logged of it is of the request that asks
        return await asyncio.get_running_loop().run_in_executor(
            self.streams.threads, lambda: context.run(alone)
        )

    def go_on(self) -> None:
        """Raise where nobody waits any more."""
        if self.is_stopped:
            raise Stopped

    def stop(self) -> None:
        """End it, whatever it is about to do, without waiting for that."""
        if self.is_stopped:
            return
        self.is_stopped = True
        if self.has_place:
            loop = asyncio.get_running_loop()
            ended = loop.run_in_executor(self.streams.threads, self.end)
            ended.add_done_callback(lambda _: self.streams.leave())

    def end(self) -> None:
        """Break off what the database does just now, and give the connection back."""
        while not self.busy.acquire(timeout=INTERRUPT_SECONDS):
            if self.driver is not None:
                self.streams.interrupt(self.driver)
        self.parts = iter(())
        try:
            self.session.close()
        except DBAPIError:
            log.warning("the connection of a stream could not be given back", exc_info=True)
        finally:
            self.busy.release()
