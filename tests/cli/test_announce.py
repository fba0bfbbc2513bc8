"""Loading tells the caches in front, and says what to do where one does not hear."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from app.database import Database
from app.sources.seed import seed
from tests.cli.commands import Here, refusal, serving
from tests.conftest import free_port

RELEASE = "Mission-KB-Release"


class Listener(ThreadingHTTPServer):
    """What hears announcements as deploy/varnish.vcl does; the real one is in conformance/caching.py."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hearing)
        self.heard: list[str] = []
        self.status = 200
        self.understands = True
        self.at_heard: Callable[[], object] = lambda: None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Hearing(BaseHTTPRequestHandler):
    """Repeats the release that it is told, as a sign that it has understood."""

    server: Listener

    def do_BAN(self) -> None:
        self.server.heard.append(self.headers[RELEASE])
        self.server.at_heard()
        self.send_response(self.server.status)
        if self.server.understands:
            self.send_header(RELEASE, self.headers[RELEASE])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


def served_release(out: str) -> str:
    return out.removeprefix("Loaded release ").partition(":")[0]


def test_seed_tells_every_cache_of_the_release(here: Here, database: Database) -> None:
    listeners = [Listener(), Listener()]
    for each in listeners:
        threading.Thread(target=each.serve_forever, daemon=True).start()
    ran = here.run("seed", caches=",".join(each.address for each in listeners))
    assert ran.status == 0, ran.err
    release = served_release(ran.out)
    told = [f"Told {each.address} of release {release}." for each in listeners]
    assert ran.out.splitlines()[1:] == told
    assert [each.heard for each in listeners] == [[release], [release]]
    for each in listeners:
        each.shutdown()
        each.server_close()


def test_a_release_that_is_loaded_already_is_told_again(
    here: Here, loaded: Database, listener: Listener
) -> None:
    ran = here.run("seed", caches=listener.address)
    assert ran.status == 0
    assert "is loaded already" in ran.out
    assert len(listener.heard) == 1


def test_announce_tells_of_the_release_that_is_served(
    here: Here, loaded: Database, listener: Listener
) -> None:
    ran = here.run("announce", caches=listener.address)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"Told {listener.address} of release {listener.heard[0]}.\n"


def test_a_release_that_comes_meanwhile_is_told_as_well(
    here: Here, loaded: Database, changed: Path, listener: Listener
) -> None:
    def load_another() -> None:
        listener.at_heard = lambda: None
        assert seed(loaded, changed).is_changed

    listener.at_heard = load_another
    ran = here.run("announce", caches=listener.address)
    assert ran.status == 0, ran.err
    assert len(set(listener.heard)) == 2
    assert f"of release {listener.heard[-1]}." in ran.out


def test_a_cache_that_cannot_be_reached_is_told_with_what_to_do(
    here: Here, database: Database, listener: Listener
) -> None:
    deaf = f"http://127.0.0.1:{free_port()}"
    ran = here.run("seed", caches=f"{deaf},{listener.address}")
    said = refusal(ran)
    release = served_release(ran.out)
    assert said.startswith(f"release {release} is served, but not every cache in front knows: ")
    assert f"{deaf} cannot be reached" in said
    assert "mission-kb announce" in said
    assert listener.heard == [release]
    assert f"Told {listener.address} of release {release}." in ran.out
    assert listener.address not in said


@pytest.mark.parametrize(("status", "understands"), [(403, False), (405, True), (200, False)])
def test_what_answers_but_is_no_cache_of_ours_has_not_heard(
    here: Here, loaded: Database, listener: Listener, status: int, understands: bool
) -> None:
    listener.status, listener.understands = status, understands
    said = refusal(here.run_within("announce", caches=listener.address))
    assert f"{listener.address} has answered {status}" in said


def test_announce_wants_a_cache_and_a_release(here: Here, database: Database) -> None:
    assert "MISSION_KB_CACHES" in refusal(here.run_within("announce"))
    said = refusal(here.run_within("announce", caches="http://127.0.0.1:1"))
    assert "holds no release: run `mission-kb seed`" in said


def test_seed_check_tells_nobody(here: Here, listener: Listener) -> None:
    assert here.run_within("seed", "--check", caches=listener.address).status == 0
    assert listener.heard == []


def test_serve_tells_the_caches_before_it_answers(here: Here, listener: Listener) -> None:
    with serving(here, caches=listener.address) as served:
        release = httpx.get(f"{served.address}/ready", timeout=30).json()["release"]
        assert listener.heard == [release]
        assert served.said[-1] == f"Told {listener.address} of release {release}."


def test_serve_goes_on_without_a_cache_that_is_not_there_yet(here: Here) -> None:
    deaf = f"http://127.0.0.1:{free_port()}"
    with serving(here, caches=deaf) as served:
        assert httpx.get(f"{served.address}/health", timeout=30).status_code == 200
        ended = served.stop()
    assert ended.status == 0
    warning = ended.err.splitlines()[0]
    assert warning.startswith("Warning: release ")
    assert f"{deaf} cannot be reached" in warning
