"""Servers that lie, break off or never end: nothing of what they send is imported, and one line says why."""

import gzip
import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.sources import fetching
from tests.cli.commands import Here, refusal
from tests.imports.made_up import new_file
from tests.imports.test_vintages import NEWER

MOST = 1_000_000
PAGE = (
    b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>"
)


class Sending:
    """A server that answers each request with some bytes, the last of them over and over where it never ends."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.head = b""
        self.body = b""
        self.again = b""
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError:
                return
            with link:
                try:
                    link.recv(1 << 16)
                    link.sendall(b"HTTP/1.1 200 OK\r\n" + self.head + b"\r\n" + self.body)
                    while self.again:
                        link.sendall(self.again)
                except OSError:
                    continue

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/file.csv"


@pytest.fixture
def sending(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sending]:
    monkeypatch.setattr(fetching, "FIRST_PAUSE_SECONDS", 0.01)
    server = Sending()
    yield server
    server.listener.close()


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    return new_file(tmp_path / "whole.csv", NEWER).read_bytes()


def refused(here: Here, sending: Sending, **settings: object) -> str:
    ran = here.run_within(
        "import", "un-fatalities", sending.address, largest_download=MOST, **settings
    )
    return refusal(ran)


def length(size: int) -> bytes:
    return b"Content-Length: %d\r\n" % size


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content)


def test_less_than_was_promised_is_no_file(here: Here, sending: Sending, whole: bytes) -> None:
    sending.head, sending.body = length(len(whole) + 1), whole
    assert "peer closed connection" in refused(here, sending)


@pytest.mark.parametrize("told", [b"Content-Length: many\r\n", b"Content-Length: -1\r\n"])
def test_a_length_that_is_none_is_refused(
    here: Here, sending: Sending, whole: bytes, told: bytes
) -> None:
    sending.head, sending.body = told, whole
    assert "could not be fetched" in refused(here, sending)


def test_chunks_without_an_end_are_no_file(here: Here, sending: Sending, whole: bytes) -> None:
    sending.head, sending.body = b"Transfer-Encoding: chunked\r\n", chunk(whole)
    assert "could not be fetched, 5 times: peer closed connection" in refused(here, sending)


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_half_of_what_is_compressed_is_no_file(
    here: Here, sending: Sending, whole: bytes, share: float
) -> None:
    packed = gzip.compress(whole)
    sending.body = packed[: int(len(packed) * share)]
    sending.head = b"Content-Encoding: gzip\r\n" + length(len(sending.body))
    assert "is compressed, and is not whole" in refused(here, sending)


def test_what_is_compressed_and_whole_is_imported(
    here: Here, sending: Sending, whole: bytes
) -> None:
    sending.body = gzip.compress(whole)
    sending.head = b"Content-Encoding: gzip\r\n" + length(len(sending.body))
    assert "3 added" in here.run_within("import", "un-fatalities", sending.address).out


def test_another_compression_than_was_asked_for_is_refused(
    here: Here, sending: Sending, whole: bytes
) -> None:
    sending.head, sending.body = b"Content-Encoding: br\r\n" + length(len(whole)), whole
    assert "is sent as br" in refused(here, sending)


def test_what_is_not_compressed_as_told_is_no_file(
    here: Here, sending: Sending, whole: bytes
) -> None:
    sending.head, sending.body = b"Content-Encoding: gzip\r\n" + length(len(whole)), whole
    assert "is not what its encoding says" in refused(here, sending)


def test_a_page_instead_of_a_file_is_told(here: Here, sending: Sending) -> None:
    sending.head, sending.body = b"Content-Type: text/html\r\n" + length(len(PAGE)), PAGE
    assert "a web page" in refused(here, sending)


@pytest.mark.parametrize("head", [b"", b"Transfer-Encoding: chunked\r\n"])
def test_what_never_ends_is_given_up(here: Here, sending: Sending, head: bytes) -> None:
    row = b"x" * 65_536
    sending.head, sending.again = head, chunk(row) if head else row
    assert "is larger than 1,000,000 bytes" in refused(here, sending)


def test_what_becomes_large_when_it_is_unpacked_is_given_up(here: Here, sending: Sending) -> None:
    sending.body = gzip.compress(b"0" * (100 * MOST))
    sending.head = b"Content-Encoding: gzip\r\n" + length(len(sending.body))
    assert "is larger than 1,000,000 bytes" in refused(here, sending)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_told(
    here: Here, sending: Sending, whole: bytes, encoding: str
) -> None:
    sending.body = (whole.decode() + "é\n").encode(encoding)
    sending.head = length(len(sending.body))
    assert "is not UTF-8" in refused(here, sending)


def test_a_workbook_that_becomes_large_is_refused(here: Here, sending: Sending) -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (200 * MOST))
    sending.body = book.getvalue()
    sending.head = length(len(sending.body))
    assert "workbook" in refused(here, sending)
