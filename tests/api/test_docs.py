"""The interactive documentation works without the internet."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from fastapi import FastAPI

from app.api.documented import Documented

ADDRESS = re.compile(r"""(?:src|href|url)\s*[=:]\s*["']([^"']+)["']""")


def test_the_page_names_no_other_host(api: httpx.Client) -> None:
    page = api.get("/docs")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert re.findall(r"""["'(](?:https?:)?//[^"')]*""", page.text) == []


def test_everything_that_the_page_loads_is_there(api: httpx.Client) -> None:
    loaded = ADDRESS.findall(api.get("/docs").text)
    assert "/openapi.json" in loaded
    assert any(path.endswith(".js") for path in loaded)
    assert any(path.endswith(".css") for path in loaded)
    for path in loaded:
        response = api.get(path)
        assert response.status_code == 200, path
        assert len(response.content) > 500


def test_the_document_that_the_page_shows_is_json(api: httpx.Client) -> None:
    response = api.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    assert response.json()["openapi"] == "3.1.0"


def test_the_document_takes_no_parameter(api: httpx.Client) -> None:
    refused = api.get("/openapi.json?version=2")
    assert refused.status_code == 400
    assert "no parameter is taken" in refused.json()["detail"]


def test_whoever_asks_while_the_document_is_made_gets_the_same_one() -> None:
    made = 0

    class App(FastAPI):
        def openapi(self) -> dict[str, Any]:
            nonlocal made
            made += 1
            return super().openapi()

    documented = Documented(App())
    with ThreadPoolExecutor(8) as threads:
        texts = list(threads.map(lambda _: documented.made(), range(8)))
    assert made == 1
    assert set(texts) == {documented.text}


def test_no_second_documentation_loads_from_elsewhere(api: httpx.Client) -> None:
    assert api.get("/redoc").status_code == 404
