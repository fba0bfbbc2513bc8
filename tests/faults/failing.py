"""Reads and writes that fail at random, by libfiu."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.commands import Served

READ, WRITE, SYNC = "posix/io/rw/pread", "posix/io/rw/pwrite", "posix/io/sync/fdatasync"
"""What SQLite calls; files that Python writes are left alone."""


def program(name: str) -> str:
    """Where a program of libfiu is."""
    found = shutil.which(name)
    if found is None:
        pytest.skip("libfiu is not installed; .ci/run installs it")
    return found


def often(call: str, probability: float) -> str:
    """So that a call fails as often as this, with what the system says of a broken disk."""
    return f"enable_random name={call},probability={probability}"


def failing(call: str, probability: float) -> Sequence[str]:
    """The beginning of a command in which a call fails now and then."""
    return (program("fiu-run"), "-x", "-c", often(call, probability))


def controlled(folder: Path) -> Sequence[str]:
    """The beginning of a command in which calls are made to fail later."""
    return (program("fiu-run"), "-x", "-f", str(folder / "fiu"))


@contextmanager
def made_to_fail(served: Served, folder: Path, call: str, probability: float) -> Iterator[None]:
    """Let a call of a running server fail now and then."""
    tell(served, folder, often(call, probability))
    try:
        yield
    finally:
        tell(served, folder, f"disable name={call}")


def tell(served: Served, folder: Path, order: str) -> None:
    """Give a running program an order."""
    command = [program("fiu-ctrl"), "-f", str(folder / "fiu"), "-c", order, str(served.process.pid)]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
