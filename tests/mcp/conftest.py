"""Assistants over both transports, and a server that answers them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import Database
from app.settings import Settings
from tests.api import odd
from tests.cli.commands import Here
from tests.conftest import serve
from tests.mcp.assistant import HANDSHAKE, NEWEST, Assistant, connected, over_http, over_stdio


@pytest.fixture(scope="session")
def assisting(settings: Settings) -> Iterator[str]:
    """Where the server with the seed answers assistants, too."""
    yield from serve(settings.model_copy(update={"mcp": True}))


@pytest.fixture(
    scope="session",
    params=[("stdio", HANDSHAKE), ("http", NEWEST)],
    ids=" ".join,
)
def assistant(
    request: pytest.FixtureRequest, settings: Settings, assisting: str
) -> Iterator[Assistant]:
    """An assistant that asks the seed."""
    transport, mode = request.param
    is_local = transport == "stdio"
    client = over_stdio(settings, mode) if is_local else over_http(assisting, mode)
    with connected(client) as here:
        yield here


@pytest.fixture
def here(tmp_path: Path, empty_url: str) -> Here:
    """Commands on a database in which there is nothing."""
    return Here(tmp_path, {"database_url": empty_url})


@pytest.fixture
def own(database: Database) -> Database:
    """A database of the test's own, holding one mission, country and place."""
    odd.add(database, *odd.ground())
    return database
