"""What we are made of: code without known mistakes, no secret in it, and a list of all that it needs."""

import json
import re
import subprocess
from pathlib import Path

from conformance.check import Bench, Check, holds
from conformance.tools import PYTHON, ROOT

SEEN_TO = {
    "B101": "S101: assert tells the type checker what is so",
    "B104": "S104: an address that is looked for, not listened on",
    "B301": "S301",
    "B302": "S302",
    "B311": "S311",
    "B403": "S403: the import alone does nothing",
    "B404": "S404: the import alone does nothing",
    "B603": "S603",
    "B608": "S608",
    "B704": "S704",
}
"""What bandit and ruff both look for: ruff looks at each line, and where it is wrong a comment says why."""

MADE_UP = (
    "PASSWORD",
    "hunter2",
    "secret",
    r"pa\$word",
    r"postgresql://kb:hunter2@.*",
    "0f3a9c1b2d4e5f60718293a4",
    "4bf92f3577b34da6a3ce929d0e0e4736",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    "1975ea83b712",
    "4f975cf808f3",
)
"""What looks like a secret and is none: examples, an alphabet, revisions that there are not."""

GENERATED = ("seed_data/", "docs/openapi")
"""What is data, or is written by a program."""

PINNED = re.compile(r"^([a-z0-9][a-z0-9-]*)==(\S+)", re.MULTILINE)


def bandit(bench: Bench) -> None:
    """No mistake that is known to be dangerous."""
    bench.run("bandit", "--quiet", "--recursive", "--skip", ",".join(SEEN_TO), "app", cwd=ROOT)


def secrets(bench: Bench) -> None:
    """Nothing that looks like a key or a password, but for what is made up."""
    made_up = "^(" + "|".join(MADE_UP) + ")$"
    said = bench.run("detect-secrets", "scan", "--exclude-secrets", made_up, *tracked(), cwd=ROOT)
    found = json.loads(said)["results"]
    holds(not found, f"detect-secrets has found: {json.dumps(found, indent=2)}")


def tracked() -> list[Path]:
    """What is committed, but for the locks, which are hashes."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(name) for name in listing.stdout.split("\0") if name and is_read(name)]


def is_read(name: str) -> bool:
    """Whether somebody has written a file."""
    return not name.endswith((".lock", "package-lock.json")) and not name.startswith(GENERATED)


def sbom(bench: Bench) -> None:
    """A bill of materials in CycloneDX, with each package that the server is installed from, and no other."""
    lock = ROOT / "requirements" / "runtime.lock"
    file = bench.folder / "sbom.json"
    bench.run("cyclonedx-py", "requirements", lock, "--output-file", file)
    listed = {
        (each["name"], each["version"]) for each in json.loads(file.read_text())["components"]
    }
    locked = set(PINNED.findall(lock.read_text(encoding="utf-8")))
    holds(listed == locked, f"they differ in {sorted(listed ^ locked)}")


CHECKS = (
    Check("bandit", bandit, (PYTHON,)),
    Check("secrets", secrets, (PYTHON,)),
    Check("sbom", sbom, (PYTHON,)),
)
