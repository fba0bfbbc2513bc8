"""serve has the database made ready by a process that ends, and answers with as many as are set."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.database import Database
from tests.cli.commands import PATIENCE_SECONDS, Here, environment, refusal, serving, until
from tests.cli.held_up import held_up, is_writing


def children(pid: int) -> set[int]:
    """The processes that a process has started and that run still; Linux only."""
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return {int(each) for each in started.split()}


def is_gone(pid: int) -> bool:
    """Whether a process runs no more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_nothing_of_making_ready_stays(here: Here) -> None:
    with serving(here) as served:
        assert served.get("/ready").status_code == 200
        assert not children(served.process.pid)


LOADED_APART = """
import sys
from app.cli import make_ready
from app.serving import apart
from app.settings import Settings

apart(make_ready, Settings())
print(sorted({"alembic", "app.sources.seed", "app.sources.rows"} & sys.modules.keys()))
"""


def test_what_only_loading_needs_is_not_held_by_what_answers(here: Here) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED_APART],
        env=environment() | here.variables({}),
        cwd=here.folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "[]"
    assert "Loaded release" in ran.stdout


@contextmanager
def loading(
    here: Here, loaded: Database, changed: Path
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A start that is held up while it loads, and the process that does so."""
    with held_up(loaded, "place"):
        process = here.start("serve", port=0, seed_dir=changed)
        until(lambda: is_writing(loaded, "place"))
        (loader,) = children(process.pid)
        yield process, loader


def test_being_told_to_stop_while_the_seed_is_loaded_stops_the_load(
    here: Here, loaded: Database, changed: Path
) -> None:
    with loading(here, loaded, changed) as (process, loader):
        process.terminate()
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
        assert (process.returncode, out, err) == (0, "", "")
        assert is_gone(loader)
    ran = here.run("seed", seed_dir=changed)
    assert ran.out.startswith("Loaded release"), ran


def test_a_load_that_is_killed_is_told_in_one_line(
    here: Here, loaded: Database, changed: Path
) -> None:
    with loading(here, loaded, changed) as (process, loader):
        os.kill(loader, signal.SIGKILL)
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out) == (1, "")
    assert err == "Error: making the database ready was ended from outside, by SIGKILL\n"


def test_several_workers_answer_and_one_that_dies_is_started_anew(here: Here) -> None:
    with serving(here, workers=2) as served:
        assert served.get("/ready").status_code == 200
        workers = children(served.process.pid)
        (first, *_) = answering = {pid for pid in workers if is_worker(pid)}
        assert len(answering) == 2
        os.kill(first, signal.SIGKILL)
        until(lambda: is_anew(served.process.pid, answering), PATIENCE_SECONDS)
        assert served.get("/v1/casualties?mission=force").status_code == 200
        ran = served.stop()
    assert ran.status == 0
    assert "Traceback" not in ran.err


def test_workers_end_with_the_process_that_looks_after_them(here: Here) -> None:
    with serving(here, workers=2) as served:
        assert served.get("/ready").status_code == 200
        workers = children(served.process.pid)
        assert len(workers) == 3, "two workers, and what tracks their resources"
        served.process.kill()
        until(lambda: all(is_gone(pid) for pid in workers), PATIENCE_SECONDS)
        served.process.communicate(timeout=PATIENCE_SECONDS)


def test_a_worker_that_is_slow_is_left_alone(here: Here) -> None:
    with serving(here, workers=2) as served:
        assert served.get("/ready").status_code == 200
        before = children(served.process.pid)
        slow = next(pid for pid in before if is_worker(pid))
        os.kill(slow, signal.SIGSTOP)
        time.sleep(7)  # uvicorn by itself gives it five seconds
        os.kill(slow, signal.SIGCONT)
        assert children(served.process.pid) == before
        assert served.stop().status == 0


def is_worker(pid: int) -> bool:
    """Whether a process answers, and does not look after the others."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    return b"resource_tracker" not in command


def is_anew(parent: int, before: set[int]) -> bool:
    """Whether two workers answer, of which one is new."""
    now = {pid for pid in children(parent) if is_worker(pid)}
    return len(now) == 2 and now != before


@pytest.mark.parametrize("number", ["0", "65", "two"])
def test_a_wrong_number_of_workers_is_refused(files: Here, number: str) -> None:
    said = refusal(files.run("serve", workers=number))
    assert said.startswith(f"MISSION_KB_WORKERS cannot be '{number}'. What it sets: Processes")
