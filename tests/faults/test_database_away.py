"""A PostgreSQL server that goes away and comes back: 503 meanwhile, and nobody restarts anything."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Here, serving
from tests.conftest import TEST_DATABASE_URL
from tests.faults.asking import asking
from tests.faults.cluster import Cluster, room

pytestmark = pytest.mark.skipif(not TEST_DATABASE_URL, reason="this is about a PostgreSQL server")
PATH = "/v1/casualties?limit=5"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server of the test's own."""
    with room() as folder:
        made = Cluster(folder / "only").make()
        yield made
        made.end()


def test_it_is_told_as_it_is_and_found_again(
    cluster: Cluster, tmp_path: Path, seed_folder: Path
) -> None:
    here = Here(tmp_path, {"database_url": cluster.url, "seed_dir": str(seed_folder)})
    with serving(here) as served, asking(served, PATH) as clients:
        clients.until(200, 0.0)
        (right,) = {each.said for each in clients.told}
        cluster.stop()
        away = time.monotonic()
        clients.until(503, away)
        assert served.get("/health").status_code == 200
        assert served.get("/ready").status_code == 503
        cluster.start()
        back = time.monotonic()
        clients.until(200, back)
        time.sleep(0.5)
        assert served.get("/ready").status_code == 200
        assert set(clients.statuses()) == {200, 503}
        assert {each.said for each in clients.told if each.status == 200} == {right}
        assert clients.since(time.monotonic() - 0.3)[-1].status == 200
        refused = next(each.said for each in clients.told if each.status == 503)
        assert "urn:mission-kb:problem:unavailable" in refused
        assert "postgres" not in refused
    assert served.process.poll() is not None
