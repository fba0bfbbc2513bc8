"""Views: the filters of the API, carried from page to page and to the calls behind them."""

import pytest

from app.errors import InvalidParameters, NotFound
from app.queries.when import When
from app.web.view import Lang, ListView, View, query_at

ALL = [
    ("datetime", "2016"),
    ("known_on", "2023-12-12"),
    ("place", "kidal"),
    ("contributor", "TCD"),
    ("lang", "fr"),
]


def view(pairs: list[tuple[str, str]]) -> View:
    return View.read(pairs)


def test_a_view_reads_what_the_api_reads() -> None:
    asked = view(ALL)
    assert asked.datetime == When.read([("datetime", "2016")]).datetime
    assert asked.place == ("kidal",)
    assert asked.lang is Lang.FRENCH
    assert view([]).lang is Lang.ENGLISH


@pytest.mark.parametrize(
    ("path", "more", "address"),
    [
        (
            "/v1/strengths",
            {"mission": "minusma"},
            "/v1/strengths?mission=minusma&contributor=TCD&datetime=2016&known_on=2023-12-12&place=kidal",
        ),
        (
            "/v1/strengths.csv",
            {},
            "/v1/strengths.csv?contributor=TCD&datetime=2016&known_on=2023-12-12&place=kidal",
        ),
        ("/v1/missions/minusma", {}, "/v1/missions/minusma?datetime=2016&known_on=2023-12-12"),
        ("/v1/missions/minusma", {"datetime": None}, "/v1/missions/minusma?known_on=2023-12-12"),
        (
            "/v1/timeline",
            {"kind": ["event", "milestone"], "place": "gao"},
            "/v1/timeline?kind=event&kind=milestone&place=gao&datetime=2016&known_on=2023-12-12",
        ),
        ("/v1/countries", {}, "/v1/countries?known_on=2023-12-12"),
    ],
)
def test_a_call_has_the_filters_that_its_resource_takes(
    path: str, more: dict[str, str], address: str
) -> None:
    assert view(ALL).api(path, **more) == address


def test_what_is_no_resource_has_no_call() -> None:
    with pytest.raises(NotFound):
        query_at("/v1/nonsense")


def test_an_address_keeps_what_does_not_change() -> None:
    asked = view(ALL)
    same = "contributor=TCD&datetime=2016&known_on=2023-12-12&place=kidal"
    assert asked.href("/missions/minusma") == (
        "/missions/minusma?contributor=TCD&datetime=2016&known_on=2023-12-12&lang=fr&place=kidal"
    )
    assert asked.href("/missions/minusma", lang="en") == f"/missions/minusma?{same}&lang=en"
    assert (
        asked.href("/", datetime=None, place=None, contributor=None, known_on=None) == "/?lang=fr"
    )
    assert asked.bare("/places/gao") == "/places/gao?known_on=2023-12-12&lang=fr"
    assert view([]).bare("/search", q="mopti camp") == "/search?q=mopti+camp"


def test_a_cursor_is_not_carried_along() -> None:
    asked = ListView.read([("cursor", "abc"), ("known_on", "2023-12-12")])
    assert asked.cursor == "abc"
    assert asked.href("/places") == "/places?known_on=2023-12-12"


def test_a_filter_that_no_query_of_a_page_takes_is_refused() -> None:
    with pytest.raises(InvalidParameters, match="'place' is not a parameter here"):
        View.of([("place", "gao")], [When])
    with pytest.raises(InvalidParameters, match="'datetime' is not a parameter here"):
        View.of([("datetime", "2016")], [When], fixed=["datetime"])
