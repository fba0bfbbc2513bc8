"""A server as whoever operates it sees it: its log, its numbers at one address for all workers."""

import json
import os
import re
import signal
from pathlib import Path

import httpx
import pytest

from app import serving as serving_module
from app.errors import OperatorError
from tests.cli.commands import Here, refusal, serving, until
from tests.cli.test_processes import children
from tests.conftest import free_port

COUNTED = re.compile(
    r'^mission_kb_requests_total\{method="GET",route="/v1/places",status="200"\} (\S+)$', re.M
)
SERVING = re.compile(r"Serving on (http://\S+) ")


def events(text: str) -> list[dict[str, object]]:
    """The events of a log; every line is one."""
    return [json.loads(line) for line in text.splitlines()]


def counted(address: str) -> float:
    """How many lists of places were asked for, of whichever worker."""
    found = COUNTED.search(httpx.get(f"{address}/metrics", timeout=30).text)
    return float(found[1]) if found else 0.0


@pytest.mark.parametrize("workers", [1, 2])
def test_a_log_in_json_is_nothing_else(here: Here, workers: int) -> None:
    port = free_port()
    process = here.start("serve", port=port, log_format="json", workers=workers)
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: is_ready(address), 30)
        httpx.get(f"{address}/v1/places?q=anyone", headers={"X-Request-Id": "of-the-test"})
        process.terminate()
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, out) == (0, "")
    told = events(err)
    assert any(SERVING.match(str(event["message"])) for event in told)
    assert any(str(event["message"]).startswith("Loaded release") for event in told)
    [line] = [event for event in told if event.get("request_id") == "of-the-test"]
    assert (line["path"], line["status"], line["release"] is not None) == ("/v1/places", 200, True)
    assert "anyone" not in err


def is_ready(address: str) -> bool:
    """Whether a server answers yet."""
    try:
        return httpx.get(f"{address}/ready", timeout=30).status_code == 200
    except httpx.TransportError:
        return False


def test_a_log_in_text_tells_no_request(here: Here) -> None:
    with serving(here) as served:
        served.get("/v1/places")
        ran = served.stop()
    assert ran.status == 0
    assert "/v1/places" not in ran.out + ran.err


def test_the_numbers_of_all_workers_are_one(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving(here, workers=2) as served:
        until(lambda: is_ready(served.address), 30)
        asked = 30
        for _ in range(asked):
            assert served.get("/v1/places").status_code == 200
        until(lambda: counted(served.address) == asked)
        [folder] = tmp_path.glob("mission-kb-metrics-*")
        assert len({*folder.glob("counter_*.db")}) == 2
        killed, *_ = sorted(workers_of(served.process.pid, folder))
        os.kill(killed, signal.SIGKILL)
        until(lambda: len(workers_of(served.process.pid, folder) - {killed}) == 2, 30)
        assert counted(served.address) == asked
        assert not [*folder.glob(f"gauge_live*_{killed}.db")]
        assert served.stop().status == 0
    assert not [*tmp_path.glob("mission-kb-metrics-*")]


def workers_of(pid: int, folder: Path) -> set[int]:
    """The workers that run and have told their numbers."""
    told = {int(path.stem.rpartition("_")[2]) for path in folder.glob("counter_*.db")}
    return told & children(pid)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_numbers_may_have_an_address_of_their_own(here: Here, workers: int) -> None:
    port = free_port()
    with serving(here, workers=workers, metrics=f"127.0.0.1:{port}") as served:
        until(lambda: is_ready(served.address), 30)
        assert served.get("/v1/places").status_code == 200
        assert served.get("/metrics").status_code == 404
        until(lambda: counted(f"http://127.0.0.1:{port}") == 1)
        assert served.stop().status == 0


def test_an_address_that_is_taken_is_refused(here: Here) -> None:
    with serving(here) as served:
        taken = served.address.removeprefix("http://")
        ran = here.run("serve", port=0, metrics=taken)
    assert f"cannot listen on {taken}, which MISSION_KB_METRICS names" in refusal(ran)


@pytest.mark.parametrize("value", ["yes", "9100", ":9100", "127.0.0.1", "http://a:1", "a:123456"])
def test_what_is_no_address_is_refused(here: Here, value: str) -> None:
    assert "MISSION_KB_METRICS cannot be" in refusal(here.run_within("serve", metrics=value))


def test_workers_without_a_temporary_folder_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: object) -> None:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(serving_module, "TemporaryDirectory", none)
    with pytest.raises(OperatorError, match="name one in TMPDIR"):
        serving_module.shared_folder()
