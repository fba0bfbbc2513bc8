"""Readers: threads that answer short questions in turn; who waits behind a long one is not kept waiting.

Nor is who waits behind another's many: clients take turns. What takes too long is broken off, and so is what nobody waits for any more.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from queue import Empty
from typing import Any, Generic, TypeVar

from app.errors import Unavailable
from app.turns import CLIENT, Turns

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 0.1
"""What takes longer is no short question: no list of ours should, and some filter may."""

MOST_RELIEVED = 3
LONGEST_SECONDS = 30.0
MOST_WAITING = 2000


class Breaking:
    """How to break off what a question does just now, and whether that is wanted."""

    def __init__(self, interrupt: Callable[[Any], None]) -> None:
        self.interrupt = interrupt
        self.driver: Any = None
        self.is_wanted = False
        self.interrupting = threading.Lock()

    def begin(self, driver: Any) -> None:
        """From now on this connection is the one that is busy."""
        self.driver = driver

    def end(self) -> bool:
        """From now on nothing is broken off; whether that was wanted until now."""
        with self.interrupting:
            self.driver = None
            return self.is_wanted

    def __call__(self) -> None:
        """Break it off. Whoever wants to end it meanwhile has to wait, lest this hits the next."""
        with self.interrupting:
            if self.driver is not None:
                self.interrupt(self.driver)


class Task(Generic[Answer]):
    """A question, and the answer that is waited for."""

    def __init__(self, question: Callable[[], Answer], breaking: Breaking | None) -> None:
        self.question = question
        self.breaking = breaking
        self.answer: Future[Answer] = Future()
        self.context = copy_context()  # whatever is logged of it is of the request that asks
        self.asked_at = time.monotonic()

    def run(self, seconds: float) -> None:
        """Ask, unless nobody waits any more, or has waited for too long."""
        if not self.answer.set_running_or_notify_cancel():
            return
        try:
            if self.age() > seconds:
                raise Unavailable("Too much else is being asked just now; ask again soon.")
            answer = self.context.run(self.question)
        except BaseException as error:  # noqa: BLE001 - whatever it is, who waits is told
            self.answer.set_exception(error)
        else:
            self.answer.set_result(answer)

    def age(self) -> float:
        """For how many seconds someone has been waiting."""
        return time.monotonic() - self.asked_at


class Readers:
    """So many threads, and a few more as long as all of them are busy with what takes long.

    More of them are slower where they contend for the interpreter (docs/decisions/0006). Nothing waits
    and runs for longer than `seconds`, and no more than `waiting` wait at once, but for the first of a client.
    """

    def __init__(
        self, threads: int, seconds: float = LONGEST_SECONDS, waiting: int = MOST_WAITING
    ) -> None:
        self.usual = threads
        self.most = threads + MOST_RELIEVED
        self.seconds = seconds
        self.waiting = waiting
        self.tasks: Turns[Task[Any]] = Turns()
        self.threads: set[threading.Thread] = set()
        self.busy: dict[threading.Thread, tuple[Task[Any], float]] = {}
        self.lock = threading.Lock()
        self.broken_off = 0
        self.watching: asyncio.AbstractEventLoop | None = None

    async def ask(self, question: Callable[[], Answer], breaking: Breaking | None = None) -> Answer:
        """The answer, from whichever thread comes to it first."""
        client, many = CLIENT.get(), len(self.tasks)
        if many >= self.waiting and (self.tasks.has(client) or many >= 2 * self.waiting):
            raise Unavailable(f"{self.waiting} questions are waiting already; ask again soon.")
        task = Task(question, breaking)
        self.tasks.put(client, task)
        if len(self.threads) < self.usual:
            self.start()
        loop = asyncio.get_running_loop()
        if self.watching is not loop:
            self.watch(loop)
        try:
            return await asyncio.wrap_future(task.answer)
        except asyncio.CancelledError:
            if breaking is not None:
                breaking.is_wanted = True
            raise

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """See later whether what waits now still does."""
        self.watching = loop
        loop.call_later(PATIENCE_SECONDS, self.look, loop)

    def look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Break off what is unwanted; one thread more, where something waits behind what takes long."""
        self.watching = None
        with self.lock:
            running = [*self.busy.values()]
            are_stuck = self.stuck() == len(self.threads) < self.most
        for task, _ in running:
            self.see(loop, task)
        if running or self.tasks:
            self.watch(loop)
        if are_stuck and self.tasks:
            self.start()

    def see(self, loop: asyncio.AbstractEventLoop, task: Task[Any]) -> None:
        """Break a task off where its time is up: again each time, for it may be between two statements."""
        breaking = task.breaking
        if breaking is None:
            return
        if task.age() > self.seconds:
            breaking.is_wanted = True
        if breaking.is_wanted and not breaking.interrupting.locked():
            _ = loop.run_in_executor(None, breaking)

    def stuck(self) -> int:
        """How many threads have long been busy with one task."""
        long_ago = time.monotonic() - PATIENCE_SECONDS
        return sum(since <= long_ago for _, since in self.busy.values())

    def start(self) -> None:
        """Start a thread."""
        thread = threading.Thread(target=self.work, name="reader", daemon=True)
        with self.lock:
            self.threads.add(thread)
        thread.start()

    def work(self) -> None:
        """Run one task after the other, until there are threads enough without this one."""
        me = threading.current_thread()
        while (task := self.tasks.get()) is not None:
            with self.lock:
                self.busy[me] = task, time.monotonic()
            task.run(self.seconds)
            is_broken_off = task.breaking is not None and task.breaking.is_wanted
            del task  # else it would hold its answer until the next one
            with self.lock:
                self.broken_off += is_broken_off
                del self.busy[me]
                if len(self.threads) - self.stuck() > self.usual:
                    self.threads.discard(me)
                    return

    def close(self) -> None:
        """Give back the threads: what runs is awaited, what waits is not asked any more."""
        with suppress(Empty):
            while task := self.tasks.get_nowait():
                task.answer.cancel()
        with self.lock:
            threads = [*self.threads]
        for _ in threads:
            self.tasks.end_one()
        for thread in threads:
            thread.join()
        self.threads.clear()
        self.tasks = Turns()  # a thread may have gone before it was told to
