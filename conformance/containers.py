"""Containers without a daemon: a base like the official one, the image built on it, and what runs in it."""

import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conformance.check import PATIENCE_SECONDS, Bench, Failed, tail
from conformance.tools import ROOT, NotInstalled, Skipped, Tool, environment, need, run

CACHE_HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
STORE = CACHE_HOME / "mission-kb" / "containers"
"""Images are kept from run to run, and by all checkouts together."""

STORED = (f"--root={STORE / 'storage'}", f"--runroot={STORE / 'run'}")
OLD = "until=168h"

BASE = "docker.io/library/python:3.11-slim"
PACKAGES = "python3,python3-venv,ca-certificates"
SUITE = "bookworm"
LIKE_THE_OFFICIAL = 'chroot "$1" python3 -m venv /usr/local'
"""Python and pip are then where the official image has them, in /usr/local."""

UNIFIED = 'mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec "$@"'
"""crun refuses the hybrid of both versions of cgroups: it is shown one of them."""

OWN_MOUNTS = ("unshare", "--mount", "sh", "-c", UNIFIED, "sh")
PODMAN = (*OWN_MOUNTS, "podman", *STORED, "--cgroup-manager=cgroupfs")
RUN = (
    *(*PODMAN, "run"),
    "--network=host",
    "--cgroups=disabled",
    "--ulimit=nofile=1024:1024",
    "--ulimit=nproc=1024:1024",
    "--log-driver=none",
    "--no-healthcheck",
)
"""What may be run where nothing manages networks, cgroups, journals and timers."""

BUILDAH = ("buildah", *STORED)
BUILD = (
    *(*BUILDAH, "bud"),
    *("--isolation=chroot", "--network=host", "--pull=never", "--format=docker", "--layers"),
    "--force-rm",
    "--volume=/etc/ssl/certs:/etc/ssl/certs:ro",
)
"""There may be a proxy between, so that the machine's certificates are shown to pip."""

BUILD_SECONDS = 900
BUILDING = threading.Lock()


def install() -> None:
    """The programs, the base, and a look whether anything can be run here."""
    need("buildah", "buildah")
    need("podman", "podman", "crun")
    need("mmdebstrap", "mmdebstrap", "debian-archive-keyring")
    if os.getuid() != 0:
        raise Skipped("the image is built and run by root")
    try:
        if subprocess.run([*PODMAN, "image", "exists", BASE], check=False).returncode != 0:
            make_base()
        run(*RUN, "--rm", BASE, "python3", "-c", "import ensurepip")
    except NotInstalled as error:
        raise Skipped(f"containers cannot be run here: {error}") from error


def make_base() -> None:
    """Debian with its Python, laid out as the official image is; that one would have to be fetched."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "base.tar"
        hook = f"--customize-hook={LIKE_THE_OFFICIAL}"
        run("mmdebstrap", "--variant=minbase", f"--include={PACKAGES}", hook, SUITE, tree)
        run(*PODMAN, "import", "--change=CMD python3", tree, BASE)


CONTAINERS = Tool("containers", install)


def podman(bench: Bench, *words: str) -> str:
    """What podman says; a status that is not 0 fails the check."""
    return bench.run(*PODMAN, *words)


def build(bench: Bench, *words: str) -> str:
    """The id of the image that the Dockerfile makes; what has not changed since is not made again."""
    file = bench.folder / "image"
    with BUILDING:
        bench.run(*BUILD, f"--iidfile={file}", *words, cwd=ROOT, seconds=BUILD_SECONDS)
        podman(bench, "image", "prune", "--force", "--filter", OLD)
    return file.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Container:
    """What runs, with what it says in a file."""

    name: str
    address: str
    bench: Bench
    process: "subprocess.Popen[bytes]"
    log: Path

    def said(self) -> str:
        return tail(self.log.read_text(encoding="utf-8"))

    def status_of(self, *command: str, **variables: str) -> int:
        """How a command ends that is run in it."""
        given = [f"--env={name}={value}" for name, value in variables.items()]
        words = [*PODMAN, "exec", *given, self.name, *command]
        ran = subprocess.run(words, env=environment(), capture_output=True, check=False, timeout=60)
        return ran.returncode

    def proc(self, name: str) -> str:
        """What the kernel tells of its first process."""
        pid = podman(self.bench, "inspect", "--format={{.State.Pid}}", self.name).strip()
        return Path("/proc", pid, name).read_text(encoding="utf-8")

    def stop(self) -> int:
        """Tell it to stop, as Docker does; the status that it ends with."""
        podman(self.bench, "stop", "--time=20", self.name)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def running(bench: Bench, name: str, words: Sequence[str], address: str) -> Iterator[Container]:
    """A container in the foreground; it and the volume of its name are gone afterwards."""
    log = bench.folder / f"{name}.log"
    command = [*RUN, f"--name={name}", *words]
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=bench.folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
    try:
        yield Container(name, address, bench, process, log)
    finally:
        podman(bench, "rm", "--force", "--ignore", "--volumes", name)
        process.wait(PATIENCE_SECONDS)
        volumes = podman(bench, "volume", "ls", "--quiet", f"--filter=name={name}").split()
        podman(bench, "volume", "rm", *volumes) if volumes else None


def health_command(bench: Bench, image: str) -> list[str]:
    """The command by which the image has its health asked for."""
    told = json.loads(bench.run(*BUILDAH, "inspect", "--type=image", image))
    kind, *command = told["Docker"]["config"]["Healthcheck"]["Test"]
    if kind != "CMD":
        raise Failed(f"the health command goes through a shell: {command}")
    return [str(word) for word in command]
