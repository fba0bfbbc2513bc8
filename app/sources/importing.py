"""Importing a dataset: its file is read, checked and kept aside, then kept, whole or not at all."""

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from app.database import Database
from app.database.dialects import analyze
from app.errors import OperatorError
from app.sources import search
from app.sources.dataset import (
    Aggregate,
    Dataset,
    LeftOut,
    Line,
    Refused,
    Seen,
    Thing,
    Told,
    Vintage,
    day_in,
)
from app.sources.keeping import KEPT, REGISTER, Keeper
from app.sources.names import Names, Unresolved
from app.sources.progress import Advance, Progress, quietly
from app.sources.releases import Tally, newest_release, next_instant, release
from app.sources.sheets import Sheet, open_sheet
from app.sources.staging import Staging
from app.sources.vintages import CITATIONS, Import, published_as
from app.values.dates import FuzzyDate

CHUNK = 1 << 20
MOST_REFUSED = 0.01
OBJECTS = 100_000
"""How many more objects there are before it is looked for circles among them."""

ENOUGH_ROWS = 100
"""Of fewer rows, one may be refused whatever its share."""
SEVERAL = 0
"""The row of what several rows tell together; the first row of a file is row 2."""


class File(NamedTuple):
    """A file to import, and what is to be told of it."""

    path: Path
    name: str
    sha256: str
    url: str | None = None


@dataclass(slots=True)
class Report:
    """What an import did, or would do; the remarks on single rows are in the staging."""

    dataset: str
    file: File
    is_dry: bool
    vintage: str = ""
    document: str = ""
    published: str = ""
    rows: int = 0
    unread: Sequence[str] = ()
    unresolved: dict[str, Unresolved] = field(default_factory=dict)
    missions: Sequence[str] = ()
    tally: Tally = field(default_factory=Tally)
    release: str = ""
    is_new_release: bool = False


class DryRun(Exception):
    """Nothing is to be kept: the transaction is given up."""


def file_of(path: Path, url: str | None = None) -> File:
    """A file with the hash of its bytes."""
    whole = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                whole.update(chunk)
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}") from error
    name = path.name if url is None else PurePosixPath(urlsplit(url).path).name or url
    return File(path, name, whole.hexdigest(), url)


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Rows hold no circles: to look for them every 700 objects takes a seventh of an import."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@rarely_collecting()
def load(
    database: Database,
    dataset: Dataset,
    file: File,
    seed_dir: Path,
    staging: Staging,
    *,
    most_refused: float = MOST_REFUSED,
    is_dry: bool = False,
    progress: Progress = quietly,
) -> Report:
    """Import a file; the database is left as it was if anything is wrong with it as a whole."""
    report = Report(dataset.name, file, is_dry)
    names = Names.read(database, seed_dir, dataset.name)
    published = Reading(dataset, names, staging, report, progress).read()
    report.published = published.edtf
    report.unresolved = names.missions.unresolved | names.countries.unresolved
    report.unresolved |= names.places.unresolved
    check_share(report, staging, most_refused)
    with suppress(DryRun), database.writing() as connection:
        takes_over = dataset.takes_over | {REGISTER}
        keeper = Keeper(connection, dataset.name, next_instant(connection), takes_over)
        done = Import(keeper, dataset, file, published, names, staging).run(progress)
        report.document, report.missions, report.tally = done.document, done.missions, done.tally
        before = newest_release(connection)
        report.release = release(
            keeper, done.tally, file.sha256, done.document, is_change=done.is_change
        )
        report.is_new_release = before is None or before.id != report.release
        if report.is_new_release:
            search.renew(connection, is_told_alike=not done.is_found_change)
            analyze(connection, (table.name for table in (*KEPT, *CITATIONS.values())))
        if is_dry:
            raise DryRun
    return report


def check_share(report: Report, staging: Staging, most_refused: float) -> None:
    """Too many rows that cannot be read mean that the file is not what we take it for."""
    refused = staging.counts.get("refused", 0)
    rows = report.rows - staging.counts.get("aggregate", 0) - staging.counts.get("left-out", 0)
    if refused > max(most_refused * rows, 1 if rows >= ENOUGH_ROWS and most_refused else 0):
        first = next(staging.remarks("refused", 1))
        raise OperatorError(
            f"{refused} of {rows} rows of {report.file.name} cannot be read, more than"
            f" {most_refused:.1%}; the first is row {first.row}: {first.said}. Nothing was loaded;"
            " --report FILE lists all, --most-refused SHARE allows more"
        )


class Reading:
    """One way through a file: each row becomes facts, or a remark on why it does not."""

    def __init__(
        self, dataset: Dataset, names: Names, staging: Staging, report: Report, progress: Progress
    ) -> None:
        self.dataset = dataset
        self.names = names
        self.staging = staging
        self.report = report
        self.progress = progress
        self.latest = date.min
        self.gathering = dataset.gathering(names) if dataset.gathering is not None else None

    def read(self) -> FuzzyDate:
        """Keep aside all that the file says; when it was published."""
        with open_sheet(self.report.file.path, self.dataset.vintages[0].sheet) as sheet:
            vintage = vintage_of(self.dataset, sheet, self.report.file.name)
            known = {*vintage.columns.values(), *vintage.unread}
            self.report.vintage = vintage.name
            self.report.unread = [name for name in sheet.header if name not in known]
            size = self.report.file.path.stat().st_size
            with self.progress(f"Reading {self.report.file.name}", size) as advance:
                self.lines(sheet, vintage, advance)
        if self.gathering is not None:
            for key, told in self.gathering.told():
                self.staging.add(told, Line(SEVERAL, {}), key)
        self.unite()
        return published_as(self.dataset, vintage, self.latest)

    def lines(self, sheet: Sheet, vintage: Vintage, advance: Advance) -> None:
        """Every row of the file."""
        position = 0
        columns = vintage.columns
        places = [sheet.header.index(theirs) for theirs in columns.values()]
        width, dated_in = len(sheet.header), vintage.updated_in or vintage.not_before
        before = ""
        for number, cells in sheet.rows:
            self.report.rows += 1
            if len(cells) != width:
                why = f"{len(cells)} cells where there are {width} columns"
                self.staging.refuse(number, "", why)
                continue
            read = map(str.strip, map(cells.__getitem__, places))
            line = Line(number, dict(zip(columns, read, strict=True)))
            self.line(line)
            if dated_in is not None and (text := line.text(dated_in)) != before:
                self.latest, before = max(self.latest, day_in(text) or date.min), text
            if self.report.rows % 1000 == 0:
                advance(sheet.position - position)
                position = sheet.position
        advance(sheet.position - position)

    def line(self, line: Line) -> None:
        """One row: all that it tells, or nothing of it."""
        key = ""
        try:
            key = self.dataset.key(line)
            told = list(self.dataset.facts(line, self.names))
        except Aggregate:
            self.staging.counts["aggregate"] = self.staging.counts.get("aggregate", 0) + 1
            return
        except LeftOut as left_out:
            self.staging.remark("left-out", line.number, key or None, str(left_out))
            return
        except Refused as refused:
            self.staging.refuse(line.number, key, str(refused))
            return
        if not told and self.dataset.has_gaps:
            self.staging.remark("gap", line.number, key, "It gives no number: a gap, not a zero.")
        for one in told:
            if isinstance(one, Seen):
                if self.gathering is not None:
                    self.gathering.add(one)
                continue
            if line.notes and isinstance(one, Told):
                one = one._replace(note=" ".join(filter(None, (one.note, *line.notes))))
            self.staging.add(one, line, key)
        if line.repairs:
            said = " ".join(line.repairs)
            ids = (one.id for one in told if not isinstance(one, Seen))
            self.staging.remark("repaired", line.number, next(ids, key), said)

    def unite(self) -> None:
        """Make one of what several rows tell under one id, or refuse the later ones."""
        for several in self.staging.repeated():
            first, *others = several
            if isinstance(first.told, Thing) and all(one.told == first.told for one in others):
                self.staging.replace(first.told, first.row)
                continue
            try:
                if self.dataset.together is None:
                    raise ValueError("its key is not its own")
                one = self.dataset.together([staged.told for staged in several])
            except ValueError as error:
                one = first.told
                for other in others:
                    why = f"row {first.row} has the key {other.key} already: {error}"
                    self.staging.refuse(other.row, "", why)
            else:
                for other in others:
                    why = f"It is one with row {first.row}, under the same key."
                    self.staging.remark("repaired", other.row, one.id, why)
            self.staging.replace(one, first.row)


def vintage_of(dataset: Dataset, sheet: Sheet, name: str) -> Vintage:
    """The shape that the file has, or what it misses of each that there is."""
    missed = {
        vintage: [column for column in vintage.columns.values() if column not in sheet.header]
        for vintage in dataset.vintages
    }
    fitting = (
        [vintage for vintage, columns in missed.items() if not columns] if sheet.header else []
    )
    if fitting:
        return max(fitting, key=lambda vintage: len(vintage.columns))
    nearest = min(dataset.vintages, key=lambda vintage: len(missed[vintage]))
    known = "; ".join(
        f"{vintage.name}: {', '.join(vintage.columns.values())}" for vintage in dataset.vintages
    )
    raise OperatorError(
        f"{name} is no file of {dataset.name} that is known: it misses the columns"
        f" {', '.join(missed[nearest])}. The vintages known: {known}"
    )
