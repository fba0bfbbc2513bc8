"""Releases: what a load did to the data, and the id of the data after it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    func,
    insert,
    literal,
    select,
    true,
    update,
)

from app.records import FACTS, Release
from app.sources.keeping import KEPT, Keeper, instant, table_of

STREAMED = {"yield_per": 5000}

Where = Callable[[Table], ColumnElement[bool]]
"""Which rows of a table are meant."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a source met which fate."""

    added: int = 0
    changed: int = 0
    confirmed: int = 0
    unchanged: int = 0
    superseded: int = 0
    withdrawn: int = 0
    repaired: int = 0
    refused: int = 0
    aggregate: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        mine, others = asdict(self), asdict(other)
        return Tally(**{name: count + others[name] for name, count in mine.items()})

    @property
    def is_change(self) -> bool:
        """Whether the data is another than before."""
        return any((self.added, self.changed, self.confirmed, self.withdrawn))


def newest_release(connection: Connection) -> Row[str, int] | None:
    """The id and the number of the newest release."""
    query = select(Release.id, Release.number).order_by(Release.number.desc()).limit(1)
    return connection.execute(query).first()


def release(
    keeper: Keeper,
    tally: Tally,
    digest: str,
    document: str | None = None,
    *,
    is_change: bool = False,
) -> str:
    """The id of the data as it now is; a load that changed nothing is no release of its own.

    `is_change` says so of what the tally does not count.
    """
    connection = keeper.connection
    held = newest_release(connection)
    if held is not None and not (tally.is_change or is_change):
        own = select(func.max(Release.number)).where(Release.source == keeper.source)
        newest = Release.number == own.scalar_subquery()
        connection.execute(update(Release).where(newest).values(digest=digest))
        return str(held.id)
    id = new_id(connection, f"{keeper.now:%Y-%m-%d}-{content_hash(connection)[:12]}")
    connection.execute(
        insert(Release).values(
            id=id,
            number=1 if held is None else held.number + 1,
            source=keeper.source,
            document_id=document,
            digest=digest,
            loaded_at=keeper.now,
            **asdict(tally),
        )
    )
    return id


def new_id(connection: Connection, id: str) -> str:
    """An id of its own for data that was once the same, on the same day, and another in between."""
    taken = set(connection.scalars(select(Release.id).where(Release.id.startswith(id))))
    free = (id, *(f"{id}-{number}" for number in range(2, len(taken) + 2)))
    return next(one for one in free if one not in taken)


def next_instant(connection: Connection) -> datetime:
    """Now; where the clock was set back, a second after the newest release.

    Else a client that holds that one, and tells its date, would be told that nothing has changed.
    """
    now, newest = instant(), connection.scalar(select(func.max(Release.loaded_at)))
    return now if newest is None or now > newest else newest + timedelta(seconds=1)


def everything(table: Table) -> ColumnElement[bool]:
    """All rows of a table."""
    return true()


def content_hash(connection: Connection, of: Where = everything) -> str:
    """A hash of every thing and fact and of who says what, whenever and by whom it was brought."""
    whole = hashlib.sha256()
    for lines in content(connection, of):
        whole.update("".join(lines).encode())
    return whole.hexdigest()


def content(connection: Connection, of: Where) -> Iterator[Sequence[str]]:
    """A line for each row and each citation, in the order of their keys, many at a time.

    The database puts them together: it has the values at hand.
    """
    for table in KEPT:
        line = literal(f"{table.name} ") + table.c.id + " " + table.c.digest + "\n"
        rows = select(line).where(of(table)).order_by(table.c.id)
        yield from connection.scalars(rows, execution_options=STREAMED).partitions()
    for fact in FACTS:
        table = table_of(fact.citations.property.mapper.class_)
        locators = (func.coalesce(column, "None") for column in (table.c.record, table.c.sha256))
        line = literal(f"{table.name} ") + table.c.fact_id + " " + table.c.document_id
        for locator in locators:
            line = line + " " + locator
        cited = select(line + "\n").where(of(table))
        ordered = cited.order_by(table.c.fact_id, table.c.position)
        yield from connection.scalars(ordered, execution_options=STREAMED).partitions()
