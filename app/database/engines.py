"""Engines: how connections are made, and what they are told first."""

import json
import logging
import os.path
import sqlite3
import warnings
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine, ExceptionContext
from sqlalchemy.exc import ArgumentError, SADeprecationWarning, SAWarning

from app.database.address import NO_ADDRESS, file_of, is_sqlite
from app.errors import OperatorError

log = logging.getLogger(__name__)

BUSY_SECONDS = 5
CONNECT_SECONDS = 10
SILENT_MS = 5000
"""How long a server may not even acknowledge what it was sent, before a watch connects anew."""

NOTHING: Mapping[str, Any] = {}
POSTGRESQL_READERS = 8


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of one database, for reading alone or for writing as well."""

    url: URL
    is_read_only: bool

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite's, or a server."""
        return is_sqlite(self.url)

    def engine(self, connecting: Mapping[str, Any] = NOTHING, **pooled: Any) -> Engine:
        """Connections, made as they are asked for and kept as `pooled` says."""
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

    def pooled(self) -> dict[str, Any]:
        """How many connections are kept, and how one that is kept is known to be sound."""
        return {} if self.is_sqlite else {"pool_pre_ping": True, "pool_size": POSTGRESQL_READERS}

    def snapshots(self, engine: Engine) -> Engine:
        """An answer takes several statements: all see the same data, as on SQLite they do anyway."""
        if self.is_sqlite:
            return engine
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def _address(self) -> URL:
        """Where it is; a file that is only read is opened so that nothing can be written to it."""
        file = file_of(self.url)
        if not self.is_read_only or file is None or self.url.query.get("uri"):
            return self.url
        own = {**self.url.query, "mode": "ro", "uri": "true"}
        return self.url.set(database=f"file:{quote(os.path.abspath(file))}", query=own)

    def _connect_args(self) -> dict[str, Any]:
        """What the address itself says, as in `?timeout=1`, wins."""
        if self.is_sqlite:
            wait = {} if "timeout" in self.url.query else {"timeout": BUSY_SECONDS}
            return {"check_same_thread": False, **wait}
        wait = {} if "connect_timeout" in self.url.query else {"connect_timeout": CONNECT_SECONDS}
        return {**wait, **self._host(), **self._prepared()}

    def _prepared(self) -> dict[str, int | None]:
        """After how many times a statement is prepared: never, where a pooler would not know it again."""
        given = self.url.query.get("prepare_threshold")
        if given is None:
            return {}
        if given != "none" and not str(given).isdecimal():
            raise ValueError("prepare_threshold is a number or none")
        return {"prepare_threshold": None if given == "none" else int(str(given))}

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

    def _roll_back(self, context: ExceptionContext) -> None:
        """Undo what a writer left that was killed: who may only read cannot, and reads nothing until then.

        SQLite does so itself for the next one who might write; nothing else is done with the right to.
        """
        code = getattr(context.original_exception, "sqlite_errorcode", None)
        file = file_of(self.url)
        if code == sqlite3.SQLITE_READONLY_ROLLBACK and file is not None:
            log.warning("a load was broken off; what it had written is undone")
            address = f"file:{quote(os.path.abspath(file))}?mode=rw"
            with closing(sqlite3.connect(address, uri=True)) as driver:
                refuse_changes(driver, None)
                driver.execute("SELECT count(*) FROM sqlite_master").fetchall()


@lru_cache(maxsize=4096)
def read_json(text: str | bytes) -> Any:
    """JSON as a column holds it, read once: few values stand in many rows, and none is changed."""
    return json.loads(text)


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
