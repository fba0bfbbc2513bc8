"""Fetching: rows as the driver has them, many at a time, while the database's own cursor stays open.

For long lists only: to make each row one of SQLAlchemy's takes half as long as to read it.
"""

from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.exc import DBAPIError


class Fetching:
    """The rows of a statement; the columns are to be of types that the driver itself reads."""

    def __init__(self, connection: Connection, statement: Select[Any]) -> None:
        self.errors = connection.dialect.loaded_dbapi.Error
        self.statement = statement
        self.found = connection.execute(statement, execution_options={"stream_results": True})
        self.ahead = list(map(tuple, self.found.fetchmany(1)))
        """SQLAlchemy has asked for the first row already."""

    def take(self, most: int) -> list[tuple[Any, ...]]:
        """The next rows; none at the end."""
        rows, self.ahead = self.ahead, []
        cursor: Any = self.found.cursor
        if cursor is None:  # the first row was the last
            return rows
        try:
            return [*rows, *cursor.fetchmany(most - len(rows))]
        except self.errors as error:
            told = str(self.statement)
            raise DBAPIError.instance(told, None, error, self.errors) from error

    def close(self) -> None:
        """Give back the cursor; not all rows need to have been taken."""
        self.found.close()
