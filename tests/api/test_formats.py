"""Formats: every list in every format has the rows of its JSON, in the same order."""

import json
import sys
from typing import Any

import httpx
import pytest

from tests.api.flattened import (
    at,
    check_columns,
    csv_cell,
    csv_rows,
    parquet,
    parquet_cell,
    parquet_rows,
)
from tests.api.geojson import check_geojson
from tests.api.served import ENDINGS, FACTS, LISTS, Row, check_problem, pages

DOCUMENT = "/v1/documents/diplomatic-insight-2023-12-12/facts"
COUNTED = ("/v1/stats/contingents", "/v1/stats/events")
ALL = (*LISTS, *COUNTED, DOCUMENT, "/v1/search")
UNSEARCHED = ("/v1/assessments",)
HERE_AND_NOW = {"datetime": "2023-06/2023-12", "bbox": "-5,12,2,20"}
TIMELY = ("/v1/timeline", "/v1/coverage", "/v1/assessments", *(f"/v1/{noun}" for noun in FACTS))
COUNTS = {
    "mission-kb-number-matched": "numberMatched",
    "mission-kb-undated-excluded": "undatedExcluded",
    "mission-kb-unlocated-excluded": "unlocatedExcluded",
}


def asked(path: str) -> dict[str, Any]:
    """What a list has to be asked for."""
    if path in COUNTED:
        return {"group_by": "place,year,mission"}
    return {"q": "mali"} if path == "/v1/search" else {}


def listed(api: httpx.Client, path: str, **params: Any) -> list[Row]:
    """All rows of a list as JSON, page by page."""
    found = pages(api, path, limit=1000, **asked(path), **params)
    return [row for each in found for row in each["items"]]


def whole(api: httpx.Client, path: str, ending: str, **params: Any) -> httpx.Response:
    """A list in a format."""
    response = api.get(path + ending, params={**asked(path), **params})
    assert response.status_code == 200, response.text
    return response


@pytest.mark.parametrize("path", ALL)
def test_ndjson_has_the_rows_of_the_json(odd_api: httpx.Client, path: str) -> None:
    text = whole(odd_api, path, ".ndjson").text
    rows = listed(odd_api, path)
    assert [json.loads(line) for line in text.splitlines()] == rows
    assert text.count("\n") == len(rows) > 0


@pytest.mark.parametrize("path", ALL)
def test_geojson_has_the_rows_of_the_json(odd_api: httpx.Client, path: str) -> None:
    collection = whole(odd_api, path, ".geojson").json()
    rows = listed(odd_api, path)
    check_geojson(collection)
    assert [feature["properties"] for feature in collection["features"]] == rows
    assert collection["numberReturned"] == collection["numberMatched"] == len(rows)


@pytest.mark.parametrize("path", ALL)
def test_csv_has_the_rows_of_the_json(odd_api: httpx.Client, path: str) -> None:
    response = whole(odd_api, path, ".csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    header, cells = csv_rows(response.content.decode("utf-8"))
    rows = listed(odd_api, path)
    check_columns(header, rows)
    assert len(cells) == len(rows)
    for row, held in zip(rows, cells, strict=True):
        assert held == [csv_cell(at(row, name)) for name in header]


@pytest.mark.parametrize("path", ALL)
def test_parquet_has_the_rows_of_the_json(odd_api: httpx.Client, path: str) -> None:
    names, cells = parquet_rows(parquet(whole(odd_api, path, ".parquet").content))
    rows = listed(odd_api, path)
    check_columns(names, rows)
    assert len(cells) == len(rows)
    for row, held in zip(rows, cells, strict=True):
        expected = [at(row, name) for name in names]
        assert held == [parquet_cell(each, cell) for each, cell in zip(expected, held, strict=True)]


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_has_its_columns_with_no_rows(
    odd_api: httpx.Client, path: str, ending: str
) -> None:
    nothing = {"known_on": "1900-01-01"} if path in UNSEARCHED else {"q": "nothingiscalledso"}
    response = whole(odd_api, path, ending, **nothing)
    assert response.headers["mission-kb-number-matched"] == "0"
    if ending == ".ndjson":
        assert response.text == ""
    elif ending == ".geojson":
        check_geojson(response.json())
        assert response.json()["features"] == []
    elif ending == ".csv":
        header, rows = csv_rows(response.text)
        assert header == csv_rows(whole(odd_api, path, ending).text)[0]
        assert rows == []
    else:
        table = parquet(response.content)
        assert table.schema == parquet(whole(odd_api, path, ending).content).schema
        assert table.num_rows == 0


@pytest.mark.parametrize("path", ALL)
def test_pages_of_a_format_are_linked_and_make_up_the_whole(
    odd_api: httpx.Client, path: str
) -> None:
    response = whole(odd_api, path, ".ndjson", limit=150)
    lines = response.text.splitlines()
    while "next" in response.links:
        assert len(response.text.splitlines()) == 150
        assert f"{path}.ndjson?" in response.links["next"]["url"]
        response = odd_api.get(response.links["next"]["url"])
        lines += response.text.splitlines()
    assert lines == whole(odd_api, path, ".ndjson").text.splitlines()


@pytest.mark.parametrize("path", ALL)
def test_a_cursor_without_a_limit_gives_all_the_rest(odd_api: httpx.Client, path: str) -> None:
    (first, *_) = pages(odd_api, path, limit=1, **asked(path))
    rows = listed(odd_api, path)
    onward = httpx.URL(first["links"][-1]["href"]).params.get("cursor")
    if onward is None:
        assert len(rows) == 1
        return
    rest = whole(odd_api, path, ".ndjson", cursor=onward).text.splitlines()
    assert [json.loads(line) for line in rest] == rows[1:]


@pytest.mark.parametrize("path", TIMELY)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_a_page_tells_beside_its_rows_is_told_in_headers(
    odd_api: httpx.Client, path: str, ending: str
) -> None:
    told = odd_api.get(path, params={**HERE_AND_NOW, "limit": 1}).json()
    for params in (HERE_AND_NOW, {**HERE_AND_NOW, "limit": 1}):
        response = whole(odd_api, path, ending, **params)
        for header, field in COUNTS.items():
            assert response.headers[header] == str(told[field])
        if ending == ".geojson":
            assert {name: response.json()[name] for name in COUNTS.values()} == {
                name: told[name] for name in COUNTS.values()
            }


@pytest.mark.parametrize("noun", FACTS)
def test_the_rows_of_a_whole_list_can_be_counted_against_the_coverage(
    odd_api: httpx.Client, noun: str
) -> None:
    kinds = {"casualties": "casualty"}
    kind = kinds.get(noun, noun.removesuffix("s"))
    totals = odd_api.get("/v1/coverage", params={"kind": kind, "limit": 1}).json()["totals"]
    assert len(whole(odd_api, f"/v1/{noun}", ".ndjson").text.splitlines()) == totals["facts"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_edition_that_is_held_is_not_sent_again(address: str, ending: str) -> None:
    first = httpx.get(f"{address}/v1/events{ending}")
    tag = first.headers["etag"]
    held = httpx.get(f"{address}/v1/events{ending}", headers={"If-None-Match": tag})
    assert (held.status_code, held.content) == (304, b"")
    assert held.headers["etag"] == tag
    for other in {"", *ENDINGS} - {ending}:
        assert httpx.head(f"{address}/v1/events{other}").headers["etag"] != tag


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("ending", ENDINGS)
def test_head_tells_what_get_tells(api: httpx.Client, path: str, ending: str) -> None:
    got = whole(api, path, ending)
    head = api.head(path + ending, params=asked(path))
    assert (head.status_code, head.content) == (200, b"")
    assert told_of(head) == told_of(got)


def told_of(response: httpx.Response) -> dict[str, str]:
    """The headers that tell of the answer, and not of its sending."""
    of_sending = ("date", "transfer-encoding", "content-length", "x-request-id")
    return {name: text for name, text in response.headers.items() if name not in of_sending}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_page_larger_than_pages_are_is_refused(api: httpx.Client, ending: str) -> None:
    response = api.get(f"/v1/events{ending}", params={"limit": 1001})
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["parameter"] == "limit"
    assert "leave it out" in error["detail"]
    assert whole(api, "/v1/events", ending, limit=1000).content


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/v1/events", "colour=blue", 400),
        ("/v1/events", "limit=0", 400),
        ("/v1/events", "cursor=nonsense", 400),
        ("/v1/events", "mission=minsuma", 400),
        ("/v1/search", "", 400),
        ("/v1/documents/no-such-thing/facts", "", 404),
        ("/v1/documents/_/facts", "", 404),
        ("/v1/events/flag-lowered", "", 404),
        ("/health", "", 404),
    ],
)
def test_what_is_wrong_is_a_problem_in_every_format(
    api: httpx.Client, ending: str, path: str, query: str, status: int
) -> None:
    response = api.get(f"{path}{ending}?{query}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_without_its_libraries_parquet_is_refused_and_all_else_goes_on(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "arro3.io", None)
    anew = {"Cache-Control": "no-cache"}  # it may have been asked for before, and kept
    response = httpx.get(f"{address}/v1/events.parquet", headers=anew)
    check_problem(response)
    assert response.status_code == 501
    assert response.json()["type"] == "urn:mission-kb:problem:not-installed"
    assert ".csv" in response.json()["detail"]
    assert httpx.get(f"{address}/v1/events.csv").status_code == 200
