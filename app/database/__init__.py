"""The only place that knows which database it is: SQLite or PostgreSQL."""

from app.database.address import parse_url
from app.database.database import Activity, Database, Limits
from app.database.revisions import (
    SCHEMA_REVISION,
    check_revision,
    is_ahead,
    is_readable,
    schema_of,
)

__all__ = [
    "SCHEMA_REVISION",
    "Activity",
    "Database",
    "Limits",
    "check_revision",
    "is_ahead",
    "is_readable",
    "parse_url",
    "schema_of",
]
