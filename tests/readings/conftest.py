"""The reader that asks, and all that the five documents say."""

import httpx
import pytest

from tests.readings.reader import Item, Reader


@pytest.fixture(scope="session")
def reader(api: httpx.Client) -> Reader:
    """A reader of the server with the seed."""
    return Reader(api)


@pytest.fixture(scope="session")
def everything(reader: Reader) -> list[Item]:
    """Every fact of the five documents."""
    return list(reader.all_facts())
