"""A database that every test of this folder seeds anew."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.database import Database
from app.sources.prepare import migrate

DOCUMENTS = "MISSION_KB_DOCUMENTS_DIR"


@pytest.fixture(scope="session")
def scratch(new_url: Callable[[], str]) -> Iterator[Database]:
    """A migrated database: a seed that is loaded into it replaces what an earlier test left."""
    database = Database(new_url())
    migrate(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def documents_dir() -> Path:
    """The folder of the real documents' texts, which are not part of this project."""
    folder = os.environ.get(DOCUMENTS)
    if not folder:
        pytest.skip(f"set {DOCUMENTS} to the folder of the documents' texts to run this")
    return Path(folder)
