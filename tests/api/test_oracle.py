"""Any combination of filters against plain Python over all rows, fetched once."""

import functools
import math
from datetime import date
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.served import FACTS, Params, Row, ids, operation_at, page, strict

EARTH_RADIUS_KM = 6371.0088
KNOWN_LISTS = {"country", "contributor", "place", "mission", "document", "speaker"}
BOXES = [
    (-0.5, 16.0, 0.5, 16.6),
    (-12.3, 10.1, 4.3, 25.0),
    (177.0, -19.0, -179.0, -16.0),
    (-180.0, -90.0, 180.0, 90.0),
    (10.0, -90.0, -4.0, 90.0),
    (0.0, -90.0, 0.0, -90.0),
]
CIRCLES = [
    (16.27167, -0.04469, 30.0),
    (17.0, -4.0, 600.0),
    (-17.0, 179.9, 250.0),
    (90.0, 0.0, 100.0),
    (0.0, 0.0, 20037.0),
]
MOMENTS = ["2013", "2014-03", "2016", "2020-08", "2022", "2023-06-16", "2023-06", "2023-12-04"]
MOMENTS += ["2023-12-10", "2023-12-31", "2024-01-01", "2030"]


class World:
    """All rows of the lists, as the API itself gives them without any filter."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api
        self.places = {row["id"]: row for row in self.rows("places")}
        self.countries = {row["id"]: row for row in self.rows("countries")}
        self.documents = ids(self.rows("documents"))

    @functools.cache  # noqa: B019
    def rows(self, noun: str) -> list[Row]:
        answer = page(self.api, f"/v1/{noun}", limit=1000)
        assert answer["numberMatched"] == answer["numberReturned"]
        rows: list[Row] = answer["items"]
        return rows

    @functools.cache  # noqa: B019
    def with_words(self, noun: str, q: str) -> set[str]:
        """The rows that a word finds, by the API itself: `q` has tests of its own."""
        return set(ids(page(self.api, f"/v1/{noun}", q=q, limit=1000)["items"]))

    def country(self, code: str) -> str:
        id: str
        (id,) = (
            id for id, row in self.countries.items() if code in (id, row["alpha2"], row["m49"])
        )
        return id

    def chain(self, place: str | None) -> set[str]:
        """A place and all that it lies in."""
        found = set()
        while place is not None:
            found.add(place)
            place = self.places[place]["parent"]
        return found


@pytest.fixture(scope="module")
def world(odd_api: httpx.Client) -> World:
    return World(odd_api)


def day(text: str | None, default: date) -> date:
    return default if text is None else date.fromisoformat(text)


def first_and_last(asked: str) -> tuple[date, date]:
    """The days of a filter, written here once more and not taken from the code under test."""
    left, slash, right = asked.partition("/")

    def first(text: str) -> date:
        if text == "..":
            return date.min
        year, month, number = [*text.split("-"), "1", "1"][:3]
        return date(int(year), int(month), int(number))

    def last(text: str) -> date:
        if text == "..":
            return date.max
        parts = text.split("-")
        if len(parts) == 3:
            return first(text)
        month = int(parts[1]) if len(parts) == 2 else 12
        following = date(int(parts[0]) + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)

    return first(left), last(right if slash else left)


def in_time(row: Row, asked: str, match: str) -> bool:
    told = row["date"]
    if told is None:
        return False
    start, end = first_and_last(asked)
    if match == "possible":
        began = day(told["began"]["earliest"], date.min)
        ended = day(told["ended"]["latest"], date.max)
        return began <= end and ended >= start
    began = day(told["began"]["latest"], date.max)
    ended = day(told["ended"]["earliest"], date.min)
    return began <= end and ended >= start and not told["approximate"]


def point(row: Row) -> tuple[float, float] | None:
    place = row["place"]
    if place is None or place["longitude"] is None:
        return None
    return place["longitude"], place["latitude"]


def in_box(row: Row, box: tuple[float, float, float, float]) -> bool:
    at = point(row)
    if at is None:
        return False
    west, south, east, north = box
    longitude, latitude = at
    across = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
    return across and south <= latitude <= north


def in_circle(row: Row, circle: tuple[float, float, float]) -> bool:
    """By the angle between two vectors: another formula than that of the code under test."""
    at = point(row)
    if at is None:
        return False
    latitude, longitude, radius = circle

    def vector(lon: float, lat: float) -> tuple[float, float, float]:
        lon, lat = math.radians(lon), math.radians(lat)
        return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)

    one, other = vector(longitude, latitude), vector(*at)
    angle = 2 * math.asin(min(1.0, math.dist(one, other) / 2))
    return EARTH_RADIUS_KM * angle <= radius


def coded(world: World, row: Row, name: str, wanted: list[str]) -> bool:
    """The filters that are neither when nor where in space."""
    place = row["place"]
    if name == "country":
        return bool(place) and place["country"] in map(world.country, wanted)
    if name == "contributor":
        return row["contributor"] in map(world.country, wanted)
    if name == "place":
        return bool(place) and bool(world.chain(place["id"]) & set(wanted))
    if name == "document":
        return any(citation["document"]["id"] in wanted for citation in row["citations"])
    if name == "speaker":
        return row["speaker"] is not None and row["speaker"]["id"] in wanted
    return row[name] in wanted


def choices(world: World, noun: str, name: str) -> list[str] | None:
    """Values that a filter can take here, those that occur and some that do not."""
    if name == "place":
        return [
            "mali",
            "northern-mali",
            "gao-region",
            "gao",
            "bamako",
            "sahel",
            "africa",
            "fiji-suva",
        ]
    if name in ("country", "contributor"):
        return ["MLI", "ML", "466", "NER", "FRA", "FR", "RWA", "686", "TCD"]
    if name == "document":
        return world.documents
    if name == "mission":
        return ["minusma"]
    if name == "speaker":
        rows = world.rows("statements")
        return sorted({row["speaker"]["id"] for row in rows if row["speaker"]})
    operation = operation_at(f"/v1/{noun}")
    assert operation is not None
    for parameter in operation["parameters"]:
        items = parameter["schema"].get("items", {})
        if parameter["name"] == name and "$ref" in items:
            codes: list[str] = strict()[items["$ref"].rpartition("/")[2]]["enum"]
            return codes
    return None


def filters(world: World, noun: str) -> st.SearchStrategy[Params]:
    """Some of the filters that a list takes."""
    operation = operation_at(f"/v1/{noun}")
    assert operation is not None
    names = [parameter["name"] for parameter in operation["parameters"]]
    some: dict[str, st.SearchStrategy[Any]] = {
        "sort": st.sampled_from(["date", "-date"]),
        "datetime": st.sampled_from(MOMENTS)
        | st.tuples(st.sampled_from(["..", *MOMENTS]), st.sampled_from(MOMENTS)).map("/".join)
        | st.sampled_from(MOMENTS).map(lambda start: f"{start}/.."),
        "match": st.sampled_from(["possible", "certain"]),
        "bbox": st.sampled_from(BOXES),
        "circle": st.sampled_from(CIRCLES),
        "q": st.sampled_from(["mali", "the", "odd", "minusma", "un", "camp"]),
    }
    for name in names:
        values = choices(world, noun, name)
        if values is not None:
            some[name] = st.lists(st.sampled_from(values), min_size=1, max_size=3)

    def sensible(asked: Params) -> bool:
        start, end = first_and_last(asked.get("datetime", "2023"))
        return start <= end

    few = st.sets(st.sampled_from(sorted(some)), max_size=4)
    return few.flatmap(
        lambda chosen: st.fixed_dictionaries({n: some[n] for n in sorted(chosen)})
    ).filter(sensible)


def written(asked: Params) -> Params:
    """The filters as they are sent."""
    sent = dict(asked)
    if "bbox" in sent:
        sent["bbox"] = ",".join(map(str, sent["bbox"]))
    if "circle" in sent:
        sent["lat"], sent["lon"], sent["radius_km"] = sent.pop("circle")
    return {**sent, "limit": 1000}


def expected(world: World, noun: str, asked: Params) -> tuple[list[str], int, int]:
    """The ids in their order, and how many were left out for lacking a date or a location."""
    when, where, rest = [], [], []
    for row in world.rows(noun):
        is_when = "datetime" not in asked or in_time(
            row, asked["datetime"], asked.get("match", "possible")
        )
        is_where = ("bbox" not in asked or in_box(row, asked["bbox"])) and (
            "circle" not in asked or in_circle(row, asked["circle"])
        )
        others = [name for name in asked if isinstance(asked[name], list)]
        is_rest = all(coded(world, row, name, asked[name]) for name in others) and (
            "q" not in asked or row["id"] in world.with_words(noun, asked["q"])
        )
        when += [row["id"]] * is_when
        where += [row["id"]] * is_where
        rest += [row["id"]] * is_rest
    rows = {row["id"]: row for row in world.rows(noun)}
    both = [rows[id] for id in rest if id in when and id in where]
    undated = [id for id in rest if id in where and rows[id]["date"] is None]
    unlocated = [id for id in rest if id in when and point(rows[id]) is None]
    return (
        in_order(both, asked.get("sort", "date")),
        len(undated) if "datetime" in asked else 0,
        len(unlocated) if "bbox" in asked or "circle" in asked else 0,
    )


def in_order(rows: list[Row], sort: str) -> list[str]:
    def key(row: Row) -> tuple[date, str]:
        return day(row["date"]["began"]["earliest"], date.min), row["id"]

    is_newest_first = sort == "-date"
    dated = sorted((r for r in rows if r["date"]), key=key, reverse=is_newest_first)
    undated = sorted(ids([r for r in rows if not r["date"]]), reverse=is_newest_first)
    return ids(dated) + undated


@pytest.mark.parametrize("noun", FACTS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_filters_find_what_plain_python_finds(
    odd_api: httpx.Client, world: World, noun: str, data: st.DataObject
) -> None:
    asked = data.draw(filters(world, noun))
    answer = page(odd_api, f"/v1/{noun}", **written(asked))
    found, undated, unlocated = expected(world, noun, asked)
    assert ids(answer["items"]) == found
    assert answer["numberMatched"] == len(found)
    assert answer["undatedExcluded"] == undated
    assert answer["unlocatedExcluded"] == unlocated


@pytest.mark.parametrize("noun", FACTS)
def test_the_oracle_has_something_to_tell_apart(world: World, noun: str) -> None:
    rows = world.rows(noun)
    assert any(row["date"] is None for row in rows)
    assert any(row["place"] is None for row in rows)
    for box in BOXES[:4]:
        assert 0 < sum(in_box(row, box) for row in rows) < len(rows)
    found, undated, unlocated = expected(world, noun, {"datetime": "2023", "bbox": BOXES[1]})
    assert found
    assert undated
    assert unlocated
