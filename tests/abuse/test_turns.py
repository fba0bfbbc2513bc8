"""One client that asks much waits behind itself, and everyone else behind one question of each other."""

import asyncio
import queue
import threading
from collections.abc import Callable
from datetime import date, timedelta

import httpx
import pytest

from app.errors import Unavailable
from app.readers import Readers
from app.turns import CLIENT, Turns
from tests.abuse.conftest import Serving

MANY = 200
SLOW = "/v1/coverage?mission=minusma&known_on={}"
SMALL = "/v1/missions?limit=1"
ANEW = {"Cache-Control": "no-store"}
MOST_BEFORE = MANY // 4
"""What threads are busy with when a small question comes, and what they begin until its answer is read.

In the order of asking, nearly all of the others would come first.
"""


def test_a_small_question_waits_for_few_of_two_hundred_slow_ones_of_another(
    serving: Serving,
) -> None:
    address = serving(trusted_proxies="127.0.0.1").base_url
    assert max(asyncio.run(answered_before(address))) <= MOST_BEFORE


async def answered_before(address: httpx.URL) -> list[int]:
    """How many of a client's slow questions were answered while another waited for a small one."""
    many = httpx.Limits(max_connections=MANY + 1)
    async with httpx.AsyncClient(
        base_url=address, headers=ANEW, limits=many, timeout=120
    ) as client:
        answered = 0

        async def ask(day: date) -> None:
            nonlocal answered
            await client.get(SLOW.format(day), headers={"X-Forwarded-For": "192.0.2.1"})
            answered += 1

        first = date(2024, 1, 1)
        crowd = [asyncio.create_task(ask(first + timedelta(number))) for number in range(MANY)]
        while not answered:
            await asyncio.sleep(0.01)
        found = []
        for _ in range(3):
            before = answered
            small = await client.get(SMALL, headers={"X-Forwarded-For": "192.0.2.2"})
            assert small.status_code == 200
            found.append(answered - before)
        assert answered < MANY, "nobody waited any more"
        for task in crowd:
            task.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
    return found


def test_clients_take_turns_and_each_ones_questions_stay_in_order() -> None:
    turns: Turns[str] = Turns()
    for client, one in (
        ("a", "a1"),
        ("a", "a2"),
        ("a", "a3"),
        ("b", "b1"),
        ("c", "c1"),
        ("b", "b2"),
    ):
        turns.put(client, one)
    assert len(turns) == 6
    assert [turns.get() for _ in range(6)] == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert not turns.has("a")
    with pytest.raises(queue.Empty):
        turns.get_nowait()


def test_where_one_client_has_filled_the_queue_others_may_still_ask() -> None:
    readers = Readers(1, waiting=2)
    may_end = threading.Event()

    async def ask(client: str, question: Callable[[], object] = lambda: True) -> object:
        CLIENT.set(client)
        return await readers.ask(question)

    async def ask_all() -> list[object]:
        slow = asyncio.create_task(ask("a", lambda: may_end.wait(30)))
        while not readers.busy:
            await asyncio.sleep(0.01)
        asked = [asyncio.create_task(ask(client)) for client in ("a", "a", "a", "b", "c", "d")]
        await asyncio.sleep(0)
        may_end.set()
        return await asyncio.gather(slow, *asked, return_exceptions=True)

    told = asyncio.run(ask_all())
    readers.close()
    refused = [isinstance(one, Unavailable) for one in told]
    assert refused == [False, False, False, True, False, False, True]
