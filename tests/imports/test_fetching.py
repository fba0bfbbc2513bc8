"""Files behind addresses: fetched patiently, within bounds, whole, and not again while unchanged."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.database import Database
from app.sources import fetching
from tests.cli.commands import Here, refusal
from tests.imports.made_up import new_file
from tests.imports.made_up import seed as rows_of_the_seed
from tests.imports.test_vintages import NEWER
from tests.sources.small_seed import write_seed


class Files(ThreadingHTTPServer):
    """A server that answers as a test tells it to, and notes what it was asked."""

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.content = content
        self.troubles: list[tuple[int, dict[str, str]]] = []
        self.cut = 0
        self.asked: list[dict[str, str]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away, as one does that has read enough, is no error."""

    def address(self, path: str = "/file.csv") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Answering(BaseHTTPRequestHandler):
    """One request."""

    server: Files
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers))
        if self.server.troubles:
            status, headers = self.server.troubles.pop(0)
            self.answer(status, headers, b"")
        elif self.path.startswith("/to/"):
            self.answer(302, {"Location": self.path.removeprefix("/to/")}, b"")
        elif self.path == "/round":
            self.answer(302, {"Location": "/round"}, b"")
        elif self.path == "/missing":
            self.answer(404, {}, b"")
        elif self.headers["If-None-Match"] == '"one"':
            self.answer(304, {"ETag": '"one"'}, b"")
        else:
            self.answer(200, {"ETag": '"one"'}, self.server.content)

    def answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if content and self.server.cut:
            self.server.cut -= 1
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
            return
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    monkeypatch.setattr(fetching, "FIRST_PAUSE_SECONDS", 0.01)
    with Files(new_file(tmp_path / "sent.csv", NEWER).read_bytes()) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_file_is_fetched_once_and_then_only_asked_for(here: Here, files: Files) -> None:
    first = here.run_within("import", "un-fatalities", files.address())
    assert "3 added" in first.out, first
    second = here.run_within("import", "un-fatalities", files.address())
    assert second.out == f"{files.address()} is unchanged since it was last imported.\n"
    assert files.asked[1]["If-None-Match"] == '"one"'
    document = "un-fatalities-2023-11-28"
    database = Database(here.settings["database_url"])
    with database.engine.connect() as connection:
        url = connection.exec_driver_sql(f"SELECT url FROM document WHERE id = '{document}'")
        assert url.scalar_one() == files.address()
    database.close()


def test_it_is_fetched_again_where_other_aliases_may_read_it_otherwise(
    here: Here, files: Files, tmp_path: Path
) -> None:
    here.run_within("import", "un-fatalities", files.address())
    changed = rows_of_the_seed()
    changed["country_aliases"] = []
    seed_dir = write_seed(tmp_path / "other", changed)
    again = here.run_within("import", "un-fatalities", files.address(), seed_dir=seed_dir)
    assert "3 unchanged" in again.out, again
    assert "If-None-Match" not in files.asked[1]


def test_a_dry_run_does_not_count_as_having_imported(here: Here, files: Files) -> None:
    here.run_within("import", "un-fatalities", files.address(), "--dry-run")
    assert "3 added" in here.run_within("import", "un-fatalities", files.address()).out


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_in_trouble_is_asked_again(here: Here, files: Files, status: int) -> None:
    files.troubles = [(status, {}), (status, {})]
    ran = here.run_within("import", "un-fatalities", files.address())
    assert "3 added" in ran.out, ran
    assert len(files.asked) == 3


def test_retry_after_is_kept_to(here: Here, files: Files) -> None:
    files.troubles = [(429, {"Retry-After": "1"})]
    began = time.monotonic()
    assert here.run_within("import", "un-fatalities", files.address()).status == 0
    assert time.monotonic() - began >= 1


def test_to_wait_too_long_is_refused_at_once(here: Here, files: Files) -> None:
    files.troubles = [(503, {"Retry-After": "86400"})]
    ran = here.run_within("import", "un-fatalities", files.address())
    assert "asks to wait for 86400 s" in refusal(ran)


def test_a_server_that_stays_in_trouble_is_given_up(here: Here, files: Files) -> None:
    files.troubles = [(502, {})] * 9
    ran = here.run_within("import", "un-fatalities", files.address())
    assert "could not be fetched, 5 times: the server answers 502" in refusal(ran)
    assert len(files.asked) == 5


def test_a_download_that_is_cut_short_is_tried_again_and_never_imported(
    here: Here, files: Files
) -> None:
    files.cut = 1
    assert "3 added" in here.run_within("import", "un-fatalities", files.address()).out
    files.cut, files.content = 9, files.content + b"\n"
    ran = here.run_within("import", "un-fatalities", files.address("/other.csv"))
    assert "could not be fetched, 5 times: peer closed connection" in refusal(ran)


def test_redirects_lead_to_the_file_but_not_round_nor_elsewhere(here: Here, files: Files) -> None:
    through = files.address("/to//file.csv")
    assert "3 added" in here.run_within("import", "un-fatalities", through).out
    for path, said in {
        "/round": "redirects more than 5 times",
        "/to/ftp://example.org/file.csv": "no http or https address",
        "/to/file:///etc/hostname": "no http or https address",
        "/missing": "the server answers 404 Not Found",
    }.items():
        assert said in refusal(here.run_within("import", "un-fatalities", files.address(path)))


@pytest.mark.parametrize("address", ["ftp://example.org/file.csv", "file:///etc/hostname"])
def test_other_schemes_are_refused(here: Here, address: str) -> None:
    assert "is not supported" in refusal(here.run_within("import", "un-fatalities", address))


def test_what_is_too_large_is_not_fetched(here: Here, files: Files) -> None:
    ran = here.run_within("import", "un-fatalities", files.address(), largest_download=100)
    assert "is larger than 100 bytes" in refusal(ran)


def test_nobody_there_is_told(here: Here, files: Files) -> None:
    ran = here.run_within("import", "un-fatalities", "http://127.0.0.1:9/file.csv")
    assert "could not be fetched, 5 times" in refusal(ran)
