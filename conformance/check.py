"""What a check is: a name, what it needs, and a function that fails or does not."""

import contextlib
import enum
import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from conformance.tools import Tool, environment

PATIENCE_SECONDS = 300
LINES_SHOWN = 60


class Failed(Exception):
    """A check has found something; the text says what."""


class Kind(enum.StrEnum):
    """The databases that a server can be run on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True)
class Bench:
    """Where a check works: a live server, and an empty folder of its own."""

    address: str
    database: Kind
    folder: Path

    def document(self) -> Path:
        """The live OpenAPI document, as a file."""
        file = self.folder / "openapi.json"
        if not file.exists():
            answer = httpx.get(f"{self.address}/openapi.json", timeout=PATIENCE_SECONDS)
            file.write_bytes(answer.raise_for_status().content)
        return file

    def run(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        seconds: float = PATIENCE_SECONDS,
        **variables: str,
    ) -> str:
        """What a command says; one that ends with anything but 0 fails the check."""
        words = [str(word) for word in command]
        with subprocess.Popen(
            words,
            cwd=cwd or self.folder,
            env=environment() | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired as error:
                raise Failed(f"{' '.join(words)}: not done after {seconds:g} s") from error
            finally:
                stop_group(process)
        if process.returncode != 0:
            raise Failed(f"{' '.join(words)}: status {process.returncode}\n{tail(said)}")
        return said


Run = Callable[[Bench], None]


@dataclass(frozen=True)
class Check:
    """One thing that holds or does not, on the databases that matter to it."""

    name: str
    run: Run
    needs: tuple[Tool, ...] = ()
    databases: tuple[Kind, ...] = (Kind.SQLITE,)


def holds(fact: object, otherwise: str) -> None:
    """Fail the check where something is not so."""
    if not fact:
        raise Failed(otherwise)


def tail(text: str) -> str:
    """The end of what a command said."""
    return "\n".join(text.rstrip().splitlines()[-LINES_SHOWN:])


def stop_group(process: "subprocess.Popen[str]") -> None:
    """Leave nothing running that a command has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
