"""One list is one handful of SQL statements, however many rows it shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from app import records
from app.api import (
    actors,
    bases,
    casualties,
    contingents,
    documents,
    events,
    missions,
    places,
    resolutions,
    statements,
    strengths,
    tasks,
)
from app.api.schemas import Answer
from app.api.shaping import shaper
from app.database import Database
from app.queries.find import find, get
from app.queries.page import Page
from app.queries.query import Query
from tests.api import odd

LISTS: list[tuple[type[Any], type[Page], type[Any]]] = [
    (records.Mission, missions.MissionQuery, missions.Mission),
    (records.Resolution, resolutions.ResolutionQuery, resolutions.Resolution),
    (records.Contingent, contingents.ContingentQuery, contingents.Contingent),
    (records.Base, bases.BaseQuery, bases.Base),
    (records.CasualtyFigure, casualties.CasualtyQuery, casualties.CasualtyFigure),
    (records.StrengthFigure, strengths.StrengthQuery, strengths.StrengthFigure),
    (records.Event, events.EventQuery, events.Event),
    (records.Statement, statements.StatementQuery, statements.Statement),
    (records.MandateTask, tasks.TaskQuery, tasks.MandateTask),
    (records.Place, places.PlaceQuery, places.Place),
    (records.Country, places.CountryQuery, places.Country),
    (records.Actor, actors.OrganisationQuery, actors.ActorRef),
    (records.Document, documents.DocumentQuery, documents.Document),
]
NAMES = [record.__name__ for record, _, _ in LISTS]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The SQL statements that are run meanwhile."""
    run: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement != "BEGIN":
            run.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield run
    event.remove(database.engine, "before_cursor_execute", note)


def statements_for(
    database: Database, record: type[Any], shape: type[Answer], query: Page
) -> tuple[int, int]:
    """How many statements a page takes, and how many rows it shows."""
    with counted(database) as run, database.session() as session:
        rows = find(session, record, query).rows
        for row in rows:
            shaper(shape)(row)
    return len(run), len(rows)


@pytest.mark.parametrize(("record", "query", "shape"), LISTS, ids=NAMES)
def test_the_number_of_statements_does_not_grow_with_the_rows(
    seeded: Database, record: type[Any], query: type[Page], shape: type[Any]
) -> None:
    few, one = statements_for(seeded, record, shape, query.read([("limit", "1")]))
    many, rows = statements_for(seeded, record, shape, query.read([("limit", "1000")]))
    assert one == 1
    assert rows > 1 or record is records.Mission
    assert many <= few + 1  # what the first row happens not to have is not asked for
    assert many <= 12


def test_a_page_of_facts_with_citations_takes_four_statements_at_most(seeded: Database) -> None:
    query = casualties.CasualtyQuery.read([("limit", "50")])
    count, rows = statements_for(seeded, records.CasualtyFigure, casualties.CasualtyFigure, query)
    assert rows > 1
    assert count <= 4


@pytest.mark.parametrize("asked", [[], [("mission", "minusma")]])
@pytest.mark.parametrize("sort", ["date", "-date"])
def test_a_page_is_read_off_an_index_by_date_and_not_sorted(
    seeded: Database, sort: str, asked: list[tuple[str, str]]
) -> None:
    if not seeded.is_sqlite:
        return  # PostgreSQL reads so few rows as the seed has without an index
    query = events.EventQuery.read([("sort", sort), ("limit", "1000"), *asked])
    pages: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if "ORDER BY event.began_earliest" in statement:
            pages.append((statement, values))

    event.listen(seeded.engine, "before_cursor_execute", note)
    with seeded.session() as session:
        rows = find(session, records.Event, query).rows
        event.remove(seeded.engine, "before_cursor_execute", note)
        assert rows
        assert len(pages) == (2 if sort == "-date" else 1)  # the undated rows come after the others
        for statement, values in pages:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [step.detail for step in plan]
            assert any("began_earliest_id" in step for step in steps)
            assert not any("TEMP B-TREE" in step for step in steps)


def test_nothing_is_loaded_that_a_list_did_not_ask_for(seeded: Database) -> None:
    query = events.EventQuery.read([])
    with seeded.session() as session:
        (row, *_) = find(session, records.Event, query).rows
    assert row.citations[0].document.id
    assert shaper(events.Event)(row)["id"] == row.id


def test_an_item_is_loaded_as_its_list_loads_it(seeded: Database) -> None:
    with counted(seeded) as run, seeded.session() as session:
        row = get(session, records.Event, "flag-lowered", Query())
        assert row is not None
        assert shaper(events.Event)(row)["actors"] is not None
    assert 1 <= len(run) <= 6  # places, documents and actors are remembered: others ask no more


def test_what_is_not_there_is_none(seeded: Database) -> None:
    with seeded.session() as session:
        assert get(session, records.Event, "nope", Query()) is None


def test_only_narrows_what_is_found_and_counted(database: Database) -> None:
    odd.add(database, *odd.ground(), odd.event("one"), odd.event("two"))
    with database.session() as session:
        whole = find(session, records.Event, events.EventQuery.read([]))
        narrow = find(session, records.Event, events.EventQuery.read([]), records.Event.id == "one")
    assert (whole.matched, [row.id for row in whole.rows]) == (2, ["one", "two"])
    assert (narrow.matched, [row.id for row in narrow.rows]) == (1, ["one"])
