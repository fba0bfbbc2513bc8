"""Bringing a database to what the seed says: only the seed's own rows are changed or taken away."""

from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter

from sqlalchemy import Connection, Table

from app.database.dialects import analyze, upsert
from app.records import SEED, Withdrawn
from app.sources import search
from app.sources.keeping import (
    BELONGINGS,
    KEPT,
    Columns,
    Given,
    Keeper,
    batches,
    given,
    table_of,
)
from app.sources.releases import Tally, next_instant, release
from app.sources.seed import Seed
from app.sources.vintages import CITATIONS

WITHIN = ("parent_id", "part_of_id")
"""The columns in which a row refers to another row of its own table."""


def keep(connection: Connection, content: Seed, digest: str) -> str:
    """Keep what the files say and only that; the id of the data that the database then holds.

    Parents come first and go last; what importers brought stays.
    """
    keeper = Keeper(connection, SEED, next_instant(connection))
    search.clear(connection)
    tally = Tally()
    for table in KEPT:
        tally += keep_table(keeper, table, content)
    for table in reversed(KEPT):
        tally += withdraw(keeper, table, {row["id"] for row in content.tables.get(table, ())})
    merge(keeper, content.heirs)
    search.index(connection)
    analyze(connection, (table.name for table in (*KEPT, *CITATIONS.values())))
    return release(keeper, tally, digest)


def keep_table(keeper: Keeper, table: Table, content: Seed) -> Tally:
    """Add and change the rows of one table."""
    tally = Tally()
    for batch in batches(rows_of(table, content)):
        found = keeper.sort(table, batch)
        keeper.write(table, found.added, found.changed)
        tally += Tally(
            added=len(found.added), changed=len(found.changed), unchanged=len(found.same)
        )
    return tally


def rows_of(table: Table, content: Seed) -> Iterator[Given]:
    """The rows of a table, each with the rows of other tables that are part of it."""
    parts: dict[Table, dict[str, list[Columns]]] = {}
    for part, column in BELONGINGS[table]:
        of_row = parts.setdefault(part, {})
        for row in content.tables.get(part, ()):
            of_row.setdefault(row[column], []).append(row)
    for row in parents_first(content.tables.get(table, [])):
        yield given(row, {part: of_row.get(row["id"], []) for part, of_row in parts.items()})


def withdraw(keeper: Keeper, table: Table, ids: set[str]) -> Tally:
    """Take away the rows of one table that the files no longer have."""
    gone = [id for owned in keeper.owned(table) for id in owned if id not in ids]
    for batch in batches(gone):
        keeper.withdraw(table, batch)
    return Tally(withdrawn=len(gone))


def merge(keeper: Keeper, heirs: Sequence[tuple[str, str, str]]) -> None:
    """Note which rows the ids that are gone have become part of."""
    rows = [
        {"kept_in": table, "id": id, "source": SEED, "heir_id": heir, "withdrawn_at": keeper.now}
        for table, id, heir in heirs
    ]
    if rows:
        upsert(keeper.connection, table_of(Withdrawn), rows)


def parents_first(rows: list[Columns]) -> list[Columns]:
    """Rows that refer to rows of the same table come after these."""
    within = next((name for name in WITHIN if rows and name in rows[0]), None)
    if within is None:
        return rows
    by_id = {row["id"]: row for row in rows}
    above = {row["id"]: [row[within]] if row[within] else [] for row in rows}
    return [by_id[id] for id in TopologicalSorter(above).static_order()]
