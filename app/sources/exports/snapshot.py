"""The rows that are exported, as one transaction sees them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Enum,
    Select,
    Table,
    Text,
    func,
    literal,
    select,
    type_coerce,
)

from app.errors import OperatorError
from app.records import SEED, Release
from app.sources.exports.fields import TABLES
from app.sources.exports.selection import Selection
from app.sources.keeping import KEPT, table_of
from app.sources.releases import Tally, content_hash
from app.sources.seeding import WITHIN

RELEASES = table_of(Release)
BATCH = 1000


class Snapshot(NamedTuple):
    """What is exported: the release that the database holds, or the part of it that is selected.

    A part is no release that the database ever had: its id is made in the same way of what is left,
    and its history begins with it.
    """

    connection: Connection
    selection: Selection
    whole: Mapping[str, Any]
    release: str

    def rows(self, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
        """The rows of a table by their keys, some at a time; what others lie within comes first."""
        if table is RELEASES and self.selection.left_out:
            yield [self.only_release()]
            return
        query = in_order(table).where(self.selection.where(table))
        yield from self.connection.execute(
            query, execution_options={"yield_per": BATCH}
        ).partitions()

    def count(self, table: Table) -> int:
        """How many rows of a table stay."""
        if table is RELEASES and self.selection.left_out:
            return 1
        where = self.selection.where(table)
        return self.connection.scalar(select(func.count()).select_from(table).where(where)) or 0

    def left_out(self, table: Table) -> int:
        """How many rows of a table do not stay."""
        if table is RELEASES:
            return 0
        whole = self.connection.scalar(select(func.count()).select_from(table)) or 0
        return whole - self.count(table)

    def only_release(self) -> Sequence[Any]:
        """What is left, as the first load of a database; the seed is known again by its digest."""
        of_seed = select(Release.digest).where(Release.source == SEED)
        newest = of_seed.order_by(Release.number.desc()).limit(1)
        row = {
            "id": self.release,
            "number": 1,
            "source": SEED,
            "document_id": None,
            "digest": self.connection.scalar(newest) or "",
            "loaded_at": self.whole["loaded_at"],
            **asdict(Tally(added=sum(map(self.count, KEPT)))),
        }
        return [row[column.name] for column in RELEASES.columns]


def snapshot(connection: Connection, selection: Selection, database: str) -> Snapshot:
    """What a database holds, if it is just what its newest release was."""
    newest = select(RELEASES).order_by(RELEASES.c.number.desc()).limit(1)
    row = connection.execute(newest).first()
    if row is None:
        raise OperatorError(f"database {database} holds no data yet: run `mission-kb seed`")
    whole = row._asdict()
    if not is_of(whole["id"], content_hash(connection)):
        raise OperatorError(
            f"database {database} is not as its release {whole['id']} left it: something else has"
            " changed its rows; put back a copy, or load the seed and the datasets into an empty one"
        )
    release = str(whole["id"])
    if selection.left_out:
        hashed = content_hash(connection, selection.where)
        release = f"{whole['loaded_at']:%Y-%m-%d}-{hashed[:12]}"
    return Snapshot(connection, selection, whole, release)


def is_of(release: str, hashed: str) -> bool:
    """Whether a release's id is made of this hash of all rows; a number may follow it."""
    return release[len("2024-01-31-") :].split("-")[0] == hashed[:12]


def in_order(table: Table) -> Select[Any]:
    """All columns of a table, by its key; what lies within another row comes after it."""
    columns = [
        type_coerce(column, Text()).label(column.name) if isinstance(column.type, Enum) else column
        for column in table.columns
    ]
    within = next((name for name in WITHIN if name in table.columns), None)
    if within is None:
        return select(*columns).order_by(*table.primary_key)
    top = select(table.c.id, literal(0).label("depth")).where(table.c[within].is_(None))
    above = top.cte("above", recursive=True)
    below = table.alias("below")
    lower = select(below.c.id, above.c.depth + 1).where(below.c[within] == above.c.id)
    depths = above.union_all(lower)
    ordered = select(*columns).join(depths, depths.c.id == table.c.id)
    return ordered.order_by(depths.c.depth, table.c.id)


def total(snapshot: Snapshot) -> int:
    """How many rows there are in all tables."""
    return sum(map(snapshot.count, TABLES))
