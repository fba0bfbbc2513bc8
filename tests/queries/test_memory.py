"""What is remembered holds for one release, is asked once, and never grows without end."""

import tracemalloc
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from app import records
from app.api.events import EventQuery
from app.api.routes import LISTINGS
from app.database import Database
from app.errors import InvalidParameters
from app.queries import memory
from app.queries.find import find
from app.queries.known import is_known
from app.queries.memory import Memories, Memory, remember
from app.queries.readiness import HeldRelease
from app.values.terms import Match

OLD = HeldRelease("2026-11-20-aaaaaaaaaaaa", datetime(2026, 11, 20, tzinfo=UTC))
NEW = HeldRelease("2026-11-21-bbbbbbbbbbbb", datetime(2026, 11, 21, tzinfo=UTC))


def test_an_answer_is_asked_once_and_with_a_new_release_anew() -> None:
    memories = Memories()
    asked: list[int] = []

    def ask() -> int:
        asked.append(len(asked))
        return asked[-1]

    assert [memories.of(OLD).recall("question", ask) for _ in range(2)] == [0, 0]
    assert [memories.of(NEW).recall("question", ask) for _ in range(2)] == [1, 1]
    assert memories.of(OLD).recall("question", ask) == 2


def test_without_a_release_nothing_is_shared() -> None:
    memories = Memories()
    assert memories.of(None) is not memories.of(None)


def test_the_same_data_loaded_again_is_another_release() -> None:
    memories = Memories()
    assert memories.of(OLD) is not memories.of(OLD._replace(loaded_at=NEW.loaded_at))


def test_only_new_ids_are_asked_and_those_that_are_not_there_again() -> None:
    remembered = Memory(OLD)
    asked: list[list[str]] = []

    def ask(ids: list[str]) -> dict[str, str]:
        asked.append(ids)
        return {id: id.upper() for id in ids if id != "none"}

    assert remembered.by_id("of", ["a", "none"], ask) == {"a": "A"}
    assert remembered.by_id("of", ["a", "b", "none"], ask) == {"a": "A", "b": "B"}
    assert remembered.by_id("other", ["a"], ask) == {"a": "A"}
    assert asked == [["a", "none"], ["b", "none"], ["a"]]


def test_a_full_memory_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_ANSWERS", 3)
    monkeypatch.setattr(memory, "MOST_ROWS", 3)
    remembered = Memory(OLD)
    for number in range(10):
        assert remembered.recall(number, lambda number=number: number * 2) == number * 2  # type: ignore[misc]
        ids = [str(number), str(number + 1)]
        rows = remembered.by_id("of", ids, lambda new: {id: int(id) for id in new})
        assert [rows[id] for id in ids] == [number, number + 1]
        assert len(remembered.answers) <= 3
        assert len(remembered.rows["of"]) <= 3


def statements(database: Database, shared: Memory, query: EventQuery) -> list[str]:
    """What a page asks of the database."""
    run: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        run.append(statement)

    with database.session() as session:
        remember(session, shared)
        event.listen(database.engine, "before_cursor_execute", note)
        find(session, records.Event, query)
        event.remove(database.engine, "before_cursor_execute", note)
    return [statement for statement in run if not statement.startswith("BEGIN")]


def test_the_second_page_counts_nothing_and_asks_for_no_name_again(seeded: Database) -> None:
    shared = Memory(OLD)
    asked = [("limit", "5"), ("mission", "minusma"), ("sort", "-date")]
    first = statements(seeded, shared, EventQuery.read(asked))
    second = statements(seeded, shared, EventQuery.read(asked))
    assert len(first) > len(second) == 3  # events, who took part, citations
    assert not any("count(" in statement for statement in second)
    other = statements(seeded, shared, EventQuery.read([*asked, ("datetime", "2023")]))
    assert any("count(" in statement for statement in other)


def test_lists_of_one_table_have_counts_of_their_own(seeded: Database) -> None:
    shared = Memory(OLD)
    found = {}
    for listing in LISTINGS:
        if listing.path in ("/people", "/organisations"):
            with seeded.session() as session:
                remember(session, shared)
                page = listing.search(session, listing.query.read([("limit", "1")]))
            found[listing.path] = page.matched
    assert len(set(found.values())) == 2


def test_a_code_that_is_not_known_is_refused_each_time(seeded: Database) -> None:
    shared = Memory(OLD)
    for _ in range(2):
        with pytest.raises(InvalidParameters, match="minusma"):
            statements(seeded, shared, EventQuery.read([("mission", "minusmo")]))


def test_a_day_that_is_asked_for_takes_little_memory() -> None:
    days = [date(1990, 1, 1) + timedelta(number) for number in range(100)]
    tracemalloc.start()
    try:
        kept = [is_known(records.Event, day, Match.POSSIBLE) for day in days]
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken / len(kept) < 20_000
