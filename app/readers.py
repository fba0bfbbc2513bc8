"""Readers: threads that answer short questions in turn; who waits behind a long one is not kept waiting."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 0.1
"""What takes longer is no short question: no list of ours should, and some filter may."""

MOST_RELIEVED = 3


class Task:
    """A question, and the answer that is waited for."""

    def __init__(self, question: Callable[[], Any]) -> None:
        self.question = question
        self.answer: Future[Any] = Future()

    def run(self) -> None:
        """Ask, unless nobody waits any more."""
        if not self.answer.set_running_or_notify_cancel():
            return
        try:
            answer = self.question()
        except BaseException as error:  # noqa: BLE001 - whatever it is, who waits is told
            self.answer.set_exception(error)
        else:
            self.answer.set_result(answer)


class Readers:
    """So many threads, and a few more as long as all of them are busy with what takes long.

    More of them are slower where they contend for the interpreter (docs/decisions/0006).
    """

    def __init__(self, threads: int) -> None:
        self.usual = threads
        self.most = threads + MOST_RELIEVED
        self.tasks: SimpleQueue[Task | None] = SimpleQueue()
        self.threads: set[threading.Thread] = set()
        self.busy: dict[threading.Thread, float] = {}
        self.lock = threading.Lock()
        self.watching: asyncio.AbstractEventLoop | None = None

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """The answer, from whichever thread comes to it first."""
        task = Task(question)
        self.tasks.put(task)
        if len(self.threads) < self.usual:
            self.start()
        loop = asyncio.get_running_loop()
        if self.watching is not loop:
            self.watch(loop)
        answer: Answer = await asyncio.wrap_future(task.answer)
        return answer

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """See later whether what waits now still does."""
        self.watching = loop
        loop.call_later(PATIENCE_SECONDS, self.relieve, loop)

    def relieve(self, loop: asyncio.AbstractEventLoop) -> None:
        """One thread more, where something waits and every thread has long been busy with one task."""
        self.watching = None
        if self.tasks.empty():
            return
        with self.lock:
            are_stuck = self.stuck() == len(self.threads) < self.most
        if are_stuck:
            self.start()
        self.watch(loop)

    def stuck(self) -> int:
        """How many threads have long been busy with one task."""
        long_ago = time.monotonic() - PATIENCE_SECONDS
        return sum(since <= long_ago for since in self.busy.values())

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
                self.busy[me] = time.monotonic()
            task.run()
            del task  # else it would hold its answer until the next one
            with self.lock:
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
            self.tasks.put(None)
        for thread in threads:
            thread.join()
        self.threads.clear()
        self.tasks = SimpleQueue()  # a thread may have gone before it was told to
