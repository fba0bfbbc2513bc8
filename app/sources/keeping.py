"""Keeping rows: what is new is added, what differs is changed, the rest is left alone."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Table, delete, select, update

from app.bulk import among, insert_new
from app.database.dialects import upsert
from app.errors import OperatorError
from app.records import FACTS, SEED, Record, Withdrawn

BATCH = 1000
JSON = json.JSONEncoder(sort_keys=True, default=str, ensure_ascii=False, check_circular=False)
REGISTER = "register"
"""The owner of a mission that no source has brought yet, only facts that are on it."""


def table_of(record: type[Any]) -> Table:
    """The table that a record is kept in."""
    table: Table = record.__table__
    return table


FACT_TABLES = frozenset(table_of(fact).name for fact in FACTS)
KEPT: tuple[Table, ...] = tuple(
    table for table in Record.metadata.sorted_tables if {"source", "digest"} <= set(table.c.keys())
    and "updated_at" in table.c
)  # fmt: skip
"""The tables of things and facts, each after those that it refers to."""

Columns = dict[str, Any]
Item = TypeVar("Item")


class Belonging(NamedTuple):
    """A table whose rows are part of rows of another one, and the column that says of which."""

    table: Table
    column: str


def belongings(kept: Table) -> Iterator[Belonging]:
    """The tables whose rows go when a row of this one goes."""
    for table in Record.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.ondelete == "CASCADE" and key.column.table is kept:
                yield Belonging(table, key.parent.name)


BELONGINGS: Mapping[Table, Sequence[Belonging]] = {table: list(belongings(table)) for table in KEPT}


class Given(NamedTuple):
    """A row as a source gives it: its columns, the rows that are part of it, and the hash of both."""

    columns: Columns
    parts: Mapping[Table, Sequence[Columns]]
    digest: str

    @property
    def id(self) -> str:
        """The row's id."""
        return str(self.columns["id"])


class Held(NamedTuple):
    """What the database holds of a row."""

    source: str
    digest: str


class Sorted(NamedTuple):
    """A batch by what has to be done with it."""

    added: Sequence[Given]
    changed: Sequence[Given]
    same: Sequence[Given]


class Keeper(NamedTuple):
    """Who writes, where, and at what instant (UTC)."""

    connection: Connection
    source: str
    now: datetime
    takes_over: frozenset[str] = frozenset({REGISTER})

    def sort(self, table: Table, rows: Sequence[Given]) -> Sorted:
        """Which rows are new, and which differ from those that are held."""
        ids = [row.id for row in rows]
        held = self.held(table, ids)
        if not held:
            return Sorted(rows, (), ())
        added, changed, same = [], [], []
        for id, row in zip(ids, rows, strict=True):
            there = held.get(id)
            if there is None:
                added.append(row)
            elif not self.may_change(table, id, there.source):
                same.append(row)
            elif there != (self.source, row.digest):
                changed.append(row)
            else:
                same.append(row)
        return Sorted(added, changed, same)

    def held(self, table: Table, ids: Sequence[str]) -> dict[str, Held]:
        """What the database holds under these ids."""
        query = select(table.c.id, table.c.source, table.c.digest).where(among(table.c.id))
        found = self.connection.execute(query, {"ids": ids})
        return {id: Held(source, digest) for id, source, digest in found}

    def may_change(self, table: Table, id: str, owner: str) -> bool:
        """Facts are their owner's alone; a thing passes to who knows more of it."""
        if owner == self.source:
            return True
        if table.name in FACT_TABLES:
            raise OperatorError(
                f"{table.name} {id} was brought by {owner}: {self.source} has to give it another id"
            )
        return self.source == SEED or owner in self.takes_over

    def write(self, table: Table, added: Sequence[Given], changed: Sequence[Given]) -> None:
        """Put new rows in and change others in place, each with all that is part of it."""
        mark = {"source": self.source, "updated_at": self.now}
        new, other = (
            [{**row.columns, **mark, "digest": row.digest} for row in rows]
            for rows in (added, changed)
        )
        if new:
            insert_new(self.connection, table, new)
        if other:
            upsert(self.connection, table, other)
        for part, column in BELONGINGS[table]:
            if changed:
                gone = delete(part).where(among(part.c[column]))
                self.connection.execute(gone, {"ids": [row.id for row in changed]})
            if parts := [one for row in (*added, *changed) for one in row.parts.get(part, ())]:
                insert_new(self.connection, part, parts)
        if added:
            back = delete(Withdrawn).where(Withdrawn.kept_in == table.name, among(Withdrawn.id))
            self.connection.execute(back, {"ids": [row.id for row in added]})

    def touch(self, table: Table, ids: Sequence[str]) -> None:
        """Note that rows have changed which themselves say the same as before."""
        mark = update(table).where(among(table.c.id)).values(updated_at=self.now)
        self.connection.execute(mark, {"ids": ids})

    def owns(self, table: Table) -> bool:
        """Whether any row is the source's own."""
        query = select(table.c.id).where(table.c.source == self.source).limit(1)
        return self.connection.scalar(query) is not None

    def owned(self, table: Table) -> Iterator[list[str]]:
        """The ids of the source's own rows, some at a time and in order."""
        last = ""
        while True:
            query = select(table.c.id).where(table.c.source == self.source, table.c.id > last)
            ids = list(self.connection.scalars(query.order_by(table.c.id).limit(BATCH)))
            if not ids:
                return
            yield ids
            last = ids[-1]

    def withdraw(self, table: Table, ids: Sequence[str]) -> None:
        """Take rows away, and remember their ids."""
        self.connection.execute(delete(table).where(among(table.c.id)), {"ids": ids})
        self.remember(table, ids)

    def remember(self, table: Table, ids: Sequence[str]) -> None:
        """Note ids that are not served, or no longer."""
        rows = [
            {"kept_in": table.name, "id": id, "source": self.source, "heir_id": None,
             "withdrawn_at": self.now}
            for id in ids
        ]  # fmt: skip
        if rows:
            upsert(self.connection, table_of(Withdrawn), rows)


def given(columns: Columns, parts: Mapping[Table, Sequence[Columns]]) -> Given:
    """A row with the hash of all that it says."""
    of_parts = {table.name: rows for table, rows in parts.items() if rows}
    return Given(columns, parts, digest_of([columns, of_parts]))


def digest_of(content: Any) -> str:
    """A hash of plain values, whatever the order of their names; dates as texts are as good and quicker."""
    return hashlib.sha256(JSON.encode(content).encode()).hexdigest()


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """Some items at a time."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def instant() -> datetime:
    """Now, in UTC and without an offset."""
    return datetime.now(UTC).replace(tzinfo=None)
