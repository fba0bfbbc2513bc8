"""Reading a page as a person would: its text, its links, its tables."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
from lxml import html  # type: ignore[import-untyped]

Element = Any

PAGES = (
    "/",
    "/missions",
    "/missions/minusma",
    "/missions/minusma/figures",
    "/missions/minusma/bases",
    "/missions/minusma/contingents",
    "/missions/minusma/timeline",
    "/missions/minusma/strengths",
    "/missions/minusma/casualties",
    "/missions/minusma/statements",
    "/missions/minusma/tasks",
    "/resolutions",
    "/resolutions/2690",
    "/places",
    "/places/gao",
    "/documents",
    "/documents/diplomatic-insight-2023-12-12",
    "/bases/minusma-gao",
    "/contingents/chad-in-kidal",
    "/casualties/minusma-deaths-hostile-acts",
    "/strengths/minusma-troops-on-arrival",
    "/events/flag-lowered",
    "/countries/MLI",
    "/people/fatoumata-kaba",
    "/organisations/minusma",
    "/search",
    "/search?q=timbuktu",
)
"""One of each kind of page."""


def page(api: httpx.Client, path: str, status: int = 200) -> Element:
    """A page, parsed."""
    answer = api.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.fromstring(answer.text)


def text(element: Element) -> str:
    """What a person reads."""
    return re.sub(r"[ \n]+", " ", element.text_content()).strip(" \n")


def section(tree: Element, id: str) -> Element:
    """The section under a heading."""
    (heading,) = tree.xpath("//*[@id=$id]", id=id)
    return heading.xpath("ancestor::section[1]")[0]


def data_links(tree: Element) -> list[str]:
    """The calls of the API behind what the page shows."""
    return [str(href) for href in tree.xpath("//a[@class='data']/@href")]


def call(tree: Element, id: str) -> str:
    """The call of the API behind what is under a heading."""
    (heading,) = tree.xpath("//*[@id=$id]", id=id)
    (href,) = heading.xpath("../a[@class='data']/@href")
    return str(href)


def table(element: Element) -> list[list[str]]:
    """The rows of the first table, without its head."""
    rows = element.xpath(".//table[1]/tbody/tr")
    return [[text(cell) for cell in row.xpath("./th | ./td")] for row in rows]


def items(api: httpx.Client, call: str) -> list[dict[str, Any]]:
    """What the API answers to a call."""
    answer = api.get(call)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def hrefs(tree: Element) -> Iterator[str]:
    """Every address on the page, whatever it is for."""
    for name in ("href", "src", "action", "data-chart"):
        yield from (str(value) for value in tree.xpath(f"//@{name}"))
