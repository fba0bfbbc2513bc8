"""Making a database ready: its tables, then its seed."""

from collections.abc import Iterator
from pathlib import Path

from app.database import SCHEMA_REVISION, Database, check_revision, is_ahead
from app.errors import OperatorError
from app.settings import ROOT, Settings


def prepare(settings: Settings) -> Iterator[str]:
    """Migrate an empty database and load the seed; say what was done. Quick when nothing changed."""
    database = Database.of(settings)
    try:
        if not check_revision(database, to_read=True):
            yield migrate(database)
        if is_ahead(database):
            yield f"A newer version has migrated {database.name}: it is read, and nothing is loaded."
        else:
            yield load(database, settings)
        if settings.documents_dir is not None:
            yield quoting(database, settings.documents_dir)
    finally:
        database.close()


def quoting(database: Database, folder: Path) -> str:
    """How many of the documents' texts are at hand to be quoted from."""
    from app.sources.texts import texts_at_hand

    texts, amiss = texts_at_hand(database, folder)
    return f"Texts at hand: {len(texts)} of {len(texts) + len(amiss)} documents."


def migrate(database: Database) -> str:
    """Run the migrations that the database lacks."""
    revision = database.revision()
    if revision is not None and revision > SCHEMA_REVISION:
        check_revision(database)
    if revision == SCHEMA_REVISION:
        return f"Database {database.name} is at revision {revision} already."
    upgrade(database)
    return f"Migrated {database.name} to revision {SCHEMA_REVISION}."


def upgrade(database: Database) -> None:
    """Run all migrations or none; one that another start has run meanwhile is not run again."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        with database.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise OperatorError(
            f"database {database.name} cannot be migrated: {error}; put back a copy that a"
            " released version made, or name an empty database"
        ) from error


def load_seed(settings: Settings) -> str:
    """Load the seed into a database whose tables are there."""
    database = Database.of(settings)
    try:
        if not check_revision(database):
            raise OperatorError(f"database {database.name} is empty: run `mission-kb migrate`")
        return load(database, settings)
    finally:
        database.close()


def load(database: Database, settings: Settings) -> str:
    """Load the seed where it is not the one that the database holds."""
    from app.sources.seed import seed

    loaded = seed(database, settings.seed_dir)
    if not loaded.is_changed:
        return f"Release {loaded.release} is loaded already."
    return f"Loaded release {loaded.release}: {loaded.rows} rows."


def check_seed(settings: Settings) -> str:
    """Validate the seed files without loading them."""
    from app.sources.seed import check

    return f"{settings.seed_dir.name}: {check(settings.seed_dir)} rows are right."
