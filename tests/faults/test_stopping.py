"""Being told to stop under load: what was asked before is answered whole, and the end is no failure."""

import json
import signal
import time
from pathlib import Path

import pytest

from app.serving import GRACE_SECONDS
from tests.cli.commands import Here, serving
from tests.faults.asking import CLIENTS, asking

PATH = "/v1/casualties?limit=5"


@pytest.fixture
def here(tmp_path: Path, seed_folder: Path) -> Here:
    """Commands on a file of SQLite, whatever the tests run on."""
    url = f"sqlite:///{tmp_path / 'kb.sqlite3'}"
    return Here(tmp_path, {"database_url": url, "seed_dir": str(seed_folder)})


@pytest.mark.parametrize("workers", [1, 2])
def test_all_that_was_begun_is_answered(here: Here, workers: int) -> None:
    with serving(here, workers=workers) as served:
        with asking(served, PATH) as clients:
            clients.until(200, 0.0)
            time.sleep(0.5)
            began = time.monotonic()
            served.process.send_signal(signal.SIGTERM)
            status = served.process.wait(GRACE_SECONDS + 10)
            assert time.monotonic() - began < GRACE_SECONDS
        assert status == 0
        assert set(clients.statuses()) == {200}
        assert all(json.loads(each.said)["numberReturned"] == 1 for each in clients.told)
        assert len(clients.faults) == CLIENTS, "who asked afterwards met nobody"
