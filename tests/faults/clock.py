"""A clock of the wall that is set while programs run, by libfaketime; what is counted in seconds goes on."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/local/lib/faketime/libfaketime.so.1")
HOUR = 3600


class Clock:
    """What the wall says to programs that run `through` it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.library = next(
            (str(path) for each in LIBRARIES for path in Path("/").glob(each[1:])), None
        )
        if self.library is None:
            pytest.skip("libfaketime is not installed; .ci/run installs it")
        self.set(0)

    @property
    def through(self) -> Sequence[str]:
        """The beginning of a command."""
        told = {
            "LD_PRELOAD": self.library,
            "FAKETIME_TIMESTAMP_FILE": self.file,
            "FAKETIME_NO_CACHE": 1,
            "FAKETIME_DONT_FAKE_MONOTONIC": 1,
            "DONT_FAKE_MONOTONIC": 1,
            "NO_FAKE_STAT": 1,
        }
        return ("env", *(f"{name}={value}" for name, value in told.items()))

    def set(self, seconds: float) -> None:
        """Let it be so many seconds ahead; the file is never half written."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{seconds:+.0f}\n", encoding="ascii")
        new.replace(self.file)
        self.ahead = seconds

    def set_to(self, instant: datetime) -> None:
        """Let it be another time."""
        self.set(instant.timestamp() - time.time())

    def now(self) -> datetime:
        """What it says."""
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)
