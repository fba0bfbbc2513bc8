"""A disk that is full, or that may not be written to: loads are refused in one line, answers go on."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.database import Database
from app.sources.prepare import migrate
from app.sources.seed import seed
from tests.cli.commands import Here, refusal, serving
from tests.imports.made_up import death, new_file

MANY = 20_000
"""So many deaths take more room than there is."""


def mount(folder: Path, *options: str) -> None:
    """Mount a small disk in memory, or mount it anew with other options."""
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        pytest.skip(f"only root can mount a disk here: {ran.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount(folder, "size=6m")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def here(tmp_path: Path, disk: Path, seed_folder: Path) -> Here:
    """Commands on a file of that disk; what is kept aside has another one."""
    return Here(
        tmp_path,
        {"database_url": f"sqlite:///{disk / 'kb.sqlite3'}", "seed_dir": str(seed_folder)},
    )


@pytest.fixture
def loaded(here: Here) -> Path:
    """The file, holding the small seed."""
    database = Database(here.settings["database_url"])
    migrate(database)
    seed(database, Path(here.settings["seed_dir"]))
    database.close()
    assert database.file is not None
    return database.file


@contextmanager
def filled_up(disk: Path) -> Iterator[None]:
    """Leave no room at all."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            yield
    filler.unlink()


def deaths(here: Here, many: int) -> str:
    """The path of a file to import."""
    rows = (death(f"UNTSO-{row:06}") for row in range(many))
    return str(new_file(here.folder / f"{many}.csv", rows))


def test_an_import_that_does_not_fit_leaves_what_was_there(here: Here, loaded: Path) -> None:
    before = loaded.read_bytes()
    said = refusal(here.run("import", "un-fatalities", deaths(here, MANY)))
    assert "database or disk is full" in said
    assert "make room" in said
    with serving(here) as served:
        assert served.get("/v1/casualties").json()["numberMatched"] == 1
    assert loaded.read_bytes() == before
    ran = here.run("import", "un-fatalities", deaths(here, 200))
    assert ran.status == 0, ran
    with serving(here) as served:
        assert served.get("/v1/casualties").json()["numberMatched"] == 201


def test_a_full_disk_does_not_keep_anyone_from_reading(
    here: Here, disk: Path, loaded: Path
) -> None:
    with filled_up(disk), serving(here) as served:
        assert served.get("/ready").status_code == 200
        assert served.get("/v1/casualties").json()["numberMatched"] == 1
        assert served.get("/v1/casualties.csv").text.count("\n") == 2
        assert "disk is full" in refusal(here.run("import", "un-fatalities", deaths(here, 2000)))
        assert served.get("/v1/casualties?limit=7").json()["numberMatched"] == 1


def test_a_first_start_on_a_full_disk_is_refused(here: Here, disk: Path) -> None:
    with filled_up(disk):
        said = refusal(here.run("serve", port=0))
    assert "disk is full" in said
    with serving(here) as served:
        assert served.get("/ready").status_code == 200


def test_a_disk_that_may_not_be_written_to_is_served(here: Here, disk: Path, loaded: Path) -> None:
    mount(disk, "remount", "ro")
    with serving(here) as served:
        assert served.said[0].endswith(" is loaded already.")
        assert served.get("/v1/casualties").json()["numberMatched"] == 1
        said = refusal(here.run("import", "un-fatalities", deaths(here, 2)))
        assert "it may not be written to" in said
    assert not os.access(loaded, os.W_OK)
