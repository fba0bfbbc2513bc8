"""What a row tells as bytes, and back: kept aside, it takes no objects, and what rows share little room."""

import copyreg
import io
import marshal
import pickle
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Table

from app.records import FACTS, Record
from app.sources.dataset import Alike, Thing, Told, dated, distinct

RECORDS = {fact.__name__: fact for fact in FACTS}
PICKLED = b"\0"
"""The first byte of what is pickled; marshal begins with another."""

PLAIN = frozenset((str, int, float, bool, type(None)))
REMEMBERED = 1 << 13
"""How many different columns are packed as a number: some megabytes of them."""


class Packing:
    """Packs facts and things; the columns that many facts have alike are kept here, once for all."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}
        self.columns: list[Alike] = []

    def packed(self, told: Told | Thing) -> bytes:
        """A fact as plain values, which is many times as fast as pickling its classes; a thing as it is."""
        if isinstance(told, Thing) or told.parts:
            return pickled(told)
        edtf = None if told.date is None else told.date.edtf
        own = (told.id, told.summary, edtf, told.mission, told.place, told.note)
        try:
            return marshal.dumps((told.record.__name__, *own, self.shared(told.columns)))
        except ValueError:
            return pickled(told)

    def shared(self, columns: Mapping[str, Any]) -> int | dict[str, Any]:
        """The number of columns that are kept here, or the columns themselves: then there are many."""
        same = distinct(columns)
        try:
            number = self.numbers.get(same)
        except TypeError:  # a list, which has no hash
            return plain(columns)
        if number is not None:
            return number
        if len(self.columns) == REMEMBERED:
            return plain(columns)
        self.columns.append(Alike(plain(columns)))
        self.numbers[same] = len(self.columns) - 1
        return self.numbers[same]

    def unpacked(self, content: bytes) -> Told | Thing:
        """What was packed."""
        if content.startswith(PICKLED):
            told: Told | Thing = pickle.loads(content[1:])  # noqa: S301 -- written by us, read by us alone
            return told
        record, id, summary, edtf, mission, place, note, columns = marshal.loads(content)  # noqa: S302 -- the same
        if isinstance(columns, int):
            columns = self.columns[columns]
        date = None if edtf is None else dated(edtf)
        return Told(RECORDS[record], id, summary, date, mission, place, note, columns)


def plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns whose codes are their texts."""
    return {
        name: str(value) if type(value) not in PLAIN and isinstance(value, StrEnum) else value
        for name, value in columns.items()
    }


class Packer(pickle.Pickler):
    """A table, whose rows belong to a thing or a fact, is packed as its name."""

    dispatch_table = copyreg.dispatch_table | {
        Table: lambda table: (table_named, (table.name,)),
    }


def table_named(name: str) -> Table:
    """The table of this name: there is one of each."""
    return Record.metadata.tables[name]


def pickled(told: Told | Thing) -> bytes:
    """A thing or a fact as it is."""
    content = io.BytesIO()
    Packer(content, pickle.HIGHEST_PROTOCOL).dump(told)
    return PICKLED + content.getvalue()
