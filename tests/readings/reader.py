"""How a reader of the API asks about the five documents, and what is compared in an answer."""

from collections.abc import Iterable, Iterator
from typing import Any

import httpx

INSIGHT = "diplomatic-insight-2023-12-12"
AFP_RETELLING = "unnamed-afp-retelling-2023-12"
TIMES = "diplomatic-times-2023-12-31"
UN_RETELLING = "unnamed-un-retelling-2024-01"
NEWS = "africa-world-news-2023-12-30"
FIVE = (INSIGHT, AFP_RETELLING, TIMES, UN_RETELLING, NEWS)

FACTS = ("contingents", "casualties", "strengths", "events", "statements", "tasks")
NESTED = (
    ("missions", "milestones"),
    ("resolutions", "actions"),
    ("bases", "statuses"),
    ("people", "roles"),
    ("organisations", "roles"),
)

Item = dict[str, Any]


class Reader:
    """A reader of the API: asks for lists that have to be whole, and for single items."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api

    def one(self, path: str, **asked: Any) -> Item:
        """One item, which has to be there."""
        response = self.api.get(f"/v1/{path}", params=asked)
        assert response.status_code == 200, response.text
        item: Item = response.json()
        return item

    def things(self, path: str, **asked: Any) -> list[Item]:
        """All the things that match, on one page."""
        page = self.one(path, limit=1000, **asked)
        items: list[Item] = page["items"]
        assert len(items) == page["numberMatched"]
        return items

    def facts(self, path: str, **asked: Any) -> list[Item]:
        """All the facts that match and that any of the five documents states."""
        return self.things(path, **{"document": FIVE, **asked})

    def all_facts(self) -> Iterator[Item]:
        """Every fact of the five documents, those shown within things too."""
        for path in FACTS:
            yield from self.facts(path)
        for path, name in NESTED:
            for thing in self.things(path):
                yield from (fact for fact in thing[name] if documents(fact) & set(FIVE))

    def milestone(self, type: str) -> Item:
        """The one milestone of MINUSMA of a type."""
        reached = self.one("missions/minusma")["milestones"]
        (found,) = [milestone for milestone in reached if milestone["type"] == type]
        assert isinstance(found, dict)
        return found

    def statuses(self, base: str) -> dict[str, str]:
        """What a base came to be, and when."""
        return {row["status"]: edtf(row) for row in self.one(f"bases/{base}")["statuses"]}


def edtf(fact: Item) -> str:
    """The date of a fact."""
    text: str = fact["date"]["edtf"]
    return text


def dates(facts: Iterable[Item]) -> dict[str, str]:
    """The date of each fact."""
    return {fact["id"]: edtf(fact) for fact in facts}


def ids(items: Iterable[Item]) -> set[str]:
    """The id of each."""
    return {item["id"] for item in items}


def number(fact: Item) -> tuple[str, int]:
    """A figure with what hedges it."""
    return fact["quantity"]["qualifier"], fact["quantity"]["value"]


def numbers(facts: Iterable[Item]) -> dict[str, tuple[str, int]]:
    """The figure of each fact."""
    return {fact["id"]: number(fact) for fact in facts}


def documents(fact: Item) -> set[str]:
    """The documents that say so."""
    return {citation["document"]["id"] for citation in fact["citations"]}


def origins(fact: Item) -> set[str]:
    """The independent voices that say so."""
    return {citation["document"]["origin"] for citation in fact["citations"]}


def stated(fact: Item, key: str) -> set[tuple[str, Any]]:
    """What documents say of a key where they are looser than the fact, each with its document."""
    return {
        (citation["document"]["id"], citation["stated"][key])
        for citation in fact["citations"]
        if key in (citation["stated"] or {})
    }
