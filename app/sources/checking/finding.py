"""A finding: something in the database that cannot be, and where."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Enum, Table, Text, type_coerce


class Finding(NamedTuple):
    """`event_actor minusma-left, mali: its actor_id mali is no actor`."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column as the database holds it: a code that is not known is no error yet."""
    return type_coerce(column, Text()) if isinstance(column.type, Enum) else column


def key_of(table: Table) -> list[ColumnElement[Any]]:
    """What a row is named by."""
    return [as_text(column).label(f"key_{column.name}") for column in table.primary_key.columns]


def named(table: Table, key: Any) -> str:
    """How to speak of a row."""
    return f"{table.name} {', '.join(map(str, key))}"
