"""Servers that are held to the API definition with every answer."""

from collections.abc import Iterator

import httpx
import pytest

from app.settings import Settings
from tests.api.conftest import odd_settings, own, own_api
from tests.conftest import serve
from tests.ogc import asked

__all__ = ["odd_settings", "own", "own_api"]


def client(address: str) -> httpx.Client:
    """A client that refuses an answer that is not documented."""
    return httpx.Client(base_url=address, timeout=60, event_hooks={"response": [asked.check]})


@pytest.fixture(scope="session")
def api(address: str) -> Iterator[httpx.Client]:
    """The server with the seed."""
    with client(address) as asking:
        yield asking


@pytest.fixture(scope="session")
def odd_address(odd_settings: Settings) -> Iterator[str]:
    """Where rows without a date or a point are, at the antimeridian, at the poles."""
    yield from serve(odd_settings)


@pytest.fixture(scope="session")
def odd_api(odd_address: str) -> Iterator[httpx.Client]:
    """A client of the odd rows."""
    with client(odd_address) as asking:
        yield asking


@pytest.fixture(scope="session")
def quick(odd_address: str) -> Iterator[httpx.Client]:
    """One that looks at no answer, for very many of them."""
    with httpx.Client(base_url=odd_address, timeout=60) as asking:
        yield asking
