"""A client that is held to the documentation, and everything that can be found, for plain Python."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.database import Database
from app.sources import search
from app.sources.entries import Entry, entries
from app.sources.prepare import migrate
from app.sources.seed import seed
from tests.api.conftest import client
from tests.conftest import NewUrl


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


@pytest.fixture(scope="session")
def common_database(new_url: NewUrl, seed_dir: Path) -> Iterator[Database]:
    """The seed once more, with bits for each term that a hundred entries have."""
    database = Database(new_url())
    migrate(database)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "COMMON_ENTRIES", 100)
        seed(database, seed_dir)
    yield database
    database.close()
