"""Renderer: pictures by a child process, one at a time, and never for long."""

import asyncio
import json
import logging
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from app.errors import NotInstalled, Unavailable

log = logging.getLogger(__name__)

LIBRARY = "vl-convert-python"
DRAWER = Path(__file__).with_name("drawer.py")
COMMAND = (sys.executable, "-P", str(DRAWER))
"""`-P` keeps the folder of this file, whose names are ours, out of what the process imports from."""

SECONDS = 10.0
STARTING_SECONDS = 20.0
"""The first picture of a process starts JavaScript as well."""
QUEUE = 8
MOST_KILOBYTES = 400_000


class Broken(Exception):
    """The process ended before it answered."""


def library() -> str:
    """The version of what draws; refused where it is not there, for it is an extra."""
    try:
        return version(LIBRARY)
    except PackageNotFoundError:
        told = "Charts are not drawn here: the API has the numbers behind each. An operator adds"
        raise NotInstalled(f"{told} them with the extra, mission-kb[images].") from None


def is_installed() -> bool:
    """Whether charts can be drawn."""
    try:
        return bool(library())
    except NotInstalled:
        return False


class Renderer:
    """Draws Vega-Lite documents that hold their data; `await renderer.draw("svg", spec)`.

    The process starts with the first picture. It is ended where it takes too long, and replaced where it
    has died or grown. Where too many wait already, more are refused.
    """

    def __init__(self, *, seconds: float = SECONDS, queue: int = QUEUE) -> None:
        self.seconds = seconds
        self.queue = queue
        self.waiting = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.is_closed = False
        self.has_drawn = False
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="renderer")

    async def draw(self, form: str, spec: dict[str, Any], scale: float = 1.0) -> bytes:
        """The picture, as SVG or PNG."""
        library()
        if self.waiting >= self.queue:
            told = f"{self.waiting} pictures are waiting to be drawn already"
            raise Unavailable(f"{told}; ask again soon.")
        self.waiting += 1
        try:
            job = to_json({"form": form, "spec": spec, "scale": scale}) + b"\n"
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.thread, self.drawn, job)
        finally:
            self.waiting -= 1

    def drawn(self, job: bytes) -> bytes:
        """Have it drawn; a process that had died since the last picture is no reason to fail."""
        was_running = self.process is not None
        try:
            return self.attempt(job)
        except Broken:
            if not was_running or self.is_closed:
                raise Unavailable("The picture could not be drawn; ask again soon.") from None
        try:
            return self.attempt(job)
        except Broken as error:
            raise Unavailable("The picture could not be drawn; ask again soon.") from error

    def attempt(self, job: bytes) -> bytes:
        """Draw once, within the time that there is."""
        process = self.running()
        limit = self.seconds if self.has_drawn else max(self.seconds, STARTING_SECONDS)
        is_late = threading.Event()

        def end() -> None:
            is_late.set()
            process.kill()

        timer = threading.Timer(limit, end)
        timer.start()
        try:
            told, picture = ask(process, job)
        except (OSError, ValueError, Broken) as error:
            self.stop()
            if is_late.is_set():
                why = f"The picture took longer than {limit:g} s to draw; ask for fewer rows."
                raise Unavailable(why) from error
            raise Broken from error
        finally:
            timer.cancel()
            timer.join()
        self.has_drawn = True
        if told["kilobytes"] > MOST_KILOBYTES:
            self.stop()
        if told["error"] is not None:
            log.error("a chart could not be drawn: %s", told["error"])
            raise RuntimeError("a chart could not be drawn")
        return picture

    def running(self) -> subprocess.Popen[bytes]:
        """The process, started where it is not there."""
        if self.is_closed:
            raise Unavailable("The server is stopping.")
        if self.process is not None and self.process.poll() is not None:
            self.stop()
        if self.process is None:
            self.has_drawn = False
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe)  # noqa: S603
        return self.process

    def stop(self) -> None:
        """End the process."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    close(pipe)

    def close(self) -> None:
        """End the process, whatever it is drawing, and give back the thread."""
        self.is_closed = True
        process = self.process
        if process is not None:
            process.kill()
        self.thread.submit(self.stop)
        self.thread.shutdown(wait=True)


def ask(process: subprocess.Popen[bytes], job: bytes) -> tuple[dict[str, Any], bytes]:
    """Hand a job to the process and wait for what it says."""
    assert process.stdin is not None  # noqa: S101
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(job)
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise Broken
    told = json.loads(line)
    picture = process.stdout.read(told["size"])
    if len(picture) != told["size"]:
        raise Broken
    return told, picture


def close(pipe: Any) -> None:
    """Close a pipe to a process that has ended; what was not sent is lost with it."""
    try:
        pipe.close()
    except OSError:
        log.debug("a pipe was broken already", exc_info=True)
