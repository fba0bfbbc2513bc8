"""Which tables there are: their revision, and who may read them."""

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from app.errors import OperatorError

if TYPE_CHECKING:
    from app.database.database import Database

SCHEMA_REVISION = "0006"
"""The newest migration, written down so that `serve` need not import Alembic to know it."""

VERSION_TABLE = "alembic_version"


class Schema(NamedTuple):
    """The revision of the tables, and the oldest one whose code may read them."""

    revision: str
    readable_from: str


def schema_of(session: Session) -> Schema | None:
    """Which tables a session reads; None where there are none.

    A migration that only adds says who may read them still (docs/decisions/0022).
    """
    if not inspect(session.connection()).has_table(VERSION_TABLE):
        return None
    row = session.execute(text("SELECT * FROM alembic_version")).mappings().first()
    if row is None:
        return None
    revision = str(row["version_num"])
    return Schema(revision, str(row.get("readable_from") or revision))


def is_readable(schema: Schema) -> bool:
    """Whether this version may read the tables: they are its own, or have only more than it knows."""
    is_newer = schema.revision > SCHEMA_REVISION
    return (
        schema.readable_from <= SCHEMA_REVISION if is_newer else schema.revision == SCHEMA_REVISION
    )


def is_ahead(database: "Database") -> bool:
    """Whether a newer version has migrated the database, and this one may read it still."""
    schema = database.schema()
    return schema is not None and schema.revision > SCHEMA_REVISION and is_readable(schema)


def check_revision(database: "Database", *, to_read: bool = False) -> bool:
    """True when the schema is this version's, False when the database is empty, else refused.

    Whoever only reads may do so `to_read` from tables that a newer version has added to.
    """
    revision = database.revision()
    if revision is None:
        return False
    if not (revision.isdigit() and len(revision) == len(SCHEMA_REVISION)):
        raise OperatorError(
            f"database {database.name} is of the revision {revision}, which is not one of Mission"
            " KB: name an empty database or a new file"
        )
    if revision < SCHEMA_REVISION:
        raise OperatorError(
            f"database {database.name} is of the older revision {revision}, this version needs"
            f" {SCHEMA_REVISION}: run `mission-kb migrate`"
        )
    if revision > SCHEMA_REVISION and not (to_read and is_ahead(database)):
        raise OperatorError(
            f"database {database.name} is of the newer revision {revision}, this version knows"
            f" {SCHEMA_REVISION}: install the version that made it"
        )
    return True
