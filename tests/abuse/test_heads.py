"""A request that is longer than any question is refused while it is read."""

import json
import socket
import time

import httpx
import pytest

from app.api.connections import LARGEST_HEAD, LONGEST_ADDRESS, MOST_FIELDS, MOST_PIPELINED
from tests.abuse.raw import answered, connected, request, rest, status

FILLED = "/v1/missions?q="


def problem(answer: bytes) -> dict[str, object]:
    head, _, content = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    told: dict[str, object] = json.loads(content)
    return told


def test_an_address_that_is_too_long_is_refused(address: str) -> None:
    answer = answered(address, request(FILLED + "a" * LONGEST_ADDRESS))
    assert status(answer) == 414
    assert problem(answer)["type"] == "urn:mission-kb:problem:address-too-long"
    assert problem(answer)["instance"] == "/v1/missions"


def test_an_address_as_long_as_may_be_is_read(address: str) -> None:
    longest = FILLED + "a" * (LONGEST_ADDRESS - len(FILLED))
    assert status(answered(address, request(longest))) == 400
    assert status(answered(address, request(longest + "a"))) == 414


def test_two_hundred_ids_are_not_too_long(api: httpx.Client) -> None:
    ids = [f"an-id-that-has-as-many-letters-as-our-longest-{number:03}" for number in range(200)]
    answer = api.get("/v1/events", params={"place": ids})
    assert answer.status_code == 400
    assert "place" in answer.json()["detail"]


@pytest.mark.parametrize(
    "fields",
    [
        [b"X-Filled: " + b"a" * LARGEST_HEAD],
        [b"X-Filled-%d: %b" % (number, b"a" * 1000) for number in range(40)],
        [b"X-Short-%d: a" % number for number in range(MOST_FIELDS)],
        [b"X" * LARGEST_HEAD + b": a"],
    ],
)
def test_header_fields_that_are_too_many_or_too_long_are_refused(
    address: str, fields: list[bytes]
) -> None:
    answer = answered(address, request("/v1/missions", *fields))
    assert status(answer) == 431
    assert problem(answer)["type"] == "urn:mission-kb:problem:header-fields-too-large"


@pytest.mark.parametrize("start", [b"GET /", b"GET /health HTTP/1.1\r\nX-Endless: ", b"G" * 10])
def test_a_head_that_never_ends_is_refused_before_it_fills_the_memory(
    address: str, start: bytes
) -> None:
    with connected(address) as link:
        link.sendall(start)
        try:
            for _ in range(64):
                link.sendall(b"a" * 16_384)
                time.sleep(0.002)
            answer = rest(link)
        except ConnectionError:
            return
    assert status(answer) in (400, 414, 431)


def test_what_is_no_http_is_refused_as_a_problem(address: str) -> None:
    answer = answered(address, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    assert status(answer) == 400
    assert problem(answer)["errors"]


@pytest.mark.parametrize(
    "head",
    [
        b"GET http://evil.example HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n",
        b"GET /health HTTP/9.9\r\nHost: a\r\n\r\n",
    ],
)
def test_heads_that_could_be_read_in_two_ways_are_refused(address: str, head: bytes) -> None:
    with connected(address) as link:
        link.sendall(head)
        link.shutdown(socket.SHUT_WR)
        assert status(rest(link)) in (0, 400, 404, 405)


def test_requests_one_after_another_are_answered_in_turn(address: str) -> None:
    one = request().replace(b"Connection: close", b"X-More: yes")
    answer = answered(address, one * 20 + request())
    assert answer.count(b"HTTP/1.1 200 OK") == 21


def test_requests_that_nobody_waits_an_answer_for_are_not_collected(address: str) -> None:
    one = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
    with connected(address) as link:
        try:
            link.sendall(one * 5000)
            answer = rest(link)
        except ConnectionError:
            return
    assert answer.count(b"HTTP/1.1 200 OK") <= 5000 - MOST_PIPELINED
