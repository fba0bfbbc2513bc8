"""What the API tells of itself: the landing page, what it conforms to, the collections."""

from datetime import date, datetime
from typing import Any

import httpx
import pytest

from app.database import Database
from app.records.release import Release
from tests.api import odd
from tests.ogc.asked import DATED, GEOJSON, NOUNS, OPENAPI, PAGES, ROOT, Row, features, links


def collection(api: httpx.Client, noun: str) -> Row:
    answer: Row = api.get(f"{ROOT}/collections/{noun}").raise_for_status().json()
    return answer


def test_the_landing_page_leads_to_everything(api: httpx.Client) -> None:
    page = api.get(f"{ROOT}/").raise_for_status().json()
    assert {link["rel"]: link["type"] for link in page["links"]} == {
        "self": "application/json",
        "service-desc": OPENAPI,
        "service-doc": "text/html",
        "conformance": "application/json",
        "data": "application/json",
    }


def test_the_landing_page_is_there_without_its_slash_too(api: httpx.Client) -> None:
    assert api.get(ROOT).raise_for_status().json() == api.get(f"{ROOT}/").json()


def test_it_conforms_to_core_geojson_and_openapi(api: httpx.Client) -> None:
    classes = api.get(f"{ROOT}/conformance").raise_for_status().json()["conformsTo"]
    part_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
    assert sorted(classes) == [f"{part_1}/core", f"{part_1}/geojson", f"{part_1}/oas30"]


def test_there_are_five_collections_of_features(api: httpx.Client) -> None:
    shown = api.get(f"{ROOT}/collections").raise_for_status().json()["collections"]
    assert [one["id"] for one in shown] == list(NOUNS)
    assert sorted(NOUNS) == ["bases", "casualties", "contingents", "events", "places"]
    assert {one["itemType"] for one in shown} == {"feature"}
    assert all(one["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"] for one in shown)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_collection_says_of_itself_what_the_list_says_of_it(api: httpx.Client, noun: str) -> None:
    listed = api.get(f"{ROOT}/collections").json()["collections"]
    assert collection(api, noun) == next(one for one in listed if one["id"] == noun)


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/conformance"])
def test_every_link_leads_where_and_to_what_it_says(api: httpx.Client, path: str) -> None:
    answer = api.get(f"{ROOT}{path}").raise_for_status().json()
    told = [*answer["links"]]
    for one in answer.get("collections", ()):
        told += one["links"]
    for link in told:
        reached = api.get(link["href"])
        assert reached.status_code == 200, link
        assert reached.headers["content-type"].removesuffix("; charset=utf-8") == link["type"]


@pytest.mark.parametrize("path", [*PAGES, "/api", "/docs"])
def test_what_takes_no_parameter_refuses_any(api: httpx.Client, path: str) -> None:
    assert api.get(f"{ROOT}{path}").status_code == 200
    refused = api.get(f"{ROOT}{path}", params={"f": "json"})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["parameter"] == "f"


@pytest.mark.parametrize("path", [*PAGES, "", "/api", "/docs", "/collections/events/items"])
def test_head_tells_what_get_tells(api: httpx.Client, path: str) -> None:
    got, head = api.get(f"{ROOT}{path}"), api.head(f"{ROOT}{path}")
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "etag", "content-length"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("path", [*PAGES, "/api", "/collections/events/items?limit=1"])
def test_what_a_client_holds_is_not_sent_again(api: httpx.Client, path: str) -> None:
    held = api.get(f"{ROOT}{path}").headers["etag"]
    with httpx.Client(base_url=api.base_url) as asking:
        answer = asking.get(f"{ROOT}{path}", headers={"If-None-Match": held})
    assert answer.status_code == 304


@pytest.mark.parametrize("path", ["/collections/missions", "/collections/events/item", "/nothing"])
def test_what_is_not_there_is_not_found(api: httpx.Client, path: str) -> None:
    assert api.get(f"{ROOT}{path}").status_code == 404


def box_of(rows: list[Row]) -> list[list[float]]:
    """The box around the points of features."""
    points = [row["geometry"]["coordinates"] for row in rows if row["geometry"]]
    longitudes, latitudes = zip(*points, strict=True)
    return [[min(longitudes), min(latitudes), max(longitudes), max(latitudes)]]


@pytest.mark.parametrize("noun", NOUNS)
def test_the_spatial_extent_is_the_box_around_all_features(
    api: httpx.Client, odd_api: httpx.Client, noun: str
) -> None:
    told = collection(odd_api, noun)["extent"]["spatial"]["bbox"]
    assert told == box_of(features(odd_api, noun))
    if noun == "casualties":  # the seed's are of a whole country each
        assert "spatial" not in collection(api, noun)["extent"]


def days(rows: list[Row], name: str) -> list[date | None]:
    """A bound of all features that have a date."""
    bounds = (row["properties"][name] for row in rows if row["properties"]["edtf"])
    return [date.fromisoformat(bound) if bound else None for bound in bounds]


@pytest.mark.parametrize("noun", [noun for noun in DATED if noun != "bases"])
@pytest.mark.parametrize("data", ["api", "odd_api"])
def test_the_temporal_extent_reaches_from_the_first_date_to_the_last(
    request: pytest.FixtureRequest, data: str, noun: str
) -> None:
    api = request.getfixturevalue(data)
    rows = features(api, noun)
    first, last = days(rows, "began_earliest"), days(rows, "ended_latest")
    began = None if None in first else f"{min(d for d in first if d)}T00:00:00Z"
    ended = None if None in last else f"{max(d for d in last if d)}T23:59:59Z"
    assert collection(api, noun)["extent"]["temporal"]["interval"] == [[began, ended]]


def test_bases_reach_from_the_first_status_to_no_end(
    api: httpx.Client, odd_api: httpx.Client
) -> None:
    began = collection(api, "bases")["extent"]["temporal"]["interval"]
    first = min(
        row["properties"]["began_earliest"]
        for row in features(api, "bases")
        if row["properties"]["began_earliest"]
    )
    assert began == [[f"{first}T00:00:00Z", None]]
    opened = collection(odd_api, "bases")["extent"]["temporal"]["interval"]
    assert opened == [[None, None]]  # a status there is dated [..2014-03]


def test_places_have_no_temporal_extent(api: httpx.Client) -> None:
    assert "temporal" not in collection(api, "places")["extent"]


def test_a_collection_of_nothing_has_no_extent(own_api: httpx.Client) -> None:
    assert collection(own_api, "events")["extent"] == {}


def test_without_a_release_the_extent_follows_the_data(
    own: Database, own_api: httpx.Client
) -> None:
    odd.add(own, odd.event("an-event", "2020-05", "gao"))
    before: Any = collection(own_api, "events")["extent"]
    assert before["spatial"]["bbox"] == [[-0.04, 16.27, -0.04, 16.27]]
    odd.add(own, odd.event("another-event", "2021-05-03", "gao"))
    after: Any = collection(own_api, "events")["extent"]["temporal"]["interval"]
    assert after == [["2020-05-01T00:00:00Z", "2021-05-03T23:59:59Z"]]


def test_the_extent_is_worked_out_once_for_each_release(
    own: Database, own_api: httpx.Client
) -> None:
    def release(id: str, number: int) -> Release:
        loaded = datetime(2026, 11, number)  # noqa: DTZ001 - kept in UTC, without an offset
        return Release(id=id, number=number, source="seed", digest=id, loaded_at=loaded)

    def last() -> str:
        told: str = collection(own_api, "events")["extent"]["temporal"]["interval"][0][1]
        return told[:10]

    odd.add(own, release("first", 1), odd.event("an-event", "2020-05-01", "gao"))
    assert last() == "2020-05-01"
    odd.add(own, odd.event("unannounced", "2021-05-03", "gao"))
    assert last() == "2020-05-01"
    odd.add(own, release("second", 2))
    assert last() == "2021-05-03"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_collection_links_its_features_and_the_same_rows_in_other_forms(
    api: httpx.Client, noun: str
) -> None:
    answer = collection(api, noun)
    root = str(api.base_url).rstrip("/")
    assert [(link["href"], link["type"]) for link in links(answer, "items")] == [
        (f"{root}/ogc/collections/{noun}/items", GEOJSON)
    ]
    assert [(link["href"], link["type"]) for link in links(answer, "alternate")] == [
        (f"{root}/v1/{noun}", "application/json"),
        (f"{root}/v1/{noun}.geojson", GEOJSON),
    ]
