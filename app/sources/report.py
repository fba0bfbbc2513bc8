"""What an import says of itself: some lines for a reader, and every remark for a file."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from app.errors import OperatorError
from app.sources.importing import Report
from app.sources.staging import Staging

SHOWN = 5
"""How many rows of each fate are told; a report holds them all."""

TOLD = ("refused", "changed", "superseded", "withdrawn", "repaired", "gap")


def lines(report: Report, staging: Staging) -> Iterator[str]:
    """What was done, in a few lines."""
    tally = asdict(report.tally)
    yield (
        f"{report.file.name}: {report.dataset} of {report.published}, with the columns of"
        f" {report.vintage}, {report.rows:,} rows."
    )
    yield ", ".join(f"{count:,} {name}" for name, count in tally.items()) + "."
    if left_out := staging.counts.get("left-out"):
        first = next(staging.remarks("left-out", 1))
        yield f"{left_out:,} rows are left out; the first is row {first.row}: {first.said}"
    if report.unread:
        yield f"Columns that are not read: {', '.join(report.unread)}."
    if report.missions:
        yield f"Missions made from the register: {', '.join(report.missions)}."
    for name, unresolved in sorted(report.unresolved.items()):
        near = ", ".join(unresolved.nearest) or "nothing is near"
        yield f"No {unresolved.what} is called {name!r}: {near}."
    for outcome in TOLD:
        for remark in staging.remarks(outcome, SHOWN):
            row = f"row {remark.row}" if remark.row else f"{remark.id}"
            yield f"{outcome.capitalize()}, {row}: {remark.said}"
        if (more := staging.counts.get(outcome, 0) - SHOWN) > 0:
            yield f"{outcome.capitalize()}, {more:,} more: --report FILE lists all."
    if report.is_dry:
        yield "Nothing was kept: this was a dry run."
    elif report.is_new_release:
        yield f"Release {report.release}."
    else:
        yield f"Nothing is new: the data stays release {report.release}."


def write(path: Path, report: Report, staging: Staging) -> None:
    """The whole report, an object a line: first the import as a whole, then each remark."""
    whole = {
        "dataset": report.dataset,
        "file": report.file.name,
        "url": report.file.url,
        "sha256": report.file.sha256,
        "dryRun": report.is_dry,
        "vintage": report.vintage,
        "document": report.document,
        "published": report.published,
        "rows": report.rows,
        "unread": list(report.unread),
        "missions": list(report.missions),
        "unresolved": {
            name: list(unresolved.nearest) for name, unresolved in report.unresolved.items()
        },
        **asdict(report.tally),
        "leftOut": staging.counts.get("left-out", 0),
        "release": report.release or None,
        "isNewRelease": report.is_new_release,
    }
    write_lines(path, chain([whole], (remark._asdict() for remark in staging.remarks())))


def write_remarks(path: Path, staging: Staging) -> None:
    """What was remarked on single rows of a file that was not loaded."""
    write_lines(path, (remark._asdict() for remark in staging.remarks()))


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Objects of JSON, one a line."""
    try:
        with path.open("w", encoding="utf-8", newline="") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        raise OperatorError(f"cannot write the report {path}: {error.strerror}") from error
