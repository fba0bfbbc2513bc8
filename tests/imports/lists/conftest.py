"""A seed with the missions and countries that the made-up lists name, and what imports them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.database import Database
from app.sources.datasets import DATASETS
from app.sources.importing import file_of, load
from app.sources.staging import staging
from tests.imports.conftest import Done
from tests.imports.lists import excerpts
from tests.sources.small_seed import write_seed

Taking = Callable[..., Done]


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_seed(tmp_path_factory.mktemp("lists") / "seed", excerpts.seed())


@pytest.fixture
def taking(filled: Database, seed_folder: Path) -> Taking:
    """Import a file of a kind."""

    def run(kind: str, path: Path) -> Done:
        with staging() as staged:
            report = load(
                filled, DATASETS[kind], file_of(path), seed_folder, staged, most_refused=0.9
            )
            return Done(report, list(staged.remarks()))

    return run
