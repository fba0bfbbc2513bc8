"""Answers are compressed for whoever can read it, part by part where they stream, and stay the same."""

import asyncio
import gzip
import threading
import zlib
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import uvicorn
import zstandard
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.api.middleware import wrap
from tests.conftest import Running, free_port, until_started

ACCEPTED = [
    ("gzip", "gzip"),
    ("zstd", "zstd"),
    ("gzip, deflate, br, zstd", "zstd"),
    ("br", None),
    ("br, gzip;q=0.5", "gzip"),
    ("zstd;q=0, gzip", "gzip"),
    ("gzip;q=0", None),
    ("identity", None),
    ("*", "zstd"),
    ("", None),
]
PATH = "/v1/events?limit=50"
COMPRESSED = (PATH, "/v1/events?limit=0&colour=" + "x" * 99, "/openapi.json", "/docs")


def decoded(coding: str | None, body: bytes) -> bytes:
    if coding == "gzip":
        return gzip.decompress(body)
    return zstandard.ZstdDecompressor().decompressobj().decompress(body) if coding else body


def asked(api: httpx.Client, path: str, accepted: str, **more: str) -> tuple[httpx.Response, bytes]:
    """The answer and its bytes as they came."""
    with api.stream("GET", path, headers={"Accept-Encoding": accepted, **more}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.fixture(scope="module")
def plain(address: str) -> Iterator[httpx.Client]:
    """A client that looks at the bytes as they come."""
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.mark.parametrize(("accepted", "coding"), ACCEPTED)
@pytest.mark.parametrize("path", COMPRESSED)
def test_an_answer_is_the_same_in_every_coding(
    plain: httpx.Client, path: str, accepted: str, coding: str | None
) -> None:
    whole, body = asked(plain, path, "identity")
    answer, packed = asked(plain, path, accepted)
    assert answer.headers.get("content-encoding") == coding
    assert decoded(coding, packed) == body
    assert int(answer.headers["content-length"]) == len(packed)
    for name in ("etag", "content-type", "vary", "cache-control", "last-modified", "link"):
        assert answer.headers.get(name) == whole.headers.get(name)
    assert answer.headers["vary"] == "Accept-Encoding"
    if coding and path == PATH:
        assert len(packed) < len(body) / 4


@pytest.mark.parametrize("path", ["/health", "/v1/bases/nope"])
def test_what_is_small_is_not_worth_it(plain: httpx.Client, path: str) -> None:
    answer, _ = asked(plain, path, "gzip, zstd")
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["gzip", "zstd", "identity"])
def test_what_is_held_in_one_coding_is_held_in_all(plain: httpx.Client, accepted: str) -> None:
    tag = asked(plain, PATH, "identity")[0].headers["etag"]
    answer, body = asked(plain, PATH, accepted, **{"If-None-Match": tag})
    assert (answer.status_code, body) == (304, b"")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("accepted", ["gzip", "zstd", "identity"])
def test_head_has_the_length_of_what_get_sends(plain: httpx.Client, accepted: str) -> None:
    answer, body = asked(plain, PATH, accepted)
    head = plain.head(PATH, headers={"Accept-Encoding": accepted})
    for headers in (answer.headers, head.headers):
        for name in ("date", "x-request-id"):
            headers.pop(name)
    assert head.headers == answer.headers
    assert int(head.headers["content-length"]) == len(body)


LINE = b"id,name,summary\n"
STREAMED = ("text/csv", "text/csv; charset=utf-8", "application/x-ndjson", "application/geo+json")
UNCOMPRESSED = ("application/vnd.apache.parquet", "application/octet-stream", "image/png")


class Streams:
    """An application of streams: one waits for the client, one breaks, one never ends."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.sent = 0
        self.is_closed = threading.Event()
        self.app = Starlette(routes=[Route("/{kind}", self.answer)])

    async def answer(self, request: Request) -> Response:
        media_type = request.query_params["type"]
        if request.path_params["kind"] == "whole":
            return Response(LINE * 1000, media_type=media_type)
        parts = {"waiting": self.waiting, "broken": self.broken, "endless": self.endless}
        return StreamingResponse(parts[request.path_params["kind"]](), media_type=media_type)

    async def waiting(self) -> AsyncIterator[bytes]:
        yield LINE * 10
        while not self.may_go_on.is_set():
            await asyncio.sleep(0.01)
        yield LINE * 20

    async def broken(self) -> AsyncIterator[bytes]:
        for _ in range(5):
            yield LINE * 1000
        raise RuntimeError("broken on purpose")

    async def endless(self) -> AsyncIterator[bytes]:
        try:
            while True:
                self.sent += 1
                yield LINE * 1000
                await asyncio.sleep(0)
        finally:
            self.is_closed.set()


@pytest.fixture
def streams() -> Streams:
    return Streams()


@pytest.fixture
def streaming(streams: Streams) -> Iterator[httpx.Client]:
    """A client of the streams, served as all of ours are."""
    port = free_port()
    app = wrap(streams.app, "public, max-age=0, must-revalidate")
    server = Running(uvicorn.Config(app, port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until_started(server, thread)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        yield client
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("media_type", STREAMED)
def test_each_part_of_a_stream_is_sent_on_at_once(
    streaming: httpx.Client, streams: Streams, media_type: str, coding: str
) -> None:
    unpack = (
        zlib.decompressobj(31) if coding == "gzip" else zstandard.ZstdDecompressor().decompressobj()
    )
    got = b""
    given = {"Accept-Encoding": coding}
    with streaming.stream("GET", "/waiting", params={"type": media_type}, headers=given) as answer:
        assert answer.headers["content-encoding"] == coding
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "content-length" not in answer.headers
        for part in answer.iter_raw():
            got += unpack.decompress(part)
            if got == LINE * 10:
                streams.may_go_on.set()
    assert got == LINE * 30


@pytest.mark.parametrize("accepted", ["gzip", "zstd", "identity"])
@pytest.mark.parametrize("media_type", [*STREAMED, "application/json"])
def test_a_stream_that_breaks_does_not_look_complete(
    streaming: httpx.Client, media_type: str, accepted: str
) -> None:
    given = {"Accept-Encoding": accepted}
    with streaming.stream("GET", "/broken", params={"type": media_type}, headers=given) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            list(answer.iter_raw())


@pytest.mark.parametrize("accepted", ["gzip", "zstd", "identity"])
def test_head_ends_a_stream_before_it_has_begun(
    streaming: httpx.Client, streams: Streams, accepted: str
) -> None:
    given = {"Accept-Encoding": accepted}
    answer = streaming.head("/endless", params={"type": "text/csv"}, headers=given)
    assert answer.status_code == 200
    assert answer.content == b""
    assert "content-length" not in answer.headers
    assert streams.is_closed.wait(10)
    assert streams.sent < 100


@pytest.mark.parametrize("accepted", ["gzip", "zstd", "identity"])
def test_a_stream_ends_when_its_client_goes_away(
    streaming: httpx.Client, streams: Streams, accepted: str
) -> None:
    given = {"Accept-Encoding": accepted}
    with streaming.stream("GET", "/endless", params={"type": "text/csv"}, headers=given) as answer:
        next(answer.iter_raw())
    assert streams.is_closed.wait(10)


@pytest.mark.parametrize("media_type", UNCOMPRESSED)
def test_what_is_compressed_already_is_left_alone(streaming: httpx.Client, media_type: str) -> None:
    answer = streaming.get("/whole", params={"type": media_type})
    assert "content-encoding" not in answer.headers
    assert answer.content == LINE * 1000


@pytest.mark.parametrize(
    "media_type", [*STREAMED, "application/problem+json", "application/ld+json"]
)
def test_all_that_we_write_is_compressed(streaming: httpx.Client, media_type: str) -> None:
    answer = streaming.get(
        "/whole", params={"type": media_type}, headers={"Accept-Encoding": "zstd"}
    )
    assert answer.headers["content-encoding"] == "zstd"
