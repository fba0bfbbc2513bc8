"""oEmbed: an address of ours becomes a frame, any other one is not here."""

import re
from html import unescape
from typing import Any

import httpx
import pytest


def asked(api: httpx.Client, url: str, **more: Any) -> httpx.Response:
    return api.get("/oembed", params={"url": url, **more})


def home(api: httpx.Client) -> str:
    return str(api.base_url).rstrip("/")


def test_a_chart_becomes_a_frame_of_itself(api: httpx.Client) -> None:
    url = f"{home(api)}/embed/strength?mission=minusma&lang=fr"
    told = asked(api, url, format="json").json()
    assert told["version"] == "1.0"
    assert told["type"] == "rich"
    assert told["title"] == "MINUSMA : effectifs"
    assert told["provider_name"] == "Mission KB"
    frame = re.fullmatch(r'<iframe src="([^"]+)" title="([^"]+)" [^>]*></iframe>', told["html"])
    assert frame
    assert unescape(frame[1]) == url
    assert api.get(unescape(frame[1])).status_code == 200


@pytest.mark.parametrize("ending", [".svg", ".png", ".vl.json"])
def test_any_form_of_a_chart_becomes_the_same_frame(api: httpx.Client, ending: str) -> None:
    told = asked(api, f"{home(api)}/embed/map{ending}?mission=minusma").json()
    assert f'src="{home(api)}/embed/map?mission=minusma"' in told["html"]


def test_the_page_of_a_mission_becomes_its_map_with_its_filters(api: httpx.Client) -> None:
    told = asked(api, f"{home(api)}/missions/minusma?datetime=2016&lang=fr").json()
    assert told["title"] == "MINUSMA : bases et contingents"
    assert "/embed/map?mission=minusma&amp;datetime=2016&amp;lang=fr" in told["html"]


def test_a_frame_is_no_larger_than_there_is_room_for(api: httpx.Client) -> None:
    url = f"{home(api)}/embed/map?mission=minusma"
    told = asked(api, url, maxwidth=400, maxheight=300).json()
    assert told["width"] == 400
    assert told["height"] == 300
    assert "width=400" in told["html"]


@pytest.mark.parametrize("chart", ["strength", "casualties", "map", "timeline"])
def test_a_frame_is_about_as_high_as_the_picture(api: httpx.Client, chart: str) -> None:
    url = f"{home(api)}/embed/{chart}?mission=minusma"
    svg = api.get(f"/embed/{chart}.svg", params={"mission": "minusma"}).text
    height = re.search(r'height="([0-9.]+)"', svg)
    assert height
    assert asked(api, url).json()["height"] == pytest.approx(float(height[1]), abs=90)


@pytest.mark.parametrize(
    "path", ["/embed/pie?mission=minusma", "/v1/missions/minusma", "/", "/missions", "/embed"]
)
def test_what_is_no_chart_and_no_mission_is_not_here(api: httpx.Client, path: str) -> None:
    assert asked(api, home(api) + path).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/embed/map?mission=minusma",
        "javascript:alert(1)",
        "//example.org/missions/minusma",
        "http://127.0.0.1.example.org/missions/minusma",
    ],
)
def test_another_deployment_is_not_here(api: httpx.Client, url: str) -> None:
    assert asked(api, url).status_code == 404


def test_xml_is_not_offered(api: httpx.Client) -> None:
    answer = asked(api, f"{home(api)}/missions/minusma", format="xml")
    assert answer.status_code == 501
    assert answer.json()["type"] == "urn:mission-kb:problem:not-offered"


def test_what_is_wrong_is_refused(api: httpx.Client) -> None:
    assert api.get("/oembed").status_code == 400
    assert asked(api, f"{home(api)}/missions/minusma", maxwidth="wide").status_code == 400
    assert asked(api, f"{home(api)}/missions/minusma", callback="x").status_code == 400
    assert asked(api, f"{home(api)}/embed/map?mission=minusmo").status_code == 400


@pytest.mark.parametrize("path", ["/embed/map?mission=minusma", "/missions/minusma?lang=fr"])
def test_pages_say_where_to_ask(api: httpx.Client, path: str) -> None:
    link = re.search(
        r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', api.get(path).text
    )
    assert link
    assert unescape(link[1]).startswith(f"{home(api)}/oembed?url=")
    assert api.get(unescape(link[1])).json()["type"] == "rich"
