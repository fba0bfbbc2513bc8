"""Servers that are held to their documentation with every answer, and one over odd rows."""

from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr

from app.database import Database
from app.settings import Settings
from app.sources.prepare import migrate, prepare
from tests.api import odd, served
from tests.conftest import NewUrl, serve


def client(address: str) -> httpx.Client:
    """A client that refuses an answer that is not documented."""
    return httpx.Client(
        base_url=address, timeout=60, event_hooks={"request": [], "response": [served.check]}
    )


@pytest.fixture(scope="session")
def api(address: str) -> Iterator[httpx.Client]:
    """The server with the seed."""
    with client(address) as asking:
        yield asking


@pytest.fixture
def asked_anew(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> httpx.Client:
    """The server with the seed, which neither repeats an answer nor keeps one, for a test that changes it."""
    monkeypatch.setitem(api.headers, "Cache-Control", "no-store")
    return api


@pytest.fixture(scope="session")
def odd_settings(new_url: NewUrl) -> Settings:
    """A database with the seed and, beside it, rows such as the seed has none of."""
    settings = Settings(database_url=SecretStr(new_url()))
    list(prepare(settings))
    database = Database.of(settings)
    odd.add(database, *odd.rows())
    database.close()
    return settings


@pytest.fixture(scope="session")
def odd_database(odd_settings: Settings) -> Iterator[Database]:
    """The database with odd rows; not to be written to."""
    database = Database.of(odd_settings)
    yield database
    database.close()


@pytest.fixture(scope="session")
def odd_api(odd_settings: Settings) -> Iterator[httpx.Client]:
    """A server over the odd rows: undated, unlocated, at the antimeridian, at the poles."""
    for address in serve(odd_settings):
        with client(address) as asking:
            yield asking


@pytest.fixture
def own(empty_url: str) -> Iterator[Database]:
    """A database of the test's own: migrated, and holding one mission, country and place."""
    database = Database(empty_url)
    migrate(database)
    odd.add(database, *odd.ground())
    yield database
    database.close()


@pytest.fixture
def own_api(own: Database) -> Iterator[httpx.Client]:
    """A server over the test's own database, which shows at once what is added to it."""
    url = own.url.render_as_string(hide_password=False)
    for address in serve(Settings(database_url=SecretStr(url), cache_bytes=0)):
        with client(address) as asking:
            yield asking
