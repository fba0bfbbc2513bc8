"""Clients that send, or take, next to nothing are given up, and starve nobody meanwhile."""

import asyncio
import contextlib
import json
import resource
import select
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from app.api import connections
from app.main import create_server
from app.serving import MOST_FILES, listening
from app.settings import Settings
from tests.abuse.raw import connected, request, rest, status
from tests.conftest import run

SLOW = 2000
ROUNDS = 200
HASTE_SECONDS = 1.0
KEPT_SECONDS = 5
"""How long uvicorn keeps a connection that is idle."""

PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of time, so short that a test can wait for them."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", HASTE_SECONDS)
    monkeypatch.setattr(connections, "TAKING_SECONDS", HASTE_SECONDS)


def ended(link: socket.socket, seconds: float) -> float:
    """After how many seconds the server has ended a connection."""
    began = time.monotonic()
    link.settimeout(seconds)
    with contextlib.suppress(ConnectionError):
        assert link.recv(1) == b""
    return time.monotonic() - began


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("start", [b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHost: a\r\nX-"])
def test_a_head_that_does_not_come_is_not_waited_for(address: str, start: bytes) -> None:
    with connected(address) as link:
        link.sendall(start)
        assert ended(link, 20) < HASTE_SECONDS + 10


@pytest.mark.usefixtures("hasty")
def test_a_byte_now_and_then_does_not_make_it_longer(address: str) -> None:
    trickle(address, b"GET /health HTTP/1.1\r\nX-Slow: ")


@pytest.mark.usefixtures("hasty")
def test_a_byte_now_and_then_after_an_answer_does_not_either(address: str) -> None:
    trickle(address, b"GET /health HTTP/1.1\r\nHost: a\r\n\r\nGET /v1/")


@pytest.mark.usefixtures("hasty")
def test_a_body_byte_by_byte_is_not_waited_for(address: str) -> None:
    trickle(address, b"POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")


def trickle(address: str, start: bytes) -> None:
    """Send a byte now and then, until the server has had enough."""
    began = time.monotonic()
    with connected(address) as link:
        link.sendall(start)
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - began < 30:
                link.sendall(b"a")
                if select.select([link], [], [], 0.1)[0] and not link.recv(1 << 16):
                    break
    assert time.monotonic() - began < HASTE_SECONDS + 10


@pytest.fixture
def narrow(settings: Settings) -> Iterator[str]:
    """A server whose answers wait for their clients in the server, and not in the system."""
    listener = listening("127.0.0.1", 0)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    yield from run(create_server(settings), settings, listener)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("path", "ending"), [("/openapi.json", b"Connection: close\r\n"), ("/v1/missions", b"")]
)
def test_a_client_that_takes_nothing_is_given_up(narrow: str, path: str, ending: bytes) -> None:
    length = len(httpx.get(narrow + path, headers=PLAIN).content)
    with reluctant(narrow) as link:
        link.sendall(b"GET %b HTTP/1.1\r\nHost: a\r\n%b\r\n" % (path.encode(), ending))
        time.sleep(KEPT_SECONDS + 4 * HASTE_SECONDS)
        link.settimeout(20)
        got = 0
        with contextlib.suppress(ConnectionError):
            while part := link.recv(1 << 16):
                got += len(part)
    assert got < length


def reluctant(address: str) -> socket.socket:
    """A connection of a client that takes little at a time."""
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host, port = address.removeprefix("http://").split(":")
    link.connect((host, int(port)))
    return link


@pytest.mark.usefixtures("hasty")
def test_a_client_that_takes_slowly_but_takes_gets_all(
    narrow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LEAST_TAKEN", 1000)
    with reluctant(narrow) as link:
        link.sendall(request("/openapi.json"))
        began, got = time.monotonic(), b""
        while part := link.recv(1 << 13):
            got += part
            if time.monotonic() - began < KEPT_SECONDS + 4 * HASTE_SECONDS:
                time.sleep(0.05)
    assert json.loads(got.partition(b"\r\n\r\n")[2])["openapi"] == "3.1.0"


def test_a_client_that_keeps_its_connection_is_answered_again(address: str) -> None:
    one = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
    with connected(address) as link:
        for _ in range(3):
            link.sendall(one[:20])
            time.sleep(0.05)
            link.sendall(one[20:])
            assert link.recv(1 << 16).startswith(b"HTTP/1.1 200 OK")
            time.sleep(0.2)
        link.sendall(request())
        assert status(rest(link)) == 200


@pytest.fixture
def many_files() -> Iterator[None]:
    """As many open files as this machine allows, as the server has them."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(most, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, wanted), most))
    assert max(now, wanted) > 2 * SLOW + 500
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (now, most))


@pytest.mark.usefixtures("many_files")
def test_thousands_of_slow_and_idle_connections_starve_nobody(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        alone = slowest(client)
        with contextlib.ExitStack() as stack:
            links = [stack.enter_context(connected(address)) for _ in range(SLOW)]
            done = threading.Event()
            drip = threading.Thread(target=dripping, args=(links[: SLOW // 2], done))
            drip.start()
            try:
                beside = slowest(client)
            finally:
                done.set()
                drip.join()
    assert beside < max(10 * alone, 0.25), (alone, beside)


def slowest(client: httpx.Client) -> float:
    """The seconds within which 99 of 100 answers come."""
    taken = []
    for number in range(ROUNDS):
        began = time.perf_counter()
        assert client.get("/v1/missions", params={"limit": 1 + number % 5}).status_code == 200
        taken.append(time.perf_counter() - began)
    return sorted(taken)[ROUNDS * 99 // 100 - 1]


def dripping(links: list[socket.socket], done: threading.Event) -> None:
    """A byte of a head on each connection, again and again."""
    while not done.is_set():
        for link in links:
            with contextlib.suppress(OSError):
                link.send(b"G")
        done.wait(0.5)


def test_many_connections_are_taken_each_time_round_a_busy_loop() -> None:
    rounds = 0

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        await receive()
        await send({"type": "lifespan.startup.complete"})
        going = asyncio.create_task(go_round())
        await receive()
        going.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def go_round() -> None:
        nonlocal rounds
        while True:
            rounds += 1
            time.sleep(0.01)
            await asyncio.sleep(0)

    for address in run(app):
        links = [connected(address) for _ in range(ROUNDS)]
        before = rounds
        for link in links:
            link.sendall(request())
        assert {status(rest(link)) for link in links} == {204}
        assert rounds - before < ROUNDS / 2
        for link in links:
            link.close()
