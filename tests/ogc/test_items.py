"""Features: the rows of the lists, all of them, each as its list shows it."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.api.served import found
from tests.api.served import page as listed
from tests.ogc.asked import DATED, GEOJSON, NOUNS, Row, features, items, links, page, pages

TIMES = ("edtf", "began_earliest", "began_latest", "ended_earliest", "ended_latest")


def rows(api: httpx.Client, noun: str) -> list[Row]:
    """All rows of a list, of which there are fewer than a page holds."""
    answer = listed(api, f"/v1/{noun}", limit=1000)
    assert answer["numberMatched"] == answer["numberReturned"] > 0
    shown: list[Row] = answer["items"]
    return shown


@pytest.mark.parametrize("data", ["api", "odd_api"])
@pytest.mark.parametrize("noun", NOUNS)
def test_the_features_are_the_rows_of_the_list_in_its_order(
    request: pytest.FixtureRequest, data: str, noun: str
) -> None:
    api = request.getfixturevalue(data)
    for row, feature in zip(rows(api, noun), features(api, noun, limit=1000), strict=True):
        assert feature["id"] == row["id"]
        shown = {name: value for name, value in feature["properties"].items() if name in row}
        assert shown == row
        added = {*TIMES} if noun not in ("bases", "places") else {"began_earliest"}
        assert feature["properties"].keys() - row.keys() == (added if noun != "places" else set())


@pytest.mark.parametrize("noun", NOUNS)
def test_a_feature_is_where_its_row_is(odd_api: httpx.Client, noun: str) -> None:
    seen = set()
    for feature in features(odd_api, noun, limit=1000):
        at = feature["properties"] if noun == "places" else feature["properties"]["place"]
        point = at and at["longitude"] is not None and [at["longitude"], at["latitude"]]
        shown = {"type": "Point", "coordinates": point} if point else None
        assert feature["geometry"] == shown
        seen.add(bool(point))
    assert noun == "bases" or seen == {True, False}


@pytest.mark.parametrize("noun", [noun for noun in DATED if noun != "bases"])
def test_the_date_is_flat_among_the_properties_and_never_more_precise(
    odd_api: httpx.Client, noun: str
) -> None:
    kinds = set()
    for feature in features(odd_api, noun, limit=1000):
        told, flat = feature["properties"]["date"], feature["properties"]
        assert [flat[name] for name in TIMES] == (
            [None] * 5
            if told is None
            else [
                told["edtf"],
                told["began"]["earliest"],
                told["began"]["latest"],
                told["ended"]["earliest"],
                told["ended"]["latest"],
            ]
        )
        kinds.add(flat["edtf"])
    assert {None, "2023-06", "2020/..", "../2015"} <= kinds


def test_a_base_has_the_first_day_of_what_is_told_of_it(odd_api: httpx.Client) -> None:
    began = {}
    for base in features(odd_api, "bases"):
        began[base["id"]] = base["properties"]["began_earliest"]
        dates = [status["date"] for status in base["properties"]["statuses"] if status["date"]]
        days = [date["began"]["earliest"] or "" for date in dates]
        assert (began[base["id"]] or "") == min(days, default="")
    assert began["minusma-timbuktu-camp"] is not None
    assert began["base-without-a-status"] is None
    assert began["minusma-gao"] is None  # one of its statuses is dated [..2014-03]


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("limit", [1, 3, 100])
def test_pages_hold_every_feature_once(odd_api: httpx.Client, noun: str, limit: int) -> None:
    ids = []
    for number, answer in enumerate(pages(odd_api, noun, limit=limit)):
        ids += [feature["id"] for feature in answer["features"]]
        assert answer["numberReturned"] == len(answer["features"]) <= limit
        assert [link["type"] for link in answer["links"]] == [
            GEOJSON,
            *([GEOJSON] if links(answer, "next") else []),
            "application/json",
        ]
        if noun == "places" and number == 5:  # of some hundred
            return
    assert ids == [row["id"] for row in rows(odd_api, noun)]
    assert answer["numberMatched"] == len(ids)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_page_of_a_hundred_is_served_when_nothing_is_said(api: httpx.Client, noun: str) -> None:
    answer = page(api, noun)
    assert answer["numberReturned"] == min(answer["numberMatched"], 100)


def test_a_limit_above_the_largest_page_is_no_error(api: httpx.Client) -> None:
    answer = page(api, "places", limit=5000)
    assert answer["numberReturned"] == answer["numberMatched"] > 100


def test_a_page_says_when_it_was_made(api: httpx.Client) -> None:
    made = datetime.fromisoformat(page(api, "events", limit=1)["timeStamp"])
    assert abs(datetime.now(UTC) - made) < timedelta(seconds=10)


def test_the_links_of_a_page_are_in_its_header_too(api: httpx.Client) -> None:
    answer = api.get(items("events"), params={"limit": 1})
    for link in answer.json()["links"]:
        if link["rel"] != "collection":
            assert f'<{link["href"]}>; rel="{link["rel"]}"' in answer.headers["link"]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_feature_by_itself_is_that_of_the_page_with_its_links(
    odd_api: httpx.Client, noun: str
) -> None:
    for listed_feature in page(odd_api, noun)["features"]:
        answer = odd_api.get(f"{items(noun)}/{listed_feature['id']}")
        assert answer.headers["content-type"] == GEOJSON
        feature = answer.json()
        told = feature.pop("links")
        assert feature == listed_feature
        root = str(odd_api.base_url).rstrip("/")
        id = feature["id"]
        assert {link["rel"]: link["href"] for link in told} == {
            "self": f"{root}/ogc/collections/{noun}/items/{id}",
            "alternate": f"{root}/v1/{noun}/{id}",
            "collection": f"{root}/ogc/collections/{noun}",
        }
    assert all(odd_api.get(link["href"]).status_code == 200 for link in told)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("id", ["nothing-of-that-name", "no_id", "%00"])
def test_an_unknown_feature_is_not_found(api: httpx.Client, noun: str, id: str) -> None:
    assert api.get(f"{items(noun)}/{id}").status_code == 404


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ooga", "booga"),
        ("dateTime", "2023"),
        ("sort", "-date"),
        ("radius_km", "5"),
        ("f", "json"),
        ("crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"),
        ("limit", "unlimited"),
        ("limit", "0"),
        ("limit", "-1"),
        ("bbox", "1,2,3"),
        ("bbox", "1,2,3,4,5"),
        ("bbox", "1,2,3,4,5,6,7"),
        ("bbox", "0,10,0,-10"),
        ("bbox", "0,0,50,10,10,0"),
        ("bbox", "0,0,nan,10,10,1"),
        ("bbox", "-200,0,10,10"),
        ("bbox", "1e400,0,10,10"),
        ("bbox", ""),
        ("datetime", ".."),
        ("datetime", "../.."),
        ("datetime", "2024/2023"),
        ("datetime", "2023-13"),
        ("datetime", "2023-06-30T25:00:00Z"),
        ("datetime", "2023-06-30T12:00:00"),
        ("datetime", "2023-06T"),
        ("datetime", "2023-06-30TT"),
        ("datetime", "2023-01/2023-02/2023-03"),
        ("cursor", "abc"),
    ],
)
def test_what_is_unknown_or_has_no_meaning_is_refused(
    api: httpx.Client, noun: str, name: str, value: str
) -> None:
    answer = api.get(items(noun), params={name: value})
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [name]


def test_a_cursor_belongs_to_its_filters(api: httpx.Client) -> None:
    onward = links(page(api, "events", limit=1), "next")[0]["href"]
    assert api.get(onward).status_code == 200
    assert api.get(f"{onward}&bbox=-5,14,0,17").status_code == 400


@pytest.mark.parametrize(
    ("noun", "filters"),
    [
        ("events", {"type": "coup"}),
        ("events", {"mission": "minusma", "q": "camp"}),
        ("events", {"known_on": "2023-12-12"}),
        ("bases", {"kind": "camp"}),
        ("bases", {"status": "closed"}),
        ("contingents", {"contributor": "TCD"}),
        ("casualties", {"outcome": "death", "cause": "any"}),
        ("places", {"kind": "town", "country": "MLI"}),
        ("places", {"place": "mopti-region"}),
    ],
)
def test_the_filters_of_the_list_choose_the_same_features(
    api: httpx.Client, noun: str, filters: dict[str, str]
) -> None:
    chosen = [feature["id"] for feature in features(api, noun, limit=1000, **filters)]
    assert chosen == found(api, f"/v1/{noun}", limit=1000, **filters)
    assert chosen
