"""What takes too long is broken off, and so is what nobody waits for; the next question is answered."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.api.sending import ClientGone, attended
from app.database import Database, Limits
from app.errors import Unavailable
from app.readers import Readers

PATIENCE_SECONDS = 30
ENDLESS = {
    True: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    False: "SELECT pg_sleep(3600)",
}


@contextmanager
def limited(url: str, seconds: float) -> Iterator[Database]:
    """A database that gives a question so many seconds."""
    with closing(Database(url, reader_threads=1, limits=Limits(seconds=seconds))) as database:
        database.make_folder()
        yield database


@pytest.fixture
def hasty(empty_url: str) -> Iterator[Database]:
    """A database that gives a question half a second."""
    with limited(empty_url, 0.5) as database:
        yield database


@pytest.fixture
def patient(empty_url: str) -> Iterator[Database]:
    """A database that gives a question as long as a test may take."""
    with limited(empty_url, 600) as database:
        yield database


class Endless:
    """A question that never ends by itself."""

    def __init__(self, database: Database) -> None:
        self.statement = text(ENDLESS[database.is_sqlite])
        self.has_begun = threading.Event()
        self.has_ended = threading.Event()

    def __call__(self, session: Session) -> object:
        self.has_begun.set()
        try:
            return session.execute(self.statement).one()
        finally:
            self.has_ended.set()


def one(session: Session) -> object:
    return session.scalar(text("SELECT 1"))


async def begun(question: Endless) -> None:
    """Wait until a question is being worked on."""
    await asyncio.to_thread(question.has_begun.wait, PATIENCE_SECONDS)


def test_what_takes_too_long_is_broken_off_and_says_so(hasty: Database) -> None:
    async def ask() -> tuple[str, object]:
        with pytest.raises(Unavailable, match=r"It takes longer than 0\.5 seconds") as refused:
            await hasty.read(Endless(hasty))
        return refused.value.detail, await hasty.read(one)

    told, answer = asyncio.run(ask())
    assert "ask for less at once" in told
    assert answer == 1


def test_what_is_asked_after_it_is_never_hit(hasty: Database) -> None:
    """What breaks a question off may come late: the connection is used no more."""

    async def ask() -> list[object]:
        answers: list[object] = []
        for _ in range(3):
            with pytest.raises(Unavailable):
                await hasty.read(Endless(hasty))
            answers += [await hasty.read(one) for _ in range(20)]
        return answers

    assert asyncio.run(ask()) == [1] * 60


def test_what_nobody_waits_for_any_more_is_broken_off(patient: Database) -> None:
    async def ask() -> object:
        question = Endless(patient)
        asking = asyncio.create_task(patient.read(question))
        await begun(question)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await asyncio.to_thread(question.has_ended.wait, PATIENCE_SECONDS)
        return await patient.read(one)

    assert asyncio.run(ask()) == 1


def test_a_client_that_leaves_is_not_worked_for(patient: Database) -> None:
    async def ask() -> None:
        question = Endless(patient)

        async def leave() -> dict[str, str]:
            await begun(question)
            return {"type": "http.disconnect"}

        with pytest.raises(ClientGone):
            await attended(leave, patient.read(question))
        assert await asyncio.to_thread(question.has_ended.wait, PATIENCE_SECONDS)

    asyncio.run(ask())


def test_no_more_than_so_many_wait() -> None:
    readers, may_end = Readers(1, waiting=2), threading.Event()

    async def ask() -> list[object]:
        busy = asyncio.create_task(readers.ask(lambda: may_end.wait(PATIENCE_SECONDS)))
        await asyncio.sleep(0.05)
        waiting = [asyncio.create_task(readers.ask(lambda: "in turn")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Unavailable, match="2 questions are waiting already"):
            await readers.ask(lambda: "too many")
        may_end.set()
        return [await busy, *[await one for one in waiting]]

    assert asyncio.run(ask()) == [True, "in turn", "in turn"]
    readers.close()


def test_what_has_waited_too_long_is_not_begun() -> None:
    readers, may_end, asked = Readers(1), threading.Event(), threading.Event()
    readers.most = 1  # nobody relieves it

    async def ask() -> None:
        busy = asyncio.create_task(readers.ask(lambda: may_end.wait(PATIENCE_SECONDS)))
        while not readers.busy:
            await asyncio.sleep(0.01)
        readers.seconds = 0.2  # for what is not begun: a busy machine may begin the first one late
        waiting = asyncio.create_task(readers.ask(asked.set))
        await asyncio.sleep(0.4)
        may_end.set()
        assert await busy
        with pytest.raises(Unavailable, match="Too much else is being asked"):
            await waiting

    asyncio.run(ask())
    assert not asked.is_set()
    readers.close()
