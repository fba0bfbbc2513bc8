"""Every fact of every kind, gathered from the lists of the nouns and from inside of things."""

from collections.abc import Iterator, Sequence
from datetime import date

import httpx

from tests.api.served import Params, Row, page
from tests.api.test_oracle import World, coded, day, in_box, in_circle, in_time

LISTED = {
    "contingent": "contingents",
    "casualty": "casualties",
    "strength": "strengths",
    "event": "events",
    "statement": "statements",
    "task": "tasks",
}
INSIDE = {
    ("missions", "milestones"): "milestone",
    ("resolutions", "actions"): "action",
    ("bases", "statuses"): "base-status",
    ("people", "roles"): "role",
    ("organisations", "roles"): "role",
}
KINDS = sorted({*LISTED, *INSIDE.values()})
SHOWN = ("kind", "id", "mission", "place", "date", "summary", "href")


def gathered(api: httpx.Client) -> list[Row]:
    """All facts as their nouns show them, each with its kind and the path where it is."""
    return [*listed(api), *inside(api)]


def listed(api: httpx.Client) -> Iterator[Row]:
    for kind, noun in LISTED.items():
        for fact in page(api, f"/v1/{noun}", limit=1000)["items"]:
            yield {**fact, "kind": kind, "href": f"/v1/{noun}/{fact['id']}"}


def inside(api: httpx.Client) -> Iterator[Row]:
    for (noun, field), kind in INSIDE.items():
        for thing in page(api, f"/v1/{noun}", limit=1000)["items"]:
            for fact in thing[field]:
                yield {**fact, "kind": kind, "href": f"/v1/{noun}/{thing['id']}"}


def documents_of(fact: Row) -> set[str]:
    """The documents that say a fact."""
    return {citation["document"]["id"] for citation in fact["citations"]}


def narrowed(
    world: World, facts: Sequence[Row], asked: Params
) -> tuple[list[Row], list[Row], list[Row]]:
    """What filters keep, and what they leave out for lacking a date or a point."""
    kept, undated, unlocated = [], [], []
    for fact in facts:
        names = [name for name in asked if isinstance(asked[name], list)]
        if not all(coded(world, fact, name, asked[name]) for name in names):
            continue
        match = asked.get("match", "possible")
        is_when = "datetime" not in asked or in_time(fact, asked["datetime"], match)
        is_where = ("bbox" not in asked or in_box(fact, asked["bbox"])) and (
            "circle" not in asked or in_circle(fact, asked["circle"])
        )
        lacks_point = fact["place"] is None or fact["place"]["longitude"] is None
        kept += [fact] * (is_when and is_where)
        undated += [fact] * ("datetime" in asked and is_where and fact["date"] is None)
        unlocated += [fact] * (is_when and lacks_point and bool({"bbox", "circle"} & {*asked}))
    return kept, undated, unlocated


def ordered(facts: Sequence[Row], sort: str) -> list[Row]:
    """By when it began, kind and id; what has no date is last either way."""

    def key(fact: Row) -> tuple[date, str, str]:
        began = fact["date"] and day(fact["date"]["began"]["earliest"], date.min)
        return began or date.max, fact["kind"], fact["id"]

    is_newest_first = sort == "-date"
    dated = sorted((f for f in facts if f["date"]), key=key, reverse=is_newest_first)
    undated = sorted((f for f in facts if not f["date"]), key=key, reverse=is_newest_first)
    return dated + undated


def shown(fact: Row) -> Row:
    """What the timeline shows of a fact."""
    return {name: fact[name] for name in SHOWN}


def keys(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """What tells facts of all kinds apart."""
    return [(row["kind"], row["id"]) for row in rows]
