"""mission-kb import: from a file or an address to a report."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from app.database import Database, check_revision
from app.errors import OperatorError
from app.queries.query import nearest
from app.settings import Settings
from app.sources import report as reports
from app.sources.dataset import Dataset
from app.sources.datasets import DATASETS
from app.sources.fetching import fetch, is_address, remember
from app.sources.importing import file_of, load
from app.sources.progress import progress
from app.sources.staging import staging


class Order(NamedTuple):
    """What is to be imported, and how."""

    kind: str
    source: str
    is_dry: bool = False
    report: Path | None = None
    most_refused: float = 0.01


def run(settings: Settings, order: Order) -> Iterator[str]:
    """Import a dataset; the lines to show."""
    dataset = dataset_of(order.kind)
    with ExitStack() as stack:
        database = stack.enter_context(closing(Database.of(settings)))
        check_ready(database)
        if is_address(order.source):
            fetched = stack.enter_context(fetch(database, settings, order.source))
            if fetched is None:
                yield f"{order.source} is unchanged since it was last imported."
                return
            file = file_of(fetched.path, order.source)
        else:
            fetched, file = None, file_of(Path(order.source))
        staged = stack.enter_context(staging())
        try:
            done = load(
                database,
                dataset,
                file,
                settings.seed_dir,
                staged,
                most_refused=order.most_refused,
                is_dry=order.is_dry,
                progress=progress,
            )
        except OperatorError:
            if order.report is not None:
                reports.write_remarks(order.report, staged)
            raise
        if order.report is not None:
            reports.write(order.report, done, staged)
        if fetched is not None and not order.is_dry:
            remember(database, settings, fetched, file.sha256)
        yield from reports.lines(done, staged)


def dataset_of(kind: str) -> Dataset:
    """The dataset of this name."""
    if kind not in DATASETS:
        raise OperatorError(
            f"{kind!r} is no dataset that can be imported; did you mean {nearest(kind, DATASETS)}?"
            f" One of: {', '.join(DATASETS)}"
        )
    return DATASETS[kind]


def check_ready(database: Database) -> None:
    """Facts refer to countries: these come with the seed."""
    from app.queries.readiness import held_release

    is_migrated = check_revision(database)
    if is_migrated:
        with database.session() as session:
            if held_release(session) is not None:
                return
    what = "seed" if is_migrated else "migrate` and `mission-kb seed"
    raise OperatorError(f"database {database.name} holds no data yet: run `mission-kb {what}`")
