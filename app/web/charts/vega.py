"""Vega's scripts for browsers: one file, made of the installed library and kept in a folder of the deployment."""

import asyncio
import gzip
import hashlib
import logging
import os
import subprocess
import tempfile
from pathlib import Path

from app.errors import NotInstalled, Unavailable
from app.web.charts.renderer import COMMAND, DRAWER, is_installed, library

log = logging.getLogger(__name__)

SECONDS = 60


def script_name() -> str:
    """The name of the file, which changes with the library and with what we take of it."""
    made_of = library().encode() + DRAWER.read_bytes()
    return f"vega-{hashlib.sha256(made_of).hexdigest()[:12]}.js"


def script_address() -> str | None:
    """Where pages load it from; None where charts cannot be drawn."""
    return f"/static/{script_name()}" if is_installed() else None


class VegaScript:
    """The file, and the same compressed; made when a browser first asks for it, and never twice at once.

    Several processes may make it at the same time: each writes a file of its own and then gives it the
    name.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.making = asyncio.Lock()

    async def content(self, name: str, is_compressed: bool) -> bytes | None:
        """The bytes, as they are or by gzip; None where the file is called otherwise."""
        if name != script_name():
            return None
        path = self.folder / (f"{name}.gz" if is_compressed else name)
        async with self.making:
            return await asyncio.to_thread(self.read, path, name)

    def read(self, path: Path, name: str) -> bytes:
        """The bytes of one of the files."""
        try:
            if not path.exists():
                self.make(name)
            return path.read_bytes()
        except OSError as error:
            log.error("%s cannot be kept in %s: %s", name, self.folder, error.strerror)
            why = "The scripts of charts cannot be kept here; the pages have the same as tables."
            raise Unavailable(why) from error

    def make(self, name: str) -> None:
        """Have it made by a process of its own, for that takes more memory than a worker has."""
        command = [*COMMAND, "scripts"]
        try:
            made = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
        except subprocess.SubprocessError as error:
            log.error("the scripts of charts could not be made", exc_info=error)
            raise NotInstalled("The scripts of charts could not be made here.") from error
        self.folder.mkdir(parents=True, exist_ok=True)
        self.write(self.folder / f"{name}.gz", gzip.compress(made.stdout, 9, mtime=0))
        self.write(self.folder / name, made.stdout)

    def write(self, path: Path, content: bytes) -> None:
        """Write a file so that nobody ever reads a part of it."""
        number, name = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(number, "wb") as file:
            file.write(content)
        os.replace(name, path)
