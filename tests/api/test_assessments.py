"""Assessments: the best supported answer, who says so, who says otherwise, and what follows."""

from typing import Any

import httpx
import pytest

from app.database import Database
from app.queries import assess
from app.records import CasualtyFigure, CasualtyFigureCitation, StrengthFigure
from app.records.counted import quantity_columns
from app.values.quantities import Quantity
from app.values.terms import (
    CasualtyBasis,
    CasualtyGroup,
    Cause,
    Outcome,
    StrengthBasis,
    StrengthCategory,
)
from tests.api import odd
from tests.api.served import Row, check_body, found, ids, page, pages, refused

PATH = "/v1/assessments"
INSIGHT = "diplomatic-insight-2023-12-12"
TIMES = "diplomatic-times-2023-12-31"


def assessed(api: httpx.Client, **asked: Any) -> list[Row]:
    """All assessments that match."""
    answer = page(api, PATH, limit=1000, **asked)
    assert answer["numberMatched"] == len(answer["items"])
    items: list[Row] = answer["items"]
    return items


def only(api: httpx.Client, **asked: Any) -> Row:
    """The one assessment that matches."""
    (one,) = assessed(api, **asked)
    return one


def told(one: Row) -> tuple[str, int | None, int, int | None]:
    """The best value, and the range."""
    return one["best"]["qualifier"], one["best"]["value"], one["low"], one["high"]


def test_311_members_of_the_mission_died_and_more_than_300_agrees(api: httpx.Client) -> None:
    one = only(api, mission="minusma", measure="deaths", cause="any")
    assert told(one) == ("exactly", 311, 311, 311)
    assert (one["disputed"], one["is_derived"], one["derivation"]) == (False, False, None)
    assert ids(one["agreeing"]) == [
        "minusma-deaths-all-causes-311",
        "minusma-deaths-all-causes-over-300",
    ]
    assert one["conflicting"] == []
    assert (one["origins"], one["voices"]) == (2, ["diplomatic-times", "united-nations"])
    assert one["rule"]["id"] == "all-agree"
    assert one["rule"]["href"] == "docs/method.md#all-agree"
    assert one["rule"]["text"]
    assert one["date"]["edtf"] == "2013/2023-12-30"
    assert (one["group"], one["category"], one["place"]["id"]) == (
        "mission-personnel", None, "mali",
    )  # fmt: skip


def test_about_180_died_by_hostile_acts_and_one_voice_says_so(api: httpx.Client) -> None:
    one = only(api, mission="minusma", measure="deaths", cause="hostile-act")
    assert told(one) == ("about", 180, 171, 189)
    assert (one["disputed"], one["voices"], one["rule"]["id"]) == (False, ["afp"], "only-fact")
    documents = [citation["document"]["id"] for citation in one["agreeing"][0]["citations"]]
    assert len(documents) == 2


def test_more_than_700_were_injured(api: httpx.Client) -> None:
    one = only(api, mission="minusma", measure="injuries")
    assert told(one) == ("more-than", 700, 701, None)
    assert one["voices"] == ["united-nations"]


def test_about_13800_were_there_at_the_start_of_the_withdrawal_and_10500_left(
    api: httpx.Client,
) -> None:
    asked = {"mission": "minusma", "category": "all-personnel"}
    one = only(api, basis="present", datetime="2023-07", match="certain", **asked)
    assert told(one) == ("about", 13800, 13110, 14490)
    one = only(api, basis="departed", **asked)
    assert told(one) == ("more-than", 10500, 10501, None)
    assert one["date"]["edtf"] == "2023-12-08"


@pytest.mark.parametrize(
    "asked",
    [
        {"category": "all-personnel", "basis": "present"},
        {"datetime": "2023-12-08", "category": "all-personnel", "basis": "present"},
        {"datetime": "2023-12-08", "match": "certain", "basis": "present"},
        {"measure": "strength", "document": "unnamed-afp-retelling-2023-12"},
    ],
)
def test_at_most_about_3300_were_still_there_which_nobody_says(
    api: httpx.Client, asked: dict[str, str]
) -> None:
    (one,) = (each for each in assessed(api, mission="minusma", **asked) if each["is_derived"])
    assert told(one) == ("up-to", 3300, 0, 3989)
    assert (one["basis"], one["date"]["edtf"]) == ("present", "2023-12-08")
    assert (one["agreeing"], one["conflicting"], one["disputed"]) == ([], [], False)
    assert (one["origins"], one["voices"], one["rule"]["id"]) == (0, [], "derived")
    assert ids(one["derivation"]["parents"]) == [
        "minusma-personnel-at-start-of-withdrawal",
        "minusma-personnel-departed",
    ]
    assert "13,800 − 10,500 = 3,300" in one["derivation"]["arithmetic"]


def test_figures_of_different_scope_are_never_held_against_each_other(api: httpx.Client) -> None:
    everything = assessed(api)
    assert not any(one["disputed"] for one in everything)
    assert {one["best"]["value"] for one in everything if one["measure"] == "strength"} == {
        3300, 5100, 10500, 11000, 13000, 13800, 15000,
    }  # fmt: skip
    troops = assessed(api, mission="minusma", category="troops")
    assert sorted(one["best"]["value"] for one in troops) == [11000, 13000]


def test_what_was_not_known_yet_is_not_in_the_answer(api: httpx.Client) -> None:
    asked = {"mission": "minusma", "measure": "deaths"}
    (hostile,) = assessed(api, known_on="2023-12-12", **asked)
    assert hostile["cause"] == "hostile-act"
    total = only(api, cause="any", known_on="2023-12-30", **asked)
    assert (total["best"]["value"], total["voices"]) == (311, ["united-nations"])
    assert only(api, cause="any", known_on="2023-12-31", **asked)["origins"] == 2
    certain = only(api, cause="any", known_on="2023-12-31", match="certain", **asked)
    assert certain["voices"] == ["united-nations"]


def test_a_document_lists_what_it_speaks_of_and_does_not_change_it(api: httpx.Client) -> None:
    everything = {one["id"]: one for one in assessed(api)}
    said = assessed(api, document=TIMES)
    assert {one["id"]: one for one in said}.items() <= everything.items()
    assert all(
        TIMES in {citation["document"]["id"] for fact in one["agreeing"] for citation in fact["citations"]}
        for one in said
    )  # fmt: skip
    assert len(said) == 4
    assert assessed(api, document=[TIMES, INSIGHT], measure="deaths", cause="any")


@pytest.mark.parametrize(
    "asked",
    [
        {"measure": "deaths"},
        {"measure": ["injuries", "displacement"]},
        {"group": "population"},
        {"cause": "any"},
        {"category": ["troops", "uniformed"]},
        {"basis": "cumulative"},
        {"basis": ["present", "departed"]},
        {"contributor": "FRA"},
        {"mission": "minusma"},
        {"place": "sahel"},
        {"country": "MLI"},
        {"measure": ["deaths", "strength"], "cause": "any"},
    ],
)
def test_a_filter_chooses_and_never_changes_an_answer(
    api: httpx.Client, asked: dict[str, Any]
) -> None:
    everything = {one["id"]: one for one in assessed(api)}
    chosen = {one["id"]: one for one in assessed(api, **asked)}
    assert 0 < len(chosen) < len(everything)
    assert chosen.items() <= everything.items()


@pytest.mark.parametrize(
    "datetime", ["2023-12-08", "2023", "2013/2014", "2023-12-30", "../2016", "2023-07/.."]
)
def test_a_time_chooses_and_never_changes_an_answer(odd_api: httpx.Client, datetime: str) -> None:
    everything = {one["id"]: one for one in assessed(odd_api)}
    chosen = {one["id"]: one for one in assessed(odd_api, datetime=datetime)}
    assert chosen
    for id in chosen.keys() & everything.keys():
        assert chosen[id] == everything[id]
    for id in chosen.keys() - everything.keys():
        facts = ids(chosen[id]["agreeing"])
        assert any(set(facts) < set(ids(one["agreeing"])) for one in everything.values())


def test_facts_without_a_date_are_counted_as_left_out(odd_api: httpx.Client) -> None:
    answer = page(odd_api, PATH, datetime="2023", measure="strength")
    assert answer["undatedExcluded"] > 0
    assert all(one["date"] for one in answer["items"])
    assert page(odd_api, PATH, bbox="-1,16,1,17")["unlocatedExcluded"] > 0
    undated = [one for one in assessed(odd_api) if one["date"] is None]
    assert undated


@pytest.mark.parametrize("limit", [1, 2, 5])
@pytest.mark.parametrize("sort", ["id", "-id"])
def test_small_pages_hold_what_one_large_page_holds(
    odd_api: httpx.Client, limit: int, sort: str
) -> None:
    whole = page(odd_api, PATH, sort=sort, limit=1000)
    small = list(pages(odd_api, PATH, sort=sort, limit=limit))
    rows = [row for each in small for row in each["items"]]
    assert rows == whole["items"]
    assert ids(rows) == sorted(set(ids(rows)), reverse=sort == "-id")
    assert {each["numberMatched"] for each in small} == {len(rows)}


def test_a_cursor_of_other_filters_is_refused(api: httpx.Client) -> None:
    (href,) = (link["href"] for link in page(api, PATH, limit=1)["links"] if link["rel"] == "next")
    cursor = httpx.URL(href).params["cursor"]
    assert found(api, PATH, cursor=cursor) == found(api, PATH)[1:]
    problem = refused(api, PATH, cursor=cursor, measure="deaths")
    assert problem["errors"][0]["parameter"] == "cursor"
    refused(api, PATH, cursor="WyJhIl0")


@pytest.mark.parametrize(
    ("asked", "parameters"),
    [
        ({"measure": "strength", "cause": "any"}, {"measure", "cause"}),
        ({"measure": "deaths", "category": "troops"}, {"measure", "category"}),
        ({"group": "police", "category": "police"}, {"group", "category"}),
        ({"basis": "cumulative", "measure": "strength"}, {"basis", "measure"}),
        ({"basis": "present", "cause": "any"}, {"basis", "cause"}),
    ],
)
def test_what_could_never_match_is_refused(
    api: httpx.Client, asked: dict[str, str], parameters: set[str]
) -> None:
    problem = refused(api, PATH, **asked)
    assert {error["parameter"] for error in problem["errors"]} == parameters


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        ({"basis": "incident"}, "/v1/casualties?basis=incident"),
        ({"measure": "death"}, "did you mean deaths?"),
        ({"outcome": "death"}, "is not a parameter here"),
        ({"mission": "minusmah"}, "the nearest is minusma"),
        ({"document": "diplomatic-insight"}, f"the nearest is {INSIGHT}"),
        ({"datetime": "2023-13"}, "there is no month 13"),
        ({"q": "camp"}, "is not a parameter here"),
    ],
)
def test_what_is_wrong_is_refused_with_what_would_be_right(
    api: httpx.Client, asked: dict[str, str], advice: str
) -> None:
    assert advice in refused(api, PATH, **asked)["detail"]


def test_too_many_facts_are_refused_with_how_to_ask_for_fewer(
    asked_anew: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assess, "MOST_WEIGHED", 5)
    (error,) = refused(asked_anew, PATH)["errors"]
    assert error["parameter"] == "mission"
    assert "narrow" in error["detail"]
    (error,) = refused(asked_anew, PATH, mission="minusma")["errors"]
    assert error["parameter"] == "measure"
    assert assessed(asked_anew, mission="minusma", measure="injuries")


def deaths(id: str, quantity: str, date: str | None = "2023-12-30", **more: Any) -> CasualtyFigure:
    """A running total of deaths in the mission."""
    given = {
        "mission_id": "minusma",
        "outcome": Outcome.DEATH,
        "cause": Cause.ANY,
        "group": CasualtyGroup.MISSION_PERSONNEL,
        "basis": CasualtyBasis.CUMULATIVE,
        "is_derived": False,
    } | more
    numbers = quantity_columns(Quantity.parse(quantity))
    made: CasualtyFigure = odd.fact(CasualtyFigure, id, date, "mali", **numbers, **given)
    return made


def said(fact: str, *documents: str) -> list[CasualtyFigureCitation]:
    """Who gives a casualty figure."""
    return [
        CasualtyFigureCitation(fact_id=fact, position=position, document_id=id, record=f"row-{id}")
        for position, id in enumerate(documents)
    ]


def document(id: str, origin: str, published: str | None) -> Any:
    made = odd.article(id, published)
    made.origin = origin
    return made


def voices() -> list[Any]:
    """Four documents of three voices, one of them without a date."""
    return [
        document("wire", "wire", "2023-12-30"),
        document("wire-retold", "wire", "2023-12-31"),
        document("paper", "paper", "2023-12-30"),
        document("radio", "radio", None),
    ]


def test_two_figures_that_cannot_both_be_true_are_disputed_and_both_shown(
    own: Database, own_api: httpx.Client
) -> None:
    odd.add(
        own, *voices(), deaths("many", "400"), deaths("few", "300"), deaths("some", "up-to 350")
    )
    odd.add(
        own, *said("many", "wire", "wire-retold"), *said("few", "paper"), *said("some", "radio")
    )
    one = only(own_api)
    assert (one["disputed"], told(one)) == (True, ("exactly", 300, 300, 300))
    assert (ids(one["agreeing"]), ids(one["conflicting"])) == (["few", "some"], ["many"])
    assert (one["origins"], one["voices"]) == (2, ["paper", "radio"])
    assert one["rule"]["id"] == "most-origins"
    assert [row["document"]["id"] for row in one["conflicting"][0]["citations"]] == [
        "wire",
        "wire-retold",
    ]
    check_body(own_api.get(PATH))


def test_the_newer_of_two_figures_that_are_equal_otherwise_is_taken(
    own: Database, own_api: httpx.Client
) -> None:
    odd.add(own, *voices(), deaths("a-old", "300"), deaths("new", "311"), deaths("undated", "320"))
    odd.add(own, *said("a-old", "paper"), *said("new", "wire-retold"), *said("undated", "radio"))
    one = only(own_api)
    assert (one["best"]["value"], one["rule"]["id"]) == (311, "most-recent")
    assert ids(one["conflicting"]) == ["a-old", "undated"]
    earlier = only(own_api, known_on="2023-12-30")
    assert (earlier["best"]["value"], earlier["disputed"]) == (300, False)


def test_incidents_and_what_we_worked_out_are_not_weighed(
    own: Database, own_api: httpx.Client
) -> None:
    odd.add(own, *voices(), deaths("total", "311"))
    odd.add(own, deaths("incident", "5", basis=CasualtyBasis.INCIDENT))
    odd.add(own, deaths("worked-out", "320", is_derived=True))
    odd.add(own, *(row for id in ("total", "incident", "worked-out") for row in said(id, "wire")))
    one = only(own_api)
    assert (ids(one["agreeing"]), one["conflicting"]) == (["total"], [])


def test_a_strength_that_is_stated_is_not_derived(own: Database, own_api: httpx.Client) -> None:
    def strength(id: str, quantity: str, date: str, basis: StrengthBasis) -> Any:
        return odd.fact(
            StrengthFigure,
            id,
            date,
            "mali",
            mission_id="minusma",
            category=StrengthCategory.TROOPS,
            basis=basis,
            is_derived=False,
            **quantity_columns(Quantity.parse(quantity)),
        )

    odd.add(own, strength("start", "1000", "2023-07", StrengthBasis.PRESENT))
    odd.add(own, strength("gone", "600", "2023-12-08", StrengthBasis.DEPARTED))
    (derived,) = (one for one in assessed(own_api) if one["is_derived"])
    assert told(derived) == ("exactly", 400, 400, 400)
    odd.add(own, strength("stated", "about 390", "2023-12-08", StrengthBasis.PRESENT))
    after = {one["id"]: one for one in assessed(own_api)}
    assert not after[derived["id"]]["is_derived"]
    assert ids(after[derived["id"]]["agreeing"]) == ["stated"]
    assert only(own_api, datetime="2023-12-08", basis="present")["best"]["value"] == 390


def test_there_may_be_nothing_to_assess(own_api: httpx.Client) -> None:
    assert assessed(own_api) == []
    assert assessed(own_api, datetime="1999", measure="deaths") == []


def test_every_field_is_there_and_no_other(api: httpx.Client, odd_api: httpx.Client) -> None:
    for asked in (api, odd_api):
        check_body(asked.get(PATH, params={"limit": 1000}))
