"""What a file says, kept aside on disk while it is read: memory does not grow with the file."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Table

from app.sources.dataset import Line, Thing, Told
from app.sources.keeping import BATCH, KEPT, table_of
from app.sources.packing import Packing

RANKS = {table: rank for rank, table in enumerate(KEPT)}
TABLES = """
CREATE TABLE staged (
    rank INTEGER NOT NULL, id TEXT NOT NULL, row INTEGER NOT NULL, key TEXT NOT NULL,
    content BLOB NOT NULL
);
CREATE TABLE told (
    outcome TEXT NOT NULL, row INTEGER NOT NULL, id TEXT, said TEXT NOT NULL
);
CREATE TABLE refused (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""
INDEX = "CREATE UNIQUE INDEX staged_by_id ON staged (rank, id, row)"
"""Made when all is there: sorting once is quicker than keeping in order from the first row on."""


class Staged(NamedTuple):
    """A thing or a fact with the row that tells it and the key of that row."""

    told: Told | Thing
    row: int
    key: str


class Remark(NamedTuple):
    """What became of a row of the file, or of a fact of it."""

    outcome: str
    row: int
    id: str | None
    said: str


class Staging:
    """A private database that is gone when it is closed."""

    def __init__(self) -> None:
        self.database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.database.executescript(TABLES)
        self.database.execute("BEGIN")
        self.packing = Packing()
        self.counts: dict[str, int] = {}
        self.ranks: set[int] = set()
        self.waiting: list[tuple[int, str, int, str, bytes]] = []

    def add(self, told: Told | Thing, line: Line, key: str) -> None:
        """Keep what a row tells."""
        rank = RANKS[table_of(told.record)]
        self.ranks.add(rank)
        content = self.packing.packed(told)
        self.waiting.append((rank, told.id, line.number, key, content))
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits to be written."""
        self.database.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?)", self.waiting)
        self.waiting = []

    def remark(self, outcome: str, row: int, id: str | None, said: str) -> None:
        """Note what became of a row, for the report."""
        self.counts[outcome] = self.counts.get(outcome, 0) + 1
        note = "INSERT INTO told VALUES (?, ?, ?, ?)"
        self.database.execute(note, (outcome, row, id, said))

    def refuse(self, row: int, key: str, reason: str) -> None:
        """Note a row that cannot be read; what its key stands for is not gone from the dataset."""
        self.remark("refused", row, key or None, reason)
        if key:
            self.database.execute("INSERT OR IGNORE INTO refused VALUES (?)", (key,))

    def repeated(self) -> Iterator[list[Staged]]:
        """What several rows tell under one id, in the order of the rows."""
        self.flush()
        self.database.execute(INDEX)
        several = self.database.execute(
            "SELECT rank, id FROM staged GROUP BY rank, id HAVING count(*) > 1"
        ).fetchall()
        for rank, id in several:
            found = self.database.execute(
                "SELECT content, row, key FROM staged WHERE rank = ? AND id = ? ORDER BY row",
                (rank, id),
            )
            yield [self.staged(*row) for row in found.fetchall()]

    def replace(self, told: Told | Thing, row: int) -> None:
        """Keep this in place of what several rows tell under its id."""
        where = (RANKS[table_of(told.record)], told.id)
        self.database.execute("DELETE FROM staged WHERE rank = ? AND id = ? AND row <> ?",
                              (*where, row))  # fmt: skip
        self.database.execute(
            "UPDATE staged SET content = ? WHERE rank = ? AND id = ?",
            (self.packing.packed(told), *where),
        )

    def size(self) -> int:
        """How much is staged."""
        self.flush()
        (size,) = self.database.execute("SELECT count(*) FROM staged").fetchone()
        return int(size)

    def size_of(self, table: Table) -> int:
        """How much is staged for a table."""
        query = "SELECT count(*) FROM staged WHERE rank = ?"
        (size,) = self.database.execute(query, (RANKS[table],)).fetchone()
        return int(size)

    def tables(self) -> list[Table]:
        """The tables that something is staged for, each after those that it refers to."""
        self.flush()
        return [KEPT[rank] for rank in sorted(self.ranks)]

    def batches(self, table: Table) -> Iterator[list[Staged]]:
        """What is staged for a table, some at a time, by id."""
        found = self.database.execute(
            "SELECT content, row, key FROM staged WHERE rank = ? ORDER BY id", (RANKS[table],)
        )
        while rows := found.fetchmany(BATCH):
            yield [self.staged(*row) for row in rows]

    def has(self, table: Table, ids: Sequence[str]) -> set[str]:
        """Those of the ids that something is staged for."""
        marks = ", ".join("?" * len(ids))
        query = f"SELECT id FROM staged WHERE rank = ? AND id IN ({marks})"  # noqa: S608 -- only marks
        return {id for (id,) in self.database.execute(query, (RANKS[table], *ids))}

    def was_refused(self, keys: Sequence[str]) -> set[str]:
        """Those of the keys whose rows could not be read."""
        marks = ", ".join("?" * len(keys))
        query = f"SELECT key FROM refused WHERE key IN ({marks})"  # noqa: S608 -- only marks
        return {key for (key,) in self.database.execute(query, keys)}

    def staged(self, content: bytes, row: int, key: str) -> Staged:
        """What was kept aside."""
        return Staged(self.packing.unpacked(content), row, key)

    def remarks(self, outcome: str | None = None, most: int = -1) -> Iterator[Remark]:
        """What became of rows, in their order."""
        query = "SELECT * FROM told WHERE ? IS NULL OR outcome = ? ORDER BY row, rowid LIMIT ?"
        for row in self.database.execute(query, (outcome, outcome, most)):
            yield Remark(*row)


@contextmanager
def staging() -> Iterator[Staging]:
    """A place to keep things aside while a file is imported."""
    opened = Staging()
    try:
        yield opened
    finally:
        opened.database.close()
