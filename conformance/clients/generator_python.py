"""openapi-generator, python: bases near Gao and Timbuktu, page by page, one of them, and one that is not."""

import sys
from urllib.parse import parse_qs, urlsplit

from mission_kb import ApiClient, BasePage, BasesApi, Configuration, PassageLocator, Problem
from mission_kb.exceptions import NotFoundException

bases = BasesApi(ApiClient(Configuration(host=sys.argv[1])))


def page(box: list[float | int], when: str, cursor: str | None = None) -> BasePage:
    """One base of MINUSMA in a box, as it was on a date."""
    return bases.list_bases(mission=["minusma"], bbox=box, datetime=when, limit=1, cursor=cursor)


def told(found: BasePage) -> tuple[int | None, list[tuple[str, str | None]]]:
    """How many bases there are on all pages, and what became of the one on this page."""
    return found.number_matched, [(base.id, base.status) for base in found.items]


near_gao = page([-1, 16, 1, 17], "2024-01")
assert told(near_gao) == (1, [("minusma-gao", "retained-for-liquidation")]), near_gao

first = page([-4, 14, 1, 17], "2023-12")
assert told(first) == (2, [("minusma-gao", "in-use")]), first
(onward,) = (link.href for link in first.links if link.rel == "next")
second = page([-4, 14, 1, 17], "2023-12", cursor=parse_qs(urlsplit(onward).query)["cursor"][0])
assert told(second) == (2, [("minusma-timbuktu-camp", "closed")]), second
assert [link.rel for link in second.links] == ["self"], second

base = bases.get_base("minusma-gao")
assert base.place is not None
assert base.place.name == "Gao"
locator = base.statuses[0].citations[0].locator.actual_instance
assert isinstance(locator, PassageLocator), locator
assert locator.paragraph >= 1

try:
    bases.get_base("nowhere")
except NotFoundException as refused:
    problem = refused.data
    assert isinstance(problem, Problem), problem
    assert (problem.status, problem.type) == (404, "urn:mission-kb:problem:not-found"), problem
else:
    raise AssertionError("there is a base called nowhere")
