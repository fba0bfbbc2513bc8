"""Varnish in front: it repeats answers without asking the application, and never those of an older release."""

import csv
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from app.settings import PREFIX, ROOT
from conformance.check import Bench, Check, Failed, Kind, holds, tail
from conformance.counted import BROKEN, HOLD
from conformance.server import fresh_database
from conformance.tools import OWN, debian

PATIENCE_SECONDS = 120
PLACE = "/v1/places/gao"
PATHS = (
    PLACE,
    "/v1/events?limit=50",
    "/v1/events?limit=2&sort=-date",
    "/v1/casualties?mission=minusma&outcome=death",
    "/v1/assessments?mission=minusma&measure=deaths",
    "/v1/coverage",
    "/v1/places?limit=1000",
    "/openapi.json",
)
OF_ONE = {"ratelimit", "ratelimit-policy", "x-request-id"}
"""Headers that are for whoever asked, and for nobody else."""

CLIENTS = 12
RELEASES = 5
STORAGE = ("-s", "malloc,64m")
VARNISH = debian("varnishd", "varnish", "varnish-modules")


@dataclass
class Stage:
    """A cache, an application behind it, its database and its seed."""

    folder: Path
    url: str
    cache: str
    app: str
    client: httpx.Client
    loads: int = 0
    releases: list[str] = field(default_factory=list)

    @property
    def asked_file(self) -> Path:
        return self.folder / "asked.log"

    def asked(self) -> Counter[str]:
        """What has reached the application since it was last counted."""
        lines = self.asked_file.read_text(encoding="utf-8").splitlines()
        os.truncate(self.asked_file, 0)
        return Counter(lines)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask the cache."""
        return self.client.get(self.cache + path, headers=headers)

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A command of ours, on this database."""
        return subprocess.run(
            [OWN / "mission-kb", *arguments],
            env=self.variables(**settings),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )

    def variables(self, **settings: str) -> dict[str, str]:
        given = {
            "DATABASE_URL": self.url,
            "SEED_DIR": str(self.folder / "seed"),
            "CACHES": self.cache,
            "RATE_LIMIT": "1000000/second",
            **settings,
        }
        kept = {k: v for k, v in os.environ.items() if not k.startswith((PREFIX, "TEST_"))}
        ours = {f"{PREFIX}{name}": text for name, text in given.items()}
        return kept | ours | {"ASKED": str(self.asked_file), "PYTHONUNBUFFERED": "1"}

    def load(self, **settings: str) -> str:
        """Give a place another name and load that; the id of the release."""
        self.loads += 1
        rename(self.folder / "seed" / "places.csv", "gao", self.name)
        ran = self.run("seed", **settings)
        holds(ran.returncode == 0, ran.stdout + ran.stderr)
        release: str = self.client.get(f"{self.app}/ready").json()["release"]
        self.releases.append(release)
        return release

    @property
    def name(self) -> str:
        """What the place is called in the newest release."""
        return f"Gao {self.loads}"


def rename(file: Path, id: str, name: str) -> None:
    """Change one cell of a seed file."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    for row in rows:
        if row["id"] == id:
            row["name_en"] = name
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def staged(bench: Bench) -> Iterator[Stage]:
    """All of it, started in an order in which every announcement is heard; gone afterwards."""
    shutil.copytree(ROOT / "seed_data", bench.folder / "seed")
    front, behind = free_ports(2)
    with ExitStack() as stack:
        url = stack.enter_context(fresh_database(bench.database, bench.folder))
        client = stack.enter_context(httpx.Client(timeout=PATIENCE_SECONDS, trust_env=False))
        cache, app = f"http://127.0.0.1:{front}", f"http://127.0.0.1:{behind}"
        stage = Stage(bench.folder, url, cache, app, client)
        stack.enter_context(started(stage, "varnish", varnish(bench.folder, front, behind), cache))
        ran = stage.run("migrate")
        holds(ran.returncode == 0, ran.stderr)
        ran = stage.run("seed")
        holds(ran.returncode == 0, ran.stdout + ran.stderr)
        stack.enter_context(started(stage, "app", uvicorn(behind), f"{app}/ready"))
        stage.load()
        stage.asked()
        yield stage


def varnish(folder: Path, front: int, behind: int) -> Sequence[str | Path]:
    """Varnish with the configuration that we ship, but for the port of the application."""
    shipped = (ROOT / "deploy" / "varnish.vcl").read_text(encoding="utf-8")
    holds('.port = "8000";' in shipped, "deploy/varnish.vcl names another backend")
    file = folder / "varnish.vcl"
    file.write_text(shipped.replace('"8000"', f'"{behind}"'), encoding="utf-8")
    work = folder / "varnish"
    listening = f"127.0.0.1:{front}"
    return ["varnishd", "-F", "-j", "none", "-n", work, "-a", listening, "-f", file, *STORAGE]


def uvicorn(port: int) -> Sequence[str | Path]:
    """The counted application."""
    options = ("--factory", "--port", str(port), "--no-access-log", "--log-level", "critical")
    return [sys.executable, "-m", "uvicorn", "conformance.counted:create", *options]


@contextmanager
def started(stage: Stage, name: str, command: Sequence[str | Path], address: str) -> Iterator[None]:
    """A process that answers, whatever it answers."""
    log = stage.folder / f"{name}.log"
    environment = stage.variables() | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            command,
            cwd=stage.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not answers(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Failed(f"{name} did not start\n{tail(log.read_text(encoding='utf-8'))}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        finally:
            process.kill()


def answers(address: str) -> bool:
    """Whether anything is there."""
    try:
        httpx.get(address, timeout=PATIENCE_SECONDS, trust_env=False)
    except httpx.TransportError:
        return False
    return True


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def repeats(stage: Stage) -> None:
    """What was asked once is answered by the cache: GET, HEAD, compressed or not, and 304."""
    for path in PATHS:
        host = {"Host": stage.cache.partition("//")[2]}
        direct = stage.client.get(stage.app + path, headers=host)
        stage.asked()
        first = stage.get(path)
        holds(first.status_code == 200, f"{path}: {first.status_code}")
        holds(first.content == direct.content, f"{path}: not what the application answers")
        holds(stage.asked().total() == 1, f"{path}: the application was not asked first")
        holds(direct.headers.keys() >= OF_ONE, f"{path}: the application says nothing to one alone")
        for coding in ("gzip", "identity", "zstd, br, gzip"):
            again = stage.get(path, **{"Accept-Encoding": coding})
            holds(not OF_ONE & again.headers.keys(), f"{path}: repeats what was said to another")
            holds(again.content == first.content, f"{path}: another body in {coding}")
        head = stage.client.head(stage.cache + path)
        held = stage.get(path, **{"If-None-Match": first.headers["etag"]})
        holds((head.status_code, head.content) == (200, b""), f"{path}: HEAD")
        holds((held.status_code, held.content) == (304, b""), f"{path}: {held.status_code}")
        for answer in (first, head, held):
            for name in ("etag", "cache-control", "access-control-allow-origin", "vary"):
                holds(answer.headers.get(name) == direct.headers[name], f"{path}: {name}")
        holds(not (asked := stage.asked()), f"{path}: repeats reached the application: {asked}")


def pages(stage: Stage) -> None:
    """`next` links lead through the cache, and the second walk asks nothing of the application."""
    walks = [list(walk(stage)) for _ in range(2)]
    holds(len(walks[0]) > 3, "there are no pages to walk")
    holds(walks[0] == walks[1], "the second walk is another")
    holds(stage.asked().total() == len(walks[0]), "the second walk reached the application")


def walk(stage: Stage) -> Iterator[list[str]]:
    """The ids on each page."""
    path: str | None = "/v1/places?limit=20"
    while path is not None:
        answer = stage.get(path)
        yield [row["id"] for row in answer.json()["items"]]
        href = answer.links.get("next", {}).get("url")
        holds(href is None or href.startswith(stage.cache), f"{href} leads past the cache")
        path = href and href.removeprefix(stage.cache)


def refusals(stage: Stage) -> None:
    """What is refused is asked for each time, and a stream that broke is never repeated."""
    for path, status in (("/v1/places/nope", 404), ("/v1/places?limit=0", 400), ("/health", 200)):
        for _ in range(3):
            holds(stage.get(path).status_code == status, path)
        holds(stage.asked().total() == 3, f"{path} was repeated by the cache")
    for _ in range(2):
        try:
            whole = stage.get(BROKEN)
        except httpx.RemoteProtocolError:
            continue
        is_told = whole.headers["content-type"] == "application/problem+json"
        holds(whole.status_code == 503 and is_told, f"a broken stream looks complete: {whole}")
    holds(stage.asked()[f"GET {BROKEN}"] == 2, "a broken stream was repeated by the cache")


def releases(stage: Stage) -> None:
    """Once the loader has ended nobody gets an older release, also with a tag or a date of one."""
    for _ in range(3):
        before = {path: stage.get(path) for path in PATHS}
        release = stage.load()
        stage.asked()
        for path, old in before.items():
            since = {"If-None-Match": old.headers["etag"]}
            new = stage.get(path, **since)
            if "mission-kb-release" in old.headers:
                holds(
                    new.status_code == 200,
                    f"{path}: {new.status_code} for the tag of an old release",
                )
                holds(new.headers["mission-kb-release"] == release, f"{path}: an old release")
        holds(stage.get(PLACE).json()["name"] == stage.name, "an old name")
        holds(stage.asked().total() == len(PATHS), "the cache asked more than once for each")


def unannounced(stage: Stage) -> None:
    """A release that was not announced is kept by nobody, and `mission-kb announce` makes up for it."""
    old = stage.get(PLACE).json()["name"]
    stage.load(CACHES="")
    holds(stage.get(PLACE).json()["name"] == old, "this check would notice nothing")
    stage.asked()
    time.sleep(1.1)
    for _ in range(2):
        fresh = stage.get("/v1/places/kidal")
        holds(fresh.headers["mission-kb-release"] == stage.releases[-1], "an old release")
        time.sleep(1.1)
    holds(stage.asked().total() == 2, "an answer was kept under a release that it is not of")
    ran = stage.run("announce")
    holds(ran.returncode == 0 and stage.releases[-1] in ran.stdout, ran.stdout + ran.stderr)
    holds(stage.get(PLACE).json()["name"] == stage.name, "an old name after the announcement")


def in_flight(stage: Stage) -> None:
    """What was worked out before a release and arrives after it is not kept under it."""
    go = stage.folder / "go"
    got: list[httpx.Response] = []
    path = "/v1/places/mopti"
    waiting = threading.Thread(target=lambda: got.append(stage.get(path, **{HOLD: str(go)})))
    waiting.start()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not stage.asked_file.stat().st_size:
        holds(time.monotonic() < deadline, "the application was not asked")
        time.sleep(0.01)
    time.sleep(0.5)
    release = stage.load()
    go.touch()
    waiting.join(PATIENCE_SECONDS)
    holds(got[0].headers["mission-kb-release"] == stage.releases[-2], "it was not in flight")
    for _ in range(3):
        holds(stage.get(path).headers["mission-kb-release"] == release, "an old release was kept")


def strangers(stage: Stage) -> None:
    """Nobody but a loader may announce, nor can anybody choose what is found."""
    stage.get(PLACE)
    stage.asked()
    ban = {"Mission-KB-Release": stage.releases[-1]}
    with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.2")) as stranger:
        refused = stranger.request("BAN", stage.cache, headers=ban)
    holds(refused.status_code == 403, f"a stranger: {refused.status_code}")
    for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"):
        refused = stage.client.request("BAN", stage.cache, headers=ban | {name: "x"})
        holds(refused.status_code == 403, f"with {name}: {refused.status_code}")
    wrong = stage.client.request("BAN", stage.cache, headers={"Mission-KB-Release": "a b"})
    holds(wrong.status_code == 400, f"{wrong.status_code}")
    stage.get(PLACE, **{"Mission-KB-Edition": "mine@1", "Cookie": "a=b"})
    holds(not stage.asked(), "a stranger reached the application")


def under_load(stage: Stage) -> None:
    """Many clients ask while releases come: whoever asks after a loader has ended gets no older one."""
    ended: list[tuple[float, int]] = [(time.monotonic(), 0)]
    got: list[tuple[float, str, str]] = []
    faults: list[str] = []
    done = threading.Event()

    def ask() -> None:
        with httpx.Client(
            base_url=stage.cache, timeout=PATIENCE_SECONDS, trust_env=False
        ) as client:
            while not done.is_set():
                for path in PATHS[:4]:
                    began = time.monotonic()
                    answer = client.get(path)
                    if answer.status_code != 200:
                        faults.append(f"{path}: {answer.status_code} {answer.text[:200]}")
                        return
                    name = answer.json()["name"] if path == PLACE else ""
                    got.append((began, answer.headers["mission-kb-release"], name))

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    first = len(stage.releases) - 1
    for client in clients:
        client.start()
    try:
        for _ in range(RELEASES):
            time.sleep(0.5)
            stage.load()
            ended.append((time.monotonic(), len(stage.releases) - 1 - first))
        time.sleep(0.5)
    finally:
        done.set()
        for client in clients:
            client.join(PATIENCE_SECONDS)
    holds(not faults, "\n".join(faults[:5]))
    numbers = {release: number for number, release in enumerate(stage.releases[first:])}
    names = {number: f"Gao {stage.loads - RELEASES + number}" for number in numbers.values()}
    for began, release, name in got:
        at_least = max(number for time_, number in ended if time_ <= began)
        holds(numbers[release] >= at_least, f"{release} after release {at_least} was announced")
        holds(name in ("", names[numbers[release]]), f"{name} in {release}")
    asked = stage.asked().total()
    holds(len(got) > 20 * asked, f"{asked} of {len(got)} requests reached the application")


def varnish_in_front(bench: Bench) -> None:
    """One stage for all: each act leaves it as good as it was."""
    with staged(bench) as stage:
        for act in (
            repeats,
            pages,
            refusals,
            releases,
            unannounced,
            in_flight,
            strangers,
            under_load,
        ):
            stage.asked()
            try:
                act(stage)
            except Failed as error:
                raise Failed(f"{act.__name__}: {error}") from error


CHECKS = (Check("varnish", varnish_in_front, needs=(VARNISH,), databases=tuple(Kind)),)
