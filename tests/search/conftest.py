"""A client that is held to the documentation, and everything that can be found, for plain Python."""

from collections.abc import Iterator

import httpx
import pytest

from app.database import Database
from app.sources.entries import Entry, entries
from tests.api.conftest import client


@pytest.fixture(scope="session")
def api(address: str) -> Iterator[httpx.Client]:
    """The server with the seed."""
    with client(address) as asking:
        yield asking


@pytest.fixture(scope="session")
def everything(seeded: Database) -> list[Entry]:
    """What the seed's database has to be found, in no order."""
    with seeded.engine.connect() as connection:
        return list(entries(connection))
