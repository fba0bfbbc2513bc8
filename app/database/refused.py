"""What a database refuses, and what to do then."""

import sqlite3

from sqlalchemy.exc import DBAPIError

RESTORE = "put back a copy, or move the file away: the next start makes a new one from the seed"
READ_ONLY = "it may not be written to: give this user the right, or name another database"
NO_ROOM = "nothing was changed: make room, and try again"
IN_USE = "another program is using it: try again when it is done"
ADVICE = {
    "readonly": READ_ONLY,
    "read-only": READ_ONLY,
    "permission denied": READ_ONLY,
    "not a database": RESTORE,
    "malformed": RESTORE,
    "disk is full": NO_ROOM,
    "No space left": NO_ROOM,
    "locked": IN_USE,
    "lock timeout": IN_USE,
    "no such table": "a table is missing: put back a copy, or start from an empty database",
}
"""What to do, by a sign in what the database says."""

CORRUPTED = ("malformed", "not a database")
"""What SQLite says of a file that is broken."""

CORRUPTED_STATES = ("XX001", "XX002")
"""What PostgreSQL says of a table or an index that is."""


def told(name: str, error: DBAPIError) -> str:
    """A refusal and what to do, in one line for an operator."""
    reason = " ".join(str(error.orig).split()) or "unknown reason"
    advice = "see that it is there and may be used"
    for sign, better in ADVICE.items():
        if sign in reason:
            advice = better
    return f"database {name}: {reason}; {advice}"


def is_corruption(error: DBAPIError) -> bool:
    """Whether the database says that a part of it is broken."""
    reason = error.orig
    if isinstance(reason, sqlite3.Error):
        return any(sign in str(reason) for sign in CORRUPTED)
    return getattr(reason, "sqlstate", None) in CORRUPTED_STATES
