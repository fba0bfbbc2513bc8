"""The index of what a search can find, made anew from what the tables hold, or brought up to date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from app import fulltext
from app.bulk import insert_new
from app.records import SearchCommon, SearchEntry
from app.records.search import known_term
from app.sources.entries import Entry, Since, entries, sinces
from app.sources.keeping import batches, table_of
from app.values.terms import Match

COMMON_ENTRIES = 1000
"""What fewer entries have is counted by the index in no time."""

COMMON_SHARE = 0.01
BATCH = 5000
ENTRY, COMMON = table_of(SearchEntry), table_of(SearchCommon)
PLACE = ("position", "kind", "id", "possibly_known_on", "certainly_known_on")
MOVE = (
    update(ENTRY)
    .where(ENTRY.c.position == bindparam("at"))
    .values(possibly_known_on=bindparam("possibly"), certainly_known_on=bindparam("certainly"))
)
"""What changes the days of an entry."""


def renew(connection: Connection, *, is_told_alike: bool) -> None:
    """Have the index say what the tables hold after a load.

    Where all things and facts that can be found are told as they were before (`is_told_alike`),
    at most the days have changed on which they came to be known.
    """
    if is_told_alike:
        renew_days(connection)
    else:
        clear(connection)
        index(connection)


def clear(connection: Connection) -> None:
    """Empty the index; entries refer to missions, so it comes before any of these is taken away."""
    fulltext.empty(connection)
    connection.execute(delete(SearchCommon))
    connection.execute(delete(SearchEntry))


def index(connection: Connection) -> None:
    """Put everything that the tables hold into an empty index, in the order in which it is shown.

    Facts of datasets whose rows are all alike are left out (docs/decisions/0010).
    """
    ranked = sorted(
        ((each.rank, each.id, each) for each in entries(connection)), key=itemgetter(0, 1)
    )
    found = [entry for *_, entry in ranked]
    rows = (row_of(position, *each) for position, each in enumerate(ranked, start=1))
    for batch in batches(rows, BATCH):
        insert_new(connection, ENTRY, batch)
    having: dict[str, list[int]] = defaultdict(list)
    fulltext.fill(connection, noted(found, having))
    common = {term: held for term, held in having.items() if is_common(held, found)}
    days = known_days(enumerate((entry.since for entry in found), start=1))
    keep_bits(connection, common | days, len(found))


def renew_days(connection: Connection) -> None:
    """Change the days on which entries came to be known, where they are others than before."""
    place = [column for name, column in ENTRY.c.items() if name in PLACE]
    held = {(row.kind, row.id): row for row in connection.execute(select(*place))}
    now = {(kind, id): since for kind, id, since in sinces(connection)}
    moved = [
        {"at": row.position, "possibly": now[key].possibly, "certainly": now[key].certainly}
        for key, row in held.items()
        if now[key] != (row.possibly_known_on, row.certainly_known_on)
    ]
    if not moved:
        return
    connection.execute(MOVE, moved)
    for match in (Match.POSSIBLE, Match.CERTAIN):
        first, last = (known_term(match, day) for day in (date.min, date.max))
        every = SearchCommon.term >= first, SearchCommon.term <= last
        connection.execute(delete(SearchCommon).where(*every))
    days = known_days((row.position, now[key]) for key, row in held.items())
    keep_bits(connection, days, len(held))


def keep_bits(connection: Connection, having: Mapping[str, Iterable[int]], total: int) -> None:
    """Keep which entries have a term, for each of some terms."""
    if having:
        kept = [bits_of(term, positions, total) for term, positions in having.items()]
        insert_new(connection, COMMON, kept)


def row_of(position: int, rank: int, id: str, entry: Entry) -> dict[str, Any]:
    """An entry as its table keeps it."""
    return {
        "position": position,
        "rank": rank,
        "kind": entry.kind,
        "id": id,
        "title": entry.title,
        "mission_id": entry.mission,
        "home_kind": entry.home[0],
        "home_id": entry.home[1],
        "possibly_known_on": entry.since.possibly,
        "certainly_known_on": entry.since.certainly,
    }


def noted(
    found: Iterable[Entry], having: dict[str, list[int]]
) -> Iterator[tuple[int, Sequence[str]]]:
    """The terms of each entry, while it is noted which entries have which term."""
    for position, entry in enumerate(found, start=1):
        terms = sorted(entry.terms)
        for term in terms:
            having[term].append(position)
        yield position, terms


def is_common(positions: Sequence[int], found: Sequence[Entry]) -> bool:
    """Whether a term that the entries at these positions have is had by many."""
    return len(positions) >= max(COMMON_ENTRIES, len(found) * COMMON_SHARE)


def known_days(found: Iterable[tuple[int, Since]]) -> dict[str, list[int]]:
    """The positions of what came to be known on each day; documents have few days."""
    known: dict[str, list[int]] = defaultdict(list)
    for position, since in found:
        for match, day in zip((Match.POSSIBLE, Match.CERTAIN), since, strict=True):
            if day is not None:
                known[known_term(match, day)].append(position)
    return known


def bits_of(term: str, positions: Iterable[int], total: int) -> dict[str, Any]:
    """A term with a bit for each entry."""
    bits = bytearray(total // 8 + 1)
    for position in positions:
        bits[position // 8] |= 1 << position % 8
    return {"term": term, "positions": bytes(bits)}
