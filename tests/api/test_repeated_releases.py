"""Nothing is repeated of a release that is not the newest, for longer than a second, or beside another."""

import asyncio
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import watching
from app.api.kept import TRUST_SECONDS
from app.api.repeating import Repeating
from app.database import Database
from app.main import create_server
from app.queries.readiness import HeldRelease, held_release
from app.settings import Settings
from app.sources.prepare import migrate
from app.sources.seed import seed
from tests.conftest import run
from tests.sources.small_seed import small_seed, write_seed

PATHS = ("/v1/places/gao", "/v1/places?limit=5", "/v1/search?q=gao&kind=place")
CODINGS = ("identity", "gzip", "zstd")
HAMMERED_SECONDS = 1.6
FEWEST_RELEASES = 5
PAUSE_SECONDS = 0.15
LATEST_SECONDS = 0.06


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it does not come to be"
        time.sleep(0.01)


def test_a_watch_says_nothing_while_the_database_cannot_be_read_and_goes_on_after(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watching, "LONGEST_PAUSE_SECONDS", 0.3)
    told: list[tuple[HeldRelease | None, float]] = []
    database = Database(empty_url)
    with (
        closing(database),
        closing(database.watch(held_release, lambda *one: told.append(one))) as watch,
    ):
        until(lambda: watch.pause > watching.PAUSE_SECONDS)
        assert not told
        migrate(database)
        until(lambda: told)
        assert told[0][0] is None
        assert watch.pause == watching.PAUSE_SECONDS
        with database.writing() as connection:
            connection.execute(
                text(
                    "INSERT INTO release (id, number, source, digest, loaded_at, added, changed,"
                    " confirmed, unchanged, superseded, withdrawn, repaired, refused, aggregate)"
                    " VALUES ('one', 1, 'seed', 'x', '2026-01-01 00:00:00', 0, 0, 0, 0, 0, 0, 0, 0, 0)"
                )
            )
        loaded_at = time.monotonic()
        until(lambda: told[-1][0])
        assert told[-1][1] > loaded_at - 1
        count = len(told)
        watch.wake()
        until(lambda: len(told) > count)
    assert not watch.thread.is_alive()
    assert "cannot be watched" in caplog.text


class Counted:
    """An application, and how often it was asked; what it answers may come late."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.count = 0
        self.latest = 0.0
        self.lateness = random.Random(6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def late(message: Message) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(self.lateness.random() * self.latest)
            await send(message)

        self.count += scope["type"] == "http"
        await self.app(scope, receive, late)


class Loads:
    """A place that has another name in each release, and when each was there."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.names: dict[str, int] = {}
        self.ended: list[tuple[float, int]] = []
        self.load()

    def load(self) -> None:
        """The next release."""
        number = len(self.names)
        rows = small_seed()
        rows["places"][1]["name_en"] = f"Gao {number}"
        release = seed(self.database, write_seed(self.folder, rows)).release
        self.names[release] = number
        self.ended.append((time.monotonic(), number))

    def newest_at(self, instant: float) -> int:
        """The release that was surely there by then."""
        return max((number for ended, number in self.ended if ended <= instant), default=0)


@pytest.fixture
def loads(database: Database, tmp_path: Path) -> Loads:
    return Loads(database, tmp_path / "seed")


@pytest.fixture
def served(loads: Loads) -> Iterator[tuple[str, Counted]]:
    """A server over what is loaded, with its own engine, and what reaches the application."""
    url = loads.database.url.render_as_string(hide_password=False)
    server = create_server(Settings(database_url=SecretStr(url))).app
    assert isinstance(server, Repeating)
    server.app = counted = Counted(server.app)
    for address in run(server):
        yield address, counted


def test_a_new_release_is_seen_within_a_second(served: tuple[str, Counted], loads: Loads) -> None:
    address, counted = served
    with httpx.Client(base_url=address, timeout=30) as client:
        until(lambda: is_repeated(client, counted))
        old = client.get(PATHS[0])
        assert old.json()["name"] == "Gao 0"
        loads.load()
        time.sleep(TRUST_SECONDS)
        new = client.get(PATHS[0], headers={"If-None-Match": old.headers["etag"]})
        assert (new.status_code, new.json()["name"]) == (200, "Gao 1")
        until(lambda: is_repeated(client, counted))


def is_repeated(client: httpx.Client, counted: Counted) -> bool:
    """Whether an answer comes without asking the application."""
    count = counted.count
    client.get(PATHS[0])
    return counted.count == count


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Nobody can read which release is the newest."""
    if database.file is not None:
        with closing(sqlite3.connect(database.file, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield
        return
    with database.writing() as connection:
        connection.execute(text("LOCK TABLE release IN ACCESS EXCLUSIVE MODE"))
        yield


def test_nothing_is_repeated_while_the_database_cannot_be_read(
    served: tuple[str, Counted], loads: Loads
) -> None:
    address, counted = served
    with httpx.Client(base_url=address, timeout=30) as client:
        until(lambda: is_repeated(client, counted))
        with locked(loads.database):
            time.sleep(TRUST_SECONDS)
            count = counted.count
            with pytest.raises(httpx.ReadTimeout):
                client.get(PATHS[0], timeout=0.3)
            assert counted.count > count
        until(lambda: is_repeated(client, counted))


class Asking(threading.Thread):
    """A client that never stops asking; all that it got: when it asked, the release, the name."""

    def __init__(self, address: str, coding: str, done: threading.Event) -> None:
        super().__init__()
        self.address = address
        self.coding = coding
        self.done = done
        self.got: list[tuple[float, str, str | None]] = []
        self.tags: dict[str, str] = {}
        self.releases: dict[str, str] = {}
        self.faults: list[str] = []

    def run(self) -> None:
        headers = {"Accept-Encoding": self.coding}
        with httpx.Client(base_url=self.address, timeout=60, headers=headers) as client:
            while not self.done.is_set() and not self.faults:
                for path in PATHS:
                    self.ask(client, "GET", path)
                    self.ask(client, "GET", path, self.tags.get(path))
                self.ask(client, "HEAD", PATHS[0])

    def ask(self, client: httpx.Client, method: str, path: str, tag: str | None = None) -> None:
        """Ask, and note what came."""
        began = time.monotonic()
        answer = client.request(method, path, headers={"If-None-Match": tag} if tag else {})
        release = answer.headers.get("mission-kb-release", "")
        if answer.status_code == 304:
            if tag != answer.headers["etag"] or self.releases[tag] != release:
                self.faults.append(f"{path}: {answer.headers} for {tag}")
            name = None
        elif answer.status_code == 200:
            self.tags[path] = answer.headers["etag"]
            self.releases[self.tags[path]] = release
            name = None if method == "HEAD" else name_in(answer)
        else:
            self.faults.append(f"{path}: {answer.status_code} {answer.text}")
            return
        self.got.append((began, release, name))


def name_in(answer: httpx.Response) -> str:
    """What the place is called, in a list or alone."""
    whole = answer.json()
    rows = whole.get("items", [whole])
    (name,) = {row.get("name") or row["title"] for row in rows if row["id"] == "gao"}
    return str(name)


def test_no_answer_is_stale_or_mixed_while_releases_come_and_many_ask(
    served: tuple[str, Counted], loads: Loads
) -> None:
    address, counted = served
    done = threading.Event()
    clients = [Asking(address, coding, done) for coding in CODINGS]
    with httpx.Client(base_url=address, timeout=30) as first:
        until(lambda: is_repeated(first, counted))
    counted.count, counted.latest = 0, LATEST_SECONDS
    for client in clients:
        client.start()
    end = time.monotonic() + HAMMERED_SECONDS
    try:
        while time.monotonic() < end or len(loads.names) < FEWEST_RELEASES:
            loads.load()
            time.sleep(PAUSE_SECONDS)
    finally:
        done.set()
        for client in clients:
            client.join(60)
    assert not [fault for client in clients for fault in client.faults]
    for client in clients:
        newest = 0
        for began, release, name in client.got:
            number = loads.names[release]
            assert name in (None, f"Gao {number}"), "mixed"
            assert number >= loads.newest_at(began - 1), "stale"
            assert number >= newest, "older than the one before"
            newest = number
    asked = sum(len(client.got) for client in clients)
    assert counted.count < asked, "nothing was repeated"
