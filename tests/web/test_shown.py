"""What a page shows is what the API answers to the call that stands beside it."""

from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from app.web.labels import labels
from app.web.view import Lang
from tests.web.reading import PAGES, call, data_links, hrefs, items, page, section, table, text

VIEWS = (
    "",
    "?datetime=2023-12-08",
    "?datetime=2016",
    "?known_on=2023-12-12",
    "?place=mopti",
    "?contributor=TCD",
    "?lang=fr",
    "?datetime=2023&known_on=2023-12-31&place=mali&contributor=BGD&lang=fr",
)
EN = labels(Lang.ENGLISH)


def mission(api: httpx.Client, view: str) -> Any:
    return page(api, f"/missions/minusma{view}")


@pytest.mark.parametrize("path", [*PAGES, *(f"/missions/minusma{view}" for view in VIEWS)])
def test_every_call_that_stands_beside_something_is_answered(api: httpx.Client, path: str) -> None:
    links = data_links(page(api, path))
    assert links or path == "/search"
    for href in links:
        answer = api.get(href)
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(api: httpx.Client, path: str) -> None:
    tree = page(api, path)
    ids = {str(id) for id in tree.xpath("//@id")}
    for href in sorted(set(hrefs(tree))):
        if href.startswith("#"):
            assert href[1:] in ids
        elif not href.startswith("http"):
            assert api.get(href).status_code == 200, href


@pytest.mark.parametrize("view", VIEWS)
def test_the_figures_are_the_assessments(api: httpx.Client, view: str) -> None:
    tree = mission(api, view)
    t = labels(Lang.FRENCH if "lang=fr" in view else Lang.ENGLISH)
    for id in ("casualty-figures", "strength-figures"):
        heading = tree.get_element_by_id(id).getparent()
        shown = heading.xpath("following-sibling::div[@class='figures'][1]/article")
        shown = [one for one in shown if one.xpath("preceding::h3[1]/@id") == [id]]
        told = items(api, call(tree, id))
        assert [one.get("id") for one in shown] == [one["id"] for one in told]
        for article, one in zip(shown, told, strict=True):
            assert text(article.find_class("best")[0]) == t.quantity(one["best"])
            assert t.bounds(one["low"], one["high"]) in text(article)
            assert bool(article.find_class("disputed")) is one["disputed"]
            cited = {
                f"/documents/{citation['document']['id']}"
                for fact in (*one["agreeing"], *one["conflicting"])
                for citation in fact["citations"]
            }
            linked = {str(href).partition("?")[0] for href in article.xpath(".//ul//a/@href")}
            assert cited <= linked


@pytest.mark.parametrize("view", VIEWS)
def test_the_bases_are_those_of_the_api(api: httpx.Client, view: str) -> None:
    tree = mission(api, view)
    t = labels(Lang.FRENCH if "lang=fr" in view else Lang.ENGLISH)
    told = items(api, call(tree, "bases"))
    shown = table(section(tree, "bases")) if told else []
    assert len(shown) == len(told)
    for (_, _, where, at, status, _), base in zip(shown, told, strict=True):
        assert where
        assert f"{base['place']['latitude']:.3f}" in at
        assert status == t.code("BaseState", base["status"])


@pytest.mark.parametrize("view", VIEWS)
def test_the_contingents_are_those_of_the_api(api: httpx.Client, view: str) -> None:
    tree = mission(api, view)
    lang = "fr" if "lang=fr" in view else "en"
    told = items(api, call(tree, "contingents"))
    countries = {row["id"]: row["names"][lang] for row in items(api, "/v1/countries?limit=1000")}
    shown = table(section(tree, "contingents")) if told else []
    assert [row[0] for row in shown] == [countries[one["contributor"]] for one in told]
    for row, one in zip(shown, told, strict=True):
        assert one["personnel"] is None
        assert row[2] == labels(Lang(lang))("not_stated")


@pytest.mark.parametrize("view", VIEWS)
def test_the_timeline_is_that_of_the_api(api: httpx.Client, view: str) -> None:
    tree = mission(api, view)
    t = labels(Lang.FRENCH if "lang=fr" in view else Lang.ENGLISH)
    told = items(api, call(tree, "timeline"))
    rows = section(tree, "timeline").xpath(".//ol[@class='timeline']/li")
    shown = [(text(row.xpath("./div[1]")[0]), text(row.xpath("./div[2]/p[1]")[0])) for row in rows]
    assert shown == [(t.date(one["date"]), one["summary"]) for one in told]
    assert all(row.find_class("sources") for row in rows)


@pytest.mark.parametrize("id", ["strengths", "casualties"])
@pytest.mark.parametrize("view", VIEWS)
def test_the_figures_over_time_are_those_of_the_api(api: httpx.Client, view: str, id: str) -> None:
    tree = mission(api, view)
    t = labels(Lang.FRENCH if "lang=fr" in view else Lang.ENGLISH)
    told = items(api, call(tree, id))
    rows = [row for row in table(section(tree, id)) if len(row) > 1] if told else []
    assert sorted(row[:2] for row in rows) == sorted(
        [t.date(one["date"]), t.quantity(one["quantity"])] for one in told
    )


def test_a_document_shows_what_was_taken_from_it_and_where(api: httpx.Client) -> None:
    tree = page(api, "/documents/diplomatic-insight-2023-12-12")
    told = items(api, call(tree, "passages"))
    rows = section(tree, "passages").xpath(".//ol[@class='timeline']/li")
    assert [row.get("id") for row in rows] == [f"{one['kind']}-{one['id']}" for one in told]
    for row, one in zip(rows, told, strict=True):
        for citation in one["citations"]:
            at = citation["locator"]
            assert f"paragraph {at['paragraph']}, characters {at['start']} to" in text(row)
            assert EN("no_quote") in text(row)


def test_a_search_finds_what_the_api_finds(api: httpx.Client) -> None:
    tree = page(api, "/search?q=mopti camp")
    told = items(api, call(tree, "found"))
    assert [text(one) for one in tree.xpath("//ol[@class='found']/li/a")] == [
        one["title"] for one in told
    ]
    assert f"{len(told)} found" in text(tree.find_class("sentence")[0])


def test_a_search_that_finds_nothing_says_so(api: httpx.Client) -> None:
    assert "Nothing has all these words" in text(page(api, "/search?q=zzyzx"))


@pytest.mark.parametrize("noun", ["missions", "resolutions", "places", "documents"])
def test_a_list_has_the_rows_of_the_api(api: httpx.Client, noun: str) -> None:
    tree = page(api, f"/{noun}")
    told = items(api, call(tree, noun))
    links = tree.xpath("//tbody/tr/th/a/@href")
    assert [str(href) for href in links] == [f"/{noun}/{row['id']}" for row in told]


def test_pages_of_a_list_hold_each_row_once(api: httpx.Client) -> None:
    path, seen = "/places", []
    for _ in range(100):
        tree = page(api, path)
        seen += [str(href) for href in tree.xpath("//tbody/tr/th/a/@href")]
        onward = tree.xpath("//a[@rel='next']/@href")
        if not onward:
            break
        path = str(onward[0])
    rows = items(api, "/v1/places?limit=1000")
    assert seen == [f"/places/{row['id']}" for row in rows]


def test_the_sentence_gives_each_date_as_precisely_as_it_is_known(api: httpx.Client) -> None:
    sentence = text(page(api, "/").find_class("sentence")[0])
    assert sentence == (
        "MINUSMA was a peacekeeping mission led by the United Nations in Mali; it was established on"
        " 25 April 2013 and its withdrawal was completed on 31 December 2023."
    )
    known = text(page(api, "/?known_on=2023-12-12").find_class("sentence")[0])
    assert "MINUSMA is a peacekeeping mission" in known
    assert "it was deployed in 2013" in known
    assert "1 January 2013" not in known


def test_the_page_at_the_root_is_that_of_minusma(api: httpx.Client) -> None:
    assert text(page(api, "/").xpath("//main")[0]) == text(
        page(api, "/missions/minusma").xpath("//main")[0]
    )


def test_the_status_is_that_of_the_day_asked_for(api: httpx.Client) -> None:
    facts = text(mission(api, "?datetime=2020").find_class("facts")[0])
    assert "on 31 December 2020" in facts
    assert "active" in facts


def test_the_form_holds_what_was_asked_for(api: httpx.Client) -> None:
    asked = "contributor=TCD&datetime=2016&known_on=2023-12-31&lang=fr&place=kidal"
    tree = mission(api, f"?{asked}")
    (form,) = tree.xpath("//form[@class='filters']")
    held = {name: value for name, value in form.form_values() if value}
    assert urlencode(sorted(held.items())) == asked
    assert form.action == "/missions/minusma"
    offered = form.xpath(".//select[@name='contributor']/option[@value!='']/@value")
    assert sorted(map(str, offered)) == [
        row["id"] for row in items(api, "/v1/countries?limit=1000")
    ]


def test_the_form_keeps_several_of_one_filter(api: httpx.Client) -> None:
    (form,) = mission(api, "?place=gao&place=kidal").xpath("//form[@class='filters']")
    assert [value for name, value in form.form_values() if name == "place"] == ["gao", "kidal"]


def test_the_days_of_the_slider_are_the_first_and_the_last_of_the_mission(
    api: httpx.Client,
) -> None:
    for view in ("", "?datetime=2015"):
        (field,) = mission(api, view).xpath("//input[@name='datetime']")
        assert (field.get("data-first"), field.get("data-last")) == ("2013-01-01", "2024-01-01")
