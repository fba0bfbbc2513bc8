"""What a page of the timeline costs over ten tables of 100,000 facts each.

.venv/bin/python -m benchmarks.timeline [ROUNDS]

The facts are made inside the database: one fact of the seed of each kind, copied under other ids, on
other days, missions and places. One in a hundred has no date, one in twenty lasts up to five years,
and one in two hundred has no end. Milliseconds are of wall-clock time for one request through
httpx.ASGITransport, in one process that asks for nothing else meanwhile: of a first page whose
matches are counted, of the same with its count and its places remembered, and of a deep page.
PostgreSQL is the one of TEST_DATABASE_URL, else postgresql:///test.
"""

import asyncio
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy import Column, Connection, Date, MetaData, Table, Text, insert, select, text, true
from sqlalchemy.exc import SQLAlchemyError

from app import records
from app.api.timeline import TimelineQuery
from app.database import Database
from app.main import create_app
from app.queries.kinds import RECORDS
from app.queries.memory import Memories
from app.queries.timeline import merged, stretches
from app.records.dated import date_columns
from app.settings import Settings
from app.sources.prepare import prepare
from app.values.dates import FuzzyDate
from app.values.words import padded
from benchmarks.figures import machine, summary, table
from benchmarks.seed import postgresql, sqlite

TARGET_MS = 30.0
FACTS_OF_A_KIND = 100_000
REQUESTS = 10
FIRST_DAY = date(1990, 1, 1)
DAYS = 12_000
MISSIONS = 20
PLACES = ("gao", "kidal", "timbuktu", "bamako", "mali", None)
DEEP = {"date": "2015-06-30", "-date": "1998-06-30"}
QUESTIONS = {
    "all": "",
    "one mission of twenty": "&mission=minusma",
    "one mission, events and statements": "&mission=minusma&kind=event&kind=statement",
    "all of 2015": "&datetime=2015",
    "one mission in 2015": "&mission=minusma&datetime=2015",
}

COPIES = Table(
    "copy",
    MetaData(),
    Column("suffix", Text),
    Column("mission_id", Text),
    Column("place_id", Text),
    Column("edtf", Text),
    *(Column(name, Date) for name in list(date_columns(None))[1:5]),
    prefixes=["TEMPORARY"],
)


def copies() -> Iterator[dict[str, Any]]:
    """What tells the facts of a kind apart, the same for every kind."""
    chance = random.Random(7)
    for number in range(FACTS_OF_A_KIND):
        edtf = when(chance, number)
        dated = date_columns(None if edtf is None else FuzzyDate.parse(edtf))
        del dated["is_approximate"]
        mission = f"mission-{number % MISSIONS}" if number % MISSIONS else "minusma"
        yield {
            "suffix": f"-{number:06}",
            "mission_id": mission,
            "place_id": PLACES[number % len(PLACES)],
            **dated,
        }


def when(chance: random.Random, number: int) -> str | None:
    """The date of a fact: mostly a day, a month or a year."""
    began = FIRST_DAY + timedelta(chance.randrange(DAYS))
    if number % 100 == 0:
        return None
    if number % 200 == 7:
        return f"{began}/.."
    if number % 20 == 7:
        return f"{began}/{began + timedelta(chance.randrange(5 * 365))}"
    return began.isoformat()[: chance.choice((4, 7, 10, 10, 10))]


def multiply(connection: Connection) -> None:
    """Make the facts, by one statement a kind."""
    mission: Any = records.Mission.__table__
    (one,) = connection.execute(select(mission)).mappings()
    others = [f"mission-{number}" for number in range(1, MISSIONS)]
    connection.execute(insert(mission), [{**one, "id": id, "words": padded([id])} for id in others])
    COPIES.create(connection)
    connection.execute(insert(COPIES), list(copies()))
    for record in RECORDS.values():
        fact: Any = record.__table__
        first = select(fact).limit(1).subquery()
        columns = [copied(column.name, first) for column in fact.columns]
        made = select(*columns).join_from(COPIES, first, true())
        names = [column.name for column in fact.columns]
        connection.execute(insert(fact).from_select(names, made))
    connection.execute(text("DROP TABLE copy"))


def copied(name: str, first: Any) -> Any:
    """What a copy has in a column: its own, or what the fact has that it was made from."""
    if name == "id":
        return first.c.id + COPIES.c.suffix
    return COPIES.c[name] if name in COPIES.c else first.c[name]


async def median_ms(
    client: httpx.AsyncClient, path: str, rounds: int, before: Callable[[], None] = lambda: None
) -> str:
    """Wall-clock time of one answer; something is done before each."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        for _ in range(REQUESTS):
            before()
            (await client.get(path)).raise_for_status()
        took.append((time.perf_counter() - began) * 1000 / REQUESTS)
    return summary(took, digits=1)


async def measured(settings: Settings, rounds: int) -> list[list[str]]:
    """Each question: its first page and a deep one, in both directions."""
    app = create_app(settings)
    rows = []

    def forget() -> None:
        app.state.memories = Memories()

    async with app.router.lifespan_context(app):
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bench")
        for name, asked in QUESTIONS.items():
            for sort in ("date", "-date"):
                path = f"/v1/timeline?limit=100&sort={sort}{asked}"
                cells = [await median_ms(client, path, rounds, forget)]
                cells.append(await median_ms(client, path, rounds))
                cells.append(await median_ms(client, f"{path}&cursor={deep(path)}", rounds))
                matched = (await client.get(path)).json()["numberMatched"]
                shown = "more than 100,000" if matched is None else f"{matched:,}"
                rows.append([name, shown, f"`{sort}`", *cells])
    return rows


def query_of(path: str) -> TimelineQuery:
    """The query of a path."""
    parameters = httpx.URL(path).params.multi_items()
    return TimelineQuery.read(parameters)


def deep(path: str) -> str:
    """A cursor some 300,000 facts into the timeline, or a part of it."""
    query = query_of(path)
    day = date.fromisoformat(DEEP[str(query.sort)])
    keys = [day, "event", "m"]
    return query.cursor_after(keys if query.sort == "date" else [1, *keys])


def plans(database: Database) -> Iterator[str]:
    """How SQLite reads the tables for a deep page, as it says itself: each way once."""
    for name, asked in QUESTIONS.items():
        for sort in ("date", "-date"):
            path = f"/v1/timeline?sort={sort}{asked}"
            query = query_of(f"{path}&cursor={deep(path)}")
            with database.session() as session:
                sought = query.sought(session)
                for stretch in stretches(query, sought, query.position(query.order())):
                    statement = merged(stretch, query, query.size + 1)
                    compiled = statement.compile(
                        database.engine, compile_kwargs={"literal_binds": True}
                    )
                    explained = f"EXPLAIN QUERY PLAN {compiled}".replace(":", "\\:")
                    ways = {step.detail for step in session.execute(text(explained))}
                    of_events = sorted(way for way in ways if " event " in f"{way} ")
                    yield from (f"{name}, `{sort}`: {way}" for way in of_events)


def main(rounds: int) -> None:
    """On each database that is there."""
    print(
        f"Timeline: {rounds} rounds of {REQUESTS} requests, {machine()}, target {TARGET_MS:g} ms\n"
    )
    head = ["facts", "matched", "`sort`", "first page, counted", "again", "deep page"]
    for name, opened in {"SQLite": sqlite, "PostgreSQL": postgresql}.items():
        try:
            with opened() as database:
                url = database.url.render_as_string(hide_password=False)
                settings = Settings(database_url=SecretStr(url))
                list(prepare(settings))
                began = time.perf_counter()
                with database.writing() as connection:
                    multiply(connection)
                if not database.is_sqlite:
                    with database.engine.connect() as connection:
                        connection.execution_options(isolation_level="AUTOCOMMIT")
                        connection.execute(text("VACUUM ANALYZE"))
                print(f"{name}: made in {time.perf_counter() - began:.0f} s\n")
                print(table(head, asyncio.run(measured(settings, rounds))), "\n")
                if database.is_sqlite:
                    print(*plans(database), sep="\n")
        except SQLAlchemyError as error:
            print(f"{name} left out: {str(error).splitlines()[0]}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
