"""The interactive documentation works without the internet."""

import re

import httpx

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


def test_no_second_documentation_loads_from_elsewhere(api: httpx.Client) -> None:
    assert api.get("/redoc").status_code == 404
