"""A server of our own: started as anyone starts it, asked until it answers, and stopped."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVE = (str(Path(sys.executable).with_name("mission-kb")), "serve")
MAKE_SERVE = ("make", "--no-print-directory", "serve")
PATIENCE_SECONDS = 120


@dataclass(slots=True)
class Server:
    """A running server: its address, and how long it took to its first answer."""

    address: str
    pid: int
    seconds: float
    cpu_seconds: float = 0.0

    def get(self, path: str) -> bytes:
        """The body of an answer."""
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            body: bytes = answer.read()
            return body


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def serving(
    command: Sequence[str],
    database: Path | str,
    path: str = "/v1/missions",
    **settings: object,
) -> Iterator[Server]:
    """Run a command that serves a file of SQLite, or an address, from its start to its end.

    Settings are named as variables are, without the prefix. `cpu_seconds` is there afterwards.
    """
    is_file = isinstance(database, Path)
    url = f"sqlite:///{database}" if is_file else str(database)
    with running(command, path, DATABASE_URL=url, **settings) as server:
        yield server


@contextmanager
def running(command: Sequence[str], path: str, **settings: object) -> Iterator[Server]:
    """Run a command that serves on the port that is set, or that stands in it as `{port}`."""
    port = free_port()
    command = [word.format(port=port) for word in command]
    inherited = {name: value for name, value in os.environ.items() if not is_setting(name)}
    ours = {f"MISSION_KB_{name}": str(value) for name, value in settings.items()}
    environment = inherited | ours | {"MISSION_KB_PORT": str(port)}
    before = children_cpu()
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    server = Server(f"http://127.0.0.1:{port}", process.pid, 0.0)
    try:
        until_answered(server, path, process)
        server.seconds = time.perf_counter() - started
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        server.cpu_seconds = children_cpu() - before


def is_setting(name: str) -> bool:
    """Whether an environment variable is meant for the server, or for make."""
    return name.startswith(("MISSION_KB_", "MAKE", "MFLAGS")) or name in (
        "HOST",
        "PORT",
        "DATABASE_URL",
    )


def until_answered(server: Server, path: str, process: "subprocess.Popen[bytes]") -> None:
    """Ask every few milliseconds until the answer is 200."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            server.get(path)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.005)
        else:
            return
    raise SystemExit(f"no answer in {PATIENCE_SECONDS} s")


def children_cpu() -> float:
    """Seconds of processor time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
