"""A primary and two standbys under one address: questions outlive any of them, loads follow the primary."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import create_engine, text

from tests.cli.commands import Here, serving, until
from tests.conftest import TEST_DATABASE_URL
from tests.faults.asking import Asking, asking
from tests.faults.cluster import ROLE, Cluster, room
from tests.imports.made_up import death, new_file

pytestmark = pytest.mark.skipif(not TEST_DATABASE_URL, reason="this is about a PostgreSQL server")

PATH = "/v1/casualties?limit=5"
MOST_SECONDS = 2.0
"""For no longer may errors be told after a server has gone."""


class Three(NamedTuple):
    """A primary and what follows it."""

    primary: Cluster
    first: Cluster
    second: Cluster

    @property
    def url(self) -> str:
        """One address for all of them."""
        hosts = "&".join(f"host=127.0.0.1:{each.port}" for each in self)
        return f"postgresql://{ROLE}@/postgres?{hosts}"


@pytest.fixture
def three() -> Iterator[Three]:
    """Servers of the test's own."""
    with room() as folder:
        primary = Cluster(folder / "primary").make()
        made = Three(primary, primary.copy(folder / "first"), primary.copy(folder / "second"))
        yield made
        for each in made:
            each.end()


@pytest.fixture
def here(tmp_path: Path, three: Three, seed_folder: Path) -> Here:
    return Here(tmp_path, {"database_url": three.url, "seed_dir": str(seed_folder)})


def has_followed(standby: Cluster, rows: int) -> bool:
    """Whether a standby holds so many casualty figures by now."""
    engine = create_engine(standby.url)
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(text("SELECT count(*) FROM casualty_figure")) == rows)
    finally:
        engine.dispose()


def connections(cluster: Cluster) -> int:
    """How many connections of a server are ours."""
    engine = create_engine(cluster.url)
    with engine.connect() as connection:
        found = connection.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()
    return int(found or 0)


def faults(clients: Asking, since: float) -> list[float]:
    """After how many seconds each client was told of a fault."""
    return [each.at - since for each in clients.since(since) if each.status != 200]


def test_questions_go_to_standbys_and_outlive_each(here: Here, three: Three) -> None:
    with serving(here) as served, asking(served, PATH) as clients:
        clients.until(200, 0.0)
        (right,) = {each.said for each in clients.told}
        until(lambda: connections(three.first) + connections(three.second) >= 3)
        for gone in (three.first, three.second):
            gone.stop()
            since = time.monotonic()
            time.sleep(2 * MOST_SECONDS)
            late = [after for after in faults(clients, since) if after > MOST_SECONDS]
            assert not late
            assert clients.since(since + MOST_SECONDS)
        answers = {each.said for each in clients.told if each.status == 200}
        assert answers == {right}
        assert set(clients.statuses()) <= {200, 503}


def test_another_primary_is_found_by_whoever_writes(here: Here, three: Three) -> None:
    with serving(here) as served, asking(served, PATH) as clients:
        clients.until(200, 0.0)
        until(lambda: has_followed(three.first, 1) and has_followed(three.second, 1), 30)
        three.primary.stop()
        since = time.monotonic()
        three.first.promote()
        time.sleep(MOST_SECONDS)
        assert not [after for after in faults(clients, since) if after > MOST_SECONDS]
        file = new_file(here.folder / "more.csv", [death(f"UNTSO-{n:05}") for n in range(3)])
        ran = here.run("import", "un-fatalities", str(file))
        assert ran.status == 0, ran
        assert has_followed(three.first, 4)
        statuses = clients.statuses(since + MOST_SECONDS)
        assert set(statuses) == {200}


def test_what_is_loaded_on_the_primary_is_answered_by_standbys(here: Here, three: Three) -> None:
    with serving(here, cache_bytes=0) as served:
        assert served.get(PATH).json()["numberMatched"] == 1
        file = new_file(here.folder / "more.csv", [death(f"UNTSO-{n:05}") for n in range(3)])
        assert here.run("import", "un-fatalities", str(file)).status == 0
        until(lambda: has_followed(three.first, 4) and has_followed(three.second, 4), 30)
        assert {served.get(PATH).json()["numberMatched"] for _ in range(8)} == {4}
