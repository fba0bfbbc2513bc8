"""The page of one fact or one thing shows all that the API answers of it."""

from typing import Any

import httpx
import pytest

from app.api.routes import SHOWINGS
from app.web.labels import labels
from app.web.pages.nouns import DESIGNED
from app.web.view import Lang
from tests.web.reading import data_links, page, text

NOUNS = [showing.path.split("/")[1] for showing in SHOWINGS if showing.path not in DESIGNED]
EN = labels(Lang.ENGLISH)


def first(api: httpx.Client, noun: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get(f"/v1/{noun}?limit=12").json()["items"]
    return rows


@pytest.mark.parametrize("noun", NOUNS)
def test_the_page_has_the_fields_of_the_api(api: httpx.Client, noun: str) -> None:
    for row in first(api, noun):
        tree = page(api, f"/{noun}/{row['id']}")
        assert data_links(tree)[0] == f"/v1/{noun}/{row['id']}"
        heading = row.get("summary") or row.get("name") or row["names"]["en"]
        assert text(tree.xpath("//h1")[0]) == heading
        shown = {
            text(field.find("dt")): text(field.find("dd"))
            for field in tree.xpath("//dl[@class='facts']/div")
        }
        if "date" in row:
            assert shown[EN("field_date")] == EN.date(row["date"])
        if row.get("quantity"):
            assert shown[EN("field_quantity")] == EN.quantity(row["quantity"])
        if "personnel" in row and row["personnel"] is None:
            assert shown[EN("field_personnel")] == "not known"
        if row.get("place"):
            assert shown[EN("field_place")] == row["place"]["name"]
        if row.get("note"):
            assert row["note"] in text(tree)


@pytest.mark.parametrize("noun", NOUNS)
def test_the_page_has_every_source(api: httpx.Client, noun: str) -> None:
    for row in first(api, noun):
        links = {str(href) for href in page(api, f"/{noun}/{row['id']}").xpath("//main//a/@href")}
        facts = [row, *row.get("statuses", ()), *row.get("roles", ())]
        cited = [one for fact in facts for one in fact.get("citations", ())]
        assert {f"/documents/{one['document']['id']}" for one in cited} <= links


def test_a_search_leads_to_pages_and_not_to_data(api: httpx.Client) -> None:
    links = page(api, "/search?q=minusma").xpath("//ol[@class='found']/li/a/@href")
    assert len(links) > 50
    assert not [href for href in links if str(href).startswith("/v1")]
    for href in links[:40]:
        page(api, str(href))


@pytest.mark.parametrize("noun", NOUNS)
def test_an_unknown_one_is_not_found_on_a_page(api: httpx.Client, noun: str) -> None:
    assert "There is nothing here" in text(page(api, f"/{noun}/nope", 404))
