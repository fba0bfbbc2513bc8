"""Databases for tests, copied from one that was made before any mutant."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from app.database import Database
from app.settings import Settings
from app.sources import prepare as preparing

EMPTY, SEEDED = Path("empty.sqlite3").resolve(), Path("seeded.sqlite3").resolve()
really_prepare, really_migrate = preparing.prepare, preparing.migrate


def use() -> None:
    """Have them copied, wherever tests would have them made; made first, if they are not there."""
    if not SEEDED.exists():
        from pydantic import SecretStr

        list(
            really_prepare(
                Settings(database_url=SecretStr(f"sqlite:///{SEEDED}"), documents_dir=None)
            )
        )
        database = Database(f"sqlite:///{EMPTY}")
        really_migrate(database)
        database.close()
    preparing.prepare, preparing.migrate = prepare, migrate


def prepare(settings: Settings) -> Iterator[str]:
    """A copy with the seed."""
    url = settings.database_url.get_secret_value()
    path = Path(make_url(url).database or "")
    if path.exists() or not url.startswith("sqlite"):
        yield from really_prepare(settings)
    else:
        shutil.copyfile(SEEDED, path)


def migrate(database: Database) -> str:
    """A copy with empty tables."""
    path = Path(database.url.database or "")
    if path.exists() and path.stat().st_size:
        return really_migrate(database)
    return str(shutil.copyfile(EMPTY, path))
