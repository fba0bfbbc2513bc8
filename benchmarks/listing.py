"""What an uncached list costs inside the app, on a database of some thousand facts made from the seed.

.venv/bin/python -m benchmarks.listing [ROUNDS]

Each list is asked for through httpx.ASGITransport, and so is a bare ASGI callable that returns the
same bytes; what the app takes is the difference. `find` is the query and its rows as the answer
shows them, without HTTP. Counts and names are remembered as the server does it; `anew` is a request for
which they are forgotten first. Nothing is compressed. Rounds are interleaved; milliseconds are of
processor time, all threads.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import event, insert, select
from starlette.types import Receive, Scope, Send

from app import records
from app.api import casualties, contingents, events, statements
from app.api.schemas import Answer
from app.api.shaping import shaper
from app.database import Database
from app.main import create_app
from app.queries.find import find
from app.queries.memory import Memories
from app.queries.page import Page
from app.records.dated import date_columns
from app.settings import Settings
from app.sources.prepare import prepare
from app.values.dates import FuzzyDate
from benchmarks.figures import machine, summary, table

TARGET_MS = 5.0
COPIES = 60
REQUESTS = 30
FIRST_DAY = date(2013, 1, 1)
DAYS = 4000
MULTIPLIED = (records.Event, records.Statement, records.Contingent, records.CasualtyFigure)
LISTS = (
    "/v1/events?limit=50",
    "/v1/events?limit=50&mission=minusma&datetime=2015/2018&sort=-date",
    "/v1/events?limit=50&bbox=-5,12,2,20",
    "/v1/statements?limit=50",
    "/v1/contingents?limit=50&place=northern-mali",
    "/v1/casualties?limit=50&outcome=death",
)
SHAPES: dict[str, tuple[Any, type[Page], type[Answer]]] = {
    "events": (records.Event, events.EventQuery, events.Event),
    "statements": (records.Statement, statements.StatementQuery, statements.Statement),
    "contingents": (records.Contingent, contingents.ContingentQuery, contingents.Contingent),
    "casualties": (records.CasualtyFigure, casualties.CasualtyQuery, casualties.CasualtyFigure),
}

Ask = Callable[[str], Awaitable[bytes]]


def multiply(database: Database) -> int:
    """Copy every fact under other ids and on other days, with its citations; how many there are."""
    days = random.Random(5)
    total = 0
    with database.writing() as connection:
        for fact in MULTIPLIED:
            main: Any = fact.__table__
            cited = fact.citations.property.mapper.local_table
            facts = [dict(row) for row in connection.execute(select(main)).mappings()]
            satellites = {
                cited: [dict(row) for row in connection.execute(select(cited)).mappings()]
            }
            if fact is records.Event:
                rows = connection.execute(select(records.event_actor)).mappings()
                satellites[records.event_actor] = [dict(row) for row in rows]
            for number in range(COPIES):
                moved = [row | another_day(days) | named(row, "id", number) for row in facts]
                connection.execute(insert(main), moved)
                total += len(moved)
                for satellite, held in satellites.items():
                    key = "fact_id" if satellite is cited else "event_id"
                    copies = [row | named(row, key, number) for row in held]
                    connection.execute(insert(satellite), copies)
    return total


def named(row: dict[str, Any], key: str, number: int) -> dict[str, Any]:
    """The id that a copy has."""
    return {key: f"{row[key]}-{number}"}


def another_day(days: random.Random) -> dict[str, Any]:
    """The date columns of some day, of its month or of its year."""
    day = (FIRST_DAY + timedelta(days.randrange(DAYS))).isoformat()
    return date_columns(FuzzyDate.parse(day[: days.choice((4, 7, 10, 10, 10))]))


def bare(body: bytes) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The least that can answer with these bytes."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


def asker(app: Any) -> Ask:
    """How to ask an application in this process."""
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://bench",
        headers={"Accept-Encoding": "identity"},
    )

    async def ask(path: str) -> bytes:
        answer = await client.get(path)
        answer.raise_for_status()
        return answer.content

    return ask


def finder(app: FastAPI, path: str) -> Callable[[], Awaitable[Any]]:
    """The same question without HTTP: read the parameters, find the rows, shape them."""
    database: Database = app.state.database
    noun, _, query_string = path.removeprefix("/v1/").partition("?")
    record, query_type, shape = SHAPES[noun]
    given = [(name, text) for name, _, text in (p.partition("=") for p in query_string.split("&"))]

    def question(session: Any) -> list[dict[str, Any]]:
        found = find(session, record, query_type.read(given))
        return [shaper(shape)(row) for row in found.rows]

    return lambda: database.read(question)


async def cpu_ms(ask: Callable[[], Awaitable[Any]]) -> float:
    """Processor time of one of many answers."""
    used = time.process_time()
    for _ in range(REQUESTS):
        await ask()
    return (time.process_time() - used) * 1000 / REQUESTS


@contextmanager
def statements_counted(database: Database) -> Iterator[list[str]]:
    """Every SQL statement that is executed meanwhile; the begin of a transaction is none."""
    executed: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement != "BEGIN":
            executed.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield executed
    event.remove(database.engine, "before_cursor_execute", note)


async def counts(app: FastAPI, ask: Ask) -> list[list[str]]:
    """How many SQL statements a list takes, for so many rows."""
    rows = []
    for noun in SHAPES:
        counted = []
        for size in (1, 50, 1000):
            with statements_counted(app.state.database) as executed:
                returned = json.loads(await ask(f"/v1/{noun}?limit={size}"))["numberReturned"]
            counted.append(f"{len(executed)} ({returned:,} rows)")
        rows.append([f"`/v1/{noun}`", *counted])
    return rows


async def costs(app: FastAPI, ask: Ask, rounds: int) -> list[list[str]]:
    """What each list costs through the app, from a bare callable, and without HTTP."""
    bodies = {path: await ask(path) for path in LISTS}
    ways: dict[str, list[Callable[[], Awaitable[Any]]]] = {}

    def anew(path: str) -> Awaitable[bytes]:
        app.state.memories = Memories()
        return ask(path)

    for path, body in bodies.items():
        ask_bare = asker(bare(body))
        ways[path] = [
            lambda path=path: ask(path),  # type: ignore[misc]
            lambda path=path, ask_bare=ask_bare: ask_bare(path),  # type: ignore[misc]
            finder(app, path),
            lambda path=path: anew(path),  # type: ignore[misc]
        ]
    took: dict[str, list[list[float]]] = {path: [[], [], [], []] for path in LISTS}
    for _ in range(rounds):
        for path in LISTS:
            for way, ask_way in enumerate(ways[path]):
                took[path][way].append(await cpu_ms(ask_way))
    rows = []
    for path, (through, least, found, forgetful) in took.items():
        inside = [a - b for a, b in zip(through, least, strict=True)]
        size = f"{len(bodies[path]) / 1000:.0f} kB"
        rows.append([f"`{path}`", size, *map(summary, (through, least, inside, found, forgetful))])
    return rows


async def run(settings: Settings, rounds: int) -> None:
    """Ask an application with its database open."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        ask = asker(app)
        head = [
            "list",
            "answer",
            "request",
            "bare callable",
            "the app: difference",
            "`find`",
            "anew",
        ]
        print(table(head, await costs(app, ask, rounds)))
        print()
        head = ["SQL statements", "limit=1", "limit=50", "limit=1000"]
        print(table(head, await counts(app, ask)))


def main(rounds: int) -> None:
    """Make the database, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'listing.sqlite3'}"
        settings = Settings(database_url=SecretStr(url))
        list(prepare(settings))
        database = Database(url)
        facts = multiply(database)
        database.close()
        print(f"Lists: {facts:,} facts more than the seed, {rounds} rounds of {REQUESTS} requests,")
        print(f"{machine()}, target {TARGET_MS:g} ms in the app for 50 facts\n")
        asyncio.run(run(settings, rounds))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
