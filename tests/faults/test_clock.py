"""A clock that jumps an hour ahead and back, and to 1970: answers, limits and loads do not mind."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from tests.cli.commands import PATIENCE_SECONDS, Here, serving, until
from tests.conftest import free_port
from tests.faults.clock import HOUR, Clock
from tests.imports.made_up import death, new_file

EPOCH = datetime(1970, 1, 2, tzinfo=UTC)
PATHS = (
    "/v1/casualties?limit=5",
    "/v1/countries/FRA",
    "/v1/missions?datetime=2023",
    "/v1/coverage",
    "/v1/casualties.csv",
    "/missions",
)
TOLD = ("etag", "mission-kb-release")
LIMIT, WINDOW = 20, 60
WATCHED_SECONDS = 0.6
"""By then a server has looked at its release again, whatever the clock says."""


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path / "clock")


@pytest.fixture
def here(tmp_path: Path, seed_folder: Path, clock: Clock) -> Here:
    """Commands by that clock on a file of SQLite, whatever the tests run on."""
    url = f"sqlite:///{tmp_path / 'kb.sqlite3'}"
    return Here(tmp_path, {"database_url": url, "seed_dir": str(seed_folder)}, clock.through)


def jumps(clock: Clock) -> Iterator[str]:
    """Let the clock jump to and fro, and wait until a server has noticed."""
    for name, ahead in (("ahead", HOUR), ("back", -HOUR), ("now", 0)):
        clock.set(ahead)
        time.sleep(WATCHED_SECONDS)
        yield name
    clock.set_to(EPOCH)
    time.sleep(WATCHED_SECONDS)
    yield "1970"
    clock.set(0)
    time.sleep(WATCHED_SECONDS)
    yield "again"


@contextmanager
def asking(here: Here, **settings: object) -> Iterator[httpx.Client]:
    """A server that has started, and a client of it."""
    with (
        serving(here, **settings) as served,
        httpx.Client(base_url=served.address, timeout=PATIENCE_SECONDS) as client,
    ):
        client.get("/health").raise_for_status()
        yield client


def told(answer: httpx.Response) -> tuple[object, ...]:
    assert answer.status_code == 200
    return (*(answer.headers[name] for name in TOLD), answer.content)


def test_answers_stay_the_same_and_are_repeated(here: Here, clock: Clock) -> None:
    with asking(here) as client:
        before = {path: told(client.get(path)) for path in PATHS}
        for name in jumps(clock):
            until(lambda: is_by(clock, client.get(PATHS[0])))
            repeated = hits(client)
            for path, expected in before.items():
                assert told(client.get(path)) == expected, (name, path)
                assert told(client.get(path)) == expected, (name, path)
                tag = {"If-None-Match": str(expected[0])}
                assert client.get(path, headers=tag).status_code == 304, (name, path)
            assert hits(client) > repeated, name


def is_by(clock: Clock, answer: httpx.Response) -> bool:
    """Whether a server goes by this clock; it writes the date anew once a second."""
    dated = parsedate_to_datetime(answer.headers["date"])
    return abs(dated - clock.now()) < timedelta(seconds=30)


def hits(client: httpx.Client) -> float:
    """How many answers were repeated so far; the numbers are handed on once a second."""
    time.sleep(1.1)
    lines = client.get("/metrics").text.splitlines()
    return next(
        float(line.split()[1]) for line in lines if line.startswith("mission_kb_cache_hits")
    )


def test_a_limit_holds_and_locks_nobody_out(here: Here, clock: Clock) -> None:
    with asking(here, rate_limit=f"{LIMIT}/minute") as client:
        assert 429 in statuses(client)
        for name in jumps(clock):
            found = statuses(client)
            assert 200 in found, name
            assert 429 in found, name
            assert found.count(200) <= 2 * LIMIT, "a window may end meanwhile"
            refused = client.get(PATHS[0])
            if refused.status_code == 429:
                assert 0 < int(refused.headers["retry-after"]) <= WINDOW, name


def statuses(client: httpx.Client) -> list[int]:
    """What a client is told that asks twice as often as it may, and once more."""
    return [client.get(PATHS[0]).status_code for _ in range(2 * LIMIT + 1)]


def test_a_question_under_way_is_not_broken_off(here: Here, clock: Clock) -> None:
    with (
        asking(here, cache_bytes=0) as client,
        closing(sqlite3.connect(here.folder / "kb.sqlite3")) as writer,
    ):
        writer.execute("BEGIN EXCLUSIVE")
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(client.get(PATHS[0]).status_code))
        thread.start()
        for seconds in (HOUR, -HOUR, EPOCH.timestamp() - time.time()):
            clock.set(seconds)
            time.sleep(0.5)
        assert thread.is_alive()
        writer.rollback()
        thread.join(PATIENCE_SECONDS)
        assert found == [200]


def test_every_request_is_logged(here: Here, clock: Clock) -> None:
    address = f"http://127.0.0.1:{(port := free_port())}"
    process = here.start("serve", port=port, log_format="json")
    try:
        assert process.stderr is not None
        next(line for line in process.stderr if "Serving on" in line)
        for name in jumps(clock):
            id = {"X-Request-Id": f"clock-{name}"}
            assert httpx.get(address + PATHS[0], headers=id, timeout=30).status_code == 200
        process.terminate()
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
    lines = [json.loads(line) for line in err.splitlines()]
    years = {line["request_id"]: line["time"][:4] for line in lines if "request_id" in line}
    assert sorted(years) == [
        f"clock-{name}" for name in sorted(("ahead", "back", "now", "1970", "again"))
    ]
    assert years["clock-1970"] == "1970"


def test_a_load_after_the_clock_was_set_back_is_newer_all_the_same(
    here: Here, clock: Clock
) -> None:
    with asking(here) as client:
        dates = [modified(client)]
        for number, ahead in enumerate((HOUR, 0, EPOCH.timestamp() - time.time()), start=1):
            clock.set(ahead)
            release = client.get(PATHS[0]).headers["mission-kb-release"]
            rows = (death(f"UNTSO-{row:06}", id=str(row)) for row in range(number))
            file = new_file(here.folder / f"{number}.csv", rows)
            ran = here.run("import", "un-fatalities", str(file))
            assert ran.status == 0, ran
            until(lambda: client.get(PATHS[0]).headers["mission-kb-release"] != release)  # noqa: B023
            clock.set(2 * HOUR)
            until(lambda: "last-modified" in client.get(PATHS[0]).headers)
            dates.append(modified(client))
            since = {"If-Modified-Since": dates[-2]}
            assert client.get(PATHS[0], headers=since).status_code == 200
        moments = [parsedate_to_datetime(date) for date in dates]
        assert moments == sorted(set(moments))
        listed = [one["loaded"] for one in client.get("/v1/releases").json()["items"]]
        assert listed == sorted(listed, reverse=True)


def modified(client: httpx.Client) -> str:
    """The date of the release."""
    until(lambda: "last-modified" in client.get(PATHS[0]).headers)
    date: str = client.get(PATHS[0]).headers["last-modified"]
    return date
