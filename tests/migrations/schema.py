"""A schema as a database itself tells it, to be held against another one."""

from typing import Any

from sqlalchemy import Connection, TextClause, inspect
from sqlalchemy.types import NullType

VERSION_TABLE = "alembic_version"

Schema = dict[str, dict[str, Any]]


def schema_of(connection: Connection) -> Schema:
    """Every table but Alembic's own, with all that a database can tell of it."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": {
                column["name"]: (
                    type_of(column["type"], connection),
                    column["nullable"],
                    column["default"],
                )
                for column in inspector.get_columns(table)
            },
            "primary key": by_name([inspector.get_pk_constraint(table)]),
            "foreign keys": by_name(inspector.get_foreign_keys(table)),
            "unique": by_name(inspector.get_unique_constraints(table)),
            "checks": by_name(inspector.get_check_constraints(table)),
            "indexes": by_name(inspector.get_indexes(table)),
        }
        for table in inspector.get_table_names()
        if table != VERSION_TABLE
    }


def type_of(kind: Any, connection: Connection) -> str:
    """A type in the words of the dialect; a column of FTS5 has none."""
    return "" if isinstance(kind, NullType) else str(kind.compile(connection.dialect))


def by_name(constraints: Any) -> dict[str, Any]:
    """By name, so that the order in which they were made does not matter."""
    return {
        str(constraint["name"]): {key: comparable(value) for key, value in constraint.items()}
        for constraint in constraints
    }


def comparable(value: Any) -> Any:
    """The text of a check, or of which rows an index holds, may be broken into lines at will."""
    if isinstance(value, dict):
        return {key: comparable(one) for key, one in value.items()}
    return " ".join(str(value).split()) if isinstance(value, str | TextClause) else value
