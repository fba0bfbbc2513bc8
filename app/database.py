"""Where the data is kept: the only place that knows which database it is."""

import json
import logging
import os.path
import sqlite3
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote, unquote

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Engine, ExceptionContext
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    NoSuchModuleError,
    OperationalError,
    SADeprecationWarning,
    SAWarning,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.errors import OperatorError, Unavailable
from app.readers import LONGEST_SECONDS, MOST_WAITING, Breaking, Readers
from app.settings import Settings
from app.streams import Question, Stream, Streams
from app.watching import Watch

Answer = TypeVar("Answer")
Head = TypeVar("Head")

SCHEMA_REVISION = "0006"
"""The newest migration, written down so that `serve` need not import Alembic to know it."""

log = logging.getLogger(__name__)

BUSY_SECONDS = 5
CONNECT_SECONDS = 10
LOCK_SECONDS = 30
SILENT_MS = 5000
"""How long a server may not even acknowledge what it was sent, before a watch connects anew."""

NOTHING: Mapping[str, Any] = {}
POSTGRESQL_READERS = 8
STREAMS = 4
DRIVERS = {"sqlite": "pysqlite", "postgresql": "psycopg"}
SECRETS = ("password", "sslpassword")
WRITERS_LOCK = 0x6D69_7373_696F_6E
"""Who writes to PostgreSQL holds this advisory lock, so that two starts at once do not collide."""

VERSION_TABLE = "alembic_version"
NO_ADDRESS = (
    "MISSION_KB_DATABASE_URL is not the address of a database;"
    " write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
)
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


class Limits(NamedTuple):
    """How long a short question may wait and run, in seconds, and how many may wait at once."""

    seconds: float = LONGEST_SECONDS
    waiting: int = MOST_WAITING


USUAL = Limits()


class Schema(NamedTuple):
    """The revision of the tables, and the oldest one whose code may read them."""

    revision: str
    readable_from: str


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
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.is_read_only = is_read_only
        self.engine = self._make_engine(**self._pooled())
        self._reading = self._snapshots(self.engine)
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

    def _make_engine(self, connecting: Mapping[str, Any] = NOTHING, **pooled: Any) -> Engine:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", SAWarning)
                warnings.simplefilter("error", SADeprecationWarning)
                engine = create_engine(
                    self._address(),
                    connect_args={**self._connect_args(), **connecting},
                    json_deserializer=read_json,
                    hide_parameters=True,  # what is asked for is in no log
                    **pooled,
                )
        except ModuleNotFoundError as error:
            raise OperatorError(
                f"{error.name} is not installed, which PostgreSQL needs:"
                " install mission-kb[postgres]"
            ) from error
        except (TypeError, ValueError, ArgumentError, SAWarning, SADeprecationWarning) as error:
            reason = str(error).partition(";")[0]
            raise OperatorError(f"{NO_ADDRESS} ({reason})") from error
        if self.is_sqlite:
            event.listen(engine, "connect", set_pragmas)
            event.listen(engine, "begin", begin)
        if self.is_read_only and self.is_sqlite:
            event.listen(engine, "connect", refuse_changes)
            event.listen(engine, "handle_error", self._roll_back)
        elif self.is_read_only:
            return engine.execution_options(postgresql_readonly=True)
        return engine

    def _address(self) -> URL:
        """Where it is; a file that is only read is opened so that nothing can be written to it."""
        file = self.file
        if not self.is_read_only or file is None or self.url.query.get("uri"):
            return self.url
        own = {**self.url.query, "mode": "ro", "uri": "true"}
        return self.url.set(database=f"file:{quote(os.path.abspath(file))}", query=own)

    def _roll_back(self, context: ExceptionContext) -> None:
        """Undo what a writer left that was killed: who may only read cannot, and reads nothing until then.

        SQLite does so itself for the next one who might write; nothing else is done with the right to.
        """
        code = getattr(context.original_exception, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_READONLY_ROLLBACK and self.file is not None:
            log.warning("a load was broken off; what it had written is undone")
            address = f"file:{quote(os.path.abspath(self.file))}?mode=rw"
            with closing(sqlite3.connect(address, uri=True)) as driver:
                refuse_changes(driver, None)
                driver.execute("SELECT count(*) FROM sqlite_master").fetchall()

    def _connect_args(self) -> dict[str, Any]:
        """What the address itself says, as in `?timeout=1`, wins."""
        if self.is_sqlite:
            wait = {} if "timeout" in self.url.query else {"timeout": BUSY_SECONDS}
            return {"check_same_thread": False, **wait}
        wait = {} if "connect_timeout" in self.url.query else {"connect_timeout": CONNECT_SECONDS}
        return {**wait, **self._host()}

    def _host(self) -> dict[str, str]:
        """Which of several hosts: questions go to any standby, what writes goes to the primary."""
        if (
            isinstance(self.url.query.get("host", ""), str)
            or "target_session_attrs" in self.url.query
        ):
            return {}
        if not self.is_read_only:
            return {"target_session_attrs": "read-write"}
        return {"target_session_attrs": "prefer-standby", "load_balance_hosts": "random"}

    def _pooled(self) -> dict[str, Any]:
        return {} if self.is_sqlite else {"pool_pre_ping": True, "pool_size": POSTGRESQL_READERS}

    def _snapshots(self, engine: Engine) -> Engine:
        """An answer takes several statements: all see the same data, as on SQLite they do anyway."""
        if self.is_sqlite:
            return engine
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @property
    def name(self) -> str:
        """How to speak of it to an operator: without a password."""
        return self.url.difference_update_query(SECRETS).render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """SQLite's file; None for what is kept in memory or by a server."""
        name = self.url.database or ":memory:"
        if not self.is_sqlite or name == ":memory:":
            return None
        is_uri = name.startswith("file:")
        return Path(unquote(name.removeprefix("file:").removeprefix("//")) if is_uri else name)

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
            if not (is_lost or is_corruption(error)):
                self._refuse(error, breaking)
                raise
        try:
            return self._ask_once(question, breaking)
        except DBAPIError as error:
            self._refuse(error, breaking)
            raise

    def _refuse(self, error: DBAPIError, breaking: Breaking) -> None:
        """Say why there is no answer, where it is for want of the database."""
        if is_corruption(error):
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
            engine = self._snapshots(self._make_engine(poolclass=NullPool))
            self._streams = Streams(engine, self._most_streams, self._interrupt)
        return Stream(self._streams, question, {"texts": self.texts})

    def watch(
        self, question: Callable[[Session], Answer], tell: Callable[[Answer, float], None]
    ) -> Watch[Answer]:
        """Ask a question again and again, whatever else is asked; whoever has it has to close it."""
        if self.is_sqlite:
            return Watch(self._make_engine(pool_size=1), question, tell)
        engine = self._make_engine({"tcp_user_timeout": SILENT_MS}, pool_size=1)
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
            raise OperatorError(self._refusal(error)) from error

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

    def _refusal(self, error: DBAPIError) -> str:
        reason = " ".join(str(error.orig).split()) or "unknown reason"
        advice = "see that it is there and may be used"
        for sign, better in ADVICE.items():
            if sign in reason:
                advice = better
        return f"database {self.name}: {reason}; {advice}"

    def close(self) -> None:
        """Give back threads and connections."""
        self._readers.close()
        if self._streams is not None:
            self._streams.close()
            self._streams = None
        self.engine.dispose()


@lru_cache(maxsize=4096)
def read_json(text: str | bytes) -> Any:
    """JSON as a column holds it, read once: few values stand in many rows, and none is changed."""
    return json.loads(text)


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


def begin(connection: Connection) -> None:
    """Begin on SQLite; a writer takes its turn at once rather than failing halfway."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def set_pragmas(connection: Any, _record: Any) -> None:
    """SQLite keeps foreign keys only when told so on every connection.

    Its driver is told to begin nothing by itself: it would make tables outside of any transaction.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def refuse_changes(connection: Any, _record: Any) -> None:
    """Have SQLite refuse every statement that would change anything."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


class month_of(FunctionElement[str]):  # noqa: N801
    """The month of a day, as text: `2023-06`."""

    type = Text()
    inherit_cache = True


@compiles(month_of, "sqlite")
def _month_on_sqlite(element: month_of, compiler: SQLCompiler, **more: Any) -> str:
    """SQLite keeps days as text, and its functions of dates take ten times as long."""
    return f"substr({compiler.process(element.clauses, **more)}, 1, 7)"


@compiles(month_of, "postgresql")
def _month_on_postgresql(element: month_of, compiler: SQLCompiler, **more: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **more)}, 'YYYY-MM')"


class unindexed(FunctionElement[Any]):  # noqa: N801
    """A column as SQLite looks for no index by it: it has no figures to choose the better one by."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(unindexed, "sqlite")
def _unindexed_on_sqlite(element: unindexed, compiler: SQLCompiler, **more: Any) -> str:
    return f"+{compiler.process(element.clauses, **more)}"


@compiles(unindexed, "postgresql")
def _unindexed_on_postgresql(element: unindexed, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(element.clauses, **more)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows in; where the key of one is there already, its other columns are changed in place."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    key = table.primary_key.columns.keys()
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changed), rows)


def sorts_all_keys(session: Session) -> bool:
    """Whether the first rows of several keys have to be asked for key by key.

    SQLite leaves the range of a key as soon as its rows come too late for the page. PostgreSQL reads
    and sorts the rows of all keys, or reads what has none of them for as long as a page is not full.
    """
    return session.get_bind().dialect.name == "postgresql"


def analyze(connection: Connection, tables: Iterable[str]) -> None:
    """Have PostgreSQL look at what was loaded: its daemon does so a minute later, SQLite plans without."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {', '.join(tables)}"))


def is_corruption(error: DBAPIError) -> bool:
    """Whether the database says that a part of it is broken."""
    reason = error.orig
    if isinstance(reason, sqlite3.Error):
        return any(sign in str(reason) for sign in CORRUPTED)
    return getattr(reason, "sqlstate", None) in CORRUPTED_STATES


def is_readable(schema: Schema) -> bool:
    """Whether this version may read the tables: they are its own, or have only more than it knows."""
    is_newer = schema.revision > SCHEMA_REVISION
    return (
        schema.readable_from <= SCHEMA_REVISION if is_newer else schema.revision == SCHEMA_REVISION
    )


def is_ahead(database: Database) -> bool:
    """Whether a newer version has migrated the database, and this one may read it still."""
    schema = database.schema()
    return schema is not None and schema.revision > SCHEMA_REVISION and is_readable(schema)


def check_revision(database: Database, *, to_read: bool = False) -> bool:
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
