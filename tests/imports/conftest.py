"""A database that holds a small seed, and what imports a file into it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import delete

from app import fulltext
from app.database import Database
from app.records import Record
from app.settings import Settings
from app.sources.datasets import DATASETS
from app.sources.importing import Report, file_of, load
from app.sources.prepare import migrate
from app.sources.seed import seed
from app.sources.staging import Remark, staging
from tests.cli.commands import Here
from tests.conftest import NewUrl, serve
from tests.imports import made_up
from tests.sources.small_seed import write_seed


class Done(NamedTuple):
    """What an import did, and its remarks on single rows."""

    report: Report
    remarks: list[Remark]

    def of(self, outcome: str) -> list[tuple[int, str]]:
        """The rows that met one fate, and what was said."""
        return [(one.row, one.said) for one in self.remarks if one.outcome == outcome]


Importing = Callable[..., Done]


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_seed(tmp_path_factory.mktemp("imports") / "seed", made_up.seed())


@pytest.fixture(scope="session")
def scratch(new_url: NewUrl) -> Iterator[Database]:
    """A migrated database that each test empties first."""
    database = Database(new_url())
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def filled(scratch: Database, seed_folder: Path) -> Database:
    """The small seed is loaded, and nothing else."""
    with scratch.writing() as connection:
        fulltext.empty(connection)
        for table in reversed(Record.metadata.sorted_tables):
            connection.execute(delete(table))
    seed(scratch, seed_folder)
    return scratch


@pytest.fixture
def importing(filled: Database, seed_folder: Path) -> Importing:
    """Import a file of fatalities."""

    def run(path: Path, **options: object) -> Done:
        with staging() as staged:
            report = load(
                filled,
                DATASETS["un-fatalities"],
                file_of(path),
                seed_folder,
                staged,
                **options,  # type: ignore[arg-type]
            )
            return Done(report, list(staged.remarks()))

    return run


@pytest.fixture
def api(filled: Database) -> Iterator[httpx.Client]:
    """A server over the database, which shows what a load has done at once."""
    url = filled.url.render_as_string(hide_password=False)
    for address in serve(Settings(database_url=SecretStr(url), cache_bytes=0)):
        with httpx.Client(base_url=address, timeout=30) as client:
            yield client


@pytest.fixture
def here(tmp_path: Path, filled: Database, seed_folder: Path) -> Here:
    """Commands on the same database."""
    url = filled.url.render_as_string(hide_password=False)
    return Here(tmp_path, {"database_url": url, "seed_dir": str(seed_folder)})
