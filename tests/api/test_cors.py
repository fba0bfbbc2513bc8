"""Scripts of any origin may read every answer, and need not ask beforehand more than once a day."""

import httpx
import pytest

from app.database import Database
from tests.api.test_errors import Broken, answer_over

ORIGIN = {"Origin": "https://dashboard.example.org"}
PATHS = (
    "/v1/events",
    "/v1/events/flag-lowered",
    "/v1/events/nope",
    "/v1/events?limit=0",
    "/nope",
    "/health",
    "/openapi.json",
    "/docs",
)


def check_open(headers: httpx.Headers) -> None:
    assert headers["access-control-allow-origin"] == "*"
    exposed = [name.strip().lower() for name in headers["access-control-expose-headers"].split(",")]
    for name in ("etag", "link", "last-modified", "retry-after", "mission-kb-release", "*"):
        assert name in exposed
    assert "access-control-allow-credentials" not in headers
    assert "origin" not in headers["vary"].lower()


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_can_be_read_by_scripts_of_any_origin(
    api: httpx.Client, method: str, path: str
) -> None:
    with_origin = api.request(method, path, headers=ORIGIN)
    check_open(with_origin.headers)
    without = api.request(method, path)
    named = {name for name in with_origin.headers if name.startswith("access-control-")}
    assert {name: without.headers[name] for name in named} == {
        name: with_origin.headers[name] for name in named
    }


def test_what_is_held_already_can_be_read_too(api: httpx.Client) -> None:
    tag = api.get("/v1/events").headers["etag"]
    held = api.get("/v1/events", headers={**ORIGIN, "If-None-Match": tag})
    assert held.status_code == 304
    check_open(held.headers)


@pytest.mark.parametrize("path", ["/v1/events", "/ready"])
def test_a_fault_of_ours_can_be_read_too(path: str) -> None:
    answer = answer_over(Broken(), path)
    assert answer.status_code == 500
    check_open(answer.headers)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_database_that_is_away_can_be_read_too(own: Database) -> None:
    with own.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE release")
    check_open(answer_over(own, "/v1/events").headers)


@pytest.mark.parametrize("path", PATHS)
def test_a_browser_that_asks_beforehand_may_send_any_header(api: httpx.Client, path: str) -> None:
    asked = {
        **ORIGIN,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match,x-anything",
    }
    answer = api.options(path, headers=asked)
    assert answer.status_code == 204
    check_open_to_browsers(answer.headers)


def check_open_to_browsers(headers: httpx.Headers) -> None:
    assert headers["access-control-allow-origin"] == "*"
    assert headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    allowed = headers["access-control-allow-headers"].lower().split(", ")
    assert {"if-none-match", "if-modified-since", "*"} <= set(allowed)
    assert headers["access-control-max-age"] == "86400"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"), [("/v1/events", 204), ("/docs", 204), ("/health", 204), ("/nope", 404)]
)
def test_options_tells_which_methods_there_are(api: httpx.Client, path: str, status: int) -> None:
    for headers in ({}, ORIGIN):
        answer = api.options(path, headers=headers)
        assert answer.status_code == status
        assert answer.headers.get("allow") == ("GET, HEAD, OPTIONS" if status == 204 else None)
        check_open(answer.headers)


def test_a_method_that_is_not_possible_is_refused_though_browsers_may_ask(
    api: httpx.Client,
) -> None:
    answer = api.post("/v1/events", headers=ORIGIN)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
