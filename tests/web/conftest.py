"""Servers of pages: over the seed, and over a database of the test's own."""

from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr

from app.database import Database
from app.settings import Settings
from app.sources.prepare import migrate
from tests.api import odd
from tests.conftest import NewUrl, serve


def client(settings: Settings) -> Iterator[httpx.Client]:
    """A client of a server of its own."""
    for address in serve(settings):
        with httpx.Client(base_url=address, timeout=60) as asking:
            yield asking


@pytest.fixture
def empty(empty_url: str) -> Iterator[httpx.Client]:
    """A server over a database in which there is nothing."""
    database = Database(empty_url)
    migrate(database)
    database.close()
    yield from client(Settings(database_url=SecretStr(empty_url), cache_bytes=0))


@pytest.fixture(scope="module")
def own(new_url: NewUrl) -> Iterator[Database]:
    """A database of the module's own: migrated, and holding one mission, country and place."""
    database = Database(new_url())
    migrate(database)
    odd.add(database, *odd.ground())
    yield database
    database.close()


@pytest.fixture(scope="module")
def own_api(own: Database) -> Iterator[httpx.Client]:
    """A server over it, which shows at once what is added."""
    url = own.url.render_as_string(hide_password=False)
    yield from client(Settings(database_url=SecretStr(url), cache_bytes=0))
