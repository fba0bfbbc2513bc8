"""Memory does not grow with the file: what a file says is kept aside on disk, and kept some at a time."""

import tracemalloc
from pathlib import Path

from app.database import Database
from tests.imports.conftest import Importing
from tests.imports.made_up import death, new_file

FEW, MANY = 5_500, 11_000
"""Both more than are kept, made ahead and hashed at a time."""

EACH = 1_000
"""The bytes that a fact takes at the very least while it is read or kept."""


def peak(importing: Importing, path: Path) -> int:
    """The most bytes that Python holds during an import."""
    tracemalloc.start()
    try:
        importing(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_twice_the_rows_take_no_more_memory(
    filled: Database, importing: Importing, tmp_path: Path
) -> None:
    paths = [
        new_file(tmp_path / f"{many}.csv", (death(f"M-{many}-{n:06}") for n in range(many)))
        for many in (FEW, MANY)
    ]
    importing(new_file(tmp_path / "warm.csv", [death("M-1")]))
    few, many = (peak(importing, path) for path in paths)
    assert many - few < (MANY - FEW) * EACH / 4
