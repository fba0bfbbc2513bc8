"""mission-kb check: each table held against all that has to hold, in one snapshot."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, Table

from app.database import Database, check_revision
from app.errors import OperatorError
from app.records import Record
from app.settings import Settings
from app.sources.checking.codes import unknown_codes
from app.sources.checking.finding import Finding
from app.sources.checking.loaded import altered, other_release
from app.sources.checking.references import dangling, heirless, uncited
from app.sources.checking.searched import unlike_rows
from app.sources.checking.storage import broken
from app.sources.progress import progress
from app.sources.verify import verify

OF_A_TABLE: tuple[Callable[[Connection, Table], Iterator[Finding]], ...] = (
    dangling,
    uncited,
    heirless,
    unknown_codes,
    altered,
)
OF_ALL: tuple[Callable[[Connection], Iterator[Finding]], ...] = (unlike_rows, other_release)


class Checked:
    """The lines of a check as they come, and how many of them are findings."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.findings = 0

    def __iter__(self) -> Iterator[str]:
        """A line for each finding, and what was looked at."""
        for line in self.found():
            self.findings += 1
            yield line
        tables = len(Record.metadata.tables)
        texts = "" if self.settings.documents_dir is None else " and the documents' texts"
        yield f"{tables} tables{texts} checked: {self.findings} findings"

    def found(self) -> Iterator[str]:
        """A line for each finding, as far as the database can be read."""
        try:
            with self.database.snapshot() as connection:
                yield from map(str, findings(connection))
        except OperatorError as error:
            yield str(error)
            return
        if self.settings.documents_dir is not None and not self.findings:
            result = verify(self.database, self.settings.documents_dir, self.settings.seed_dir)
            yield from map(str, result.mismatches)


def findings(connection: Connection) -> Iterator[Finding]:
    """What cannot be in the storage, in each table and in all of them together."""
    yield from broken(connection)
    tables = Record.metadata.sorted_tables
    with progress("Checking", len(tables) + len(OF_ALL)) as advance:
        for table in tables:
            for look in OF_A_TABLE:
                yield from look(connection, table)
            advance(1)
        for look_at_all in OF_ALL:
            yield from look_at_all(connection)
            advance(1)


def run(database: Database, settings: Settings) -> Checked:
    """Check the database that the settings name."""
    if not check_revision(database):
        raise OperatorError(f"database {database.name} is empty: run `mission-kb migrate`")
    return Checked(database, settings)
