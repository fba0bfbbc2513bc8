"""Databases and a running server: the real ones, SQLite by default, PostgreSQL where it is named."""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from pydantic import SecretStr
from sqlalchemy import create_engine, make_url, text
from starlette.types import ASGIApp

from app.database import Database
from app.main import create_server
from app.serving import listening, repeated, served
from app.settings import Settings
from app.sources.prepare import migrate, prepare

TEST_DATABASE_URL = os.environ.get("TEST_DATABASE_URL")

NewUrl = Callable[[], str]


def pytest_report_header() -> str:
    """Say which database the tests run on."""
    if TEST_DATABASE_URL is None:
        return "database: SQLite (PostgreSQL is left out: set TEST_DATABASE_URL to have it)"
    return f"database: {make_url(TEST_DATABASE_URL).get_backend_name()}"


@pytest.fixture(scope="session")
def new_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewUrl]:
    """A maker of addresses of empty databases: a new file on SQLite, a new schema on PostgreSQL."""
    if TEST_DATABASE_URL is None:
        yield lambda: f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"
        return
    url = make_url(TEST_DATABASE_URL)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make() -> str:
        schema = f"test_{uuid.uuid4().hex[:12]}"
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        made.append(schema)
        options = (
            f"-csearch_path={schema} -csynchronous_commit=off"  # what is gone soon may be lost
        )
        own = url.update_query_dict({"options": options})
        return own.render_as_string(hide_password=False)

    yield make
    with engine.connect() as connection:
        for schema in made:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def empty_url(new_url: NewUrl) -> str:
    """The address of a database with nothing in it."""
    return new_url()


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    """A migrated database without data."""
    database = Database(empty_url)
    migrate(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def settings(new_url: NewUrl) -> Settings:
    """The settings of a deployment whose database holds the seed."""
    settings = Settings(database_url=SecretStr(new_url()), documents_dir=None)
    list(prepare(settings))
    return settings


@pytest.fixture(scope="session")
def seeded(settings: Settings) -> Iterator[Database]:
    """The database that holds the seed; not to be written to."""
    database = Database.of(settings)
    yield database
    database.close()


class Running(uvicorn.Server):
    """A server in a thread of the tests, stopped when they are done."""

    def install_signal_handlers(self) -> None:
        """Leave signals to pytest."""


def serve(settings: Settings) -> Generator[str]:
    """Run the application on a free port; its address."""
    yield from run(create_server(settings), settings)


def run(
    app: ASGIApp, settings: Settings | None = None, listener: socket.socket | None = None
) -> Generator[str]:
    """Run an application on a free port, as `serve` does; its address."""
    listener = listener or listening("127.0.0.1", 0)
    port = listener.getsockname()[1]
    how = served(settings or Settings())
    server = Running(uvicorn.Config(app, log_level="warning", **how))
    thread = threading.Thread(target=server.run, args=(repeated(listener),), daemon=True)
    thread.start()
    until_started(server, thread)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, "the server did not start in time"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def address(settings: Settings) -> Iterator[str]:
    """Where the server with the seed answers."""
    yield from serve(settings)


@pytest.fixture(scope="session")
def api(address: str) -> Iterator[httpx.Client]:
    """A client of the server with the seed."""
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def seed_dir() -> Path:
    """The folder of the seed files."""
    return Path(__file__).resolve().parent.parent / "seed_data"
