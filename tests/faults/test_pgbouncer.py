"""PgBouncer in transaction mode in between: more clients than connections, the same answers and limits."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.database import Database, Limits
from app.errors import OperatorError, Unavailable
from tests.cli.commands import Here, serving
from tests.conftest import TEST_DATABASE_URL
from tests.faults.bouncer import BEHIND, Bouncer, bouncing
from tests.faults.cluster import Cluster, room
from tests.test_limits import one
from tests.test_read_only import WRITING

pytestmark = pytest.mark.skipif(not TEST_DATABASE_URL, reason="this is about a PostgreSQL server")

PATHS = (
    "/v1/casualties?limit=5",
    "/v1/casualties/deaths",
    "/v1/search?q=mali",
    "/v1/places?limit=50",
    "/v1/casualties.csv",
)
CLIENTS = 4 * BEHIND
ROUNDS = 2
FEWEST = 10
"""So often each question is asked at least: after five times a driver would prepare it."""


@pytest.fixture(scope="module")
def bouncer() -> Iterator[Bouncer]:
    """A server of the module's own, behind a pooler."""
    with room() as folder:
        cluster = Cluster(folder / "only").make()
        with bouncing(cluster) as made:
            yield made
        cluster.end()


@pytest.fixture
def hasty(bouncer: Bouncer) -> Iterator[Database]:
    """As a server asks, for half a second each time."""
    database = Database(bouncer.url, limits=Limits(seconds=0.5), is_read_only=True)
    yield database
    database.close()


def server_side(cluster: Cluster) -> list[str]:
    """What each connection of the server that is not this one is doing."""
    engine = create_engine(cluster.url)
    with engine.connect() as connection:
        found = connection.scalars(
            text(
                "SELECT query FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        ).all()
    engine.dispose()
    return [str(query) for query in found]


@pytest.fixture
def settings(seed_folder: Path) -> dict[str, str]:
    """What every server here has: answers are asked for each time, and do not tell where they come from."""
    return {
        "seed_dir": str(seed_folder),
        "cache_bytes": "0",
        "reader_threads": "8",
        "streams": str(CLIENTS),
        "public_url": "https://kb.example.org",
    }


def asked(address: str, rounds: int) -> list[tuple[int, str]]:
    """What one client is told that asks for everything, so many times."""
    with httpx.Client(base_url=address, timeout=60) as client:
        answers = [client.get(path) for _ in range(rounds) for path in PATHS]
    return [(answer.status_code, answer.text) for answer in answers]


def test_many_clients_share_few_connections(
    bouncer: Bouncer, tmp_path: Path, settings: dict[str, str]
) -> None:
    pooled = Here(tmp_path, {**settings, "database_url": bouncer.url})
    with serving(pooled) as served, ThreadPoolExecutor(CLIENTS) as clients:
        asking = [clients.submit(asked, served.address, ROUNDS) for _ in range(CLIENTS)]
        while not all(each.done() for each in asking):
            assert len(server_side(bouncer.cluster)) <= BEHIND
            time.sleep(0.1)
    direct = Here(tmp_path, {**settings, "database_url": bouncer.cluster.url})
    with serving(direct) as served:
        right = asked(served.address, 1)
    assert {status for status, _ in right} == {200}
    for each in asking:
        assert each.result() == right * ROUNDS


def load(url: str) -> None:
    """Ask one thing in a transaction so often that a driver prepares it, as loads do, and be gone."""
    database = Database(url)
    try:
        with database.writing() as connection:
            for n in range(FEWEST):
                assert connection.scalar(text("SELECT CAST(:n AS integer)"), {"n": n}) == n
    finally:
        database.close()


def test_a_load_leaves_nothing_prepared_for_the_next(bouncer: Bouncer) -> None:
    load(bouncer.url)
    load(bouncer.url)


def test_without_the_parameter_it_does(bouncer: Bouncer) -> None:
    load(bouncer.unprepared)
    with pytest.raises(OperatorError, match=r"prepared statement .* already exists"):
        load(bouncer.unprepared)


@pytest.mark.parametrize("statement", WRITING)
def test_whoever_serves_cannot_write(hasty: Database, statement: str) -> None:
    def write(session: Session) -> None:
        session.execute(text(statement))
        session.commit()

    with pytest.raises((DBAPIError, Unavailable)) as refused:
        asyncio.run(hasty.read(write))
    assert "read-only" in str(refused.value.__cause__ or refused.value)


def test_what_takes_too_long_is_broken_off_on_the_server(bouncer: Bouncer, hasty: Database) -> None:
    def sleep(session: Session) -> object:
        return session.execute(text("SELECT pg_sleep(3600)")).one()

    async def ask() -> list[object]:
        with pytest.raises(Unavailable, match=r"It takes longer than 0\.5 seconds"):
            await hasty.read(sleep)
        return [await hasty.read(one) for _ in range(20)]

    assert asyncio.run(ask()) == [1] * 20
    assert not [query for query in server_side(bouncer.cluster) if "pg_sleep" in query]


@pytest.mark.parametrize("given", ["never", "1.5", "-1"])
def test_a_threshold_is_a_number_or_none(given: str) -> None:
    with pytest.raises(OperatorError, match="prepare_threshold"):
        Database(f"postgresql://kb@127.0.0.1/kb?prepare_threshold={given}")
