"""Rows are made one batch ahead of the database, in their order, and nothing is left running."""

import threading
from collections.abc import Iterator

import pytest

from app.sources import ahead as module
from app.sources.ahead import ahead

SECONDS = 30


def counted(most: int, fails_at: int | None = None) -> Iterator[list[int]]:
    for number in range(most):
        if number == fails_at:
            raise ZeroDivisionError
        yield [number]


def running() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("ahead")]


@pytest.mark.parametrize("is_shared", [True, False])
def test_items_come_in_their_order(monkeypatch: pytest.MonkeyPatch, is_shared: bool) -> None:
    monkeypatch.setattr(module, "IS_SHARED", is_shared)
    for most in (5, 0):
        with ahead(counted(most)) as items:
            assert list(items) == [[number] for number in range(most)]
    assert running() == []


def test_the_next_item_is_made_while_one_is_used() -> None:
    made = threading.Event()

    def making() -> Iterator[list[int]]:
        yield [0]
        made.set()
        yield [1]

    with ahead(making()) as items:
        assert next(items) == [0]
        assert made.wait(SECONDS)


def test_what_goes_wrong_is_raised_where_it_is_waited_for() -> None:
    seen = []

    def use() -> None:
        with ahead(counted(5, fails_at=2)) as items:
            for item in items:
                seen.append(item)  # noqa: PERF402 -- what came before it was used

    with pytest.raises(ZeroDivisionError):
        use()
    assert seen == [[0], [1]]
    assert running() == []


def test_who_stops_half_way_leaves_no_thread() -> None:
    def stop() -> None:
        with ahead(counted(1_000_000)) as items:
            next(items)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert running() == []
