"""Coverage: what there is, against plain Python over all facts."""

from collections import defaultdict
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.api.coverage import CoverageQuery
from app.database import Database
from app.queries import coverage as queries
from tests.api import odd
from tests.api.gathered import KINDS, LISTED, documents_of, gathered, narrowed
from tests.api.served import Params, Row, check_body, ids, page, pages, refused
from tests.api.test_oracle import World, written
from tests.api.test_pages import next_cursor
from tests.api.test_timeline import some_filters
from tests.queries.test_find import counted

PATH = "/v1/coverage"
LAST = "~"


@pytest.fixture(scope="module")
def world(odd_api: httpx.Client) -> World:
    return World(odd_api)


@pytest.fixture(scope="module")
def facts(odd_api: httpx.Client) -> list[Row]:
    return gathered(odd_api)


def year_of(fact: Row) -> int | None:
    first = fact["date"] and fact["date"]["began"]["earliest"]
    return int(first[:4]) if first else None


def told_of(facts: list[Row]) -> Row:
    """What coverage tells of some facts together."""
    dates = [fact["date"] for fact in facts if fact["date"] is not None]
    firsts = [date["began"]["earliest"] for date in dates if date["began"]["earliest"]]
    lasts = [date["ended"]["latest"] for date in dates if date["ended"]["latest"]]
    return {
        "facts": len(facts),
        "undated": len(facts) - len(dates),
        "unlocated": sum((fact["place"] or {}).get("longitude") is None for fact in facts),
        "first": min(firsts, default=None),
        "last": max(lasts, default=None),
    }


def cells_of(facts: list[Row], published: dict[str | None, Any], documents: Any) -> list[Row]:
    """The cells that hold these facts, in their order."""
    cells: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for fact in facts:
        saying: set[str | None] = {*documents_of(fact)}
        if documents is not None:
            saying &= {*documents}
        for document in saying or {None}:
            cells[fact["kind"], fact["mission"], year_of(fact), document].append(fact)

    def key(cell: tuple[Any, ...]) -> tuple[Any, ...]:
        kind, mission, year, document = cell
        return kind, mission or LAST, year or 10_000, document or LAST

    names = ("kind", "mission", "year", "document")
    return [
        {
            **dict(zip(names, cell, strict=True)),
            "published": published.get(cell[3]),
            **told_of(cells[cell]),
        }
        for cell in sorted(cells, key=key)
    ]


def published(world: World) -> dict[str | None, Any]:
    return {row["id"]: row["published"] for row in world.rows("documents")}


def test_it_counts_every_fact_by_kind_mission_year_and_document(
    odd_api: httpx.Client, world: World, facts: list[Row]
) -> None:
    answer = odd_api.get(PATH, params={"limit": 1000})
    check_body(answer)
    told = answer.json()
    assert told["items"] == cells_of(facts, published(world), None)
    assert told["numberMatched"] == len(told["items"])
    documents = {document for fact in facts for document in documents_of(fact)}
    release = odd_api.get("/ready").json()["release"]
    assert told["totals"] == {
        **told_of(facts),
        "documents": len(documents),
        "release": release,
    }


def test_there_is_something_to_tell_apart(world: World, facts: list[Row]) -> None:
    cells = cells_of(facts, published(world), None)
    for name in ("mission", "year", "document", "first", "last"):
        assert {cell[name] is None for cell in cells} == {True, False}
    assert any(cell["undated"] not in (0, cell["facts"]) for cell in cells)
    assert any(cell["unlocated"] not in (0, cell["facts"]) for cell in cells)
    assert any(len(documents_of(fact)) > 1 for fact in facts)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_any_filters_count_what_plain_python_counts(
    odd_api: httpx.Client, world: World, facts: list[Row], data: st.DataObject
) -> None:
    asked = {n: v for n, v in data.draw(some_filters(world)).items() if n != "sort"}
    answer = page(odd_api, PATH, **written(asked))
    kept, undated, unlocated = narrowed(world, facts, asked)
    assert answer["items"] == cells_of(kept, published(world), asked.get("document"))
    totals = {name: answer["totals"][name] for name in told_of([])}
    assert totals == told_of(kept)
    assert answer["undatedExcluded"] == len(undated)
    assert answer["unlocatedExcluded"] == len(unlocated)


@pytest.mark.parametrize("kind", LISTED)
def test_its_sums_are_those_of_the_lists(odd_api: httpx.Client, kind: str) -> None:
    noun = f"/v1/{LISTED[kind]}"
    for asked in ({}, {"mission": "minusma"}, {"datetime": "2023"}, {"place": "mali"}):
        totals = page(odd_api, PATH, kind=kind, **asked)["totals"]
        assert totals["facts"] == page(odd_api, noun, **asked)["numberMatched"]
    for document in ids(page(odd_api, "/v1/documents")["items"]):
        cells = page(odd_api, PATH, kind=kind, document=document)["items"]
        matched = page(odd_api, noun, document=document)["numberMatched"]
        assert sum(cell["facts"] for cell in cells) == matched


def test_what_was_known_on_a_day_is_counted_without_later_documents(api: httpx.Client) -> None:
    told = page(api, PATH, known_on="2023-12-12", limit=1000)
    known = {row["id"] for row in page(api, "/v1/documents", known_on="2023-12-12")["items"]}
    assert {cell["document"] for cell in told["items"]} == known
    assert told["totals"]["documents"] == len(known)
    matched = page(api, "/v1/timeline", known_on="2023-12-12")["numberMatched"]
    assert told["totals"]["facts"] == matched


@pytest.mark.parametrize("sort", ["kind", "-kind"])
@pytest.mark.parametrize("limit", range(1, 8))
def test_pages_of_any_size_hold_all_of_it_once(
    odd_api: httpx.Client, limit: int, sort: str
) -> None:
    asked: Params = (
        {"kind": ["event", "role", "task"], "sort": sort} if limit < 4 else {"sort": sort}
    )
    whole = page(odd_api, PATH, limit=1000, **asked)
    small = list(pages(odd_api, PATH, limit=limit, **asked))
    assert [row for each in small for row in each["items"]] == whole["items"]
    assert all(len(each["items"]) == limit for each in small[:-1])
    assert {each["numberMatched"] for each in small} == {len(whole["items"])}
    assert all(each["totals"] == whole["totals"] for each in small)


def test_the_other_order_is_the_reverse(odd_api: httpx.Client) -> None:
    forward = page(odd_api, PATH, limit=1000)["items"]
    assert page(odd_api, PATH, limit=1000, sort="-kind")["items"] == forward[::-1]
    assert [cell["kind"] for cell in forward] == sorted(cell["kind"] for cell in forward)
    assert {cell["kind"] for cell in forward} == set(KINDS)


def test_years_before_1000_and_open_beginnings_have_their_places(
    own: Database, own_api: httpx.Client
) -> None:
    dates = ("0987", "0001-05", "2023", "9998", "../2015", None, "9999-12-31")
    odd.add(own, *(odd.event(f"event-{number}", date) for number, date in enumerate(dates)))
    cells = page(own_api, PATH)["items"]
    assert [(cell["year"], cell["facts"]) for cell in cells] == [
        (1, 1), (987, 1), (2023, 1), (9998, 1), (None, 3),
    ]  # fmt: skip
    assert (cells[-1]["first"], cells[-1]["last"], cells[-1]["undated"]) == (None, "2015-12-31", 1)
    assert [row for each in pages(own_api, PATH, limit=1) for row in each["items"]] == cells


def test_an_empty_database_says_that_there_is_nothing(own_api: httpx.Client) -> None:
    answer = own_api.get(PATH)
    check_body(answer)
    assert answer.json()["items"] == []
    assert answer.json()["totals"] == {
        "facts": 0,
        "undated": 0,
        "unlocated": 0,
        "documents": 0,
        "first": None,
        "last": None,
        "release": None,
    }


def test_wrong_questions_are_refused(api: httpx.Client) -> None:
    assert "did you mean event?" in refused(api, PATH, kind="evnt")["detail"]
    assert "nearest is minusma" in refused(api, PATH, mission="minusmah")["detail"]
    assert "did you mean kind?" in refused(api, PATH, sort="kin")["detail"]
    cursor = next_cursor(page(api, PATH, limit=2))
    for other in ({"sort": "-kind"}, {"kind": "event"}):
        refused(api, PATH, cursor=cursor, **other)
    refused(api, "/v1/timeline", cursor=cursor)


def test_the_number_of_statements_does_not_grow_with_the_rows(odd_database: Database) -> None:
    run = set()
    for limit in ("1", "7", "1000"):
        query = CoverageQuery.read([("limit", limit)])
        with counted(odd_database) as statements, odd_database.session() as session:
            assert queries.coverage(session, query).rows
        run.add(len(statements))
    assert run == {3}
