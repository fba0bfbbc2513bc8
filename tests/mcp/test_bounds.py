"""What does not fit is left out where most is, and said; what went wrong here is not told."""

import asyncio
import logging
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import mcp_types as types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.api.missions import MISSIONS
from app.database import Database
from app.errors import Gone, InvalidParameters
from app.mcp.bounds import MOST_BYTES, fitted, fitting, lists, size
from app.mcp.reading import Reading
from app.mcp.server import Assistants
from app.mcp.tools import BY_NAME, TOOLS
from app.queries.memory import Memories
from app.records import Withdrawn
from tests.api import odd

CONTEXT: Any = SimpleNamespace(request=None)
"""What the SDK hands over where nothing is asked over HTTP."""

ROW = {"id": "a", "short": [1, 2], "within": {"long": [{"n": "x" * 50}] * 40}, "text": "x" * 10}


def test_a_row_that_fits_is_the_row_itself() -> None:
    assert fitted(ROW, size(ROW)) == (ROW, [])


def test_the_longest_list_gives_and_it_is_said_of_how_many() -> None:
    row, lacks = fitted(ROW, 1000)
    kept = len(row["within"]["long"])
    assert size(row) <= 1000
    assert kept > 8
    assert row["short"] == [1, 2]
    assert lacks == [f"within.long has {kept} of 40 here; the address in `api` has all of them."]
    assert len(ROW["within"]["long"]) == 40  # type: ignore[index]


def test_what_cannot_be_made_to_fit_is_refused() -> None:
    for row in ({"text": "x" * 100, "list": ["y"]}, {"text": "x" * 100}):
        with pytest.raises(InvalidParameters, match="does not fit into"):
            fitted(row, 50)


def test_what_is_alone_in_a_list_gives_of_its_own_lists() -> None:
    fact = {"id": "a", "citations": [{"document": "x" * 20}] * 50}
    row, lacks = fitted({"agreeing": [fact, {**fact, "id": "b"}]}, 800)
    (kept,) = row["agreeing"]
    number = len(kept["citations"])
    assert 10 < number < 50
    assert [lack.partition(";")[0] for lack in lacks] == [
        "agreeing has 1 of 2 here",
        f"agreeing[0].citations has {number} of 50 here",
    ]


@given(st.lists(st.integers(0, 10**6), max_size=60), st.integers(40, 400))
def test_a_cut_row_fits_and_begins_as_the_whole(numbers: list[int], room: int) -> None:
    row, lacks = fitted({"numbers": numbers}, room)
    assert size(row) <= room
    assert numbers[: len(row["numbers"])] == row["numbers"]
    assert bool(lacks) == (len(row["numbers"]) < len(numbers))
    assert dict(lists(row)).keys() <= {"numbers"}


@given(st.lists(st.text(max_size=20), max_size=30), st.integers(0, 400))
def test_as_many_rows_fit_as_there_is_room_for(texts: list[str], room: int) -> None:
    rows: list[dict[str, Any]] = [{"text": text} for text in texts]
    number = fitting(rows, room)
    assert sum(size(row) + 1 for row in rows[:number]) <= room
    assert number == len(rows) or sum(size(row) + 1 for row in rows[: number + 1]) > room


def test_a_row_too_large_for_any_answer_comes_alone_and_cut(seeded: Database) -> None:
    with seeded.session() as session:
        (whole,) = Reading(session).rows(MISSIONS, [])["items"]
        answer = Reading(session).rows(MISSIONS, [], room=9000)
    (row,) = answer["items"]
    assert size(row) <= 9000
    assert "items[0].milestones has" in answer["notice"]
    assert row["milestones"] == whole["milestones"][: len(row["milestones"])]


def test_what_was_merged_is_told_of_with_its_heir_and_what_was_withdrawn_is_gone(
    own: Database,
) -> None:
    when = datetime(2026, 11, 1, tzinfo=UTC)
    gone = {"kept_in": "mission", "source": "made-up", "withdrawn_at": when}
    odd.add(
        own,
        Withdrawn(id="withdrawn-one", heir_id=None, **gone),
        Withdrawn(id="former-minusma", heir_id="minusma", **gone),
    )
    with own.session() as session:
        reading = Reading(session)
        answer = BY_NAME["mission"].answer(reading, {"id": "former-minusma"})
        assert (answer["item"]["id"], answer["api"]) == ("minusma", "/v1/missions/minusma")
        assert answer["notice"] == "former-minusma has become part of minusma."
        with pytest.raises(Gone, match="was withdrawn on 2026-11-01"):
            BY_NAME["mission"].answer(reading, {"id": "withdrawn-one"})


def test_a_fault_of_ours_is_logged_and_none_of_it_told(
    seeded: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("secret of /srv/kb")

    monkeypatch.setattr(Reading, "rows", broken)
    params = types.CallToolRequestParams(name="coverage", arguments={})
    assistants = Assistants(seeded, Memories(), "http://127.0.0.1:8000")
    with caplog.at_level(logging.ERROR):
        answer = asyncio.run(assistants.call_tool(CONTEXT, params))
    assert answer.is_error
    assert answer.structured_content["status"] == 500
    assert "secret" not in answer.model_dump_json()
    assert "secret of /srv/kb" in caplog.text


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=50)
    | st.text(st.characters(categories=["Cs"]), min_size=1, max_size=2)
    | st.sampled_from(["minusma", "2023", "bases", "-date", "certain", "casualties"]),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=8,
)
NAMES = sorted({name for tool in TOOLS for name in tool.input_schema["properties"]})


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(BY_NAME)),
    st.dictionaries(
        st.sampled_from(NAMES) | st.text(st.characters(), max_size=9), JSON, max_size=4
    ),
)
def test_whatever_is_asked_is_answered_or_refused(
    seeded: Database, name: str, arguments: dict[str, Any]
) -> None:
    params = types.CallToolRequestParams(name=name, arguments=arguments)
    answer = asyncio.run(Assistants(seeded, Memories(), "").call_tool(CONTEXT, params))
    assert answer.structured_content.get("status", 400) in (400, 404), answer
    assert answer.is_error == ("status" in answer.structured_content)
    assert len(answer.content[0].text) < MOST_BYTES + 4096  # type: ignore[union-attr]
    answer.model_dump_json()
