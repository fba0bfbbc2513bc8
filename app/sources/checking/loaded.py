"""Loads: whether the rows are those that the newest release was made of, and say what they said then."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

from sqlalchemy import Connection, Table, select

from app.records import SEED
from app.sources.checking.finding import Finding, as_text
from app.sources.exports.snapshot import is_of
from app.sources.keeping import BELONGINGS, Belonging, digest_of
from app.sources.releases import content_hash, newest_release

KEEPING = ("source", "digest", "updated_at")
MOST_ORDERED = 6
"""Parts of a row that have no order of their own are tried in each, as long as they are so few."""

Parts = dict[str, list[dict[str, Any]]]


def other_release(connection: Connection) -> Iterator[Finding]:
    """The newest release, where its id was made of other rows than there are."""
    newest = newest_release(connection)
    if newest is None:
        yield Finding("release", "there is none: run `mission-kb seed`")
    elif not is_of(newest.id, hashed := content_hash(connection)):
        yield Finding(
            f"release {newest.id}", f"the rows that are there have the hash {hashed[:12]}"
        )


def altered(connection: Connection, table: Table) -> Iterator[Finding]:
    """Rows of the seed that do not say what they said when they were loaded."""
    if table not in BELONGINGS:
        return
    parts: dict[str, Parts] = defaultdict(dict)
    for belonging in BELONGINGS[table]:
        for row in parts_of(connection, table, belonging):
            of_row = parts[row[belonging.column]]
            of_row.setdefault(belonging.table.name, []).append(row)
    query = select(table.c.digest, *columns_of(table)).where(table.c.source == SEED)
    for found in connection.execute(query.order_by(table.c.id)).mappings():
        row = dict(found)
        digest = row.pop("digest")
        if not is_said(row, parts.get(row["id"], {}), digest):
            yield Finding(f"{table.name} {row['id']}", "it is not as it was loaded")


def columns_of(table: Table) -> list[Any]:
    """What a row says."""
    return [as_text(each).label(each.name) for each in table.columns if each.name not in KEEPING]


def parts_of(
    connection: Connection, table: Table, belonging: Belonging
) -> Iterator[dict[str, Any]]:
    """The rows that are part of rows of the seed, in the order of their keys."""
    part, column = belonging
    of_seed = select(table.c.id).where(table.c.source == SEED)
    query = select(*columns_of(part)).where(part.c[column].in_(of_seed))
    for row in connection.execute(query.order_by(*part.primary_key)).mappings():
        yield dict(row)


def is_said(row: dict[str, Any], parts: Parts, digest: str) -> bool:
    """Whether a row and its parts have this hash, in one of the orders that they may have had."""
    return any(digest_of([row, each]) == digest for each in orders(parts))


def orders(parts: Parts) -> Iterator[Parts]:
    """The parts in each order that a source may have given them in; what has positions has one."""
    ways = [
        [list(order) for order in permutations(rows)]
        if "position" not in rows[0] and len(rows) <= MOST_ORDERED
        else [rows]
        for rows in parts.values()
    ]
    for way in product(*ways):
        yield dict(zip(parts, way, strict=True))
