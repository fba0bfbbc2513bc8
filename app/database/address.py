"""Where a database is: an address, and what it may say."""

from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from app.errors import OperatorError

DRIVERS = {"sqlite": "pysqlite", "postgresql": "psycopg"}
SECRETS = ("password", "sslpassword")
NO_ADDRESS = (
    "MISSION_KB_DATABASE_URL is not the address of a database;"
    " write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
)


def parse_url(url: str) -> URL:
    """An address of a database that this program can use."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        parsed.get_dialect()
        driver = parsed.get_driver_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        # What was given may hold a password, and so may the reason why it is wrong.
        raise OperatorError(NO_ADDRESS) from None
    if "@" in (parsed.host or ""):
        raise OperatorError("MISSION_KB_DATABASE_URL has an @ in its password: write it as %40")
    if backend not in DRIVERS:
        raise OperatorError(f"{backend} is not supported; use SQLite or PostgreSQL")
    if driver != DRIVERS[backend]:
        raise OperatorError(f"the driver {driver} is not supported; write just {backend}://")
    return parsed


def spoken(url: URL) -> str:
    """How to speak of it to an operator: without a password."""
    return url.difference_update_query(SECRETS).render_as_string(hide_password=True)


def is_sqlite(url: URL) -> bool:
    """Whether it is a file of SQLite's, or a server."""
    return url.get_backend_name() == "sqlite"


def file_of(url: URL) -> Path | None:
    """SQLite's file; None for what is kept in memory or by a server."""
    name = url.database or ":memory:"
    if not is_sqlite(url) or name == ":memory:":
        return None
    is_uri = name.startswith("file:")
    return Path(unquote(name.removeprefix("file:").removeprefix("//")) if is_uri else name)
