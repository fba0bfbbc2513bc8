"""PostgreSQL servers of a test's own: started, stopped, copied and promoted as an operator does."""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import free_port

PATIENCE_SECONDS = 60
ROLE = "kb"
QUICK = ("fsync=off", "unix_socket_directories=''", "listen_addresses='127.0.0.1'")


class Cluster:
    """One server with a folder of its own, `folder/data`, on a free port of 127.0.0.1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")

    @property
    def url(self) -> str:
        """Its address."""
        return f"postgresql://{ROLE}@127.0.0.1:{self.port}/postgres"

    def make(self) -> "Cluster":
        """Make it, with nothing in it, and start it."""
        self.run("initdb", "-D", self.data, "-U", ROLE, "-A", "trust", "-N", "--locale=C.UTF-8")
        self.start()
        return self

    def copy(self, folder: Path) -> "Cluster":
        """A standby of it, which follows."""
        standby = Cluster(folder)
        where = ("-h", "127.0.0.1", "-p", self.port, "-U", ROLE)
        standby.run("pg_basebackup", *where, "-D", standby.data, "-R", "-X", "stream", "-c", "fast")
        standby.start()
        return standby

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = " ".join(f"-c {option}" for option in (*QUICK, f"port={self.port}"))
        log = self.folder / "log"
        self.run("pg_ctl", "-D", self.data, "-l", log, "-w", "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: at once, as if its power had failed."""
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def promote(self) -> None:
        """Make a standby the one that is written to."""
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    def end(self) -> None:
        """Stop it, if it runs."""
        if (self.data / "postmaster.pid").exists():
            self.stop()

    def run(self, program: str, *arguments: object) -> None:
        """Run one of PostgreSQL's programs; root may not, but may become who may."""
        command = [str(programs() / program), *map(str, arguments)]
        if os.geteuid() == 0:
            become = ("--reuid=postgres", "--regid=postgres", "--clear-groups")
            command = ["setpriv", *become, "--", *command]
        log = self.folder / f"{program}.log"
        with log.open("wb") as out:  # a pipe would stay open as long as the server runs
            ran = subprocess.run(
                command, cwd="/", stdout=out, stderr=out, timeout=PATIENCE_SECONDS, check=False
            )
        assert ran.returncode == 0, log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def room() -> Iterator[Path]:
    """A folder for servers, into which their own account can go; pytest's are closed to others.

    So may be what `TMPDIR` names.
    """
    with TemporaryDirectory(prefix="mission-kb-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def programs() -> Path:
    """Where PostgreSQL's programs are: on Debian not on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if found:
        return found[-1]
    initdb = shutil.which("initdb")
    assert initdb, f"PostgreSQL's own programs are needed, and {getpass.getuser()} has none"
    return Path(initdb).parent
