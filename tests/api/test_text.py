"""`q`: whole words, in any order, without regard to case and accents."""

import httpx
import pytest

from app.database import Database
from tests.api import odd
from tests.api.served import SEARCHED, found, page, refused


@pytest.mark.parametrize("q", ["tombouctou", "TOMBOUCTOU", "Tömbouctoú", "  tombouctou  "])
def test_case_and_accents_do_not_count(api: httpx.Client, q: str) -> None:
    assert "timbuktu" in found(api, "/v1/places", q=q)


def test_all_words_have_to_occur_in_any_order(api: httpx.Client) -> None:
    forward, backward = (
        found(api, "/v1/bases", q="camp mopti"),
        found(api, "/v1/bases", q="Mopti, camp"),
    )
    assert forward == backward == ["minusma-mopti-camp"]
    assert found(api, "/v1/bases", q="camp mopti atlantis") == []


def test_only_whole_words_count(api: httpx.Client) -> None:
    assert found(api, "/v1/bases", q="mopti") == ["minusma-mopti-camp"]
    assert found(api, "/v1/bases", q="mopt") == []


SIGNS = ("100%", "a_b", "%", "_", "\\", "' OR 1=1 --", '"', "a%' --")


def test_signs_are_no_wildcards_and_no_sql(own: Database, own_api: httpx.Client) -> None:
    odd.add(own, odd.event("plain"), odd.event("axb"))
    for q in SIGNS:
        response = own_api.get("/v1/events", params={"q": q})
        assert response.status_code == 400 or response.json()["items"] == []


@pytest.mark.parametrize("path", SEARCHED)
@pytest.mark.parametrize("q", ["...", "-", "%", "_", "☮"])
def test_a_search_without_a_word_is_refused(api: httpx.Client, path: str, q: str) -> None:
    (error,) = refused(api, path, q=q)["errors"]
    assert "no word" in error["detail"]


WORDS = {
    "/v1/missions": "stabilization",
    "/v1/resolutions": "2100",
    "/v1/contingents": "chad",
    "/v1/bases": "timbuktu",
    "/v1/casualties": "hostile",
    "/v1/strengths": "mali",
    "/v1/events": "coup",
    "/v1/statements": "guterres",
    "/v1/tasks": "ceasefire",
    "/v1/places": "mali",
    "/v1/countries": "mali",
    "/v1/people": "guterres",
    "/v1/organisations": "mali",
    "/v1/documents": "diplomatic",
    "/v1/timeline": "coup",
    "/v1/coverage": "coup",
}
"""A word that some rows of a list have and others do not; there is only one mission."""


@pytest.mark.parametrize("path", SEARCHED)
def test_every_list_can_be_searched(api: httpx.Client, path: str) -> None:
    everything = page(api, path)["numberMatched"]
    some = page(api, path, q=WORDS[path])["numberMatched"]
    assert 0 < some < everything or (path, some) == ("/v1/missions", 1)
    assert page(api, path, q="zzzzzz")["numberMatched"] == 0


def test_words_of_other_scripts_are_words(own: Database, own_api: httpx.Client) -> None:
    odd.add(own, odd.event("мир-в-мали"), odd.event("other"))
    assert found(own_api, "/v1/events", q="МИР") == ["мир-в-мали"]
