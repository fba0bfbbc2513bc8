"""A disk that fails now and then: what is written is whole or not there, what is read is right or refused."""

import sqlite3
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from app.settings import PREFIX
from tests.cli.commands import PATIENCE_SECONDS, Here, refusal, serving
from tests.faults.failing import READ, SYNC, WRITE, controlled, failing, made_to_fail
from tests.faults.killing import CAUSES, ROWS, standing, vintage
from tests.faults.test_killed_imports import SHOWN

HOW_OFTEN = ((WRITE, 0.2), (SYNC, 0.5), (WRITE, 0.01), (SYNC, 0.3), (WRITE, 0.002))
PATHS = (
    "/v1/casualties?limit=5",
    "/v1/countries?limit=3",
    "/v1/coverage",
    "/v1/countries.csv",
    "/places",
)
ROUNDS = 20


@pytest.fixture
def here(tmp_path: Path, seed_folder: Path) -> Here:
    """Commands on a file of SQLite, whatever the tests run on."""
    url = f"sqlite:///{tmp_path / 'kb.sqlite3'}"
    return Here(tmp_path, {"database_url": url, "seed_dir": str(seed_folder)})


@pytest.fixture
def loaded(here: Here) -> Here:
    """There is the small seed."""
    assert here.run_within("migrate").status == 0
    assert here.run_within("seed").status == 0
    return here


def integrity(file: Path) -> object:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


def test_a_seed_that_cannot_be_written_is_refused_and_the_next_one_is_whole(here: Here) -> None:
    assert here.run_within("migrate").status == 0
    failed = here._replace(through=failing(WRITE, 0.2)).run("seed")
    assert "disk" in refusal(failed)
    assert integrity(here.folder / "kb.sqlite3") == "ok"
    assert "release: there is none" in here.run_within("check").out
    assert here.run_within("seed").status == 0
    assert here.run_within("check").status == 0


def test_imports_are_whole_or_not_there(loaded: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in loaded.settings.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    shown, releases, failures = -1, standing()["releases"], 0
    for number, fault in enumerate((*HOW_OFTEN, None)):
        through = failing(*fault) if fault else ()
        file = vintage(loaded.folder, number)
        ran = loaded._replace(through=through).run("import", "un-fatalities", str(file))
        if ran.status == 0:
            shown, releases = number, releases + 1
        else:
            failures += 1
            assert "disk" in refusal(ran)
        assert standing() == {
            "rows": ROWS + shown if shown >= 0 else 0,
            "causes": [SHOWN[CAUSES[shown % len(CAUSES)]]] if shown >= 0 else [],
            "releases": releases,
            "integrity": "ok",
        }
    assert shown == len(HOW_OFTEN), "the last one, of which nothing failed"
    assert failures >= 2, "too few failed to say anything"


def test_a_copy_that_cannot_be_written_is_not_there(loaded: Here) -> None:
    copy = loaded.folder / "copy.sqlite3"
    before = set(loaded.folder.iterdir())
    failed = loaded._replace(through=failing(WRITE, 0.2)).run("backup", str(copy))
    assert "disk" in refusal(failed)
    assert set(loaded.folder.iterdir()) == before
    assert loaded.run("backup", str(copy)).status == 0
    assert integrity(copy) == "ok"


def test_what_cannot_be_read_is_refused_and_nothing_wrong_is_told(loaded: Here) -> None:
    through = loaded._replace(through=controlled(loaded.folder))
    with (
        serving(through, cache_bytes=0) as served,
        httpx.Client(base_url=served.address, timeout=PATIENCE_SECONDS) as client,
    ):
        assert served.process.stderr is not None
        threading.Thread(target=served.process.stderr.read, daemon=True).start()  # else it fills up
        right = {path: client.get(path).content for path in PATHS}
        told: Counter[int] = Counter()
        with made_to_fail(served, loaded.folder, READ, 0.05):
            for _ in range(ROUNDS):
                for path in PATHS:
                    told.update([status(client, path, right[path])])
            assert client.get("/health").status_code == 200
        assert {path: client.get(path).content for path in PATHS} == right
        assert served.process.poll() is None
    assert told[200] > 0
    assert told[200] < told.total(), "nothing failed"


def status(client: httpx.Client, path: str, right: bytes) -> int:
    """How a question was answered: rightly, or by a problem that tells nothing; 0 for a list that broke off."""
    try:
        answer = client.get(path, headers={"Connection": "close"})
    except httpx.TransportError:
        assert path.endswith(".csv")
        return 0
    if answer.status_code == 200:
        assert answer.content == right
    else:
        assert answer.status_code in (500, 503)
        assert b"sqlite" not in answer.content.lower()
    return answer.status_code
