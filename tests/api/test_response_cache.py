"""What was answered once is repeated without reading the database, and only what may be."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, event

from app.api import kept
from app.api.repeating import Repeating
from app.main import create_server
from app.settings import Settings
from tests.conftest import run, serve

TIMELESS = (
    "/v1/events?limit=50",
    "/v1/bases/minusma-gao",
    "/v1/missions?datetime=2023",
    "/v1/timeline?limit=5",
    "/v1/assessments?mission=minusma&measure=deaths",
    "/v1/search?q=mali",
    "/v1/bases/minusma-gao.jsonld",
    "/v1/bases.csv?place=timbuktu",
    "/v1/casualties.geojson",
    "/v1/events.ndjson?limit=3",
)
PATHS = (*TIMELESS, "/ogc/collections/events/items?limit=100")
"""Features tell when they were asked for, and so differ from second to second."""

PATH = PATHS[0]


class Site:
    """A server with a cache, a client of it, and how often its database was read."""

    def __init__(self, server: Repeating, client: httpx.Client) -> None:
        self.server = server
        self.client = client
        self.count = 0
        event.listen(Engine, "before_cursor_execute", self.note)

    def note(self, *_: object) -> None:
        """A statement is executed: of a page or a stream, which have engines of their own."""
        self.count += threading.current_thread().name != "watch"

    def close(self) -> None:
        """Count no more."""
        event.remove(Engine, "before_cursor_execute", self.note)

    def reads(self) -> int:
        """How many statements there were since it was last asked."""
        count, self.count = self.count, 0
        return count

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask, with underscores for hyphens."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.client.get(path, headers=named)

    def anew(self, path: str, **headers: str) -> httpx.Response:
        """Ask past the cache, leaving it as it is."""
        answer = self.get(path, cache_control="no-store", **headers)
        self.reads()
        return answer

    def forget(self) -> None:
        """Empty the cache, as nobody else uses it just now."""
        self.server.kept.clear()
        self.reads()


def is_trusted(server: Repeating) -> bool:
    """Whether the newest release, which has a date by then, is known."""
    server.kept.get("nothing")
    return server.kept.standing.is_dated and server.kept.trusted_until > time.monotonic()


def until(condition: object, *given: object) -> None:
    """Wait until something is so."""
    assert callable(condition)
    deadline = time.monotonic() + 20
    while not condition(*given):
        assert time.monotonic() < deadline, "it does not come to be"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def running(settings: Settings) -> Iterator[Site]:
    """A server that trusts what it has seen for long: a busy machine may not look within a second."""
    server = create_server(settings).app
    assert isinstance(server, Repeating)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "TRUST_SECONDS", 600)
        for address in run(server, settings.model_copy(update={"trusted_proxies": "127.0.0.1"})):
            with httpx.Client(base_url=address, timeout=30) as client:
                until(is_trusted, server)
                with closing(Site(server, client)) as site:
                    yield site


@pytest.fixture
def site(running: Site) -> Site:
    running.forget()
    return running


def told(answer: httpx.Response) -> dict[str, str]:
    return {name: text for name, text in answer.headers.items() if name != "date"}


@pytest.mark.parametrize("path", PATHS)
def test_a_repeated_answer_is_the_same_and_reads_nothing(site: Site, path: str) -> None:
    first = site.get(path)
    assert first.status_code == 200
    assert site.reads() > 0
    again = site.get(path)
    assert site.reads() == 0
    assert again.content == first.content
    assert told(again) == told(first)


@pytest.mark.parametrize("path", PATHS)
def test_head_and_304_are_repeated_as_the_application_says_them(site: Site, path: str) -> None:
    tag = site.get(path).headers["etag"]
    held = site.anew(path, if_none_match=tag)
    head = site.client.head(path, headers={"Cache-Control": "no-store"})
    site.reads()
    again = site.get(path, if_none_match=tag)
    assert (again.status_code, again.content, told(again)) == (304, b"", told(held))
    again = site.client.head(path)
    assert (again.status_code, again.content, told(again)) == (200, b"", told(head))
    again = site.client.head(path, headers={"If-None-Match": tag})
    assert (again.status_code, told(again)) == (304, told(held))
    again = site.get(path, if_modified_since=held.headers["last-modified"])
    assert (again.status_code, told(again)) == (304, told(held))
    assert site.reads() == 0


def test_whoever_holds_another_answer_gets_the_whole_one_from_the_cache(site: Site) -> None:
    whole = site.get(PATH)
    site.reads()
    for headers in (
        {"if_none_match": '"other"'},
        {"if_modified_since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"if_none_match": '"other"', "if_modified_since": whole.headers["last-modified"]},
        {"if_none_match": ""},
        {"if_modified_since": "yesterday"},
    ):
        again = site.get(PATH, **headers)
        assert (again.status_code, again.content) == (200, whole.content)
    assert site.reads() == 0


def test_whoever_holds_an_answer_is_told_so_even_if_nobody_has_asked_for_it_yet(site: Site) -> None:
    tag = site.anew(PATH).headers["etag"]
    first = site.get(PATH, if_none_match=tag)
    assert site.reads() > 0
    again = site.get(PATH, if_none_match=tag)
    assert site.reads() == 0
    assert (first.status_code, again.status_code, told(again)) == (304, 304, told(first))
    assert site.get(PATH).status_code == 200
    assert site.reads() > 0
    assert site.get(PATH, if_none_match=tag).status_code == 304
    assert site.get(PATH).status_code == 200
    assert site.reads() == 0


def test_what_only_a_tag_has_vouched_for_is_found_before_a_star_or_a_date_is_answered(
    site: Site,
) -> None:
    tag, date = (site.anew(PATH).headers[name] for name in ("etag", "last-modified"))
    for headers in ({"if_none_match": "*"}, {"if_modified_since": date}):
        site.get(PATH, if_none_match=tag)
        site.reads()
        assert site.get(PATH, **headers).status_code == 304
        assert site.reads() > 1
        site.forget()


@pytest.mark.parametrize(
    "accepted",
    ["zstd", "gzip", "identity", "", "br", "gzip, deflate, br, zstd", "*", "zstd;q=0, gzip;q=0.1",
     "gzip;q=0", "zstd;q=0, *", "GZIP", "x, zstd ; q=1.0", "gzip;q=nonsense"],
)  # fmt: skip
def test_an_answer_is_kept_as_it_was_compressed(site: Site, accepted: str) -> None:
    for filling in ("zstd", "gzip", "identity"):
        site.get(PATH, accept_encoding=filling)
    site.reads()
    again = site.get(PATH, accept_encoding=accepted)
    assert site.reads() == 0
    asked = site.anew(PATH, accept_encoding=accepted)
    assert told(again) == told(asked)
    assert again.content == asked.content


def test_several_lines_of_what_is_accepted_are_one(site: Site) -> None:
    site.get(PATH, accept_encoding="zstd")
    site.reads()
    two = [("Accept-Encoding", "br"), ("Accept-Encoding", "zstd")]
    bare = httpx.Headers({"Host": site.client.base_url.netloc.decode()}).multi_items()
    request = httpx.Request("GET", site.client.base_url.join(PATH), headers=[*bare, *two])
    assert site.client.send(request).headers["content-encoding"] == "zstd"
    assert site.reads() == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/v1/events?mission=minusma&type=vote", "/v1/events?type=vote&mission=minusma"),
        ("/v1/events?mission=minusma", "/v1/events?%6dission=minusm%61"),
        ("/v1/events?q=Gao%20base", "/v1/events?q=Gao+base"),
        ("/v1/events?limit=3", "/v1/events?limit=3&"),
        ("/v1/events", "/v1/%65vents"),
    ],
)
def test_one_question_is_known_however_it_is_written(site: Site, one: str, other: str) -> None:
    first = site.get(one)
    site.reads()
    again = site.get(other)
    assert site.reads() == 0
    assert first.status_code == 200
    assert again.content == first.content


def test_different_questions_are_never_taken_for_each_other(site: Site) -> None:
    paths = (
        *TIMELESS,
        "/v1/events",
        "/v1/events?limit=3",
        "/v1/events?limit=3&type=vote",
        "/v1/events?q=mali%26limit=3",
        "/v1/events?q=mali&limit=3",
        "/v1/events?bbox=-5,12,2,20",
        "/v1/events?bbox=-5&bbox=12&bbox=2&bbox=20",
        "/v1/events?bbox=2&bbox=12&bbox=-5&bbox=20",
        "/v1/events?type=vote&type=coup",
        "/v1/events?" + "&".join(["type=vote"] * 150),
    )
    whole = {path: site.anew(path) for path in paths}
    for _ in range(2):
        for path in paths:
            assert site.get(path).content == whole[path].content
        assert site.reads() > 0 or _ == 1
    assert len({answer.headers["etag"] for answer in whole.values()}) == len(paths)
    assert site.reads() == 0


def test_links_are_those_of_the_address_that_was_asked_for(site: Site) -> None:
    for _ in range(2):
        for host, scheme in (("a.example", "http"), ("b.example", "http"), ("a.example", "https")):
            answer = site.get(PATH, host=host, x_forwarded_proto=scheme)
            href = answer.json()["links"][0]["href"]
            assert href == f"{scheme}://{host}{PATH}"
            assert answer.links["self"]["url"] == href
    assert len(site.server.kept.answers) == 3
    site.reads()
    site.get(PATH, host="b.example")
    assert site.reads() == 0


def test_behind_a_public_address_one_answer_is_for_all(settings: Settings) -> None:
    server = create_server(settings.model_copy(update={"public_url": "https://kb.example.org"})).app
    assert isinstance(server, Repeating)
    for address in run(server):
        with httpx.Client(base_url=address) as client, closing(Site(server, client)) as site:
            until(is_trusted, server)
            first = site.get(PATH, host="a.example")
            assert site.reads() > 0
            assert (
                site.get(PATH, host="b.example", x_forwarded_proto="https").content == first.content
            )
            assert site.reads() == 0
            assert first.json()["links"][0]["href"] == f"https://kb.example.org{PATH}"


@pytest.mark.parametrize(
    "headers",
    [
        {"cache_control": "no-cache"},
        {"cache_control": "max-age=0"},
        {"cache_control": "Max-Age = 00, no-transform"},
        {"cache_control": "x, NO-CACHE"},
        {"cache_control": "no-store"},
        {"pragma": "no-cache"},
    ],
)
def test_a_client_may_have_the_application_asked_anew(site: Site, headers: dict[str, str]) -> None:
    first = site.get(PATH)
    for _ in range(2):
        site.reads()
        assert site.get(PATH, **headers).content == first.content
        assert site.reads() > 0
    held = site.get(PATH, if_none_match=first.headers["etag"], **headers)
    assert held.status_code == 304
    assert site.reads() > 0
    assert site.get(PATH).content == first.content
    assert site.reads() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"cache_control": "max-age=60"},
        {"cache_control": "no-transform"},
        {"cache_control": ""},
        {"cache_control": "x-no-cache"},
        {"pragma": "x"},
        {"cache_control": "max-stale", "pragma": "no-cache"},
        {"cookie": "a=b", "range": "bytes=0-1", "authorization": "x"},
    ],
)
def test_nothing_else_that_a_client_says_matters(site: Site, headers: dict[str, str]) -> None:
    first = site.get(PATH)
    site.reads()
    assert site.get(PATH, **headers).content == first.content
    assert site.reads() == 0


def test_what_is_asked_anew_is_what_is_kept_from_then_on(site: Site) -> None:
    site.get(PATH, cache_control="no-cache")
    site.reads()
    site.get(PATH)
    assert site.reads() == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/health", 200),
        ("/ready", 200),
        ("/docs", 200),
        ("/openapi.json", 200),
        ("/v1/bases/nope", 404),
        ("/v1/nope", 404),
        ("/v1/bases?colour=blue", 400),
        ("/v1/bases?q=%ff", 400),
        ("/v1/bases?" + "&" * 9 + "q=a&" * 1001, 400),
    ],
)
def test_problems_and_how_it_stands_are_not_kept(site: Site, path: str, status: int) -> None:
    for _ in range(2):
        assert site.get(path).status_code == status
        assert site.client.head(path).status_code == status
    assert not site.server.kept.answers


def test_other_methods_go_to_the_application(site: Site) -> None:
    site.get(PATH)
    assert site.client.post(PATH).status_code == 405
    assert site.client.options(PATH).status_code == 204
    assert len(site.server.kept.answers) == 1


def test_head_of_what_is_not_kept_keeps_nothing(site: Site) -> None:
    assert site.client.head(PATH).status_code == 200
    assert not site.server.kept.answers


def test_many_may_ask_at_once(site: Site) -> None:
    whole = {path: site.anew(path).content for path in TIMELESS}
    wrong: list[str] = []

    def ask() -> None:
        with httpx.Client(base_url=site.client.base_url, timeout=30) as client:
            asked = TIMELESS * 5
            wrong.extend(path for path in asked if client.get(path).content != whole[path])

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert not wrong
    assert len(site.server.kept.answers) == len(TIMELESS)


def test_an_operator_may_have_nothing_kept(settings: Settings) -> None:
    server = create_server(settings.model_copy(update={"cache_bytes": 0})).app
    assert isinstance(server, FastAPI)
    counted: list[object] = []
    for address in run(server):
        event.listen(
            server.state.database.engine, "before_cursor_execute", lambda *_: counted.append(1)
        )
        for _ in range(2):
            counted.clear()
            assert httpx.get(address + PATH).status_code == 200
            assert counted


def test_a_small_cache_answers_all_the_same(settings: Settings) -> None:
    small = settings.model_copy(update={"cache_bytes": 100_000})
    for address in serve(small):
        with httpx.Client(base_url=address) as client:
            for path in PATHS * 2:
                assert client.get(path).status_code == 200
