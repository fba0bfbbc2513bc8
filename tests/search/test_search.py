"""`/v1/search`: the same answers in the same order on both databases."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.api.search import ADDRESSES
from app.values.terms import SearchKind
from tests.api.served import check_body, page, pages, refused
from tests.search.asked import ASKED, NARROWED, NO_WORD, SAME_AS_TIMBUKTU

PATH = "/v1/search"


def keys(rows: list[dict[str, Any]]) -> list[str]:
    return [f"{row['kind']}/{row['id']}" for row in rows]


def searched(api: httpx.Client, q: str, filters: str = "") -> list[str]:
    """Everything that a search finds, in its order."""
    given = {"q": q, "limit": "1000"}
    for name, text in parse_qsl(filters):
        given[name] = [*given.get(name, []), text]  # type: ignore[assignment]
    answer = page(api, PATH, **given)
    assert answer["numberMatched"] == answer["numberReturned"]
    return keys(answer["items"])


def is_found(found: list[str], told: str) -> bool:
    """Whether what is found is what the list tells."""
    wanted = told.split()
    if wanted[-1:] == ["…"]:
        return found[: len(wanted) - 1] == wanted[:-1] and len(found) >= len(wanted)
    return found == wanted


@pytest.mark.parametrize(("q", "told"), ASKED, ids=[q for q, _ in ASKED])
def test_the_nearest_comes_first(api: httpx.Client, q: str, told: str) -> None:
    found = searched(api, q)
    assert is_found(found, told), found


@pytest.mark.parametrize(("q", "filters", "told"), NARROWED)
def test_a_search_can_be_narrowed(api: httpx.Client, q: str, filters: str, told: str) -> None:
    found = searched(api, q, filters)
    assert is_found(found, told), found


@pytest.mark.parametrize("q", SAME_AS_TIMBUKTU)
def test_a_sign_is_no_operator(api: httpx.Client, q: str) -> None:
    assert searched(api, q) == searched(api, "timbuktu")


@pytest.mark.parametrize("q", NO_WORD)
def test_a_search_without_a_word_is_refused(api: httpx.Client, q: str) -> None:
    (error,) = refused(api, PATH, q=q)["errors"]
    assert error["parameter"] == "q"
    assert "no word" in error["detail"]


def test_a_search_says_what_for(api: httpx.Client) -> None:
    (error,) = refused(api, PATH)["errors"]
    assert (error["parameter"], error["example"]) == ("q", "q=timbuktu camp")
    assert "missing" in error["detail"]
    assert refused(api, PATH, q="")["errors"][0]["parameter"] == "q"
    assert [e["parameter"] for e in refused(api, PATH, limit=0)["errors"]] == ["limit", "q"]


def test_a_search_of_200_characters_is_taken_and_longer_ones_are_refused(
    api: httpx.Client,
) -> None:
    assert searched(api, "x" * 200) == []
    assert searched(api, "ﷺ" * 200) == []  # each stands for eighteen letters
    assert searched(api, "𐎀" * 200) == []  # of four bytes each
    for length in (201, 10_000):
        (error,) = refused(api, PATH, q="x" * length)["errors"]
        assert "too many" in error["detail"]


@pytest.mark.parametrize(
    ("given", "parameter"),
    [
        ({"kind": "bases"}, "kind"),
        ({"mission": "minusca"}, "mission"),
        ({"sort": "date"}, "sort"),
        ({"place": "gao"}, "place"),
        ({"known_on": "2023"}, "known_on"),
        ({"cursor": "WyI0ZmU4Il0"}, "cursor"),
        ({"q": ["mali", "gao"]}, "q"),
        ({"q": "a\x00b"}, "q"),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    api: httpx.Client, given: dict[str, Any], parameter: str
) -> None:
    (error,) = refused(api, PATH, **({"q": "mali"} | given))["errors"]
    assert error["parameter"] == parameter


def test_an_answer_is_as_documented(api: httpx.Client) -> None:
    answer = api.get(PATH, params={"q": "timbuktu"})
    check_body(answer)
    first, *_ = answer.json()["items"]
    assert first == {
        "kind": "place",
        "id": "timbuktu",
        "title": "Timbuktu",
        "mission": None,
        "href": "/v1/places/timbuktu",
        "matched": "name",
    }


def test_whatever_is_found_is_shown_where_it_says(api: httpx.Client) -> None:
    found = page(api, PATH, q="mali", limit=1000)["items"]
    found += page(api, PATH, q="minusma", limit=1000)["items"]
    kinds = {row["kind"] for row in found}
    assert kinds == set(SearchKind)
    for kind in kinds:
        row = next(row for row in found if row["kind"] == kind)
        shown = api.get(row["href"])
        assert shown.status_code == 200, row
        assert shown.json()["id"] == row["id"] or row["id"] in shown.text
    assert {ADDRESSES.get(SearchKind(kind)) for kind in kinds} >= {"people", "bases", "events"}


def test_tiers_come_one_after_the_other(api: httpx.Client) -> None:
    for q in ("mali", "minusma", "timbuktu", "camp", "guterres"):
        tiers = [row["matched"] for row in page(api, PATH, q=q, limit=1000)["items"]]
        assert tiers == sorted(tiers, key=["name", "title", "text"].index)


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
@pytest.mark.parametrize("q", ["timbuktu", "mopti camp", "guterres", "zaire", "mali resolution"])
def test_small_pages_hold_what_one_large_page_holds(api: httpx.Client, q: str, limit: int) -> None:
    whole = page(api, PATH, q=q, limit=1000)
    small = list(pages(api, PATH, q=q, limit=limit))
    assert [row for each in small for row in each["items"]] == whole["items"]
    assert {each["numberMatched"] for each in small} == {whole["numberMatched"]}


def test_a_cursor_goes_with_its_search(api: httpx.Client) -> None:
    (onward,) = (
        link["href"]
        for link in page(api, PATH, q="mali", limit=1)["links"]
        if link["rel"] == "next"
    )
    cursor = dict(parse_qsl(urlsplit(onward).query))["cursor"]
    assert page(api, PATH, q="mali", limit=5, cursor=cursor)["numberReturned"] == 5
    for other in ({"q": "gao"}, {"q": "mali", "kind": "place"}):
        assert "other filters" in refused(api, PATH, **other, cursor=cursor)["detail"]


def test_what_a_resolution_acts_on_finds_it_in_its_list_too(api: httpx.Client) -> None:
    for q in ("mali", "minusma", "stabilization"):
        rows = page(api, "/v1/resolutions", q=q)["items"]
        assert [row["id"] for row in rows] == ["2100", "2690"]
    rows = page(api, "/v1/resolutions", q="establishes")["items"]
    assert [row["id"] for row in rows] == ["2100"]


ROUTES = {
    "mission": "missions",
    "resolution": "resolutions",
    "base": "bases",
    "place": "places",
    "person": "people",
    "organisation": "organisations",
    "document": "documents",
    "casualty": "casualties",
    "contingent": "contingents",
    "event": "events",
    "statement": "statements",
    "task": "tasks",
}


@pytest.mark.parametrize("match", ["possible", "certain"])
@pytest.mark.parametrize(
    "day", ["2000-01-01", "2023-12-11", "2023-12-12", "2023-12-30", "2024-01-31", "9999-12-31"]
)
def test_a_search_knows_on_a_day_what_the_lists_know(
    api: httpx.Client, day: str, match: str
) -> None:
    known = {"known_on": day, "match": match, "limit": "1000"}
    for q in ("mali", "minusma", "mission", "un"):
        for kind, noun in ROUTES.items():
            found = page(api, PATH, q=q, kind=kind, **known)["items"]
            then = {row["id"] for row in page(api, f"/v1/{noun}", **known)["items"]}
            ever = page(api, PATH, q=q, kind=kind, limit=1000)["items"]
            assert keys(found) == [key for key in keys(ever) if key.partition("/")[2] in then]
