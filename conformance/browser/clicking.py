"""The page of a mission as its readers use it, held against the API: python clicking.py ADDRESS."""

import re
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from browsing import Watch, chromium, context, draw_all
from kinds import MISSION
from playwright.sync_api import Browser, Locator, Page

ROWS = "tr[id], article[id], li[id]"
MARKS = "g.role-mark > path"


def items(page: Page, href: str) -> list[dict[str, Any]] | None:
    """What the API answers to the call behind an element; None where that is one thing."""
    answer = page.request.get(href)
    assert answer.ok, f"{href}: {answer.status}"
    found: list[dict[str, Any]] | None = answer.json().get("items")
    return found


def shows_what_is_answered(page: Page) -> None:
    """All that the API answers to the calls of a page is shown, and no row that it does not answer."""
    links = [str(link.get_attribute("href")) for link in page.locator("main a.data").all()]
    assert links, f"{page.url} leads to no data"
    rows = page.locator(f"main :is({ROWS})").evaluate_all("rows => rows.map((row) => row.id)")
    led_to = page.locator("main a[href]").evaluate_all(
        "links => links.map((link) => link.pathname.split('/').pop())"
    )
    text = page.locator("main").inner_text()
    answered: set[str] = set()
    for href in links:
        for item in items(page, href) or ():
            names = {item["id"], f"{item.get('kind')}-{item['id']}"}
            is_shown = names & {*rows, *led_to} or (item.get("summary") or "\0") in text
            assert is_shown, f"{page.url} does not show {item['id']} of {href}"
            answered |= names
    assert not set(rows) - answered, f"{page.url} shows {set(rows) - answered} besides"


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters in the page's address."""
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def submit(page: Page) -> None:
    """Press the form's button."""
    with page.expect_navigation():
        page.locator("form.filters button").click()


def sources(page: Page) -> None:
    """Who says so is one click away, and the document with the passage another one."""
    figure = page.locator("article.figure").first
    link = figure.locator("ul.citations a").first
    assert not link.is_visible()
    figure.locator("summary").first.click()
    assert link.is_visible()
    with page.expect_navigation():
        link.click()
    assert "/documents/" in page.url
    shows_what_is_answered(page)


def slider(page: Page) -> None:
    """The slider writes a day into the form; the page is then that of the day."""
    page.locator("#slider").fill("3000")
    day = page.locator("#datetime").input_value()
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", day), day
    submit(page)
    assert asked(page) == {"datetime": [day]}
    assert page.locator("#datetime").input_value() == day
    shows_what_is_answered(page)


def filters(page: Page) -> None:
    """Known on, a place and a contributor narrow the page; all of it stands in the address."""
    page.locator("#known_on").fill("2024-02-01")
    page.locator("#place").select_option("mali")
    submit(page)
    assert asked(page) == {"known_on": ["2024-02-01"], "place": ["mali"]}
    shows_what_is_answered(page)
    page.locator("#contributor").select_option("TCD")
    submit(page)
    assert asked(page)["contributor"] == ["TCD"]
    shows_what_is_answered(page)


def known_on(page: Page) -> None:
    """A day before most documents knows nothing of what later ones say."""
    before = page.locator("article.figure").count()
    page.locator("#known_on").fill("2023-12-12")
    submit(page)
    shows_what_is_answered(page)
    assert page.locator("article.figure").count() < before


def language(page: Page) -> None:
    """The other language is one click away, with the same facts."""
    ids = page.locator(f"main :is({ROWS})").evaluate_all("rows => rows.map((row) => row.id)")
    with page.expect_navigation():
        page.locator("header a[hreflang='fr']").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert asked(page)["lang"] == ["fr"]
    french = page.locator(f"main :is({ROWS})").evaluate_all("rows => rows.map((row) => row.id)")
    assert french == ids


def search(page: Page) -> None:
    """What is found is what the API finds."""
    page.locator("#q").fill("gao")
    with page.expect_navigation():
        page.locator("form.search button").click()
    found = items(page, "/v1/search?q=gao")
    assert found
    text = page.locator("main").inner_text()
    assert page.locator("main li").count() >= len(found) > 0, text


def charts(page: Page) -> None:
    """Charts draw the API's data, as many marks as the picture that the server makes of the same."""
    assert draw_all(page) == 4
    for figure in page.locator("figure[data-chart]").all():
        width = int(figure.locator("svg").first.get_attribute("width") or 0)
        picture = str(figure.locator(".forms a").first.get_attribute("href"))
        told = page.request.get(f"{picture}&width={laid_out(page, figure)}").text()
        marks = len(re.findall(r"<path[^>]*aria-roledescription", told))
        drawn = figure.locator("svg path[aria-roledescription]").count()
        assert drawn == marks > 0, (
            f"{picture}: {drawn} marks drawn, {marks} in the picture, {width}"
        )


def laid_out(page: Page, figure: Locator) -> int:
    """The width that a chart was asked for in."""
    room = int(figure.evaluate("(figure) => Math.max(240, Math.min(figure.clientWidth, 1200))"))
    return room - room % 40


def copying(page: Page) -> None:
    """The code to embed a chart is copied; it is a frame with its address."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator("button.copy").first
    button.click()
    page.wait_for_function("(told) => document.querySelector('button.copy').textContent === told",
                           arg=button.get_attribute("data-copied"))  # fmt: skip
    code = page.evaluate("() => navigator.clipboard.readText()")
    assert code.startswith("<iframe"), code
    assert "/embed/" in code


def sharing(browser: Browser, address: str) -> None:
    """An address alone gives another reader the same view."""
    path = f"{MISSION}?datetime=2023-12-08&place=mali&lang=fr"
    texts = []
    for _ in range(2):
        with context(browser) as reader:
            page = reader.new_page()
            page.goto(address + path)
            texts.append(page.locator("main").inner_text())
            assert page.locator("#datetime").input_value() == "2023-12-08"
            assert page.locator("#place").input_value() == "mali"
    assert texts[0] == texts[1]


ACTS: tuple[Callable[[Page], None], ...] = (
    shows_what_is_answered,
    sources,
    slider,
    filters,
    known_on,
    language,
    search,
    charts,
    copying,
)


def main(address: str) -> None:
    """Each act begins on the page at `/`, as a new reader; none may leave a complaint."""
    with chromium() as browser:
        for act in ACTS:
            with context(browser, base_url=address) as reader:
                page = reader.new_page()
                watch = Watch(address)
                watch.over(page)
                page.goto("/")
                assert page.locator("h1").inner_text() == "MINUSMA"
                try:
                    act(page)
                except AssertionError as fault:
                    raise AssertionError(f"{act.__name__}: {fault}") from fault
                watch.end()
        sharing(browser, address)


if __name__ == "__main__":
    main(*sys.argv[1:])
