"""Imports that are killed at random moments, one after the other; a program, for it forks.

Each file is a vintage that tells every row otherwise than the one before and has a row more, so that a
mixture of two would show. A line of JSON an import: whether it had ended, and what is there afterwards.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from app.database import Database
from app.records import CasualtyFigure, Release
from app.settings import Settings
from app.sources.command import Order, run
from tests.imports.made_up import death, new_file

SEED = 1948
ROWS = 400
CAUSES = ("Malicious Act", "Accident", "Illness")


def vintage(folder: Path, number: int) -> Path:
    """A file of which each row tells what none before did."""
    updated = f"{2000 + number // 28:04}-02-{number % 28 + 1:02}"
    cause = CAUSES[number % len(CAUSES)]
    rows = (
        death(f"UNTSO-{row:06}", cause=cause, updated=updated, id=str(row))
        for row in range(ROWS + number)
    )
    return new_file(folder / f"{number}.csv", rows)


def imports(path: Path) -> None:
    """Import a file, saying nothing."""
    with open(os.devnull, "w", encoding="ascii") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    for _ in run(Settings(), Order("un-fatalities", str(path))):
        pass


def forked(path: Path, seconds: float | None) -> bool:
    """Import in a process that is killed after so long; whether it had ended by then."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            imports(path)
            status = 0
        finally:
            os._exit(status)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit("an import failed")
    return not os.WIFSIGNALED(status)


def standing() -> dict[str, Any]:
    """What is there: how many rows and releases, and what the rows tell."""
    with closing(Database.of(Settings())) as database, database.session() as session:
        of_dataset = CasualtyFigure.id != "deaths"  # the one of the seed
        causes = session.scalars(select(CasualtyFigure.cause).where(of_dataset).distinct()).all()
        return {
            "rows": session.scalar(select(func.count()).where(of_dataset)),
            "causes": [str(cause) for cause in causes],
            "releases": session.scalar(select(func.count()).select_from(Release)),
            "integrity": session.scalar(text("PRAGMA integrity_check"))
            if database.is_sqlite
            else "ok",
        }


def say(ended: bool) -> None:
    """How an import ended, and what is there now."""
    sys.stdout.write(f"{json.dumps({'ended': ended} | standing())}\n")


def main(folder: Path, rounds: int) -> None:
    """One import to its end, which tells how long one takes; then so many that are killed."""
    chance = random.Random(SEED)
    began = time.monotonic()
    forked(vintage(folder, 0), None)
    whole = time.monotonic() - began
    say(ended=True)
    for number in range(1, rounds + 1):
        ended = forked(vintage(folder, number), chance.uniform(0, 1.1 * whole))
        say(ended)
    forked(vintage(folder, rounds + 1), None)
    say(ended=True)


def arguments(given: Sequence[str]) -> tuple[Path, int]:
    """The folder for files, and how many imports are to be killed."""
    folder, rounds = given
    return Path(folder), int(rounds)


if __name__ == "__main__":
    main(*arguments(sys.argv[1:]))
