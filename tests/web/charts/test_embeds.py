"""Embeds: their pages, documents and pictures as HTTP has them, and what is refused."""

import subprocess
import sys
from typing import Any

import httpx
import pytest

from app.web.charts.catalogue import CHARTS

MINUSMA = {"mission": "minusma"}
TYPES = {
    "": "text/html",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".vl.json": "application/vnd.vegalite.v6+json",
}

ANOTHER_PROGRAM = (
    "import sys, vl_convert\n"
    "sys.stdout.write(vl_convert.vegalite_to_svg(sys.stdin.read(), vl_version='6.4'))\n"
)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize(("ending", "media_type"), TYPES.items())
def test_each_form_is_an_edition_with_its_media_type(
    api: httpx.Client, chart: str, ending: str, media_type: str
) -> None:
    path = f"/embed/{chart}{ending}"
    answer = api.get(path, params=MINUSMA)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["mission-kb-release"]
    tag = {"If-None-Match": answer.headers["etag"]}
    assert api.get(path, params=MINUSMA, headers=tag).status_code == 304
    head = api.head(path, params=MINUSMA)
    assert head.status_code == 200
    assert head.headers["etag"] == answer.headers["etag"]
    assert head.content == b""


@pytest.mark.parametrize("chart", CHARTS)
def test_a_page_may_be_framed_anywhere_and_runs_nothing_but_our_scripts(
    api: httpx.Client, chart: str
) -> None:
    answer = api.get(f"/embed/{chart}", params=MINUSMA)
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "x-frame-options" not in answer.headers
    assert "style=" not in answer.text
    assert answer.text.count("<script") == answer.text.count("<script src=") == 1


@pytest.mark.parametrize("path", ["/", "/missions/minusma"])
def test_no_other_page_may_be_framed(api: httpx.Client, path: str) -> None:
    assert "frame-ancestors 'none'" in api.get(path).headers["content-security-policy"]


def test_a_page_shows_the_picture_where_no_script_runs(api: httpx.Client) -> None:
    text = api.get("/embed/map", params={**MINUSMA, "datetime": "2016"}).text
    assert '<img src="/embed/map.svg?mission=minusma&amp;datetime=2016"' in text
    assert 'alt="Map of MINUSMA' in text


def test_all_that_a_page_loads_is_there(api: httpx.Client) -> None:
    text = api.get("/embed/map", params=MINUSMA).text
    loaded = [part.partition('"')[0] for part in text.split('="/')[1:]]
    assert len(loaded) >= 4
    for path in loaded:
        assert api.get(f"/{path.replace('&amp;', '&')}").status_code == 200, path


@pytest.mark.parametrize("chart", CHARTS)
def test_a_document_asks_this_api_and_nobody_else(api: httpx.Client, chart: str) -> None:
    document = api.get(f"/embed/{chart}.vl.json", params=MINUSMA).json()
    assert document["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json"
    addresses = list(urls(document))
    assert addresses
    for address in addresses:
        assert address.startswith(str(api.base_url)), address
        assert api.get(address).status_code == 200, address


def urls(part: Any) -> list[str]:
    """Every address of data."""
    if isinstance(part, list):
        return [url for each in part for url in urls(each)]
    if not isinstance(part, dict):
        return []
    own = [part["data"]["url"]] if "url" in part.get("data", {}) else []
    return own + [url for each in part.values() for url in urls(each)]


@pytest.mark.parametrize("chart", ["strength", "map", "timeline", "casualties"])
def test_another_program_draws_the_same_from_the_live_data(api: httpx.Client, chart: str) -> None:
    document = api.get(f"/embed/{chart}.vl.json", params=MINUSMA).text
    command = [sys.executable, "-c", ANOTHER_PROGRAM]
    drawn = subprocess.run(
        command, input=document, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    picture = api.get(f"/embed/{chart}.svg", params=MINUSMA).text
    for kind in ("symbol", "rule", "rect"):
        sign = f'aria-roledescription="{kind}'
        assert drawn.count(sign) == picture.count(sign)
    assert drawn.count("aria-label=") == picture.count("aria-label=")


@pytest.mark.parametrize(
    ("path", "params", "status", "said"),
    [
        ("/embed/pie", MINUSMA, 404, "there are casualties, map, strength, timeline"),
        ("/embed/map.gif", MINUSMA, 404, "There is no such chart"),
        ("/embed/map.", MINUSMA, 404, "There is no such chart"),
        ("/embed/map.svg", {}, 400, "mission: it is missing"),
        ("/embed/map.svg", {"mission": "minusmo"}, 400, "minusma"),
        ("/embed/map", {"mission": "minusmo"}, 400, "minusma"),
        ("/embed/map.svg", {**MINUSMA, "outcome": "death"}, 400, "'outcome' is not a parameter"),
        ("/embed/strength.svg", {**MINUSMA, "limit": 3}, 400, "'limit' is not a parameter"),
        ("/embed/strength.svg", {**MINUSMA, "group_by": "year"}, 400, "'group_by' is not"),
        ("/embed/strength.svg", {**MINUSMA, "category": "troop"}, 400, "did you mean troops"),
        ("/embed/map.svg", {**MINUSMA, "width": 100}, 400, "from 240 to 2000"),
        ("/embed/map.svg", {**MINUSMA, "width": "wide"}, 400, "from 240 to 2000"),
        ("/embed/map.svg", {**MINUSMA, "height": 20000}, 400, "from 120 to 2000"),
        ("/embed/map.svg", {**MINUSMA, "lang": "de"}, 400, "lang"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_what_would_be_right(
    api: httpx.Client, path: str, params: dict[str, Any], status: int, said: str
) -> None:
    answer = api.get(path, params=params)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_the_page_of_a_mission_has_a_figure_for_each_chart(api: httpx.Client) -> None:
    text = api.get("/missions/minusma", params={"known_on": "2023-12-12", "lang": "fr"}).text
    for chart in CHARTS:
        href = f"/embed/{chart}?mission=minusma&amp;known_on=2023-12-12&amp;lang=fr"
        assert f'data-chart="{href}"' in text
    assert "MINUSMA : effectifs" in text
    assert text.count('class="copy"') == len(CHARTS)


def test_outlines_are_open_to_other_pages_and_light(api: httpx.Client) -> None:
    answer = api.get("/embed/outlines.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["type"] == "Topology"
    assert len(answer.content) < 100_000
