"""Each client may ask so often, is told how often it still may, and others are left alone."""

import asyncio
import re
import socket
import subprocess
import time

import httpx
import pytest
from pydantic import SecretStr

from app.api.rates import MOST_CLIENTS, OwnCounts, Rate, SharedCounts, client
from tests.abuse.conftest import Serving
from tests.conftest import free_port

PATH = "/v1/missions"
HOUR = 3600
FREE = ("/health", "/ready", "/static-offline-docs/swagger-ui.css")


def statuses(api: httpx.Client, times: int, path: str = PATH) -> list[int]:
    return [api.get(path).status_code for _ in range(times)]


def test_without_a_limit_nobody_is_limited_or_told_of_one(serving: Serving) -> None:
    api = serving()
    assert set(statuses(api, 50)) == {200}
    assert not [name for name in api.get(PATH).headers if "ratelimit" in name]


def test_so_many_requests_are_answered_and_one_more_is_refused(serving: Serving) -> None:
    api = serving(rate_limit="5/hour")
    assert statuses(api, 7) == [200] * 5 + [429] * 2


def test_answers_tell_how_often_there_may_be_others(serving: Serving) -> None:
    api = serving(rate_limit="3/hour")
    answers = [api.get(PATH) for _ in range(4)]
    assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"client";q=3;w=3600'}
    told = [
        re.fullmatch(r'"client";r=(\d+);t=(\d+)', answer.headers["ratelimit"]) for answer in answers
    ]
    assert [match and match[1] for match in told] == ["2", "1", "0", "0"]
    left = HOUR - time.time() % HOUR
    assert all(match and left <= int(match[2]) <= left + 30 for match in told)
    assert "RateLimit" in answers[0].headers["access-control-expose-headers"]


def test_a_refusal_says_when_to_ask_again(serving: Serving) -> None:
    api = serving(rate_limit="1/hour")
    api.get(PATH)
    answer = api.get(PATH, headers={"Origin": "https://example.org"})
    assert answer.status_code == 429
    problem = answer.json()
    assert problem["type"] == "urn:mission-kb:problem:too-many-requests"
    assert problem["instance"] == PATH
    assert 0 < int(answer.headers["retry-after"]) <= HOUR
    assert answer.headers["ratelimit"] == f'"client";r=0;t={answer.headers["retry-after"]}'
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "no-store"
    assert api.head(PATH).status_code == 429


def test_who_reads_pages_is_refused_with_a_page(serving: Serving) -> None:
    api = serving(rate_limit="1/hour", trusted_hosts="127.0.0.1")
    assert api.get("/missions/minusma").status_code == 200
    with httpx.Client(base_url=api.base_url) as browser:
        for headers, status in (({}, 429), ({"Host": "evil.example"}, 400)):
            page = browser.get("/missions/minusma", headers={"Accept": "text/html", **headers})
            assert page.status_code == status
            assert page.headers["content-type"].startswith("text/html")
            assert page.headers.get_list("content-security-policy")[0].startswith(
                "default-src 'none'; script-src"
            )
            assert "evil" not in page.text


def test_after_the_window_there_is_another(serving: Serving) -> None:
    api = serving(rate_limit="2/second")
    until = time.monotonic() + 20
    while 429 not in statuses(api, 4):
        assert time.monotonic() < until
    refused = api.get(PATH)
    if refused.status_code == 429:
        time.sleep(int(refused.headers["retry-after"]))
    assert api.get(PATH).status_code == 200


def test_what_is_repeated_from_memory_counts_as_well(serving: Serving) -> None:
    api = serving(rate_limit="3/hour")
    tag = api.get(PATH).headers["etag"]
    assert api.get(PATH, headers={"If-None-Match": tag}).status_code == 304
    assert statuses(api, 2) == [200, 429]


@pytest.mark.parametrize("path", ["/nope", "/v1/missions?limit=0"])
def test_what_is_refused_counts_as_well(serving: Serving, path: str) -> None:
    api = serving(rate_limit="1/hour")
    assert statuses(api, 1, path) != [429]
    assert statuses(api, 1) == [429]


def test_probes_static_files_and_preflights_are_free(serving: Serving) -> None:
    api = serving(rate_limit="1/hour")
    assert statuses(api, 2) == [200, 429]
    for path in FREE:
        answer = api.get(path)
        assert answer.status_code == 200
        assert "ratelimit" not in answer.headers
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    assert api.options(PATH, headers=asked).status_code == 204


@pytest.mark.parametrize(
    ("host", "who"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::7", "2001:db8::/64"),
        ("2001:db8:0:0:ffff::1", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        ("x" * 5000, "x" * 100),
    ],
)
def test_a_client_is_an_address_or_a_network_of_64_bits(host: str, who: str) -> None:
    assert client(host) == who


def test_many_clients_take_no_more_than_so_much_memory() -> None:
    async def ask() -> OwnCounts:
        counts = OwnCounts()
        for number in range(2 * MOST_CLIENTS + 1):
            await counts.count(f"2001:db8:{number:x}::/64", 1)
        return counts

    assert len(asyncio.run(ask()).counts) <= MOST_CLIENTS


def test_counts_of_a_window_that_is_over_are_forgotten() -> None:
    async def ask() -> list[int]:
        counts = OwnCounts()
        return [await counts.count("a", window) for window in (1, 1, 2, 2, 3)]

    assert asyncio.run(ask()) == [1, 2, 1, 2, 1]


Redis = subprocess.Popen[bytes]


def url_of(redis: Redis) -> str:
    assert isinstance(redis.args, list)
    return f"redis://127.0.0.1:{redis.args[2]}/0"


def test_workers_count_together_in_redis(redis: Redis) -> None:
    async def ask() -> list[int]:
        workers = [SharedCounts(url_of(redis), 60) for _ in range(2)]
        counts = [await worker.count("192.0.2.1", 1) for worker in workers * 3]
        for worker in workers:
            await worker.close()
        return counts

    assert asyncio.run(ask()) == [1, 2, 3, 4, 5, 6]


def test_what_is_counted_in_redis_ends_with_its_window(redis: Redis) -> None:
    async def ask() -> tuple[int, int]:
        counts = SharedCounts(url_of(redis), 1)
        await counts.count("192.0.2.1", 1)
        await asyncio.sleep(2.5)
        again = await counts.count("192.0.2.1", 1)
        await counts.close()
        return again, len(counts.own.counts)

    assert asyncio.run(ask()) == (1, 0)


def test_two_servers_over_one_redis_share_a_limit(serving: Serving, redis: Redis) -> None:
    told = {"rate_limit": "3/day", "redis_url": SecretStr(url_of(redis))}
    one, two = serving(**told), serving(**told)
    assert [api.get(PATH).status_code for api in (one, two, one, two, one)] == [200] * 3 + [429] * 2


def test_a_redis_that_goes_away_lets_each_worker_count_itself(
    serving: Serving, redis: Redis
) -> None:
    api = serving(rate_limit="3/day", redis_url=SecretStr(url_of(redis)))
    assert statuses(api, 2) == [200, 200]
    redis.kill()
    redis.wait(10)
    assert statuses(api, 5) == [200] * 3 + [429] * 2


def test_without_redis_each_worker_counts_itself_and_says_so_once(
    serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = SecretStr(f"redis://127.0.0.1:{free_port()}/0")
    api = serving(rate_limit="2/hour", redis_url=nowhere)
    began = time.monotonic()
    assert statuses(api, 4) == [200, 200, 429, 429]
    assert time.monotonic() - began < 4
    told = [record for record in caplog.records if "Redis is away" in record.message]
    assert len(told) == 1


def test_a_redis_that_does_not_answer_holds_nobody_up(serving: Serving) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        api = serving(
            rate_limit="2/hour",
            redis_url=SecretStr(f"redis://127.0.0.1:{silent.getsockname()[1]}/0"),
        )
        began = time.monotonic()
        assert statuses(api, 4) == [200, 200, 429, 429]
        assert time.monotonic() - began < 4


def test_a_rate_is_so_many_in_a_unit_of_time() -> None:
    assert Rate.read("600/minute") == Rate(600, 60)
    assert Rate.read("5/day") == Rate(5, 86400)
