"""Stats: counts and sums against plain Python over the same facts, and what is refused and why."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from app.api.stats import EventStatsQuery
from app.database import Database
from app.queries.stats import Stats
from app.records import (
    CasualtyFigure,
    CasualtyFigureCitation,
    Contingent,
    Country,
    Event,
    Mission,
    Release,
    StrengthFigure,
)
from app.records.counted import quantity_columns
from app.settings import Settings
from app.sources.prepare import migrate
from app.values.quantities import Quantity
from app.values.terms import (
    CasualtyBasis,
    CasualtyGroup,
    CasualtyKey,
    Cause,
    ContingentKey,
    ContingentRelation,
    EventKey,
    EventType,
    MissionKind,
    Outcome,
    StrengthBasis,
    StrengthCategory,
    StrengthKey,
    UnitType,
)
from app.values.words import padded
from tests.api import odd
from tests.api.conftest import client
from tests.api.served import Row, check_body, page, pages, refused
from tests.conftest import NewUrl, serve
from tests.queries.test_find import counted

DATES = (None, "2022", "2023", "2022-05", "2023-06", "2023-06-30", "2023-06~", "2013/2023-12-31",
         "2020/..", "[2023-05-30..2023-06-02]", "[2022-12-30..2023-01-02]", "../2015", "0987-06")  # fmt: skip
NUMBERS = ("1", "3", "0", "about 180", "more-than 300", "at-least 2", "up-to 10", "between 3 7")
PLACES = (None, "gao", "mali", "fiji-suva", "world")
COUNTRIES = ("MLI", "TCD", "RWA", "FRA", None)
MISSIONS = ("minusma", "minurca", None)
KEYS: dict[str, Any] = {
    "casualties": CasualtyKey,
    "strengths": StrengthKey,
    "contingents": ContingentKey,
    "events": EventKey,
}
CODES: dict[str, Any] = {
    "outcome": Outcome,
    "cause": Cause,
    "group": CasualtyGroup,
    "category": StrengthCategory,
    "unit_type": UnitType,
    "relation": ContingentRelation,
    "type": EventType,
}


def country(id: str, alpha2: str, m49: str) -> Country:
    names = {"names": {"en": id}, "other_names": [], "former_names": []}
    return Country(id=id, alpha2=alpha2, m49=m49, words=padded([id]), **names)


def release(number: int, source: str) -> Release:
    return Release(
        id=source,
        number=number,
        source=source,
        digest="",
        loaded_at=datetime.fromisoformat(f"2026-01-0{number}"),
    )


def number(text: str) -> dict[str, Any]:
    return quantity_columns(Quantity.parse(text))


def casualties(chance: random.Random) -> Iterator[Any]:
    for row in range(150):
        yield odd.fact(
            CasualtyFigure,
            f"incident-{row}",
            chance.choice(DATES),
            chance.choice(PLACES),
            mission_id=chance.choice(MISSIONS),
            contributor_id=chance.choice(COUNTRIES),
            outcome=chance.choice([Outcome.DEATH, Outcome.INJURY]),
            cause=chance.choice([Cause.HOSTILE_ACT, Cause.ACCIDENT, Cause.ILLNESS]),
            group=chance.choice([CasualtyGroup.MILITARY, CasualtyGroup.POLICE]),
            basis=CasualtyBasis.CUMULATIVE if row % 10 == 0 else CasualtyBasis.INCIDENT,
            is_derived=row % 25 == 1,
            source="made",
            **number(chance.choice(NUMBERS)),
        )


def strengths(chance: random.Random) -> Iterator[Any]:
    months = ("2022-05", "2022-06", "2022-06-30", "2023", None, "2020/..")
    whose = [(mission, of, date) for mission in MISSIONS[:2] for of in COUNTRIES[:4]
             for date in months if date != "2022-06-30" or mission == "minurca"]  # fmt: skip
    for row, (mission, of, date) in enumerate(whose):
        if (date, mission) == ("2022-06", "minurca"):
            continue  # it is there of a day of that month
        for category in (StrengthCategory.TROOPS, StrengthCategory.POLICE):
            for basis in (StrengthBasis.PRESENT, StrengthBasis.AUTHORISED):
                yield odd.fact(
                    StrengthFigure,
                    f"strength-{row}-{category}-{basis}",
                    date,
                    chance.choice(PLACES),
                    mission_id=mission,
                    contributor_id=of,
                    category=category,
                    basis=basis,
                    is_derived=False,
                    source="made",
                    **number(chance.choice(NUMBERS)),
                )


UNTOLD: dict[str, Any] = {**quantity_columns(None)}


def others(chance: random.Random) -> Iterator[Any]:
    for row in range(60):
        at = chance.choice(DATES), chance.choice(PLACES)
        mission = chance.choice(MISSIONS)
        kind = chance.choice(list(EventType)[:4])
        yield odd.event(f"event-{row}", *at, mission_id=mission, type=kind)
        yield odd.fact(
            Contingent,
            f"contingent-{row}",
            at[0],
            at[1],
            mission_id=mission,
            contributor_id=chance.choice(COUNTRIES[:4]),
            unit_type=chance.choice(list(UnitType)[:3]),
            relation=chance.choice(list(ContingentRelation)),
            **UNTOLD,
        )


def rows() -> Iterator[Any]:
    chance = random.Random(5)
    yield from odd.ground()
    yield from (country(*codes) for codes in (("TCD", "TD", "148"), ("RWA", "RW", "646")))
    yield country("FRA", "FR", "250")
    yield odd.place("fiji-suva", 178.44, -18.14)
    yield odd.place("world", None, None)
    yield Mission(
        id="minurca",
        acronym="MINURCA",
        names={"en": "MINURCA"},
        other_names=[],
        kind=MissionKind.PEACEKEEPING,
        lead="un",
        words=padded(["MINURCA"]),
    )
    yield from (release(at, source) for at, source in enumerate(("seed", "made", "other"), start=1))
    yield from casualties(chance)
    yield from strengths(chance)
    yield from others(chance)


@pytest.fixture(scope="module")
def database(new_url: NewUrl) -> Iterator[Database]:
    database = Database(new_url())
    migrate(database)
    odd.add(database, *rows())
    yield database
    database.close()


@pytest.fixture(scope="module")
def made_api(database: Database) -> Iterator[httpx.Client]:
    url = database.url.render_as_string(hide_password=False)
    for address in serve(Settings(database_url=SecretStr(url))):
        with client(address) as asking:
            yield asking


@pytest.fixture(scope="module")
def facts(made_api: httpx.Client) -> dict[str, list[Row]]:
    """All facts, as their own lists show them."""
    return {noun: page(made_api, f"/v1/{noun}", limit=1000)["items"] for noun in KEYS}


def shared(fact: Row, length: int) -> str | None:
    """What the first and the last day of a fact have in common: a year, or a year and a month."""
    first = fact["date"] and fact["date"]["began"]["earliest"]
    last = fact["date"] and fact["date"]["ended"]["latest"]
    return first[:length] if first and last and first[:length] == last[:length] else None


def value_of(fact: Row, key: str) -> Any:
    if key == "year":
        year = shared(fact, 4)
        return None if year is None else int(year)
    if key == "month":
        return shared(fact, 7)
    if key == "place":
        return fact["place"] and fact["place"]["id"]
    return (fact["place"] or {}).get("country") if key == "country" else fact[key]


def position(key: str, value: Any) -> Any:
    """Where a value sorts: what is not known last, codes as the vocabulary has them."""
    if key in CODES:
        return list(CODES[key]).index(value)
    return (value is None, value or 0 if key == "year" else value or "")


def is_added(noun: str, fact: Row) -> bool:
    if noun == "casualties":
        return fact["basis"] == "incident" and not fact["is_derived"]
    return noun != "strengths" or (fact["basis"] == "present" and shared(fact, 7) is not None)


def measures(noun: str, facts: Sequence[Row]) -> Row:
    counts = {
        "facts": len(facts),
        "undated": sum(fact["date"] is None for fact in facts),
        "unplaced": sum(fact["place"] is None for fact in facts),
    }
    if noun not in ("casualties", "strengths"):
        return counts
    numbers = [fact["quantity"] for fact in facts]
    is_stated = all(each["qualifier"] in ("exactly", "about") for each in numbers)
    is_limited = all(each["high"] is not None for each in numbers)
    return {
        "low": sum(each["low"] for each in numbers),
        "best": sum(each["value"] for each in numbers) if is_stated else None,
        "high": sum(each["high"] for each in numbers) if is_limited else None,
        **counts,
    }


def expected(noun: str, facts: Sequence[Row], keys: Sequence[str]) -> list[Row]:
    """The groups in their order, by plain Python."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for fact in facts:
        groups[tuple(value_of(fact, key) for key in keys)].append(fact)
    in_order = sorted(
        groups, key=lambda group: [position(*pair) for pair in zip(keys, group, strict=True)]
    )
    return [
        {**dict(zip(keys, group, strict=True)), **measures(noun, groups[group])}
        for group in in_order
    ]


def plain(noun: str, items: Sequence[Row], keys: Sequence[str]) -> list[Row]:
    """Groups with the keys that were asked for, after a look that the others are null."""
    told = []
    for item in items:
        all_keys = {key.replace("-", "_") for key in KEYS[noun]}
        assert all(item[key] is None for key in all_keys - set(keys))
        group = {
            name: value for name, value in item.items() if name in keys or name not in all_keys
        }
        if group.get("place") is not None:
            group["place"] = group["place"]["id"]
        told.append(group)
    return told


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_groups_are_what_plain_python_makes_of_the_facts(
    made_api: httpx.Client, facts: dict[str, list[Row]], data: st.DataObject
) -> None:
    noun = data.draw(st.sampled_from(sorted(KEYS)))
    asked = data.draw(st.lists(st.sampled_from([*map(str, KEYS[noun])]), unique=True))
    needed = {"casualties": ["outcome"], "strengths": ["month", "category"]}.get(noun, [])
    asked = [*asked, *(key for key in needed if key not in asked)]
    filters: dict[str, Any] = {}
    if data.draw(st.booleans()):
        filters["mission"] = data.draw(st.sampled_from(["minusma", "minurca"]))
    if noun == "casualties" and data.draw(st.booleans()):
        filters["cause"] = ["accident", "illness"]
    limit = data.draw(st.sampled_from([1, 3, 1000]))
    sort = data.draw(st.sampled_from(["keys", "-keys"]))
    matching = [
        fact
        for fact in facts[noun]
        if filters.get("mission") in (None, fact["mission"])
        and ("cause" not in filters or fact["cause"] in filters["cause"])
    ]
    params = {**filters, **({"group_by": ",".join(asked)} if asked else {}), "sort": sort}
    path = f"/v1/stats/{noun}"
    whole = page(made_api, path, **params, limit=1000)
    kept = [fact for fact in matching if is_added(noun, fact)]
    keys = [key.replace("-", "_") for key in asked]
    told = expected(noun, kept, keys)
    assert plain(noun, whole["items"], keys) == (told if sort == "keys" else told[::-1])
    assert whole["numberMatched"] == len(told)
    totals = {name: whole["totals"][name] for name in ("facts", "undated", "unplaced")}
    assert totals == {name: measures("events", kept)[name] for name in totals}
    if noun in ("casualties", "strengths"):
        assert whole["totals"]["unsummed"] == len(matching) - len(kept)
        assert whole["totals"]["source"] == ("made" if kept else None)
    if limit < len(told) < 40:
        small = list(pages(made_api, path, **params, limit=limit))
        assert [row for each in small for row in each["items"]] == whole["items"]
        assert all(each["totals"] == whole["totals"] for each in small)


def test_the_facts_put_the_rules_to_the_test(facts: dict[str, list[Row]]) -> None:
    for noun in ("casualties", "strengths"):
        kept = [fact for fact in facts[noun] if is_added(noun, fact)]
        assert 0 < len(kept) < len(facts[noun])
        sums = expected(noun, kept, ["month", "contributor", "mission"])
        for name in ("best", "high"):
            assert {row[name] is None for row in sums} == {True, False}
    spanning = [fact for fact in facts["casualties"] if fact["date"] and not shared(fact, 4)]
    assert {fact["date"]["edtf"] for fact in spanning} >= {"2020/..", "[2022-12-30..2023-01-02]"}


@pytest.mark.parametrize("noun", KEYS)
def test_a_page_is_as_documented(made_api: httpx.Client, noun: str) -> None:
    key = {"casualties": "outcome,place", "strengths": "month,category"}.get(noun, "place,year")
    check_body(made_api.get(f"/v1/stats/{noun}", params={"group_by": key}))


def test_a_year_without_facts_has_no_row(made_api: httpx.Client) -> None:
    items = page(made_api, "/v1/stats/casualties", group_by="year", outcome="death")["items"]
    assert [row["year"] for row in items] == [987, 2022, 2023, None]


def test_what_spans_months_is_in_none_of_them(made_api: httpx.Client, facts: Any) -> None:
    asked = {"group_by": "month", "outcome": "death"}
    *_, last = page(made_api, "/v1/stats/casualties", **asked)["items"]
    deaths = [
        f for f in facts["casualties"] if f["outcome"] == "death" and is_added("casualties", f)
    ]
    spanning = [fact for fact in deaths if shared(fact, 7) is None]
    assert (last["month"], last["facts"]) == (None, len(spanning))
    assert 0 < last["undated"] < last["facts"]


def test_filters_choose_facts_and_tell_what_they_leave_out(made_api: httpx.Client) -> None:
    for asked in (
        {"datetime": "2023-06"},
        {"bbox": "-1,16,1,17"},
        {"country": "MLI"},
        {"q": "odd"},
    ):
        listed = page(made_api, "/v1/events", **asked)
        told = page(made_api, "/v1/stats/events", group_by="type", **asked)
        assert told["totals"]["facts"] == listed["numberMatched"]
        for name in ("undatedExcluded", "unlocatedExcluded"):
            assert told[name] == listed[name]


def test_every_format_has_the_same_groups(made_api: httpx.Client) -> None:
    params = {"group_by": "place,year"}
    items = page(made_api, "/v1/stats/events", **params)["items"]
    csv = made_api.get("/v1/stats/events.csv", params=params).text.splitlines()
    assert len(csv) == len(items) + 1
    features = made_api.get("/v1/stats/events.geojson", params=params).json()["features"]
    assert [feature["properties"] for feature in features] == items
    assert len({feature["id"] for feature in features}) == len(items)
    at_gao = next(f for f in features if (f["properties"]["place"] or {}).get("id") == "gao")
    assert at_gao["geometry"] == {"type": "Point", "coordinates": [-0.04, 16.27]}
    assert "-/-/gao/-" in at_gao["id"]


def test_keys_may_be_given_apart_and_only_once(made_api: httpx.Client) -> None:
    path = "/v1/stats/events"
    apart = page(made_api, path, group_by=["year", "type"])["items"]
    assert apart == page(made_api, path, group_by="year,type")["items"]
    assert "year is given twice" in refused(made_api, path, group_by="year,year")["detail"]
    assert "did you mean year?" in refused(made_api, path, group_by="yaer")["detail"]
    assert "is not known" in refused(made_api, path, group_by="contributor")["detail"]
    assert "is not known" in refused(made_api, path, group_by="year,")["detail"]


def reason(api: httpx.Client, noun: str, **params: Any) -> tuple[str, str, str | None]:
    """The parameter that is wrong, why, and what would be right."""
    (error,) = refused(api, f"/v1/stats/{noun}", **params)["errors"]
    return error["parameter"], error["detail"], error["example"]


def test_running_totals_are_not_added_up(made_api: httpx.Client) -> None:
    for basis in ("cumulative", ["incident", "cumulative"]):
        parameter, why, right = reason(made_api, "casualties", basis=basis, outcome="death")
        assert (parameter, right) == ("basis", "basis=incident")
        assert "running total" in why
    assert page(made_api, "/v1/stats/casualties", basis="incident", outcome="death")["items"]


def test_where_only_running_totals_match_there_is_no_sum_and_a_notice(api: httpx.Client) -> None:
    told = page(api, "/v1/stats/casualties", mission="minusma", group_by="year")
    assert (told["items"], told["totals"]["facts"], told["totals"]["source"]) == ([], 0, None)
    assert told["totals"]["unsummed"] > 0
    assert "running total" in told["notice"]
    nothing = page(api, "/v1/stats/casualties", datetime="1900")
    assert (nothing["items"], nothing["notice"]) == ([], None)


def test_deaths_and_injuries_are_not_added_up(made_api: httpx.Client) -> None:
    parameter, why, right = reason(made_api, "casualties", group_by="year")
    assert (parameter, right) == ("group_by", "group_by=year,outcome")
    assert "death and injury" in why


def test_strengths_are_not_added_up_over_time(made_api: httpx.Client) -> None:
    for keys in ("year", "mission,contributor"):
        parameter, why, right = reason(made_api, "strengths", group_by=keys, category="troops")
        assert (parameter, right) == ("group_by", f"group_by=month,{keys}")
        assert "stocks" in why


def test_strengths_of_another_basis_or_of_two_categories_are_not_added_up(
    made_api: httpx.Client,
) -> None:
    assert reason(made_api, "strengths", basis="average")[::2] == ("basis", "basis=present")
    parameter, why, right = reason(made_api, "strengths", group_by="month,mission")
    assert (parameter, right) == ("group_by", "group_by=month,mission,category")
    assert "troops" in why


def strength(id: str, source: str, **more: Any) -> StrengthFigure:
    given = {"mission_id": "minusma", "contributor_id": "FRA", "source": source} | more
    made: StrengthFigure = odd.fact(
        StrengthFigure,
        id,
        "2023-06",
        None,
        category=StrengthCategory.TROOPS,
        basis=StrengthBasis.PRESENT,
        is_derived=False,
        **given,
        **number("7"),
    )
    return made


def test_two_datasets_are_not_added_up(own: Database, own_api: httpx.Client) -> None:
    odd.add(own, country("FRA", "FR", "250"), release(1, "one"), release(2, "two"))
    odd.add(own, strength("a", "one"), strength("b", "two"))
    parameter, why, right = reason(own_api, "strengths")
    assert (parameter, right) == ("source", "source=one")
    assert "one and two" in why
    for source in ("one", "two"):
        told = page(own_api, "/v1/stats/strengths", source=source)
        assert [(row["best"], row["facts"]) for row in told["items"]] == [(7, 1)]
        assert told["totals"]["source"] == source
    assert "nearest is two" in refused(own_api, "/v1/stats/strengths", source="twoo")["detail"]


def test_nobody_is_counted_twice_within_a_dataset(own: Database, own_api: httpx.Client) -> None:
    odd.add(own, country("FRA", "FR", "250"), release(1, "one"), strength("a", "one"))
    odd.add(own, strength("whole", "one", contributor_id=None))
    parameter, why, right = reason(own_api, "strengths")
    assert (parameter, right) == ("group_by", "group_by=month,mission,contributor,place")
    assert "2023-06" in why
    apart = page(own_api, "/v1/stats/strengths", group_by="month,contributor")["items"]
    assert [(row["contributor"], row["best"]) for row in apart] == [("FRA", 7), (None, 7)]
    odd.add(own, strength("again", "one"))
    assert reason(own_api, "strengths", contributor="FRA")[0] == "group_by"


def injuries(id: str, documents: Sequence[str]) -> Iterator[Any]:
    yield odd.casualty(id, "2023", None)
    for at, document in enumerate(documents):
        yield CasualtyFigureCitation(fact_id=id, position=at, document_id=document, record=id)


def test_articles_may_tell_of_the_same_people(own: Database, own_api: httpx.Client) -> None:
    odd.add(own, odd.article("other", "2023"), *injuries("a", ["article", "other"]))
    path = "/v1/stats/casualties"
    assert [row["facts"] for row in page(own_api, path)["items"]] == [1]
    odd.add(own, *injuries("b", ["article"]))
    assert [row["facts"] for row in page(own_api, path)["items"]] == [2]
    odd.add(own, *injuries("c", ["other"]))
    parameter, why, right = reason(own_api, "casualties")
    assert (parameter, right) == ("document", "document=article")
    assert "the same people" in why
    (row,) = page(own_api, path, document="article")["items"]
    assert (row["low"], row["best"], row["high"]) == (6, None, 14)


def test_a_cursor_belongs_to_its_keys(made_api: httpx.Client) -> None:
    path = "/v1/stats/events"
    first = page(made_api, path, group_by="year,type", limit=1)
    onward = next(link["href"] for link in first["links"] if link["rel"] == "next")
    cursor = httpx.URL(onward).params["cursor"]
    assert page(made_api, path, group_by="year,type", limit=1, cursor=cursor)["items"]
    for other in ({"group_by": "type,year"}, {"group_by": "year,type", "sort": "-keys"}, {}):
        assert "cursor" in refused(made_api, path, cursor=cursor, **other)["detail"]


def test_the_number_of_statements_does_not_grow_with_the_rows(database: Database) -> None:
    run = set()
    for limit in ("1", "7", "1000"):
        query = EventStatsQuery.read([("limit", limit), ("group_by", "year,place")])
        with counted(database) as statements, database.session() as session:
            assert Stats(Event, EventKey)(session, query).rows
        run.add(len(statements))
    assert run == {2}
