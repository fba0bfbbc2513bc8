"""openapi-python-client: bases near Gao and Timbuktu, page by page, one of them, and one that is not."""

import sys
from urllib.parse import parse_qs, urlsplit

from mission_kb_client import Client
from mission_kb_client.api.bases import get_base, list_bases
from mission_kb_client.models import Base, BasePage, PassageLocator, Problem
from mission_kb_client.types import UNSET, Unset

client = Client(base_url=sys.argv[1])


def page(box: list[float], when: str, cursor: str | Unset = UNSET) -> BasePage:
    """One base of MINUSMA in a box, as it was on a date."""
    found = list_bases.sync(
        client=client, mission=["minusma"], bbox=box, datetime_=when, limit=1, cursor=cursor
    )
    assert isinstance(found, BasePage), found
    return found


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

base = get_base.sync("minusma-gao", client=client)
assert isinstance(base, Base), base
assert base.place is not None
assert base.place.name == "Gao"
locator = base.statuses[0].citations[0].locator
assert isinstance(locator, PassageLocator), locator
assert locator.paragraph >= 1

problem = get_base.sync("nowhere", client=client)
assert isinstance(problem, Problem), problem
assert (problem.status, problem.type_) == (404, "urn:mission-kb:problem:not-found"), problem
