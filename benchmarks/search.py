"""What a search costs over a hundred thousand facts made from the seed, on both databases.

.venv/bin/python -m benchmarks.search [ROUNDS]

`search` is reading the parameters, the query, its count and the entries of the first page, without
HTTP and JSON; milliseconds of wall time, in one process, with PostgreSQL's parallel workers off.
PostgreSQL is the one of TEST_DATABASE_URL, else postgresql:///test.
"""

import sys
import time
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from app import fulltext, records
from app.database import Database
from app.queries.search import Searching, search
from app.settings import Settings
from app.sources.prepare import migrate
from app.sources.search import index
from app.sources.seed import seed
from benchmarks.figures import machine, summary, table
from benchmarks.seed import postgresql, sqlite

TARGET_MS = 10.0
FACTS = 100_000
SEARCHES = {
    "a word of one fact": "q=unique4242",
    "a word of some two hundred": "q=copy42",
    "a name, and what is told of it": "q=timbuktu",
    "a word of nearly all": "q=mali",
    "two words of nearly all": "q=mali minusma",
    "a common and a rare word": "q=mali unique4242",
    "a common word, one kind": "q=mali&kind=event",
    "a common word, one mission": "q=mali&mission=minusma",
    "a common word in no title": "q=stabilisation",
    "no such word": "q=zzzzzz",
    "a common word, known by a day": "q=mali&known_on=2023-12-12",
}


def multiply(database: Database) -> int:
    """Copy every fact of the seed, with its citations, until there are enough; how many there are."""
    total = 0
    with database.writing() as connection:
        held = {}
        for fact in records.FACTS:
            cited = fact.citations.property.mapper.local_table
            held[fact] = [
                [dict(row) for row in connection.execute(select(kept)).mappings()]
                for kept in (fact.__table__, cited)  # type: ignore[attr-defined]
            ]
            total += len(held[fact][0])
        for number in range(FACTS // total):
            for fact, (facts, citations) in held.items():
                main: Any = fact.__table__  # type: ignore[attr-defined]
                connection.execute(insert(main), [copy(row, number) for row in facts])
                cited = fact.citations.property.mapper.local_table
                renamed = [row | {"fact_id": f"{row['fact_id']}-{number}"} for row in citations]
                connection.execute(insert(cited), renamed)
        return total * (1 + FACTS // total)


def copy(row: dict[str, Any], number: int) -> dict[str, Any]:
    """A fact of another id, with a word that some have and a word that it alone has."""
    copy.made = getattr(copy, "made", 0) + 1  # type: ignore[attr-defined]
    own = f"copy{number} unique{copy.made} "  # type: ignore[attr-defined]
    return row | {"id": f"{row['id']}-{number}", "words": f"{row['words']}{own}"}


def reindex(database: Database) -> float:
    """Make the index anew; the seconds that it takes."""
    began = time.perf_counter()
    with database.writing() as connection:
        fulltext.empty(connection)
        connection.execute(delete(records.SearchEntry))
        connection.execute(delete(records.SearchCommon))
        index(connection)
    return time.perf_counter() - began


def times(database: Database, asked: str, rounds: int) -> tuple[list[float], int | None]:
    """What a search takes again and again, and how many entries match."""
    took, matched = [], None
    for _ in range(rounds + 1):
        with database.session() as session:
            if not database.is_sqlite:
                session.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))
            began = time.perf_counter()
            matched = search(session, Searching.read(parse_qsl(asked))).matched
            took.append((time.perf_counter() - began) * 1000)
    return took[1:], matched


def measure(opened: AbstractContextManager[Database], rounds: int) -> dict[str, tuple[str, str]]:
    """Every search on one database: what it takes and what it finds."""
    with opened as database:
        migrate(database)
        seed(database, Settings().seed_dir)
        facts = multiply(database)
        print(f"{database.url.get_backend_name()}: {facts:,} facts indexed"
              f" in {reindex(database):.1f} s")  # fmt: skip
        found = {}
        for name, asked in SEARCHES.items():
            took, matched = times(database, asked, rounds)
            found[name] = (
                summary(took, "ms"),
                "over 100,000" if matched is None else f"{matched:,}",
            )
        return found


def main(rounds: int) -> None:
    """On both databases."""
    print(f"Search: {rounds} rounds, {machine()}, target {TARGET_MS:g} ms\n")
    columns: dict[str, dict[str, tuple[str, str]]] = {}
    for name, opened in {"SQLite": sqlite, "PostgreSQL": postgresql}.items():
        try:
            columns[name] = measure(opened(), rounds)
        except SQLAlchemyError as error:
            print(f"{name} left out: {str(error).splitlines()[0]}")
    rows = [
        [what, f"`{asked}`", next(iter(columns.values()))[what][1]]
        + [found[what][0] for found in columns.values()]
        for what, asked in SEARCHES.items()
    ]
    print()
    print(table(["search", "", "found", *columns], rows))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
