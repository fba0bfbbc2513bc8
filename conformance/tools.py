"""What the checks need, and how it comes here: from PyPI, npm or Debian, never into the project's own."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.settings import PREFIX

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "conformance"
CACHE = ROOT / ".cache" / "conformance"
VENV = CACHE / "venv"
BINARIES = (VENV / "bin", CACHE / "node_modules" / ".bin")
OWN = Path(sys.executable).parent

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
QUIET = {
    "CI": "1",
    "NO_COLOR": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "REDOCLY_TELEMETRY": "off",
}


class Skipped(Exception):
    """A check cannot be run here; the text says why, and what would help."""


class NotInstalled(Exception):
    """What should have come has not; the text has what the installer said."""


@dataclass(frozen=True)
class Tool:
    """Something that checks need: `install` brings it here, once."""

    name: str
    install: Callable[[], None]


def environment() -> dict[str, str]:
    """This process's variables for a tool: with what was installed in front, without our settings."""
    ours = (PREFIX, "TEST_", "PYTHONPATH", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    path = os.pathsep.join([*map(str, BINARIES), os.environ.get("PATH", os.defpath)])
    return trusting() | kept | QUIET | {"PATH": path}


def trusting() -> dict[str, str]:
    """Where Node finds the machine's certificates, as pip does: there may be a proxy between."""
    return {"NODE_EXTRA_CA_CERTS": str(CERTIFICATES)} if CERTIFICATES.exists() else {}


def install_python() -> None:
    """The tools of PyPI, in a virtual environment of their own."""
    lock = ROOT / "requirements" / "conformance.lock"
    if is_new("python", lock):
        path = os.pathsep.join([str(OWN), os.environ.get("PATH", os.defpath)])
        with_uv = {"PATH": path, "WITH_PROJECT": "no"}
        run(ROOT / "requirements" / "install.sh", VENV, "conformance", **with_uv)
        remember("python", lock)


def install_node() -> None:
    """The tools of npm; the checks' own programs find them beside themselves."""
    need("node", "nodejs", "npm")
    need("npm", "npm")
    manifest, lock = HERE / "package.json", HERE / "package-lock.json"
    if is_new("node", manifest, lock):
        CACHE.mkdir(parents=True, exist_ok=True)
        shutil.copy(manifest, CACHE)
        shutil.copy(lock, CACHE)
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", CACHE)
        remember("node", manifest, lock)


def debian(command: str, *packages: str) -> Tool:
    """A command of the distribution."""
    return Tool(command, lambda: need(command, *packages))


def need(command: str, *packages: str) -> None:
    """Install what a command is in, as root on a system with apt; else say what is missing."""
    if shutil.which(command):
        return
    named = " ".join(packages)
    if os.getuid() != 0 or not shutil.which("apt-get"):
        raise Skipped(f"{command} is not here; on Debian: apt-get install {named}")
    unattended = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", **unattended)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, **unattended)


def run(*command: str | Path, **variables: str) -> None:
    """Run an installer; what it says matters only where it fails."""
    words = [str(word) for word in command]
    ran = subprocess.run(
        words,
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        raise NotInstalled(f"{' '.join(words)}: status {ran.returncode}\n{ran.stdout.rstrip()}")


def is_new(name: str, *files: Path) -> bool:
    """Whether something has changed since it was installed."""
    stamp = CACHE / f"{name}.installed"
    return not stamp.is_file() or stamp.read_text() != digest(*files)


def remember(name: str, *files: Path) -> None:
    """Note what was installed."""
    (CACHE / f"{name}.installed").write_text(digest(*files))


def digest(*files: Path) -> str:
    """What files hold, in short."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


PYTHON = Tool("python", install_python)
NODE = Tool("node", install_node)
JAVA = debian("java", "default-jre-headless")
