"""Vega's scripts: made once of the installed library, for browsers alone."""

import asyncio
import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.settings import Settings
from app.web.charts.vega import VegaScript, script_address, script_name
from tests.conftest import serve

ROOT = Path(__file__).resolve().parents[3]
MOST_COMPRESSED = 450_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is not there yet."""
    return tmp_path_factory.mktemp("cache") / "deep" / "inside"


@pytest.fixture(scope="module")
def made(folder: Path) -> Path:
    """The folder when two processes have made the scripts at the same time."""
    program = (
        "import asyncio, sys, pathlib\n"
        "from app.web.charts.vega import VegaScript, script_name\n"
        f"script = VegaScript(pathlib.Path({str(folder)!r}))\n"
        "sys.stdout.write(str(len(asyncio.run(script.content(script_name(), False)))))\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    lengths = {process.communicate(timeout=120)[0] for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(lengths) == 1
    return folder


@pytest.fixture(scope="module")
def served(settings: Settings, made: Path) -> Iterator[httpx.Client]:
    """A server with that folder."""
    for address in serve(settings.model_copy(update={"cache_dir": made})):
        with httpx.Client(base_url=address, timeout=60) as asking:
            yield asking


def test_two_processes_at_once_leave_one_whole_script(made: Path) -> None:
    name = script_name()
    assert sorted(path.name for path in made.iterdir()) == [name, f"{name}.gz"]
    script = (made / name).read_bytes()
    assert gzip.decompress((made / f"{name}.gz").read_bytes()) == script
    assert b"vegaEmbed" in script


def test_it_is_kept_forever_and_compressed_beforehand(served: httpx.Client) -> None:
    address = script_address()
    assert address is not None
    answer = served.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    plain = served.get(address, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content
    held = {"If-None-Match": answer.headers["etag"]}
    assert served.get(address, headers=held).status_code == 304


def test_scripts_and_outlines_are_light_enough(served: httpx.Client) -> None:
    address = script_address()
    assert address is not None
    sizes = [
        int(served.head(path, headers={"Accept-Encoding": "gzip"}).headers["content-length"])
        for path in (address, "/embed/outlines.json")
    ]
    assert sum(sizes) < MOST_COMPRESSED


def test_a_script_of_another_version_is_not_there(served: httpx.Client) -> None:
    assert served.get("/static/vega-000000000000.js").status_code == 404


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, made: Path) -> None:
    from app.errors import Unavailable

    occupied = tmp_path / "file"
    occupied.write_text("no folder")
    script = VegaScript(occupied / "cache")
    with pytest.raises(Unavailable, match="cannot be kept"):
        asyncio.run(script.content(script_name(), False))
