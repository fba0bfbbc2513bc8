"""Where commands run, and a seed of a few rows for them to load."""

from pathlib import Path

import pytest

from app.database import Database
from app.sources.prepare import migrate
from app.sources.seed import seed
from tests.cli.commands import Here
from tests.sources.small_seed import Seed, small_seed, write_seed


def other_seed() -> Seed:
    """The small seed with one name changed: another release."""
    changed = small_seed()
    changed["places"][1]["name_en"] = "Another Gao"
    return changed


@pytest.fixture
def here(tmp_path: Path, empty_url: str, small: Path) -> Here:
    """Commands on an empty database, of the kind that the tests run on."""
    return Here(tmp_path, {"database_url": empty_url, "seed_dir": str(small)})


@pytest.fixture
def loaded(database: Database, small: Path) -> Database:
    """The database that commands run on, holding the small seed already."""
    seed(database, small)
    return database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a SQLite file is to be; there is none yet."""
    return tmp_path / "kb.sqlite3"


@pytest.fixture
def files(tmp_path: Path, file: Path, small: Path) -> Here:
    """Commands on a SQLite file, whatever the tests run on."""
    return Here(tmp_path, {"database_url": f"sqlite:///{file}", "seed_dir": str(small)})


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small seed."""
    return write_seed(tmp_path_factory.mktemp("seed") / "small", small_seed())


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a seed that is another release."""
    return write_seed(tmp_path_factory.mktemp("seed") / "changed", other_seed())


@pytest.fixture(scope="session")
def seeded_bytes(tmp_path_factory: pytest.TempPathFactory, small: Path) -> bytes:
    """A SQLite file that holds the small seed."""
    path = tmp_path_factory.mktemp("seeded") / "kb.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    seed(database, small)
    database.close()
    return path.read_bytes()


@pytest.fixture
def filled(file: Path, seeded_bytes: bytes) -> Path:
    """A SQLite file that holds the small seed, to be spoiled by a test."""
    file.write_bytes(seeded_bytes)
    return file
