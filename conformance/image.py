"""The container image: built and run by the commands of docs/docker.md, asked, held to its bounds, stopped."""

import json
import re
import shlex
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx

from conformance.caching import free_ports
from conformance.check import PATIENCE_SECONDS, Bench, Check, Failed, Kind, holds
from conformance.containers import CONTAINERS, Container, build, health_command, running
from conformance.server import by_network, fresh_database
from conformance.tools import PYTHON, ROOT, debian

PAGE = ROOT / "docs" / "docker.md"
COMMAND = re.compile(r"^    docker ((?:build|run) (?:.*\\\n)*.*)$", re.MULTILINE)
IMAGE = "mission-kb"
VOLUME = ("-v", "mission-kb-data:/data")
ENV_FILE = ("--env-file", "mission-kb.env")
LOCKED = ("--read-only", "--tmpfs", "--cap-drop=ALL", "--security-opt=no-new-privileges")
ENDING = (("migrate",), ("seed", "--check"), ("--help",))
LIST = "/v1/casualties?mission=minusma&outcome=death"
USER = "10001"
COMPOSE = debian("docker-compose", "docker-compose")
COMPOSE_FILE = ROOT / "deploy" / "compose.yaml"
PASSWORDS = ("POSTGRES_PASSWORD", "WRITER_PASSWORD", "READER_PASSWORD")
GONE = ("pip", "setuptools", "wheel", "hatchling")
FINDS = "import importlib.util, sys; sys.exit(any(map(importlib.util.find_spec, sys.argv[1:])))"
STOP_SECONDS = 10


def hadolint(bench: Bench) -> None:
    """The linter has no finding in what images are built by."""
    bench.run("hadolint", "Dockerfile", "deploy/varnish.Dockerfile", cwd=ROOT)


def commands(bench: Bench) -> None:
    """What is documented to do something and end does so."""
    image = built(bench)
    for words in ENDING:
        told = documented("run", *words)
        with started(bench, told, image) as container:
            status = container.process.wait(PATIENCE_SECONDS)
            holds(status == 0, f"{' '.join(words)}: status {status}\n{container.said()}")


def served(bench: Bench) -> None:
    """As locked up as documented it answers what the other server does, is healthy, and stops when told."""
    image = built(bench)
    with data(bench) as where:
        told = documented("run", *where, *LOCKED)
        with started(bench, told, image) as container:
            ready(container)
            confined(container)
            same(container)
            healthy(container, health_command(bench, image))
            began = time.monotonic()
            status = container.stop()
            holds(status == 0, f"it ended with {status}\n{container.said()}")
            holds(time.monotonic() - began < STOP_SECONDS, "it did not hear that it should stop")


def compose(bench: Bench) -> None:
    """The file is one of the Compose specification, and asks for each password by its name."""
    file = bench.folder / "passwords"
    command = ("docker-compose", "--env-file", file, "--file", COMPOSE_FILE, "config", "--quiet")
    file.write_text("".join(f"{name}=PASSWORD\n" for name in PASSWORDS))
    bench.run(*command)
    for missing in PASSWORDS:
        file.write_text("".join(f"{name}=PASSWORD\n" for name in PASSWORDS if name != missing))
        try:
            bench.run(*command)
        except Failed as refused:
            holds(missing in str(refused), str(refused))
        else:
            raise Failed(f"{missing} is not asked for")


def built(bench: Bench) -> str:
    """The image, with what the first command of the page says."""
    words = documented("build", "-t", IMAGE, ".")
    return build(bench, *[word for word in words[1:] if word not in ("-t", IMAGE)])


def documented(*parts: str) -> list[str]:
    """The shortest command of the page that has all these parts, without the word `docker`."""
    lines = COMMAND.findall(PAGE.read_text(encoding="utf-8"))
    split = [shlex.split(line.replace("\\\n", " "), comments=True) for line in lines]
    found = [words for words in split if all(part in words for part in parts)]
    holds(found, f"docs/docker.md has no command with {' '.join(parts)}")
    return min(found, key=len)


@contextmanager
def data(bench: Bench) -> Iterator[Sequence[str]]:
    """Where its data is: in a volume, or on a server that is named in a file."""
    if bench.database is Kind.SQLITE:
        yield VOLUME
        return
    with fresh_database(bench.database, bench.folder) as url, by_network(url) as address:
        (bench.folder / ENV_FILE[1]).write_text(f"MISSION_KB_DATABASE_URL={address}\n")
        yield ENV_FILE


@contextmanager
def started(bench: Bench, told: Sequence[str], image: str) -> Iterator[Container]:
    """A documented `run` on this machine: its network is the host's, and the names are our own."""
    name = f"{IMAGE}-{uuid.uuid4().hex[:12]}"
    (port,) = free_ports(1)
    own = {IMAGE: image, VOLUME[1]: f"{name}:/data"}
    words = [own.get(word, word) for word in told[1:]]
    if "-p" in words:
        at = words.index("-p")
        words[at : at + 2] = ["-e", f"MISSION_KB_PORT={port}"]
    with running(bench, name, words, f"http://127.0.0.1:{port}") as container:
        yield container


def ready(container: Container) -> None:
    """It has made its tables and loaded its seed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        if container.process.poll() is not None or time.monotonic() > deadline:
            raise Failed(f"it did not start\n{container.said()}")
        try:
            if httpx.get(f"{container.address}/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)


def confined(container: Container) -> None:
    """Nobody's user without any right, over files that cannot be changed, with nothing that installs."""
    status = dict(line.split(":\t", 1) for line in container.proc("status").splitlines())
    holds(status["Uid"].split() == [USER] * 4, f"it runs as {status['Uid']}")
    rights = {name: int(status[name], 16) for name in status if name.startswith("Cap")}
    holds(len(rights) == 5 and not any(rights.values()), f"it has capabilities: {rights}")
    holds(status["NoNewPrivs"] == "1", "it may get privileges")
    (root,) = (line for line in container.proc("mountinfo").splitlines() if line.split()[4] == "/")
    holds("ro" in root.split()[5].split(","), f"its files can be changed: {root}")
    holds(container.status_of("python", "-c", FINDS, *GONE) == 0, f"one is left of {GONE}")


def same(container: Container) -> None:
    """It has the data that the server beside has, of the same release."""
    here, there = (
        httpx.get(address + LIST).raise_for_status()
        for address in (container.address, container.bench.address)
    )
    release = "mission-kb-release"
    holds(here.headers[release] == there.headers[release], "it serves another release")
    holds(here.json()["items"] == there.json()["items"] != [], f"{LIST} has other rows")
    holds(httpx.get(f"{container.address}/health").status_code == 200, "it is not well")


def healthy(container: Container, command: Sequence[str]) -> None:
    """Its own health command says so, and that there is none where nobody listens."""
    holds(container.status_of(*command) == 0, f"{json.dumps(command)} finds it ill")
    nobody = container.status_of(*command, MISSION_KB_PORT="1")
    holds(nobody == 1, f"{json.dumps(command)} finds it well where nobody listens: {nobody}")


CHECKS = (
    Check("hadolint", hadolint, (PYTHON,)),
    Check("compose", compose, (COMPOSE,)),
    Check("commands", commands, (CONTAINERS,)),
    Check("served", served, (CONTAINERS,), tuple(Kind)),
)
