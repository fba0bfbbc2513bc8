"""Errors are problem documents, whatever went wrong and wherever, and give nothing away."""

import asyncio
import logging
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.database import Database
from app.main import create_app
from app.settings import Settings
from tests.api.served import LISTS, NOUNS, OPERATIONS, PROBLEM, check_problem
from tests.conftest import serve

SECRET = "postgresql://kb:hunter2@10.0.0.7/kb: SELECT password FROM /etc/shadow"
PLAIN = {"Accept-Encoding": "identity"}
GIVEN_AWAY = (
    "hunter2",
    "SELECT",
    "select",
    "Traceback",
    "sqlalchemy",
    "psycopg",
    ".py",
    "/tmp",
    "event.",
)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("id", ["nope", "n" * 101, "a_b", "%00", "%FF", "..%2f", "a b", "é", "'--"])
def test_an_unknown_id_is_not_found(api: httpx.Client, noun: str, id: str) -> None:
    response = api.get(f"/v1/{noun}/{id}")
    assert response.status_code == 404
    problem = response.json()
    assert problem["type"] == "urn:mission-kb:problem:not-found"
    assert problem["title"] == "Not found"
    assert problem["instance"].startswith(f"/v1/{noun}/")
    assert problem["errors"] == []


def test_an_unknown_id_is_told_where_the_known_ones_are(api: httpx.Client) -> None:
    assert "/v1/events lists" in api.get("/v1/events/nope").json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v2/events",
        "/v1/event",
        "/nope",
        "//v1/events",
        "/v1/events/a/b",
        "/%00",
        "/v1/%FF",
        "/static-offline-docs/nope.js",
        "/static-offline-docs/../../etc/passwd",
        "/static-offline-docs/%2e%2e/%2e%2e/core.py",
        "/static-offline-docs/%00",
        "/redoc",
    ],
)
def test_an_unknown_address_is_not_found(api: httpx.Client, path: str) -> None:
    response = api.get(path)
    assert response.status_code == 404
    assert response.json()["type"] == "urn:mission-kb:problem:not-found"


@pytest.mark.parametrize("path", [*LISTS, *OPERATIONS, "/v1/events/flag-lowered"])
def test_a_trailing_slash_is_another_address(api: httpx.Client, path: str) -> None:
    response = api.get(f"{path}/")
    assert response.status_code == 404
    assert response.json()["instance"] == f"{path}/"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "COPY"])
@pytest.mark.parametrize("path", [*LISTS, "/v1/events/flag-lowered", *OPERATIONS, "/docs"])
def test_other_methods_are_refused_with_those_that_are_allowed(
    api: httpx.Client, method: str, path: str
) -> None:
    response = api.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["type"] == "urn:mission-kb:problem:method-not-allowed"
    assert method in response.json()["detail"]


def test_a_refusal_names_its_type(api: httpx.Client) -> None:
    problem = api.get("/v1/events?limit=0").json()
    assert problem == {
        "type": "urn:mission-kb:problem:invalid-parameter",
        "title": "Invalid parameter",
        "status": 400,
        "detail": "limit: it is a whole number from 1 to 1000.",
        "instance": "/v1/events",
        "errors": [
            {
                "parameter": "limit",
                "detail": "limit: it is a whole number from 1 to 1000.",
                "example": "10",
            }
        ],
    }


@pytest.mark.parametrize(
    "path",
    [
        *LISTS,
        *OPERATIONS,
        "/v1/events?limit=2",
        "/v1/bases/minusma-gao",
        "/v1/events/nope",
        "/nope",
        "/v1/events?limit=0",
        "/docs",
        "/openapi.json",
        "/v1/events?q=%00",
    ],
)
def test_head_is_get_without_the_body(api: httpx.Client, path: str) -> None:
    head, get = (api.request(method, path, headers=PLAIN) for method in ("HEAD", "GET"))
    assert head.status_code == get.status_code
    assert head.content == b""
    for headers in (head.headers, get.headers):
        for name in ("date", "x-request-id"):
            headers.pop(name)
    assert head.headers == get.headers
    assert int(head.headers["content-length"]) == len(get.content) > 0


class Broken(Database):
    """A database that fails with words that nobody may see."""

    def __init__(self) -> None:
        super().__init__("sqlite://")

    async def read(self, question: Any) -> Any:
        raise RuntimeError(SECRET)


def answer_over(database: Database, path: str) -> httpx.Response:
    """What an application over a database answers."""
    app = create_app(Settings(database_url=SecretStr("sqlite://")))
    app.state.database = database
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://kb") as client:
            return await client.get(path)

    return asyncio.run(ask())


@pytest.mark.parametrize("path", ["/v1/events", "/v1/events/flag-lowered", "/v1/bases", "/ready"])
def test_a_fault_of_ours_is_told_without_its_reason_which_is_logged(
    path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        response = answer_over(Broken(), path)
    assert response.status_code == 500
    assert response.headers["content-type"] == PROBLEM
    check_problem(response)
    assert response.json()["type"] == "urn:mission-kb:problem:internal"
    assert not [word for word in GIVEN_AWAY if word in response.text]
    assert "hunter2" in caplog.text


@pytest.mark.parametrize("path", ["/v1/events", "/v1/events/x", "/v1/events?country=XX", "/ready"])
def test_a_database_that_is_away_is_told_as_such_and_the_reason_is_logged(
    own: Database, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    @event.listens_for(own.engine, "before_cursor_execute")
    def fail(*_: Any) -> None:
        raise OperationalError(SECRET, {}, Exception(SECRET))

    with caplog.at_level(logging.ERROR):
        response = answer_over(own, path)
    assert response.status_code == 503
    check_problem(response)
    assert response.json()["type"] == "urn:mission-kb:problem:unavailable"
    assert response.headers["retry-after"] == "1"
    assert not [word for word in GIVEN_AWAY if word in response.text]
    assert "hunter2" in caplog.text


def test_a_broken_database_does_not_make_the_process_unhealthy() -> None:
    assert answer_over(Broken(), "/health").status_code == 200


def test_a_table_that_is_gone_gives_nothing_away(own: Database) -> None:
    url = own.url.render_as_string(hide_password=False)
    with own.engine.begin() as connection:
        for table in ("event_citation", "event_actor", "event"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    for address in serve(Settings(database_url=SecretStr(url))):
        for path in ("/v1/events", "/v1/events/x"):
            response = httpx.get(f"{address}{path}")
            assert response.status_code in (500, 503)
            check_problem(response)
            assert not [word for word in GIVEN_AWAY if word in response.text]
        assert httpx.get(f"{address}/v1/missions").status_code == 200


def test_without_data_the_service_is_not_ready_and_says_when_to_ask_again(own: Database) -> None:
    url = own.url.render_as_string(hide_password=False)
    for address in serve(Settings(database_url=SecretStr(url))):
        response = httpx.get(f"{address}/ready")
        assert response.status_code == 503
        check_problem(response)
        assert response.json()["type"] == "urn:mission-kb:problem:unavailable"
        assert response.headers["retry-after"] == "1"
        assert httpx.get(f"{address}/health").status_code == 200


def test_the_service_is_ready_with_its_release(api: httpx.Client) -> None:
    ready = api.get("/ready").json()
    assert ready["status"] == "ready"
    assert len(ready["release"]) > 10
    assert api.get("/health").json()["status"] == "ok"
