"""Tables and columns as an export has them: those that are kept, under their own names."""

import enum
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    String,
    Table,
    TableClause,
    Text,
    column,
    table,
)

from app.records import Fetched, Record, SearchCommon, SearchEntry
from app.sources.keeping import table_of

MADE_ANEW = frozenset(map(table_of, (SearchEntry, SearchCommon)))
"""The index of words is made of the other tables, by each load."""

OF_THIS_MACHINE = frozenset({table_of(Fetched)})
"""What servers said of files says nothing of peace operations."""

TABLES: tuple[Table, ...] = tuple(
    each for each in Record.metadata.sorted_tables if each not in MADE_ANEW | OF_THIS_MACHINE
)
"""The tables of an export, each after those that it refers to."""

OBJECTS = frozenset({"names", "stated"})
"""The columns of JSON that hold objects; the others hold lists."""


class Kind(enum.StrEnum):
    """What a column holds, as Table Schema calls it."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "boolean"
    DAY = "date"
    INSTANT = "datetime"
    LIST = "array"
    OBJECT = "object"


class Field(NamedTuple):
    """A column; `codes` are all that it may hold, where that is fixed."""

    name: str
    kind: Kind
    is_needed: bool
    codes: Sequence[str] = ()


def fields_of(kept: Table) -> list[Field]:
    """The columns of a table in their order."""
    return [
        Field(each.name, kind_of(each), not each.nullable, tuple(getattr(each.type, "enums", ())))
        for each in kept.columns
    ]


def kind_of(kept: Column[Any]) -> Kind:
    """What a column holds."""
    kinds: dict[type[Any], Kind] = {
        JSON: Kind.OBJECT if kept.name in OBJECTS else Kind.LIST,
        Boolean: Kind.FLAG,
        DateTime: Kind.INSTANT,
        Date: Kind.DAY,
        Integer: Kind.INTEGER,
        Float: Kind.NUMBER,
        String: Kind.TEXT,
    }
    return next(kind for of, kind in kinds.items() if isinstance(kept.type, of))


def plain(kept: Table) -> TableClause:
    """The same table with codes as texts: the constraints of the database hold them to what they may be."""
    types = {
        each.name: Text() if isinstance(each.type, Enum) else each.type for each in kept.columns
    }
    return table(kept.name, *(column(name, of) for name, of in types.items()))
