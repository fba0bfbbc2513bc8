"""mission-kb export: everything that a database holds as files, in a new folder, whole or not at all."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Table

from app.database import Database, check_revision
from app.errors import OperatorError
from app.settings import Settings
from app.sources.exports.fields import TABLES, fields_of
from app.sources.exports.forms import FORMS, Form
from app.sources.exports.package import NAME, Contents, Written, described, name_of
from app.sources.exports.selection import selection
from app.sources.exports.snapshot import Snapshot, snapshot, total
from app.sources.importing import file_of
from app.sources.progress import Advance, progress


class Order(NamedTuple):
    """What is to be exported, and where to."""

    folder: Path
    formats: Sequence[str] = ("csv",)
    is_redistributable: bool = False


def run(settings: Settings, order: Order) -> Iterator[str]:
    """Export the database that the settings name; the lines to show."""
    with closing(Database.of(settings)) as database:
        if not check_revision(database):
            raise OperatorError(
                f"database {database.name} is empty: run `mission-kb migrate` and `mission-kb seed`"
            )
        yield from lines(order, export(database, order))


def export(database: Database, order: Order) -> Contents:
    """Write the folder; there is none where anything goes wrong."""
    forms = [FORMS[name] for name in dict.fromkeys(order.formats)]
    for form in forms:
        form.check()
    with making(order.folder) as folder, database.snapshot() as connection:
        chosen = selection(connection, is_redistributable=order.is_redistributable)
        held = snapshot(connection, chosen, database.name)
        with progress(f"Writing {order.folder.name}", total(held) * len(forms)) as advance:
            files = [
                write(folder, held, table, form, advance) for table in TABLES for form in forms
            ]
        contents = contents_of(held, files)
        (folder / NAME).write_text(described(connection, contents), encoding="utf-8")
    return contents


def contents_of(held: Snapshot, files: Sequence[Written]) -> Contents:
    """What is told of an export beside its files."""
    left_out = {table.name: held.left_out(table) for table in TABLES}
    return Contents(held.release, str(held.whole["id"]), held.selection, left_out, files)


def write(folder: Path, held: Snapshot, table: Table, form: Form, advance: Advance) -> Written:
    """Write one table to its file."""
    path, count = folder / name_of(table, form), 0

    def counted() -> Iterator[Sequence[Sequence[object]]]:
        nonlocal count
        for batch in held.rows(table):
            yield batch
            count += len(batch)
            advance(len(batch))

    with path.open("wb") as file:
        form.write(file, fields_of(table), counted())
    if count != held.count(table):
        raise OperatorError(
            f"table {table.name} has rows that lie within each other: put back a copy"
        )
    return Written(table, form, count, path.stat().st_size, file_of(path).sha256)


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one, which takes its name when all is written, and else is gone."""
    wanted = folder.resolve()
    try:
        if wanted.exists() and any(wanted.iterdir()):
            raise OperatorError(f"{folder} is not empty: name a new folder")
        wanted.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{wanted.name}.", suffix=".part", dir=wanted.parent
        ) as beside:
            made = Path(beside) / "export"
            made.mkdir()
            yield made
            made.replace(wanted)
    except OSError as error:
        raise OperatorError(
            f"{folder} cannot be written: {error.strerror}; name another folder, or make room"
        ) from error


def lines(order: Order, contents: Contents) -> Iterator[str]:
    """What an export did."""
    rows = sum({file.table.name: file.rows for file in contents.files}.values())
    formats = ", ".join(dict.fromkeys(file.form.ending for file in contents.files))
    yield f"Exported release {contents.release}: {rows} rows as {formats} in {order.folder}."
    if contents.selection.left_out:
        gone = ", ".join(f"{name} {count}" for name, count in contents.left_out.items() if count)
        yield (
            f"It is a part of release {contents.whole_release}, and another set of facts. Left out,"
            f" for no open licence is stated: {', '.join(contents.selection.left_out)} ({gone})."
        )
