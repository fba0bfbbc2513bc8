"""Every filter is read off an index, in both orders: nothing reads or sorts a table's worth of rows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import func, select

from app.api.casualties import CasualtyQuery
from app.api.contingents import ContingentQuery
from app.database import Database
from app.queries.find import find
from app.queries.page import Page
from app.records import CasualtyFigure, Contingent, Place
from app.sources.prepare import migrate
from app.sources.seed import seed
from benchmarks.making import Size, make
from tests.conftest import NewUrl
from tests.queries.made import Run, plan, rows_read, statements, work

FACTS = 120_000
SIZE = Size(FACTS, places=800, documents=300, kinds={"casualty": 0.9, "contingent": 0.1})
LIMIT = 50
FEW_ROWS = 5_000
FEW_STEPS = 80
"""Thousands: to read the whole table takes SQLite a few hundred at the least."""

HOPS = 8
"""Thousands of rows before a page that is far into the list."""

WALKS = {"document", "known_on", "q"}
"""What no index has in the order of dates: all are read in that order, until the page is full."""

COUNTED_FROM_ROWS = re.compile("q=|match=certain")
"""No index has the words of facts, nor the inner bounds of all their dates."""

HUGE, SMALL = "mission=made-mission-001", "mission=made-mission-050"
LARGEST_COUNTRY, LARGEST_TOWN = "country={country}", "place={town}"
CASUALTIES = [
    "",
    HUGE,
    SMALL,
    "document=made-dataset-00",
    "document=made-article-00299",
    LARGEST_COUNTRY,
    LARGEST_TOWN,
    "place={whole}",
    "place=world",
    "bbox={box}",
    "lat={lat}&lon={lon}&radius_km=120",
    "datetime=2009",
    "datetime=2009-03/2009-05",
    "datetime=2009&match=certain",
    "datetime=2020/..",
    "known_on=2013-02-01",
    "known_on=2024-06-30",
    "contributor={contributor}",
    "outcome=displacement",
    "cause=not-stated",
    "group=mission-personnel",
    "basis=cumulative",
    "basis=incident",
    "q=casualty",
    f"{HUGE}&datetime=2009",
    f"{SMALL}&datetime=1992/2022",
    f"{LARGEST_COUNTRY}&datetime=2009",
    f"{LARGEST_TOWN}&datetime=2009",
    "place={whole}&datetime=2009",
    f"{HUGE}&outcome=displacement",
    f"{HUGE}&cause=illness",
    f"{SMALL}&basis=cumulative",
    "contributor={contributor}&datetime=2009",
    f"{HUGE}&datetime=2009&outcome=death",
    f"{HUGE}&q=casualty",
]
CONTINGENTS = [
    "unit_type=medical",
    "relation=seen",
    f"{HUGE}&unit_type=medical",
    "contributor={contributor}&datetime=2009",
]
ASKED: list[tuple[type[Any], type[Page], str]] = [
    *((CasualtyFigure, CasualtyQuery, asked) for asked in CASUALTIES),
    *((Contingent, ContingentQuery, asked) for asked in CONTINGENTS),
]


@pytest.fixture(scope="module")
def large(new_url: NewUrl, seed_dir: Path) -> Iterator[Database]:
    """A database whose tables are large enough for a plan to matter."""
    database = Database(new_url())
    migrate(database)
    seed(database, seed_dir)
    make(database, SIZE)
    yield database
    database.close()


@pytest.fixture(scope="module")
def known(large: Database) -> dict[str, str]:
    """Where most facts are, and who sends most people, to be filled into the questions."""
    with large.session() as session:
        most = func.count().desc()
        towns = select(Place).join(CasualtyFigure, CasualtyFigure.place_id == Place.id)
        towns = (
            towns.where(Place.longitude.is_not(None)).group_by(Place.id).order_by(most, Place.id)
        )
        town = session.scalars(towns.limit(1)).one()
        sender = CasualtyFigure.contributor_id
        senders = select(sender).where(sender.is_not(None)).group_by(sender).order_by(most)
        contributor = session.scalars(senders.limit(1)).one()
    assert town.longitude is not None
    assert town.latitude is not None
    box = [town.longitude - 1, town.latitude - 1, town.longitude + 1, town.latitude + 1]
    return {
        "town": town.id,
        "country": str(town.country_id),
        "whole": str(town.parent_id),
        "box": ",".join(f"{number:.4f}" for number in box),
        "lon": str(town.longitude),
        "lat": str(town.latitude),
        "contributor": str(contributor),
    }


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize(
    ("record", "query_type", "asked"), ASKED, ids=[f"{r.__name__}?{a}" for r, _, a in ASKED]
)
def test_a_page_reads_few_rows_however_large_the_table(
    large: Database,
    known: dict[str, str],
    record: type[CasualtyFigure],
    query_type: type[Page],
    asked: str,
    sort: str,
) -> None:
    given = parse_qsl(asked.format(**known))
    query = query_type.read([("limit", str(LIMIT)), ("sort", sort), *given])
    with statements(large, record.__tablename__) as run, large.session() as session:
        found = find(session, record, query)
    assert found.rows, "the question is about nothing"
    check_pages(large, record, run, is_walk=not given or bool(WALKS & dict(given).keys()))


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize(
    "asked", ["", HUGE, LARGEST_COUNTRY, "outcome=death", "outcome=death&datetime=1990/2024"]
)
def test_a_page_far_into_the_list_reads_no_more_than_the_first(
    large: Database, known: dict[str, str], asked: str, sort: str
) -> None:
    given = [("sort", sort), *parse_qsl(asked.format(**known))]
    query = CasualtyQuery.read([("limit", "1000"), *given])
    for _ in range(HOPS):
        with large.session() as session:
            cursor = find(session, CasualtyFigure, query).cursor
        query = replace(query, cursor=cursor)
    query = replace(query, limit=LIMIT)
    with statements(large, CasualtyFigure.__tablename__) as run, large.session() as session:
        assert len(find(session, CasualtyFigure, query).rows) == LIMIT
    check_pages(large, CasualtyFigure, run, is_walk=not asked)


def check_pages(large: Database, record: type[CasualtyFigure], run: Run, *, is_walk: bool) -> None:
    """Nothing is read but by an index, and of that little; a walk reads all in order to its end."""
    pages = [each for each in run if "ORDER BY" in each[0] and "LIMIT" in each[0]]
    assert pages
    for statement, values in pages:
        steps = plan(large, statement, values)
        told = "\n".join(steps)
        if large.is_sqlite:
            assert is_walk or not re.search(rf"SCAN {record.__tablename__}\b", told), told
            assert work(large, statement, values) <= FEW_STEPS, told
        else:
            assert not re.search(rf"Seq Scan on {record.__tablename__}\b", told), told
            assert rows_read(steps, record.__tablename__) <= FEW_ROWS, told


@pytest.mark.parametrize(
    ("record", "query_type", "asked"),
    [each for each in ASKED if not COUNTED_FROM_ROWS.search(each[2])],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_a_count_reads_indexes_alone(
    large: Database,
    known: dict[str, str],
    record: type[CasualtyFigure],
    query_type: type[Page],
    asked: str,
) -> None:
    query = query_type.read([("limit", "1"), *parse_qsl(asked.format(**known))])
    with statements(large, record.__tablename__) as run, large.session() as session:
        find(session, record, query)
    (*_, (statement, values)) = (each for each in run if "count(" in each[0])
    told = "\n".join(plan(large, statement, values))
    if large.is_sqlite:
        read = re.findall(rf"(?:SCAN|SEARCH) {record.__tablename__}\w* (.*)", told)
        assert read, told
        assert all(step.startswith("USING COVERING INDEX") for step in read), told
    else:
        assert not re.search(rf"Seq Scan on {record.__tablename__}\b", told), told
