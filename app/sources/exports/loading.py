"""mission-kb load: an export into an empty database, whole or not at all."""

import csv
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.exc import OperationalError, StatementError

from app.database import Database, check_revision
from app.database.dialects import analyze
from app.errors import OperatorError
from app.settings import Settings
from app.sources import search
from app.sources.exports.fields import TABLES, fields_of, plain
from app.sources.exports.forms import Form
from app.sources.exports.package import AGAIN, Package, name_of, read_package
from app.sources.exports.snapshot import is_of
from app.sources.importing import file_of
from app.sources.progress import Advance, progress
from app.sources.releases import content_hash, newest_release
from app.sources.seed import Loaded


def run(settings: Settings, folder: Path) -> Iterator[str]:
    """Load an export into the database that the settings name; the lines to show."""
    with closing(Database.of(settings)) as database:
        if not check_revision(database):
            raise OperatorError(f"database {database.name} has no tables: run `mission-kb migrate`")
        loaded = load(database, folder)
        yield f"Loaded release {loaded.release}: {loaded.rows} rows."


def load(database: Database, folder: Path) -> Loaded:
    """Fill an empty database from a folder; it is left empty if anything is wrong."""
    package = read_package(folder)
    form = package.form()
    form.check()
    verify(package)
    rows = 0
    with database.writing() as connection:
        check_empty(connection, database)
        total = sum(package.files[name_of(table, form)].rows for table in TABLES)
        with progress(f"Loading {folder.name}", total) as advance:
            for table in TABLES:
                rows += fill(connection, table, package, form, advance)
        check_release(connection, package)
        search.clear(connection)
        search.index(connection)
        analyze(connection, (table.name for table in TABLES))
    return Loaded(package.release, rows, is_changed=True)


def verify(package: Package) -> None:
    """Every file is there, and is to the last byte what was written."""
    for name, said in package.files.items():
        path = package.folder / name
        if Path(name).name != name or not path.is_file():
            raise OperatorError(f"{path} is missing: {AGAIN}")
        if file_of(path).sha256 != said.sha256:
            raise OperatorError(f"{path} is not the file that was exported: {AGAIN}")


def check_empty(connection: Connection, database: Database) -> None:
    """An export is no dataset to be merged with what is there."""
    for table in TABLES:
        if connection.execute(select(table).limit(1)).first() is not None:
            raise OperatorError(
                f"database {database.name} holds data already: name an empty one in"
                " MISSION_KB_DATABASE_URL, and run `mission-kb migrate` on it"
            )


def fill(
    connection: Connection, table: Table, package: Package, form: Form, advance: Advance
) -> int:
    """Put the rows of a file into their table; how many there are."""
    name = name_of(table, form)
    into, count = insert(plain(table)), 0
    try:
        for rows in form.read(package.folder / name, fields_of(table)):
            connection.execute(into, rows)
            count += len(rows)
            advance(len(rows))
    except OSError as error:
        raise OperatorError(f"{package.folder / name} cannot be read: {error.strerror}") from error
    except (ValueError, LookupError, TypeError, AttributeError, csv.Error) as error:
        raise OperatorError(f"{package.folder / name} is not as it was written: {AGAIN}") from error
    except StatementError as error:
        if isinstance(error, OperationalError):
            raise  # it is not about the rows
        why = " ".join(str(error.orig).split())
        raise OperatorError(
            f"{package.folder / name} has a row that cannot be ({why}): {AGAIN}"
        ) from error
    return count


def check_release(connection: Connection, package: Package) -> None:
    """What has been loaded is what the newest release's id was made of."""
    newest = newest_release(connection)
    if (
        newest is None
        or newest.id != package.release
        or not is_of(newest.id, content_hash(connection))
    ):
        raise OperatorError(
            f"the rows in {package.folder} are not those of release {package.release}: {AGAIN}"
        )
