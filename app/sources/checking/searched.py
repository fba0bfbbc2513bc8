"""The search: each thing and fact that can be found has an entry, and each entry is of one."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from app.records import SearchEntry
from app.sources.checking.finding import Finding, as_text
from app.sources.entries import sinces
from app.sources.keeping import table_of

ENTRY = table_of(SearchEntry)


def unlike_rows(connection: Connection) -> Iterator[Finding]:
    """Entries without a row, and rows without an entry."""
    held = {
        (str(kind), id)
        for kind, id in connection.execute(select(as_text(ENTRY.c.kind), ENTRY.c.id))
    }
    there = {(str(kind), id) for kind, id, _ in sinces(connection)}
    for kind, id in sorted(held - there):
        yield Finding(f"search_entry {kind}, {id}", "there is no such row")
    for kind, id in sorted(there - held):
        yield Finding(f"{kind} {id}", "a search does not find it")
