"""Where the data is kept: the only place that knows which database it is."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from app.errors import OperatorError
from app.settings import Settings

Answer = TypeVar("Answer")

SCHEMA_REVISION = "0001"
"""The newest migration, written down so that `serve` need not import Alembic to know it."""

BUSY_SECONDS = 5
POSTGRESQL_READERS = 8


class Database:
    """An engine, and where its queries run.

    On SQLite one thread reads: trials showed several to be two to three times slower, for they
    contend for the interpreter. On PostgreSQL a few threads wait for the server at once.
    """

    def __init__(self, url: str, *, reader_threads: int | None = None) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = create_engine(self.url, **self._engine_options())
        if self.is_sqlite:
            event.listen(self.engine, "connect", set_pragmas)
        self._threads = reader_threads or (1 if self.is_sqlite else POSTGRESQL_READERS)
        self._pool: ThreadPoolExecutor | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Database":
        """The database that the settings name."""
        return cls(settings.database_url.get_secret_value(), reader_threads=settings.reader_threads)

    def _engine_options(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
        return {"pool_pre_ping": True, "pool_size": POSTGRESQL_READERS}

    @property
    def name(self) -> str:
        """How to speak of it to an operator: without a password."""
        return self.url.render_as_string(hide_password=True)

    async def read(self, question: Callable[[Session], Answer]) -> Answer:
        """Ask a short question in a reader thread; nothing that it does is kept."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="reader")
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._ask, question)

    def _ask(self, question: Callable[[Session], Answer]) -> Answer:
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            return question(session)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session for reading, outside the server."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept or none, and a refusal is one line."""
        self.make_folder()
        try:
            with self.engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            raise OperatorError(self._refusal(error)) from error

    def make_folder(self) -> None:
        """SQLite makes its file but not the folder that it is to be in."""
        if self.is_sqlite and self.url.database:
            try:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OperatorError(
                    f"cannot make the folder of {self.name}: {error.strerror};"
                    " name another place in MISSION_KB_DATABASE_URL"
                ) from error

    def revision(self) -> str | None:
        """The migration that the database is at; None for an empty one."""
        if self.is_sqlite and self.url.database and not Path(self.url.database).exists():
            return None
        try:
            with self.engine.connect() as connection:
                if not inspect(connection).has_table("alembic_version"):
                    return None
                version: str | None = connection.scalar(
                    text("SELECT version_num FROM alembic_version")
                )
                return version
        except DatabaseError as error:
            raise OperatorError(self._refusal(error)) from error

    def _refusal(self, error: DatabaseError) -> str:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else "unknown reason"
        advice = "see that it is there and may be used"
        if "readonly" in reason or "read-only" in reason:
            advice = "it may not be written to: give this user the right, or name another database"
        elif "not a database" in reason or "malformed" in reason:
            advice = "move the file away, and the next start makes a new one from the seed"
        elif isinstance(error, OperationalError) and "locked" in reason:
            advice = "another program is writing to it: try again when it is done"
        return f"database {self.name}: {reason}; {advice}"

    def close(self) -> None:
        """Give back threads and connections."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        self.engine.dispose()


def parse_url(url: str) -> URL:
    """An address of a database that this program can use."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise OperatorError(
            "MISSION_KB_DATABASE_URL is not the address of a database;"
            " write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
        ) from error
    if backend not in ("sqlite", "postgresql"):
        raise OperatorError(f"{backend} is not supported; use SQLite or PostgreSQL")
    return parsed


def set_pragmas(connection: Any, _record: Any) -> None:
    """SQLite keeps foreign keys only when told so on every connection."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def check_revision(database: Database) -> bool:
    """True when the schema is this version's, False when the database is empty, else refused."""
    revision = database.revision()
    if revision is None:
        return False
    if revision < SCHEMA_REVISION:
        raise OperatorError(
            f"database {database.name} is of the older revision {revision}, this version needs"
            f" {SCHEMA_REVISION}: run `mission-kb migrate`"
        )
    if revision > SCHEMA_REVISION:
        raise OperatorError(
            f"database {database.name} is of the newer revision {revision}, this version knows"
            f" {SCHEMA_REVISION}: install the version that made it"
        )
    return True
