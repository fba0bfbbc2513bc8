"""A database that holds the seed and two datasets, one of which may be passed on, and its export."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.database import Database
from app.sources.dataset import Dataset
from app.sources.datasets import DATASETS
from app.sources.exports.exporting import Order, export
from app.sources.exports.loading import load
from app.sources.importing import file_of
from app.sources.importing import load as bring
from app.sources.prepare import migrate
from app.sources.seed import seed
from app.sources.staging import staging
from tests.conftest import NewUrl
from tests.imports.made_up import death, new_file
from tests.imports.test_vintages import NEWER, OLDER

SHUT = DATASETS["un-fatalities"]
FREE = replace(SHUT, name="open-fatalities", origin="open-fatalities", licence="CC BY 3.0 IGO")
"""The same dataset, had it been given away."""

FORMATS = ("csv", "ndjson", "parquet")
KINDS = ("the same kind", "sqlite")
"""Where an export is loaded: a database of the kind that the tests run on, and a file of SQLite."""

Loading = Callable[[Path, str], Database]


def importing(database: Database, dataset: Dataset, path: Path, seed_dir: Path) -> str:
    with staging() as staged:
        return bring(database, dataset, file_of(path), seed_dir, staged).release


def fill(database: Database, seed_dir: Path, folder: Path) -> None:
    migrate(database)
    seed(database, seed_dir)
    importing(database, SHUT, new_file(folder / "older.csv", OLDER), seed_dir)
    newer = [{**row, "updated": "2024-02-01"} for row in NEWER]
    importing(database, SHUT, new_file(folder / "newer.csv", newer), seed_dir)
    given = [death("C-1"), death("C-2", cause="Illness")]
    importing(database, FREE, new_file(folder / "free.csv", given), seed_dir)


@pytest.fixture(scope="session")
def source(
    new_url: NewUrl, seed_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """What is exported; not to be written to."""
    database = Database(new_url())
    fill(database, seed_dir, tmp_path_factory.mktemp("files"))
    yield database
    database.close()


@pytest.fixture(scope="session")
def exports(source: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of an export in each format, and of one in all of them."""
    folder = tmp_path_factory.mktemp("exports")
    chosen = {**{name: (name,) for name in FORMATS}, "all": FORMATS}
    for name, formats in chosen.items():
        export(source, Order(folder / name, formats))
    return {name: folder / name for name in chosen}


@pytest.fixture(scope="session")
def redistributable(source: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what may be passed on."""
    folder = tmp_path_factory.mktemp("exports") / "redistributable"
    export(source, Order(folder, FORMATS, is_redistributable=True))
    return folder


@pytest.fixture
def loading(new_url: NewUrl, tmp_path: Path) -> Iterator[Loading]:
    """Load a folder into a new database."""
    made: list[Database] = []

    def run(folder: Path, kind: str = "sqlite") -> Database:
        file = tmp_path / f"loaded{len(made)}.sqlite3"
        database = Database(f"sqlite:///{file}" if kind == "sqlite" else new_url())
        made.append(database)
        migrate(database)
        load(database, folder)
        return database

    yield run
    for database in made:
        database.close()
