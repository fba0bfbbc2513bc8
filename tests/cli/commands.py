"""mission-kb as whoever installs it runs it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
from click.testing import CliRunner

from app.cli import main
from app.settings import PREFIX

COMMAND = Path(sys.executable).with_name("mission-kb")
PATIENCE_SECONDS = 30
ADDRESS = re.compile(r"Serving on (http://\S+)")


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str


class Here(NamedTuple):
    """Where commands run: a folder, the settings that every one has, and what runs them."""

    folder: Path
    settings: Mapping[str, str]
    through: Sequence[str] = ()

    def start(self, *arguments: str, **settings: object) -> "subprocess.Popen[str]":
        """Start a command; settings are named without their prefix."""
        return subprocess.Popen(
            [*self.through, str(COMMAND), *arguments],
            cwd=self.folder,
            env=environment() | self.variables(settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **settings: object) -> Ran:
        """Run a command to its end."""
        process = self.start(*arguments, **settings)
        try:
            out, err = process.communicate(timeout=PATIENCE_SECONDS)
        finally:
            process.kill()
        return Ran(process.returncode, out, err)

    def run_within(self, *arguments: str, **settings: object) -> Ran:
        """Run a command within this process: quicker, where only what it says is asked."""
        unset = dict.fromkeys(name for name in os.environ if name.startswith(PREFIX))
        with chdir(self.folder):
            ended = CliRunner(env=unset | self.variables(settings)).invoke(
                main, list(arguments), prog_name="mission-kb"
            )
        return Ran(ended.exit_code, ended.stdout, ended.stderr)

    def variables(self, settings: Mapping[str, object]) -> dict[str, str]:
        """The environment variables of these settings, and of those that are always there."""
        given = {**self.settings, **settings}
        return {f"{PREFIX}{name.upper()}": str(value) for name, value in given.items()}


class Served(NamedTuple):
    """A server that runs, and what it said until it did."""

    process: "subprocess.Popen[str]"
    address: str
    said: list[str]

    def get(self, path: str) -> httpx.Response:
        """Ask it, waiting for as long as it takes to start."""
        return httpx.get(self.address + path, timeout=PATIENCE_SECONDS)

    def stop(self, sign: int = signal.SIGTERM) -> Ran:
        """Tell it to stop, and wait until it has."""
        self.process.send_signal(sign)
        out, err = self.process.communicate(timeout=PATIENCE_SECONDS)
        return Ran(self.process.returncode, out, err)


@contextmanager
def serving(here: Here, *arguments: str, **settings: object) -> Iterator[Served]:
    """Serve on a free port; the process is gone afterwards, whatever happens."""
    process = here.start("serve", *arguments, **{"port": 0, **settings})
    try:
        yield Served(process, *until_serving(process))
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)


def until_serving(process: "subprocess.Popen[str]") -> tuple[str, list[str]]:
    """The address, and the lines that the server wrote before it."""
    said: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        if match := ADDRESS.match(line):
            return match.group(1), said
        said.append(line.rstrip())
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    raise AssertionError(f"the server ended with {process.returncode}: {err}")


def environment() -> dict[str, str]:
    """This process's own, without what would set anything."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith((PREFIX, "TEST_"))}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}


def refusal(ran: Ran, status: int = 1) -> str:
    """The one line on standard error with which a command refuses."""
    assert ran.status == status, ran
    assert ran.err.startswith("Error: "), ran
    assert ran.err.count("\n") == 1, ran
    assert ran.err.endswith("\n"), ran
    assert "Traceback" not in ran.err
    return ran.err.removeprefix("Error: ").rstrip()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def until(happened: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)
