"""mission-kb backup: a copy of SQLite's file, made while it is served and loaded."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from app.database import Database, check_revision
from app.errors import OperatorError
from app.sources.progress import Advance, progress
from app.sources.releases import newest_release

PAGES = 2000
"""So many pages are read at once; in between, a load may go on."""

PAUSE_SECONDS = 0.01
OTHERWISE = (
    "a server's database is copied by its own tools: pg_dump --format=custom --file={file} NAME, and"
    " pg_restore puts it back (docs/operations.md)"
)


def run(database: Database, file: Path) -> Iterator[str]:
    """Copy the database into a new file; the lines to show."""
    if database.file is None:
        raise OperatorError(OTHERWISE.format(file=file))
    if not check_revision(database):
        raise OperatorError(f"database {database.name} is empty: there is nothing to copy")
    refuse_to_overwrite(file)
    with unfinished(file) as part:
        copy(database.file, part)
        release = verified(part, file)
        keep(part, file)
    yield f"Copied {database.name} to {file}: release {release}, {file.stat().st_size:,} bytes."


def refuse_to_overwrite(file: Path) -> None:
    """A copy takes the place of nothing."""
    if file.exists() or file.is_symlink():
        raise OperatorError(f"{file} is there already: name a new file")


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """A file beside the one that is wanted, which is gone afterwards, whatever happens."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        yield part
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise OperatorError(f"{file} cannot be written: {why}; name another place") from error
    finally:
        for each in (part, part.with_name(f"{part.name}-journal")):
            each.unlink(missing_ok=True)


def copy(source: Path, part: Path) -> None:
    """Copy page by page; where a load commits meanwhile, SQLite begins anew by itself."""
    part.touch(exist_ok=False)
    address = f"file:{quote(os.path.abspath(source))}?mode=ro"
    pages = source.stat().st_size // 4096
    with (
        closing(sqlite3.connect(address, uri=True)) as held,
        closing(sqlite3.connect(part)) as made,
        progress(f"Copying {source.name}", pages) as advance,
    ):
        held.backup(made, pages=PAGES, progress=Told(advance), sleep=PAUSE_SECONDS)
    with part.open("rb") as written:
        os.fsync(written.fileno())


class Told:
    """Makes of how many pages are left how many have been copied since it was last told."""

    def __init__(self, advance: Advance) -> None:
        self.advance = advance
        self.done = 0

    def __call__(self, _status: int, remaining: int, total: int) -> None:
        """SQLite has copied some pages more, or has begun anew."""
        done = total - remaining
        self.advance(max(done - self.done, 0))
        self.done = max(done, self.done)


def verified(part: Path, file: Path) -> str:
    """The release in a copy that is whole: its pages, its references, its tables."""
    with closing(Database(f"sqlite:///{part}", is_read_only=True)) as copied:
        with copied.snapshot() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            newest = newest_release(connection)
        check_revision(copied)
    if sound != "ok" or dangling is not None:
        raise OperatorError(
            f"the copy {file} is not kept, for the database is broken ({sound}): see what"
            " `mission-kb check` says"
        )
    return "none" if newest is None else str(newest.id)


def keep(part: Path, file: Path) -> None:
    """Give the copy its name, unless that was taken meanwhile; it is there whole or not at all."""
    try:
        os.link(part, file)
    except FileExistsError:
        refuse_to_overwrite(file)
    folder = os.open(file.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
