"""What facts take: bytes of rows, indexes, citations and search, a server's memory, time; and what many would take.

.venv/bin/python -m benchmarks.sizes [FACTS | DATABASE_URL] ...

FACTS is made up (benchmarks/making) in a file of SQLite in .cache/bench, and kept for the next time; a
database of PostgreSQL has to be made before. What more facts would take is the sum of what the largest
database of each kind says of one: what is there but once (things, documents, search) is added, not multiplied.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import NamedTuple

import httpx
from sqlalchemy import func, select, text

from app.database import Database
from app.records import Citation, Fact
from app.records.record import Record
from benchmarks.figures import machine, table
from benchmarks.making.__main__ import FOLDER
from benchmarks.making.__main__ import main as make
from benchmarks.memory import LISTS, megabytes
from benchmarks.server import SERVE, serving

FEW, MANY = "100000", "1000000"
BEYOND = (10_000_000, 100_000_000)
REQUESTS = 3 * len(LISTS)
READING_ALL = (
    "/v1/coverage",
    "/v1/stats/events?group_by=year",
    "/v1/casualties?q=zzzzz",
)
"""What reads every fact, every event, or every casualty figure, however few rows it answers with."""
KINDS = [kind for kind in Record.__subclasses__() if issubclass(kind, Fact)]
CITING = [kind for kind in Record.__subclasses__() if issubclass(kind, Citation)]

OBJECTS = {
    "sqlite": "SELECT s.tbl_name, s.type = 'index', SUM(d.pgsize) FROM dbstat d"
    " JOIN sqlite_schema s ON s.name = d.name WHERE d.aggregate = TRUE GROUP BY 1, 2",
    "postgresql": "SELECT c.relname, kind.is_index,"
    " CASE WHEN kind.is_index THEN pg_indexes_size(c.oid) ELSE pg_table_size(c.oid) END"
    " FROM pg_class c, (VALUES (true), (false)) AS kind (is_index)"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace",
}
"""Every table of a database twice: itself with its bytes, and its indexes with theirs."""


class Sizes(NamedTuple):
    """How many there are, and how many bytes they take."""

    name: str
    facts: int
    citations: int
    rows: int
    indexes: int
    cited: int
    cited_indexes: int
    search: int
    others: int

    @property
    def each(self) -> float:
        """Bytes that one fact takes with all that is its own."""
        return (self.rows + self.indexes + self.cited + self.cited_indexes) / self.facts

    @property
    def once(self) -> int:
        """Bytes that do not grow with the facts."""
        return self.search + self.others

    def cells(self, memory: str) -> list[str]:
        """A row of the table."""
        of_one = (self.rows, self.indexes, self.cited, self.cited_indexes)
        return [
            self.name, f"{self.facts:,}", f"{self.citations / self.facts:.2f}",
            *(f"{size / self.facts:.0f}" for size in of_one), f"{self.each:.0f}",
            f"{self.search / 1e6:.1f} MB", f"{self.others / 1e6:.1f} MB",
            f"{(self.each * self.facts + self.once) / 1e9:.2f} GB", memory,
        ]  # fmt: skip


HEAD = (
    "", "facts", "citations of one", "its row", "its indexes", "its citations", "their indexes", "all of it",
    "search", "things and documents", "the database", "memory of a server",
)  # fmt: skip


def measured(url: str) -> Sizes:
    """What a database says of itself."""
    database = Database(url)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    with database.session() as session:
        facts, citations = (
            sum(session.scalar(select(func.count()).select_from(each)) or 0 for each in kinds)
            for kinds in (KINDS, CITING)
        )
        rows = session.execute(text(OBJECTS[kind.lower()])).all()
    database.close()
    found = {(name, bool(is_index)): int(size) for name, is_index, size in rows}

    def of(kinds: Sequence[type[Record]], is_index: bool) -> int:
        return sum(found.pop((each.__tablename__, is_index), 0) for each in kinds)

    row, indexes = of(KINDS, False), of(KINDS, True)
    cited, cited_indexes = of(CITING, False), of(CITING, True)
    search = sum(found.pop(key) for key in [*found] if key[0].startswith("search"))
    others = sum(found.values())
    return Sizes(kind, facts, citations, row, indexes, cited, cited_indexes, search, others)


def memory(url: str) -> str:
    """The most that a server holds which answers pages of all kinds."""
    with serving(SERVE, url, CACHE_BYTES=0) as server:
        for path in islice(cycle(LISTS), REQUESTS):
            server.get(path)
        return megabytes(server, "VmHWM")


def seconds(url: str) -> Iterator[str]:
    """How long each question takes that reads everything, without a limit; its status where it is refused."""
    with serving(SERVE, url, CACHE_BYTES=0, QUERY_SECONDS=600) as server:
        for path in READING_ALL:
            began = time.perf_counter()
            answer = httpx.get(server.address + path, timeout=600)
            took = f"{time.perf_counter() - began:.1f} s"
            yield took if answer.status_code == 200 else f"{took} ({answer.status_code})"


def beyond(largest: Sizes) -> Iterator[list[str]]:
    """What so many facts would take, by the one."""
    for facts in BEYOND:
        total = facts * largest.each + largest.once
        indexes = facts * (largest.indexes + largest.cited_indexes) / largest.facts
        sum_ = f"{facts:,} × {largest.each:.0f} B + {largest.once / 1e6:.1f} MB"
        yield [largest.name, sum_, f"{total / 1e9:,.0f} GB", f"{indexes / 1e9:,.0f} GB"]


def address(given: str) -> str:
    """Where a database is; so many facts are made where they are not yet."""
    if not given.isdecimal():
        return given
    file = FOLDER / f"{given}.sqlite3"
    url = f"sqlite:///{file}"
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        make(int(given), url)
    return url


def main(given: Sequence[str]) -> None:
    """Measure each, then reckon."""
    print(f"What facts take, {machine()}\n")
    found = {url: measured(url) for url in map(address, given)}
    print(table(HEAD, [sizes.cells(memory(url)) for url, sizes in found.items()]))
    rows = [[sizes.name, f"{sizes.facts:,}", *seconds(url)] for url, sizes in found.items()]
    print(f"\n{table(['', 'facts', *(f'`{path}`' for path in READING_ALL)], rows)}")
    largest = {sizes.name: sizes for sizes in sorted(found.values(), key=lambda each: each.facts)}
    rows = [row for sizes in largest.values() for row in beyond(sizes)]
    print(f"\n{table(['reckoned', 'sum', 'the database', 'indexes of it'], rows)}")


if __name__ == "__main__":
    main(sys.argv[1:] or (FEW, MANY))
