"""What an assessment of a thousand facts costs, on one core.

.venv/bin/python -m benchmarks.assessments [ROUNDS]

Each database holds 1,000 made-up facts, two citations each: all on one question, on one question with
1,000 different exact numbers, and monthly strengths of a mission by contributor. `weigh` is the pure
interval logic; `find` also reads the facts from the database; `request` is all of it, with the answer
as JSON, through httpx.ASGITransport. Milliseconds of processor time, all threads.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import records
from app.database import Database
from app.main import create_app
from app.queries.assess import facts_to_weigh, find_assessments
from app.queries.assessing import Assessing
from app.records.counted import quantity_columns
from app.records.dated import date_columns
from app.settings import Settings
from app.sources.prepare import prepare
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.weighing import assess
from benchmarks.figures import machine, summary, table

TARGET_MS = 50.0
FACTS = 1000
PATH = "/v1/assessments?mission=minusma&measure=strength&category=police"
ASKED = (("mission", "minusma"), ("measure", "strength"), ("category", "police"))
CONTRIBUTORS = ("TCD", "TGO", "BGD", "EGY", "SEN", "PAK", "BFA", "NER")

Rows = Iterator[tuple[str, str | None, str]]
"""A quantity, a contributor and a date, each a fact."""


def one_question(chance: random.Random) -> Rows:
    """Numbers around 13,000 as articles word them, all of one day: most can be true at once."""
    for _ in range(FACTS):
        number = chance.randrange(12_000, 14_000, 100)
        word = chance.choice(("about", "more-than", "up-to", "at-least"))
        yield f"{word} {number}", None, "2023-07-01"


def all_at_odds(chance: random.Random) -> Rows:
    """As many exact numbers as facts, all of one day: no two can be true at once."""
    for number in range(FACTS):
        yield str(number + 1), None, "2023-07-01"


def by_month(chance: random.Random) -> Rows:
    """What a dataset has: one number a month and contributor, and some vaguer ones beside them."""
    for number in range(FACTS):
        month = number // len(CONTRIBUTORS)
        when = f"{2013 + month // 12}-{month % 12 + 1:02}"
        vague = number % 50 == 0
        quantity = f"about {chance.randrange(100, 900, 10)}" if vague else str(number)
        yield quantity, CONTRIBUTORS[number % 8], when[:4] if vague else when


CASES: dict[str, Callable[[random.Random], Rows]] = {
    "one question, most agree": one_question,
    "one question, none agree": all_at_odds,
    "months and contributors": by_month,
}


def fill(database: Database, rows: Rows) -> None:
    """Keep facts as rows of police strengths, two citations each."""
    strength: Any = records.StrengthFigure.__table__
    citation: Any = records.StrengthFigureCitation.__table__
    with database.writing() as connection:
        documents = list(connection.scalars(select(records.Document.id)))
        facts = [fact(number, *row) for number, row in enumerate(rows)]
        connection.execute(insert(strength), facts)
        connection.execute(
            insert(citation),
            [
                {
                    "fact_id": each["id"],
                    "position": position,
                    "document_id": documents[(number + position) % len(documents)],
                    "record": f"row-{number}",
                }
                for number, each in enumerate(facts)
                for position in (0, 1)
            ],
        )


def fact(number: int, quantity: str, contributor: str | None, when: str) -> dict[str, Any]:
    """A row of a police strength."""
    return {
        "id": f"police-{number:04}",
        "mission_id": "minusma",
        "place_id": "mali",
        "summary": f"MINUSMA had {quantity} police in {when}.",
        "words": " ",
        "category": "police",
        "contributor_id": contributor,
        "basis": "present",
        "is_derived": False,
        **quantity_columns(Quantity.parse(quantity)),
        **date_columns(FuzzyDate.parse(when)),
    }


async def cpu_ms(ask: Callable[[], Awaitable[Any]]) -> float:
    """Processor time of one answer."""
    used = time.process_time()
    await ask()
    return (time.process_time() - used) * 1000


async def costs(settings: Settings, rounds: int) -> list[str]:
    """What the three ways take, one after the other in each round."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        database: Database = app.state.database
        transport = httpx.ASGITransport(app)
        client = httpx.AsyncClient(
            transport=transport,
            base_url="http://bench",
            headers={"Accept-Encoding": "identity"},
        )
        query = Assessing.read(ASKED)
        with Session(database.engine) as session:
            facts = facts_to_weigh(session, query).asked
            claims = [each.claim for each in facts]

        async def weigh() -> None:
            assess(claims)

        async def find() -> None:
            await database.read(lambda session: find_assessments(session, query))

        async def request() -> None:
            (await client.get(PATH)).raise_for_status()

        ways = (weigh, find, request)
        took: list[list[float]] = [[] for _ in ways]
        for _ in range(rounds):
            for way, times in zip(ways, took, strict=True):
                times.append(await cpu_ms(way))
        answer = await client.get(PATH)
        size = f"{len(answer.content) / 1000:.0f} kB, {answer.json()['numberMatched']} matched"
        return [f"{len(facts):,}", size, *map(summary, took)]


def main(rounds: int) -> None:
    """Make a database for each case, then measure."""
    rows = []
    for name, case in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'assessments.sqlite3'}"
            settings = Settings(database_url=SecretStr(url))
            list(prepare(settings))
            database = Database(url)
            fill(database, case(random.Random(5)))
            database.close()
            rows.append([name, *asyncio.run(costs(settings, rounds))])
    print(f"Assessments, {rounds} rounds, {machine()}, target {TARGET_MS:g} ms\n")
    print(table(["facts", "number", "answer", "`weigh`", "`find`", "request"], rows))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
