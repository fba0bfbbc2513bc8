"""PgBouncer in transaction mode before a server of a test's own: few connections behind, many before."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from tests.conftest import free_port
from tests.faults.cluster import PATIENCE_SECONDS, ROLE, Cluster

BEHIND = 3
INI = """
[databases]
postgres = host=127.0.0.1 port={behind} user={role}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
"""


class Bouncer(NamedTuple):
    """Where it listens, and the server that it asks."""

    port: int
    cluster: Cluster

    @property
    def url(self) -> str:
        """The address that docs/operations.md tells to use."""
        return f"{self.unprepared}?prepare_threshold=none"

    @property
    def unprepared(self) -> str:
        """The address of whoever has not read it."""
        return f"postgresql://{ROLE}@127.0.0.1:{self.port}/postgres"


@contextmanager
def bouncing(cluster: Cluster, size: int = BEHIND) -> Iterator[Bouncer]:
    """PgBouncer with so many connections to a server; gone afterwards."""
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("pgbouncer is not installed; .ci/run installs it")
    port = free_port()
    ini, log = cluster.folder / "pgbouncer.ini", cluster.folder / "pgbouncer.log"
    told = INI.format(behind=cluster.port, role=ROLE, port=port, size=size)
    ini.write_text(told, encoding="utf-8")
    command = [program, *(("--user=postgres",) if os.geteuid() == 0 else ()), str(ini)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        until_listening(port, process)
        yield Bouncer(port, cluster)
    finally:
        process.kill()
        process.wait(PATIENCE_SECONDS)


def until_listening(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until somebody takes connections there."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"pgbouncer does not answer: {process.poll()}")
