"""serve makes an empty database ready, answers, and stops when it is told to."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.database import Database
from app.settings import ROOT
from tests.cli.commands import (
    PATIENCE_SECONDS,
    Here,
    contents,
    refusal,
    serving,
    until_serving,
)


def test_the_first_start_migrates_and_seeds_and_the_second_is_quick(here: Here) -> None:
    with serving(here) as served:
        assert served.said[0].startswith("Migrated ")
        assert served.said[1].startswith("Loaded release ")
        assert served.get("/ready").json()["status"] == "ready"
        answer = served.get("/v1/casualties?mission=force&outcome=death")
        assert answer.status_code == 200
        assert [item["id"] for item in answer.json()["items"]] == ["deaths"]
    began = time.monotonic()
    with serving(here) as served:
        assert len(served.said) == 1
        assert served.said[0].endswith(" is loaded already.")
        assert served.get("/ready").status_code == 200
    assert time.monotonic() - began < 15


def test_the_seed_that_comes_with_the_code_answers(here: Here) -> None:
    with serving(here, seed_dir=ROOT / "seed_data") as served:
        answer = served.get("/v1/casualties?mission=minusma&outcome=death")
        assert answer.status_code == 200
        assert {item["quantity"]["value"] for item in answer.json()["items"]} >= {180, 311}


def test_a_migrated_database_without_data_is_seeded(here: Here, database: Database) -> None:
    with serving(here) as served:
        assert [line.split()[0] for line in served.said] == ["Loaded"]
        assert served.get("/ready").status_code == 200


def test_an_empty_file_counts_as_an_empty_database(files: Here, file: Path) -> None:
    file.touch()
    with serving(files) as served:
        assert served.said[0].startswith("Migrated ")
        assert served.get("/ready").status_code == 200


def test_folders_are_made_for_the_file(files: Here, tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet 100% there" / "kb.sqlite3"
    with serving(files, database_url=f"sqlite:///{path}") as served:
        assert served.get("/ready").status_code == 200
    assert path.is_file()


def test_without_settings_the_file_is_in_the_folder_data(tmp_path: Path, small: Path) -> None:
    with serving(Here(tmp_path, {"seed_dir": str(small)})) as served:
        assert served.get("/ready").status_code == 200
    assert list(contents(tmp_path)) == ["data/mission-kb.sqlite3"]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=lambda sign: sign.name)
def test_being_told_to_stop_is_no_failure(files: Here, filled: Path, sign: signal.Signals) -> None:
    with serving(files) as served:
        assert served.get("/health").status_code == 200
        began = time.monotonic()
        ran = served.stop(sign)
        assert ran.status == 0
        assert time.monotonic() - began < 5
        assert "Traceback" not in ran.err
    assert list(contents(files.folder)) == [filled.name]


def test_being_told_to_stop_again_and_again_is_no_failure(files: Here, filled: Path) -> None:
    with serving(files) as served:
        while served.process.poll() is None:
            served.process.terminate()
            time.sleep(0.001)
        assert served.process.returncode == 0


IN_A_CALLBACK = """
import signal, weakref
from app.serving import stop
signal.signal(signal.SIGTERM, stop)
class Thing: ...
thing = Thing()
kept = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGTERM))
del thing
raise AssertionError("it goes on")
"""


def test_being_told_to_stop_while_garbage_is_collected_is_heard() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", IN_A_CALLBACK], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_being_told_to_stop_just_when_it_begins_is_heard(files: Here, filled: Path) -> None:
    starts = [files.start("serve", port=0) for _ in range(4)]
    for start in starts:
        until_serving(start)
        start.terminate()
    for start in starts:
        _, said = start.communicate(timeout=PATIENCE_SECONDS)
        assert (start.returncode, "Traceback" in said) == (0, False)


def test_a_client_that_stays_connected_does_not_keep_it_from_stopping(
    files: Here, filled: Path
) -> None:
    with serving(files) as served:
        port = int(served.address.rpartition(":")[2])
        assert served.get("/health").status_code == 200
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.1 200")
            assert served.stop().status == 0


def test_a_port_in_use_is_told_before_anything_is_touched(files: Here, file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(files.run("serve", port=port))
    assert said.startswith(f"cannot listen on port {port} of 127.0.0.1: Address already in use;")
    assert "MISSION_KB_PORT" in said
    assert not file.exists()


@pytest.mark.parametrize("host", ["no-such-host.invalid", "203.0.113.1", "::ffff:g"])
def test_an_address_that_is_not_to_be_had_is_told(files: Here, file: Path, host: str) -> None:
    said = refusal(files.run("serve", "--host", host, "--port", "0"))
    assert said.startswith(f"cannot listen on port 0 of {host}: ")
    assert "MISSION_KB_HOST" in said
    assert not file.exists()


def test_options_win_over_settings(files: Here, filled: Path) -> None:
    with serving(files, "--port", "0", "--host", "localhost", port=1, host="203.0.113.1") as served:
        assert served.address.startswith("http://localhost:")
        assert served.get("/health").status_code == 200


def test_a_seed_that_has_changed_is_loaded_at_the_next_start(
    files: Here, filled: Path, changed: Path
) -> None:
    with serving(files, seed_dir=changed) as served:
        assert served.said[0].startswith("Loaded release ")
        assert served.get("/v1/places/gao").json()["name"] == "Another Gao"
