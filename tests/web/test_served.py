"""How pages are served: kept by caches, closed to strangers' code, light."""

import re
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.main import create_server
from app.settings import Settings
from tests.conftest import run
from tests.web.reading import PAGES, hrefs, page

LARGEST = 60_000
SHEETS = "//link[@rel='stylesheet' or @rel='icon']/@href"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(
    api: httpx.Client, path: str
) -> None:
    answer = api.get(path)
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    tree = page(api, path)
    assert not tree.xpath("//style | //@style | //script[not(@src)] | //script/text()")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    loaded = tree.xpath(f"//script/@src | {SHEETS} | //img/@src")
    assert loaded
    assert all(str(address).startswith("/") for address in loaded)


def dated(api: httpx.Client, path: str) -> httpx.Response:
    """A page that says when its data was loaded: in the first second after that it does not."""
    deadline = time.monotonic() + 5
    while "last-modified" not in (answer := api.get(path)).headers:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return answer


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_an_edition(api: httpx.Client, path: str) -> None:
    answer = dated(api, path)
    tag = answer.headers["etag"]
    assert tag.startswith('W/"')
    assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert answer.headers["mission-kb-release"] in answer.text
    held = api.get(path, headers={"If-None-Match": tag})
    assert (held.status_code, held.content) == (304, b"")
    head = api.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(api: httpx.Client, path: str) -> None:
    weight = 0
    loaded = [href for href in hrefs(page(api, path)) if href.startswith("/static/")]
    for each in (path, *loaded):
        with api.stream("GET", each, headers={"Accept-Encoding": "gzip"}) as answer:
            weight += sum(map(len, answer.iter_raw()))
    assert weight <= LARGEST


@pytest.mark.parametrize("path", PAGES)
def test_another_language_is_another_edition(api: httpx.Client, path: str) -> None:
    mark = "&" if "?" in path else "?"
    french = api.get(f"{path}{mark}lang=fr")
    assert '<html lang="fr">' in french.text
    assert french.headers["etag"] != api.get(path).headers["etag"]


def test_a_page_is_repeated_without_asking_the_database(settings: Settings) -> None:
    server: Any = create_server(settings).app
    asked: list[str] = []
    for address in run(server):
        with httpx.Client(base_url=address) as api:
            first = api.get("/missions/minusma")
            event.listen(
                server.app.state.database.engine,
                "before_cursor_execute",
                lambda *told: asked.append(told[2]),
            )
            again = api.get("/missions/minusma")
            assert asked == []
            api.get("/missions/minusma?datetime=2020")
            assert asked
    assert again.text == first.text


def test_static_files_stay_for_ever_under_their_names(api: httpx.Client) -> None:
    loaded = [href for href in hrefs(page(api, "/")) if href.startswith("/static/")]
    assert len(loaded) >= 3
    for href in loaded:
        assert re.fullmatch(r"/static/[a-z]+\.[0-9a-f]{12}\.(css|js|svg)", href)
        answer = api.get(href)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert api.get("/static/site.css").status_code == 404
    assert api.get("/static/..%2fview.py").status_code == 404


def test_addresses_follow_the_public_one_and_pages_stay_relative(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://kb.example.org", "cache_bytes": 0})
    for address in run(create_server(public)):
        with httpx.Client(base_url=address) as api:
            tree = page(api, "/missions/minusma")
            for href in tree.xpath(f"//a/@href | //form/@action | //script/@src | {SHEETS}"):
                assert not str(href).startswith("http")


def test_pages_are_no_part_of_the_openapi_document(api: httpx.Client) -> None:
    paths = api.get("/openapi.json").json()["paths"]
    assert all(path.startswith("/v1/") or path in ("/health", "/ready") for path in paths)


def test_a_database_that_is_away_is_told_on_a_page(settings: Settings) -> None:
    server: Any = create_server(settings).app

    def fail(*_: Any) -> None:
        raise OperationalError("SELECT secret", {}, Exception("secret"))

    for address in run(server):
        event.listen(server.app.state.database.engine, "before_cursor_execute", fail)
        answer = httpx.get(f"{address}/missions/minusma?datetime=2019&lang=fr")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "1"
        assert "Pas pour l’instant" in answer.text
        assert "secret" not in answer.text
