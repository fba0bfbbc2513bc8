"""Readers answer in turn, and what takes long keeps nobody else waiting."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from app.readers import MOST_RELIEVED, Readers

PATIENCE_SECONDS = 30
"""How long a test waits before it says that something never comes; no test measures time."""


@pytest.fixture
def readers() -> Iterator[Readers]:
    readers = Readers(1)
    yield readers
    readers.close()


class Long:
    """A question that takes as long as a test wants."""

    def __init__(self) -> None:
        self.may_end = threading.Event()

    def __call__(self) -> str:
        assert self.may_end.wait(PATIENCE_SECONDS)
        return threading.current_thread().name


async def settled(readers: Readers, threads: int) -> None:
    """Wait until there are so many threads."""
    for _ in range(PATIENCE_SECONDS * 100):
        if len(readers.threads) == threads:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{len(readers.threads)} threads, not {threads}")


def test_short_questions_are_answered_in_turn_by_one_thread(readers: Readers) -> None:
    async def ask() -> list[tuple[int, int]]:
        return await asyncio.gather(
            *(readers.ask(lambda n=n: (n, threading.get_ident())) for n in range(200))  # type: ignore[misc]
        )

    answers = asyncio.run(ask())
    assert [number for number, _ in answers] == list(range(200))
    assert len({thread for _, thread in answers}) == 1


def test_who_waits_behind_what_takes_long_is_answered_first(readers: Readers) -> None:
    long = Long()

    async def ask() -> list[int]:
        kept_waiting = asyncio.create_task(readers.ask(long))
        await asyncio.sleep(0)
        short = await asyncio.gather(*(readers.ask(lambda n=n: n) for n in range(50)))  # type: ignore[misc]
        later = await readers.ask(lambda: 50)
        assert not kept_waiting.done()
        long.may_end.set()
        await kept_waiting
        await settled(readers, 1)
        return [*short, later, await readers.ask(lambda: 51)]

    assert asyncio.run(ask()) == list(range(52))


def test_there_are_only_so_many_who_relieve(readers: Readers) -> None:
    longs = [Long() for _ in range(MOST_RELIEVED + 1)]

    async def ask() -> None:
        kept = [asyncio.create_task(readers.ask(long)) for long in longs]
        waiting = asyncio.create_task(readers.ask(lambda: "at last"))
        await settled(readers, MOST_RELIEVED + 1)
        await asyncio.sleep(0.5)
        assert len(readers.threads) == MOST_RELIEVED + 1
        assert not waiting.done()
        longs[0].may_end.set()
        assert await asyncio.wait_for(waiting, PATIENCE_SECONDS) == "at last"
        for long in longs:
            long.may_end.set()
        assert len({await one for one in kept}) == 1

    asyncio.run(ask())


def test_a_fault_reaches_who_asked_and_nobody_else(readers: Readers) -> None:
    def fault() -> None:
        raise KeyError("here")

    async def ask() -> tuple[object, object]:
        return await asyncio.gather(
            readers.ask(fault), readers.ask(lambda: 1), return_exceptions=True
        )

    broken, whole = asyncio.run(ask())
    assert isinstance(broken, KeyError)
    assert whole == 1


def test_what_nobody_waits_for_any_more_is_not_asked(readers: Readers) -> None:
    long, asked = Long(), threading.Event()

    async def ask() -> None:
        kept = asyncio.create_task(readers.ask(long))
        gone = asyncio.create_task(readers.ask(asked.set))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        long.may_end.set()
        await kept
        await readers.ask(lambda: None)

    asyncio.run(ask())
    assert not asked.is_set()


def test_closing_ends_what_runs_and_asks_nothing_more(readers: Readers) -> None:
    long, asked = Long(), threading.Event()

    async def ask() -> None:
        kept = asyncio.create_task(readers.ask(long))
        waiting = asyncio.create_task(readers.ask(asked.set))
        await asyncio.sleep(0.01)
        threading.Timer(0.05, long.may_end.set).start()
        readers.close()
        assert await kept
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(ask())
    assert not asked.is_set()
    assert not readers.threads
    assert asyncio.run(readers.ask(lambda: "again")) == "again"
