"""The timeline: facts of every kind in one order, against plain Python over all of them."""

import re
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.api.timeline import TimelineQuery
from app.database import Database
from app.queries import kinds
from app.queries.timeline import merged, stretches, timeline
from app.records import Milestone, Statement
from app.values.terms import MilestoneType
from tests.api import odd
from tests.api.gathered import KINDS, LISTED, documents_of, gathered, keys, narrowed, ordered, shown
from tests.api.served import Params, Row, check_body, page, pages, refused
from tests.api.test_oracle import World, filters, written
from tests.api.test_pages import next_cursor
from tests.queries.test_find import counted

PATH = "/v1/timeline"


@pytest.fixture(scope="module")
def world(odd_api: httpx.Client) -> World:
    return World(odd_api)


@pytest.fixture(scope="module")
def facts(odd_api: httpx.Client) -> list[Row]:
    return gathered(odd_api)


def some_filters(world: World) -> st.SearchStrategy[Params]:
    """Filters that the lists of facts take, and kinds."""
    several = st.lists(st.sampled_from(KINDS), min_size=1, max_size=4, unique=True)
    of_facts = filters(world, "tasks").filter(lambda asked: not {"q", "category"} & asked.keys())
    return st.tuples(of_facts, st.none() | several).map(
        lambda drawn: drawn[0] | ({"kind": drawn[1]} if drawn[1] else {})
    )


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_it_holds_every_fact_of_every_kind_once_and_in_order(
    odd_api: httpx.Client, facts: list[Row], sort: str
) -> None:
    answer = odd_api.get(PATH, params={"sort": sort, "limit": 1000})
    check_body(answer)
    assert answer.json()["items"] == [shown(fact) for fact in ordered(facts, sort)]
    assert answer.json()["numberMatched"] == len(facts)
    assert {fact["kind"] for fact in facts} == set(KINDS)
    assert {fact["kind"] for fact in facts if fact["date"] is None} == set(KINDS)


def test_every_path_shows_the_fact_that_it_stands_by(api: httpx.Client) -> None:
    rows = page(api, PATH, limit=1000)["items"]
    answers = {href: api.get(href) for href in {row["href"] for row in rows}}
    for row in rows:
        assert answers[row["href"]].status_code == 200
        assert f'"id":"{row["id"]}"' in answers[row["href"]].text


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_any_filters_find_what_plain_python_finds(
    odd_api: httpx.Client, world: World, facts: list[Row], data: st.DataObject
) -> None:
    asked = data.draw(some_filters(world))
    answer = page(odd_api, PATH, **written(asked))
    kept, undated, unlocated = narrowed(world, facts, asked)
    assert keys(answer["items"]) == keys(ordered(kept, asked.get("sort", "date")))
    assert answer["numberMatched"] == len(kept)
    assert answer["undatedExcluded"] == len(undated)
    assert answer["unlocatedExcluded"] == len(unlocated)


@pytest.mark.parametrize(
    "asked", [{"q": "minusma"}, {"q": "odd"}, {"known_on": "2023-12-12"}, {"known_on": "2023-12"}]
)
def test_words_and_a_day_of_knowledge_find_what_the_lists_find(
    odd_api: httpx.Client, asked: Params
) -> None:
    if asked == {"known_on": "2023-12"}:
        refused(odd_api, PATH, **asked)
        return
    told = keys(page(odd_api, PATH, kind=list(LISTED), limit=1000, **asked)["items"])
    lists = [
        (kind, row["id"])
        for kind, noun in LISTED.items()
        for row in page(odd_api, f"/v1/{noun}", limit=1000, **asked)["items"]
    ]
    assert sorted(told) == sorted(lists)
    assert told


def test_the_known_facts_are_those_of_documents_published_by_then(api: httpx.Client) -> None:
    known = page(api, PATH, known_on="2023-12-12", limit=1000)["items"]
    documents = page(api, "/v1/documents", known_on="2023-12-12")["items"]
    published = {document["id"] for document in documents}
    told = [fact for fact in gathered(api) if documents_of(fact) & published]
    assert keys(known) == keys(ordered(told, "date"))
    assert 0 < len(known) < page(api, PATH)["numberMatched"]


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize("limit", range(1, 8))
def test_pages_of_any_size_hold_all_of_it_once(
    odd_api: httpx.Client, limit: int, sort: str
) -> None:
    asked: Params = {"sort": sort} | ({"place": "gao"} if limit < 5 else {})
    whole = page(odd_api, PATH, limit=1000, **asked)["items"]
    small = list(pages(odd_api, PATH, limit=limit, **asked))
    assert [row for each in small for row in each["items"]] == whole
    assert all(len(each["items"]) == limit for each in small[:-1])
    assert {each["numberMatched"] for each in small} == {len(whole)}
    assert len({row["kind"] for row in whole if row["date"] is None}) > 5
    assert len(whole) > 20


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_each_fact_can_begin_a_page(odd_database: Database, sort: str) -> None:
    whole = TimelineQuery.read([("sort", sort), ("limit", "1000")])
    with odd_database.session() as session:
        sought = whole.sought(session)
        rows = timeline(session, whole, sought).rows
        (stretch, *more) = stretches(whole, sought, None)
        raw = list(session.execute(merged(stretch, whole, 1000)))
        for other in more:
            raw += session.execute(merged(other, whole, 1000))
        assert [row.id for row in raw] == [row.id for row in rows]
        for number, row in list(enumerate(raw))[:: 1 if sort == "date" else 2]:
            cursor = whole.cursor_after(whole.order().values(row))
            query = TimelineQuery.read([("sort", sort), ("limit", "2"), ("cursor", cursor)])
            found = timeline(session, query, sought).rows
            assert list(found) == list(rows[number + 1 : number + 3])


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_facts_of_one_day_are_paged_by_kind_and_id(
    own: Database, own_api: httpx.Client, sort: str
) -> None:
    for name in ("a", "b", "c"):
        odd.add(own, *same_day(name, "2020-02-02"), *same_day(f"{name}-undated", None))
    whole = page(own_api, PATH, sort=sort)["items"]
    assert keys(whole) == keys(ordered(gathered(own_api), sort))
    assert len(whole) == 24
    for limit in (1, 2, 3, 5, 7):
        small = pages(own_api, PATH, sort=sort, limit=limit)
        assert [row for each in small for row in each["items"]] == whole


def same_day(name: str, date: str | None) -> list[Any]:
    """Four facts of different kinds that begin at once."""
    made = [odd.event(f"x-{name}", date), odd.event(f"y-{name}", date, "gao")]
    made.append(odd.fact(Statement, f"x-{name}", date, None))
    milestone = {"mission_id": "minusma", "type": MilestoneType.DEPLOYED}
    made.append(odd.fact(Milestone, f"x-{name}", date, None, **milestone))
    return made


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_a_cursor_survives_rows_that_come_before_and_after_it(
    own: Database, own_api: httpx.Client, sort: str
) -> None:
    odd.add(own, *(odd.event(f"event-{year}", f"{year}") for year in range(2001, 2005)))
    first = page(own_api, PATH, sort=sort, limit=2)
    odd.add(own, odd.event("oldest", "1999"), odd.event("newest", "2020"), odd.event("undated"))
    onward = page(own_api, PATH, sort=sort, cursor=next_cursor(first))["items"]
    later = ["event-2003", "event-2004", "newest", "undated"]
    earlier = ["event-2002", "event-2001", "oldest", "undated"]
    assert [row["id"] for row in onward] == (later if sort == "date" else earlier)


def test_the_last_day_of_the_calendar_is_as_good_as_no_date(
    own: Database, own_api: httpx.Client
) -> None:
    odd.add(own, odd.event("a", "9999-12-31"), odd.event("b"), odd.event("c", "9999-12-30"))
    assert [row["id"] for row in page(own_api, PATH)["items"]] == ["c", "a", "b"]
    assert [row["id"] for row in page(own_api, PATH, sort="-date")["items"]] == ["c", "b", "a"]
    for sort in ("date", "-date"):
        small = list(pages(own_api, PATH, sort=sort, limit=1))
        assert len({row["id"] for each in small for row in each["items"]}) == 3


def test_a_milestone_of_no_mission_is_shown_nowhere_else(
    own: Database, own_api: httpx.Client
) -> None:
    odd.add(own, odd.fact(Milestone, "m", None, None, type=MilestoneType.DEPLOYED))
    (row,) = page(own_api, PATH)["items"]
    assert row["href"] is None


def test_nothing_is_found_in_an_empty_database(own_api: httpx.Client) -> None:
    answer = page(own_api, PATH)
    assert (answer["items"], answer["numberMatched"]) == ([], 0)


def test_what_is_no_kind_is_refused_with_the_nearest(api: httpx.Client) -> None:
    assert "did you mean base-status?" in refused(api, PATH, kind="base-statuses")["detail"]
    assert "did you mean milestone?" in refused(api, PATH, kind="Milestone")["detail"]


@pytest.mark.parametrize(
    ("name", "value", "nearest"),
    [
        ("mission", "minusmah", "minusma"),
        ("place", "tombouctou", "timbuktu"),
        ("country", "ml", "MLI"),
    ],
)
def test_what_names_no_row_is_told_once(
    api: httpx.Client, name: str, value: str, nearest: str
) -> None:
    (error,) = refused(api, PATH, **{name: value})["errors"]
    assert error["example"] == nearest


def test_a_cursor_goes_with_its_filters_and_its_order(api: httpx.Client) -> None:
    cursor = next_cursor(page(api, PATH, kind="event", limit=2))
    for other in ({}, {"kind": "role"}, {"kind": "event", "sort": "-date"}):
        refused(api, PATH, cursor=cursor, **other)
    assert page(api, PATH, kind="event", cursor=cursor)["items"]


def test_the_count_is_left_out_above_a_bound_unless_it_is_asked_for(
    asked_anew: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "MOST_COUNTED", 5)
    assert page(asked_anew, PATH, limit=1)["numberMatched"] is None
    exact = page(asked_anew, PATH, limit=1, count="exact")["numberMatched"]
    assert exact == len(page(asked_anew, PATH, limit=1000)["items"])


ALL_FILTERS = [
    ("mission", "minusma"),
    ("document", "diplomatic-insight-2023-12-12"),
    ("country", "MLI"),
    ("place", "mali"),
    ("lat", "16"),
    ("lon", "0"),
    ("radius_km", "3000"),
    ("datetime", "2000/2030"),
    ("known_on", "2024-12-31"),
]


@pytest.mark.parametrize("asked", [[], [("sort", "-date")], ALL_FILTERS])
def test_the_number_of_statements_does_not_grow_with_the_rows(
    odd_database: Database, asked: list[tuple[str, str]]
) -> None:
    run = {}
    for limit in ("1", "3", "50"):
        query = TimelineQuery.read([*asked, ("limit", limit)])
        with counted(odd_database) as statements, odd_database.session() as session:
            assert timeline(session, query, query.sought(session)).rows
        run[limit] = len(statements)
    assert max(run.values()) <= 3 + 6 * (asked is ALL_FILTERS)
    assert max(run.values()) - min(run.values()) <= 1  # places, where the first row has one


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize("asked", [(), (("mission", "minusma"),)])
def test_every_table_is_read_by_its_index_and_no_further_than_a_page(
    seeded: Database, sort: str, asked: tuple[tuple[str, str], ...]
) -> None:
    if not seeded.is_sqlite:
        return  # PostgreSQL reads so few rows as the seed has without an index
    query = TimelineQuery.read([("sort", sort), *asked])
    with seeded.session() as session:
        (stretch, *_) = stretches(query, query.sought(session), None)
        statement = merged(stretch, query, 7)
        compiled = statement.compile(seeded.engine, compile_kwargs={"literal_binds": True})
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")).all()
    assert str(compiled).count("LIMIT 7") == len(KINDS) + 1
    index = "mission_id_began_earliest_id" if asked else "began_earliest_id"
    reads = [step.detail for step in plan if f"{index}" in step.detail]
    assert len(reads) == len(KINDS)
    sorts = [step for step in plan if "TEMP B-TREE" in step.detail]
    assert len(sorts) <= 1


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize("asked", [(), (("mission", "minusma"),)])
def test_a_filter_by_date_reads_a_range_of_an_index_of_every_table(
    seeded: Database, sort: str, asked: tuple[tuple[str, str], ...]
) -> None:
    query = TimelineQuery.read([("sort", sort), ("datetime", "2015-03"), *asked])
    first = "mission_id" if asked else "began_earliest"
    of_all = rf"{first}(_began_earliest)?_id_ended_latest"
    with seeded.session() as session:
        times = list(stretches(query, query.sought(session), None))
        plans = [plan_of(session, merged(stretch, query, 7)) for stretch in times]
    few, all_of_2015 = plans if sort == "date" else reversed(plans)
    # Where no mission is asked for, all indexes of these few are alike to PostgreSQL.
    of_few = "mission_id" if asked else "[a-z_]+"
    assert len(re.findall(rf"ix_[a-z_]+_{of_few}_of_those_spanning_years", few)) == len(KINDS)
    assert len(re.findall(rf"ix_[a-z_]+_{of_all}\b", all_of_2015)) == len(KINDS)
    assert not re.search("SCAN [a-z_]+ USING|Seq Scan on", few + all_of_2015)


def plan_of(session: Session, statement: Any) -> str:
    """How the database reads the tables, as it says itself; PostgreSQL if they were large."""
    engine: Any = session.get_bind()
    is_sqlite = engine.dialect.name == "sqlite"
    if not is_sqlite:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        session.execute(text("SET LOCAL enable_bitmapscan = off"))
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    compiled = statement.compile(engine, compile_kwargs={"literal_binds": True})
    steps = session.connection().exec_driver_sql(f"{explain} {compiled}")
    return "\n".join(str(step[-1]) for step in steps)
