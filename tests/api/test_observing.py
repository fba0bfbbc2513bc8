"""Every answer has the id of its request, is counted under its route, and is told in one line of JSON."""

import json
import logging
import logging.config
import re
import time
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from app.api.metrics import Metrics
from app.api.observing import Observing
from app.api.repeating import Repeating
from app.api.templates import Templates
from app.logs import Json, Text, logging_as
from app.main import create_app, create_server
from app.settings import Settings
from tests.conftest import run

MADE = re.compile(r"[0-9a-f]{12}-[0-9a-f]+")
LINE = re.compile(r"^(\w+?)(\{.*\})? (\S+)$", re.MULTILINE)
PATH = "/v1/missions?limit=2"


class Site:
    """A server of the test's own, a client of it, and the lines of its log."""

    def __init__(self, server: Observing, client: httpx.Client, lines: list[str]) -> None:
        self.server = server
        self.client = client
        self.lines = lines

    @property
    def app(self) -> FastAPI:
        """The application behind what repeats."""
        assert isinstance(self.server.app, Repeating)
        assert isinstance(self.server.app.app, FastAPI)
        return self.server.app.app

    def told(self, message: str) -> list[dict[str, object]]:
        """The events of this message, when the last answer has been told of."""
        deadline = time.monotonic() + 10
        while True:
            events = [json.loads(line) for line in self.lines]
            if found := [event for event in events if event["message"] == message]:
                return found
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.01)

    def number(self, name: str, **labels: str) -> float:
        """A number of `/metrics`, 0 where it is not told."""
        answer = httpx.get(self.client.base_url.join("/metrics"), timeout=30)
        return numbers(answer.text).get((name, *sorted(labels.items())), 0.0)


def numbers(text: str) -> dict[tuple[object, ...], float]:
    """The numbers by their names and labels."""
    found: dict[tuple[object, ...], float] = {}
    for name, labels, value in LINE.findall(text):
        pairs = re.findall(r'(\w+)="([^"]*)"', labels)
        found[(name, *sorted(pairs))] = float(value)
    return found


class Kept(logging.Handler):
    """Keeps the lines of a log."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    lines: list[str] = []
    handler = Kept(lines)
    handler.setFormatter(Json())
    ours, theirs = logging.getLogger("app"), logging.getLogger("uvicorn.error")
    level = ours.level
    server = create_server(settings.model_copy(update={"log_format": "json"}))
    for address in run(server):
        ours.setLevel("INFO")
        ours.addHandler(handler)
        theirs.addHandler(handler)
        with httpx.Client(base_url=address, timeout=30) as client:
            yield Site(server, client, lines)
        ours.removeHandler(handler)
        theirs.removeHandler(handler)
        ours.setLevel(level)


def until_repeated(site: Site, path: str) -> httpx.Response:
    """An answer that is repeated: on a busy machine it takes a while until one may be."""
    deadline = time.monotonic() + 20
    while True:
        before = site.number("mission_kb_cache_hits_total")
        answer = site.client.get(path)
        if site.number("mission_kb_cache_hits_total") > before:
            return answer
        assert time.monotonic() < deadline, "nothing is repeated"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (PATH, 200),
        ("/v1/casualties.csv", 200),
        ("/v1/missions?x=1", 400),
        ("/v1/missions/nothing", 404),
        ("/nothing", 404),
        ("/docs", 200),
        ("/ready", 200),
    ],
)
def test_every_answer_has_the_id_that_the_client_gives(site: Site, path: str, status: int) -> None:
    answer = site.client.get(path, headers={"X-Request-Id": "of-the.client_1"})
    assert answer.status_code == status
    assert answer.headers.get_list("x-request-id") == ["of-the.client_1"]


def test_what_else_is_asked_has_one_too(site: Site) -> None:
    asked = {"X-Request-Id": "mine", "Origin": "http://a", "Access-Control-Request-Method": "GET"}
    for method, status in (("HEAD", 200), ("OPTIONS", 204), ("POST", 405)):
        answer = site.client.request(method, PATH, headers=asked)
        assert (answer.status_code, answer.headers["x-request-id"]) == (status, "mine")


@pytest.mark.parametrize("given", ["", "two words", "x" * 65, 'a"b', "é"])
def test_an_id_that_is_not_well_formed_is_not_taken(site: Site, given: str) -> None:
    answer = site.client.get(PATH, headers=[(b"X-Request-Id", given.encode("latin-1"))])
    assert MADE.fullmatch(answer.headers["x-request-id"])


def test_ids_that_are_made_are_different(site: Site) -> None:
    made = [site.client.get(PATH).headers["x-request-id"] for _ in range(20)]
    assert len({*made}) == 20
    assert all(map(MADE.fullmatch, made))


def test_a_repeated_answer_has_its_own_id_and_is_told_as_repeated(site: Site) -> None:
    first = until_repeated(site, PATH)
    site.lines.clear()
    again = site.client.get(PATH, headers={"X-Request-Id": "again"})
    assert again.headers.get_list("x-request-id") == ["again"]
    assert again.content == first.content
    [event] = site.told("GET /v1/missions")
    assert (event["request_id"], event["repeated"], event["status"]) == ("again", True, 200)
    assert event["release"] == again.headers["mission-kb-release"]
    same = site.client.get(
        PATH, headers={"If-None-Match": first.headers["etag"], "X-Request-Id": "same"}
    )
    assert (same.status_code, same.headers["x-request-id"]) == (304, "same")


def test_a_request_is_one_line_of_what_it_was_and_none_of_its_words(site: Site) -> None:
    answer = site.client.get("/v1/search?q=secretname", headers={"X-Request-Id": "search-1"})
    [event] = site.told("GET /v1/search")
    assert event == {
        "time": event["time"],
        "level": "info",
        "logger": "app.access",
        "message": "GET /v1/search",
        "request_id": "search-1",
        "method": "GET",
        "path": "/v1/search",
        "status": 200,
        "ms": event["ms"],
        "bytes": int(answer.headers["content-length"]),
        "release": answer.headers["mission-kb-release"],
        "repeated": False,
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(event["time"]))
    assert not any("secretname" in line for line in site.lines)


def test_a_fault_has_an_id_and_so_has_every_line_about_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken on\npurpose")

    monkeypatch.setattr(site.app.state.database, "_ask", broken)
    answer = site.client.get("/v1/places", headers={"X-Request-Id": "faulty"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (500, "faulty")
    site.told("GET /v1/places")
    [fault] = site.told("unhandled error")
    assert "RuntimeError: broken on\npurpose" in str(fault["exception"])
    events = [json.loads(line) for line in site.lines]
    assert {event["request_id"] for event in events} == {"faulty"}
    assert (
        site.number("mission_kb_requests_total", method="GET", route="/v1/places", status="500")
        == 1
    )


def test_what_a_reader_thread_logs_is_of_the_request(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = site.app.state.database._ask

    def logging_ask(*given: object) -> object:
        logging.getLogger("app.database").warning("asked in a thread")
        return asking(*given)

    monkeypatch.setattr(site.app.state.database, "_ask", logging_ask)
    site.client.get("/ready", headers={"X-Request-Id": "threaded"})
    [event] = site.told("asked in a thread")
    assert event["request_id"] == "threaded"


def test_requests_are_counted_by_route_and_not_by_path(site: Site) -> None:
    for id in ("minusma", "un-mission-nothing"):
        site.client.get(f"/v1/missions/{id}")
    site.client.get("/ogc/collections/events/items?limit=1")
    site.client.get("/a/b/c")
    site.client.request("POST", "/v1/missions")
    route = "/v1/missions/{id}"
    for status in ("200", "404"):
        assert (
            site.number("mission_kb_requests_total", method="GET", route=route, status=status) == 1
        )
    assert site.number("mission_kb_request_seconds_count", route=route) == 2
    assert site.number("mission_kb_request_seconds_sum", route=route) > 0
    assert site.number("mission_kb_request_seconds_bucket", route=route, le="+Inf") == 2
    items = "/ogc/collections/events/items"
    text = site.client.get("/metrics").text
    routes = {*re.findall(r'^mission_kb_requests_total\{.*route="([^"]*)"', text, re.MULTILINE)}
    assert {route, items, "none", "/v1/missions"} <= routes
    assert "/a/b/c" not in routes
    assert site.number(
        "mission_kb_requests_total", method="other", route="/v1/missions", status="405"
    )


def test_how_the_worker_stands_is_told(site: Site) -> None:
    until_repeated(site, PATH)
    before = site.number(
        "mission_kb_requests_total", method="GET", route="/v1/missions", status="200"
    )
    hits = site.number("mission_kb_cache_hits_total")
    site.client.get(PATH)
    assert site.number("mission_kb_cache_hits_total") >= hits
    assert before + 1 == site.number(
        "mission_kb_requests_total", method="GET", route="/v1/missions", status="200"
    )
    assert site.number("mission_kb_cache_misses_total") > 0
    assert site.number("mission_kb_cache_bytes") > 1000
    assert site.number("mission_kb_database_up") == 1
    assert site.number("mission_kb_resident_memory_bytes") > 10_000_000
    loaded = site.number("mission_kb_release_loaded_timestamp_seconds")
    newest = site.client.get("/v1/releases?limit=1").json()["items"][0]
    assert newest["loaded"][:10] == time.strftime("%Y-%m-%d", time.gmtime(loaded))
    assert abs(time.time() - loaded - site.number("mission_kb_release_age_seconds")) < 5


def test_metrics_are_of_the_moment_and_take_no_parameter(site: Site) -> None:
    answer = site.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert answer.headers["cache-control"] == "no-store"
    assert site.client.get("/metrics?name[]=x").status_code == 400
    assert "/metrics" not in site.client.get("/openapi.json").json()["paths"]


@pytest.mark.parametrize("where", ["off", "127.0.0.1:9100"])
def test_metrics_may_be_elsewhere_or_nowhere(settings: Settings, where: str) -> None:
    server = create_server(settings.model_copy(update={"metrics": where}))
    for address in run(server):
        assert httpx.get(f"{address}/metrics").status_code == 404


def test_requests_of_one_second_are_handed_over_together() -> None:
    metrics = Metrics(lambda path: path)
    for seconds in (0.00005, 0.0002, 0.0002, 99.0):
        metrics.count(("/a", "GET", 200), seconds)
    metrics.hand_over()
    metrics.hand_over()
    told = numbers(metrics.text().decode())
    by_bucket = [
        told["mission_kb_request_seconds_bucket", ("le", le), ("route", "/a")]
        for le in ("0.0001", "0.00025", "30.0", "+Inf")
    ]
    assert by_bucket == [1, 3, 3, 4]
    assert told["mission_kb_request_seconds_sum", ("route", "/a")] == pytest.approx(99.00045)
    assert (
        told["mission_kb_requests_total", ("method", "GET"), ("route", "/a"), ("status", "200")]
        == 4
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_both_forms_of_the_log_are_read_by_the_library(form: str) -> None:
    told = logging_as("json" if form == "json" else "text")
    formatters = logging.config.DictConfigurator(told).config["formatters"]
    assert {"text": "app.logs.Text", "json": "app.logs.Json"}[form] in str(formatters)


def test_outside_of_a_request_a_line_of_text_is_the_message_alone() -> None:
    record = logging.LogRecord("app", logging.WARNING, "", 1, "how it %s", ("is",), None)
    assert Text().format(record) == "how it is"


def test_what_is_too_long_for_a_route_is_not_kept() -> None:
    templates = Templates(create_app())
    assert templates("/v1/missions/" + "x" * 600) == "none"
    assert templates.found.cache_info().currsize == 0
    assert templates("/v1/missions/minusma") == "/v1/missions/{id}"
    assert templates.found.cache_info().currsize == 1
