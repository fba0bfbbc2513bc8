"""Where the data is kept, and where questions to it run."""

import logging
import os.path
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from app.database import refused
from app.database.address import NO_ADDRESS, file_of, is_sqlite, parse_url, spoken
from app.database.engines import CONNECT_SECONDS, POSTGRESQL_READERS, SILENT_MS, Engines
from app.database.revisions import VERSION_TABLE, Schema, schema_of
from app.errors import OperatorError, Unavailable
from app.readers import LONGEST_SECONDS, MOST_WAITING, Breaking, Readers
from app.settings import Settings
from app.streams import Question, Stream, Streams
from app.watching import Watch

Answer = TypeVar("Answer")
Head = TypeVar("Head")

log = logging.getLogger(__name__)

LOCK_SECONDS = 30
STREAMS = 4
WRITERS_LOCK = 0x6D69_7373_696F_6E
"""Who writes to PostgreSQL holds this advisory lock, so that two starts at once do not collide."""


class Limits(NamedTuple):
    """How long a short question may wait and run, in seconds, and how many may wait at once."""

    seconds: float = LONGEST_SECONDS
    waiting: int = MOST_WAITING


USUAL = Limits()


class Activity(NamedTuple):
    """How many questions wait and are worked on, and how many have been broken off; how many streams."""

    waiting: int
    running: int
    broken_off: int
    streams: int


class Database:
    """An engine, and where its queries run.

    On SQLite one thread reads: trials showed several to be two to three times slower, for they
    contend for the interpreter. On PostgreSQL a few threads wait for the server at once. Others relieve
    them while they are busy with something long.
    """

    def __init__(
        self,
        url: str,
        *,
        reader_threads: int | None = None,
        streams: int = STREAMS,
        limits: Limits = USUAL,
        is_read_only: bool = False,
    ) -> None:
        self.url = parse_url(url)
        self.is_sqlite = is_sqlite(self.url)
        self._engines = Engines(self.url, is_read_only)
        self.engine = self._engines.engine(**self._engines.pooled())
        self._reading = self._engines.snapshots(self.engine)
        self._most_streams = streams
        self._streams: Streams | None = None
        threads = reader_threads or (1 if self.is_sqlite else POSTGRESQL_READERS)
        self._readers = Readers(threads, *limits)
        self._limits = limits
        self.is_corrupted = False
        """Whether a question has met with a part that is broken: it does not mend by itself."""
        self.texts: Mapping[str, str] = {}
        """The documents' texts that are at hand, by their SHA-256: what answers quote from."""

    @classmethod
    def of(cls, settings: Settings, *, is_read_only: bool = False) -> "Database":
        """The database that the settings name; one in memory would be gone at once."""
        database = cls(
            settings.database_url.get_secret_value(),
            reader_threads=settings.reader_threads,
            streams=settings.streams,
            limits=Limits(settings.query_seconds, settings.most_waiting),
            is_read_only=is_read_only,
        )
        if database.is_sqlite and database.file is None:
            raise OperatorError(f"{NO_ADDRESS}: {database.name} is no file")
        return database

    @property
    def name(self) -> str:
        """How to speak of it to an operator: without a password."""
        return spoken(self.url)

    @property
    def file(self) -> Path | None:
        """SQLite's file; None for what is kept in memory or by a server."""
        return file_of(self.url)

    async def read(self, question: Callable[[Session], Answer]) -> Answer:
        """Ask a short question in a reader thread; nothing that it does is kept."""
        breaking = Breaking(self._interrupt)
        return await self._readers.ask(lambda: self._ask(question, breaking), breaking)

    def _ask(self, question: Callable[[Session], Answer], breaking: Breaking) -> Answer:
        """Ask, and once more where the connection was lost, or a part could not be made out.

        Nothing that was asked has changed anything; what a disk fails to read once is not broken yet.
        """
        try:
            return self._ask_once(question, breaking)
        except DBAPIError as error:
            is_lost = error.connection_invalidated and not breaking.is_wanted
            if not (is_lost or refused.is_corruption(error)):
                self._refuse(error, breaking)
                raise
        try:
            return self._ask_once(question, breaking)
        except DBAPIError as error:
            self._refuse(error, breaking)
            raise

    def _refuse(self, error: DBAPIError, breaking: Breaking) -> None:
        """Say why there is no answer, where it is for want of the database."""
        if refused.is_corruption(error):
            self.is_corrupted = True
            raise Unavailable("A part of the database is broken and cannot be read.") from error
        if isinstance(error, OperationalError):
            raise self._unavailable(breaking) from error

    def _ask_once(self, question: Callable[[Session], Answer], breaking: Breaking) -> Answer:
        with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            session.info["texts"] = self.texts
            breaking.begin(session.connection().connection.driver_connection)
            try:
                return question(session)
            finally:
                if breaking.end():
                    session.invalidate()  # a connection that was told to end is used no more

    def _unavailable(self, breaking: Breaking) -> Unavailable:
        """Why there is no answer."""
        if not breaking.is_wanted:
            return Unavailable("The database cannot be read just now; ask again soon.")
        return Unavailable(
            f"It takes longer than {self._limits.seconds:g} seconds and was broken off;"
            " ask for less at once: fewer rows, or more filters."
        )

    def stream(self, question: Question[Head]) -> Stream[Head]:
        """A long answer, which neither waits for short ones nor keeps them waiting."""
        if self._streams is None:
            engine = self._engines.snapshots(self._engines.engine(poolclass=NullPool))
            self._streams = Streams(engine, self._most_streams, self._interrupt)
        return Stream(self._streams, question, {"texts": self.texts})

    def watch(
        self, question: Callable[[Session], Answer], tell: Callable[[Answer, float], None]
    ) -> Watch[Answer]:
        """Ask a question again and again, whatever else is asked; whoever has it has to close it."""
        if self.is_sqlite:
            return Watch(self._engines.engine(pool_size=1), question, tell)
        engine = self._engines.engine({"tcp_user_timeout": SILENT_MS}, pool_size=1)
        return Watch(engine.execution_options(isolation_level="AUTOCOMMIT"), question, tell)

    def activity(self) -> Activity:
        """What it is busy with just now."""
        readers, streams = self._readers, self._streams
        sent = 0 if streams is None else streams.under_way
        return Activity(len(readers.tasks), len(readers.busy), readers.broken_off, sent)

    def _interrupt(self, driver: Any) -> None:
        """Break off the statement that a connection runs in another thread."""
        if self.is_sqlite:
            driver.interrupt()
            return
        try:
            driver.cancel_safe(timeout=CONNECT_SECONDS)
        except driver.Error:
            log.warning("a statement could not be broken off", exc_info=True)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session for reading, outside the server."""
        with self.refusing(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection for reading all there is, outside the server: its statements see the same data."""
        with self.refusing(), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, one writer at a time: all of it is kept or none."""
        self.make_folder()
        with self.refusing(), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})"))
                yield connection

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """What the database refuses is told to the operator in one line."""
        try:
            yield
        except DBAPIError as error:
            raise OperatorError(refused.told(self.name, error)) from error

    def make_folder(self) -> None:
        """SQLite makes its file but not the folder that it is to be in."""
        if self.file is not None:
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OperatorError(
                    f"cannot make the folder of {self.name}: {error.strerror};"
                    " name another place in MISSION_KB_DATABASE_URL"
                ) from error

    def revision(self) -> str | None:
        """The migration that the database is at; None for an empty one."""
        if self.file is not None and not os.path.exists(self.file):
            return None
        with self.refusing(), self.engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            version: str | None = None
            if VERSION_TABLE in tables:
                version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if version is None and tables - {VERSION_TABLE}:
            raise OperatorError(
                f"database {self.name} holds tables that are not Mission KB's, such as"
                f" {min(tables - {VERSION_TABLE})}: name an empty database or a new file"
            )
        return version

    def schema(self) -> Schema | None:
        """Which tables there are, and who may read them; None for an empty database."""
        if self.revision() is None:
            return None
        with self.refusing(), Session(self.engine) as session:
            return schema_of(session)

    def close(self) -> None:
        """Give back threads and connections."""
        self._readers.close()
        if self._streams is not None:
            self._streams.close()
            self._streams = None
        self.engine.dispose()
