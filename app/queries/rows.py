"""Rows as answers read them: a record's columns and properties, in plain objects.

A page is read and shown, never changed. As records that a session watches its rows took twice the
time (docs/benchmarks.md).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, class_mapper

Columns = Mapping[str, ColumnElement[Any]]
NOTHING: Columns = {}
UNSHOWN = {"began_latest", "ended_earliest", "ended_latest", "is_approximate"}
"""What only filters compare: a row shows its date, which is read off its EDTF text."""


@cache
def columns(record: Any) -> Columns:
    """The columns that rows of a record hold, by the names of its attributes."""
    mapped = class_mapper(record).column_attrs
    shown = [one for one in mapped if not one.deferred and one.key not in UNSHOWN]
    return {one.key: one.columns[0] for one in shown}


@cache
def selection(record: Any) -> Select[Any]:
    """All rows of a record: a statement to narrow, since putting its columns together takes time."""
    return select(*columns(record).values())


@cache
def row_type(record: Any) -> type[SimpleNamespace]:
    """What rows of a record are: its properties are theirs, such as `date` and `quantity`."""
    own = {
        name: value
        for each in reversed(record.__mro__)
        for name, value in vars(each).items()
        if isinstance(value, property)
    }
    return type(f"{record.__name__}Row", (SimpleNamespace,), own)


class Reading:
    """The rows that a narrowed selection gives, with what is computed beside their columns.

    With `ahead`, the database's own cursor stays open, and so many rows are fetched from it at once.
    """

    def __init__(
        self,
        session: Session,
        record: Any,
        statement: Select[Any],
        computed: Columns = NOTHING,
        ahead: int | None = None,
    ) -> None:
        if computed:
            statement = statement.add_columns(*computed.values())
        self.names = (*columns(record), *computed)
        self.make = row_type(record)
        options = {} if ahead is None else {"yield_per": ahead}
        self.found = session.connection().execute(statement, execution_options=options)

    def take(self, most: int) -> list[Any]:
        """The next rows; none at the end."""
        return self.rows(self.found.fetchmany(most))

    def close(self) -> None:
        """Give back the cursor; not all rows need to have been taken."""
        self.found.close()

    def all(self) -> list[Any]:
        """All the rows."""
        return self.rows(self.found.all())

    def rows(self, found: Sequence[Any]) -> list[Any]:
        """What the database gives, as rows."""
        make, names = self.make, self.names
        return [make(**dict(zip(names, values, strict=True))) for values in found]


def read(
    session: Session, record: Any, statement: Select[Any], computed: Columns = NOTHING
) -> list[Any]:
    """The rows that a narrowed selection gives, with what is computed beside their columns."""
    return Reading(session, record, statement, computed).all()
