"""Assessments across news and records: the cases that a dataset lists, held against totals."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from app.database import Database
from app.records import CasualtyFigure, CasualtyFigureCitation
from app.records.counted import quantity_columns
from app.values.quantities import Quantity
from app.values.terms import CasualtyBasis, CasualtyGroup, Cause, Outcome
from tests.api import odd
from tests.api.served import Row, check_body
from tests.imports.conftest import Importing
from tests.imports.made_up import Cells, death, new_file

PATH = "/v1/assessments"
NEWS = {"mission": "force", "cause": "hostile-act"}


def deaths(number: int, cause: str, **other: str) -> list[Cells]:
    """So many deaths in the mission that the news speak of, over its years."""
    return [
        death(
            f"FORCE-{cause}-{'-'.join(other.values())}-{each}",
            mission="FORCE",
            cause=cause,
            **({"date": f"{2013 + each % 9}-05-01"} | other),
        )
        for each in range(number)
    ]


LISTED = [
    *deaths(174, "Malicious Act"),
    *deaths(3, "Illness", group="Police"),
    *deaths(14, "To Be Determined"),
    *deaths(2, "Unknown"),
    death("UNTSO-1"),
    death("UNTSO-2", cause="Accident", group="Local"),
    death("UNTSO-3", cause="Unknown", nationality="Norway", m49="578.0", iso3="NOR"),
]


def released(path: Path, on: str, rows: list[Cells] = LISTED) -> Path:
    """A release of the list."""
    return new_file(path / f"{on}.csv", [{**row, "updated": on} for row in rows])


def assessed(api: httpx.Client, **asked: Any) -> list[Row]:
    answer = api.get(PATH, params={"limit": 1000, **asked})
    assert answer.status_code == 200, answer.text
    check_body(answer)
    items: list[Row] = answer.json()["items"]
    return items


def only(api: httpx.Client, **asked: Any) -> Row:
    (one,) = assessed(api, **asked)
    return one


def told(one: Row) -> tuple[str, int | None, int, int | None]:
    return one["best"]["qualifier"], one["best"]["value"], one["low"], one["high"]


def listed(api: httpx.Client, records: Row) -> int:
    """How many facts the address lists; all of them are single cases of the release."""
    answer = api.get(
        records["href"],
        params=[*httpx.URL(records["href"]).params.multi_items(), ("count", "exact")],
    )
    assert answer.status_code == 200, answer.text
    number: int = answer.json()["numberMatched"]
    return number


def test_about_180_by_hostile_acts_is_held_against_174_recorded_and_those_that_may_be(
    api: httpx.Client, importing: Importing, tmp_path: Path
) -> None:
    before = only(api, **NEWS)
    assert (told(before), before["tallies"]) == (("about", 180, 171, 189), [])
    importing(released(tmp_path, "2024-02-01"))
    one = only(api, **NEWS)
    assert one["id"] == before["id"]
    assert told(one) == ("between", None, 174, 189)
    assert (one["disputed"], one["is_derived"], one["rule"]["id"]) == (False, False, "all-agree")
    assert (one["origins"], one["voices"]) == (2, ["agency", "un-fatalities"])
    assert one["agreeing"] == before["agreeing"]
    (tally,) = one["tallies"]
    assert tally["document"]["id"] == "un-fatalities-2024-02-01"
    assert (tally["quantity"]["low"], tally["quantity"]["high"]) == (174, 190)
    assert tally["agrees"] is True
    assert tally["arithmetic"] == (
        "174 recorded; 174 + 14 to-be-determined + 2 not-stated = 190 at most"
    )
    for records, number in (("recorded", 174), ("possible", 190)):
        assert tally[records]["fact_count"] == listed(api, tally[records]) == number


def test_a_list_that_ends_before_the_period_says_at_least(
    api: httpx.Client, importing: Importing, tmp_path: Path
) -> None:
    importing(released(tmp_path, "2023-11-28"))
    one = only(api, **NEWS)
    assert told(one) == ("between", None, 174, 189)
    (tally,) = one["tallies"]
    assert (tally["quantity"]["qualifier"], tally["quantity"]["value"]) == ("at-least", 174)
    assert "so 174 at least" in tally["arithmetic"]


def test_a_total_that_the_list_cannot_agree_with_is_disputed_and_both_are_shown(
    api: httpx.Client, importing: Importing, tmp_path: Path
) -> None:
    importing(released(tmp_path, "2024-02-01", deaths(20, "Malicious Act")))
    one = only(api, **NEWS)
    assert (one["disputed"], told(one)) == (True, ("exactly", 20, 20, 20))
    assert ([tally["agrees"] for tally in one["tallies"]], one["agreeing"]) == ([True], [])
    assert [fact["id"] for fact in one["conflicting"]] == ["deaths"]
    assert (one["is_derived"], one["rule"]["id"]) == (True, "most-precise")


def test_totals_that_no_document_gives_are_counted_with_the_way_to_what_was_counted(
    api: httpx.Client, importing: Importing, tmp_path: Path
) -> None:
    assert not any(one["is_derived"] for one in assessed(api))
    importing(released(tmp_path, "2024-02-01"))
    found = {one["cause"]: one for one in assessed(api, mission="untso")}
    assert set(found) == {"any", "hostile-act", "accident"}
    everyone = found["any"]
    assert everyone["id"] == (
        "deaths-untso-mission-personnel-any-cause-no-place-cumulative-until-2024-02-01"
    )
    assert told(everyone) == ("exactly", 3, 3, 3)
    assert told(found["accident"]) == ("between", None, 1, 2)
    for one in found.values():
        (tally,) = one["tallies"]
        assert (one["is_derived"], one["rule"]["id"]) == (True, "counted")
        assert one["derivation"] == {"parents": [], "arithmetic": tally["arithmetic"]}
        assert (one["agreeing"], one["conflicting"], one["disputed"]) == ([], [], False)
        assert (one["origins"], one["voices"]) == (1, ["un-fatalities"])
        for records in (tally["recorded"], tally["possible"]):
            assert records["fact_count"] == listed(api, records)
    of_force = {one["cause"] for one in assessed(api, mission="force") if one["is_derived"]}
    assert of_force == {"any", "illness"}


@pytest.mark.parametrize(
    "asked",
    [
        {"mission": "untso"},
        {"mission": ["untso", "force"]},
        {"measure": "deaths"},
        {"cause": "any"},
        {"cause": ["hostile-act", "not-stated"]},
        {"group": "mission-personnel"},
        {"basis": "cumulative"},
        {"datetime": "2023"},
        {"datetime": "1950"},
        {"datetime": "2024", "match": "certain"},
        {"document": "un-fatalities-2024-02-01"},
        {"document": "report"},
        {"place": "mali"},
        {"country": "MLI"},
    ],
)
def test_a_filter_chooses_and_never_changes_an_answer(
    api: httpx.Client, importing: Importing, tmp_path: Path, asked: dict[str, Any]
) -> None:
    importing(released(tmp_path, "2024-02-01"))
    everything = {one["id"]: one for one in assessed(api)}
    chosen = {one["id"]: one for one in assessed(api, **asked)}
    assert 0 < len(chosen) <= len(everything)
    assert chosen.items() <= everything.items()


@pytest.mark.parametrize(
    "asked",
    [
        {"mission": "untso", "group": "police"},
        {"mission": "untso", "contributor": "FRA"},
        {"mission": "untso", "place": "mali"},
        {"mission": "untso", "bbox": "-10,10,10,20"},
        {"mission": "untso", "measure": ["injuries", "strength"]},
        {"mission": "untso", "cause": "not-stated"},
        {"mission": "untso", "datetime": "2024-03"},
        {"mission": "untso", "datetime": "2024-01", "match": "certain"},
        {"mission": "untso", "document": "report"},
        {"mission": "untso", "known_on": "2024-01-31"},
        {"mission": "untso", "basis": "present"},
    ],
)
def test_a_count_is_of_all_personnel_anywhere_until_the_release(
    api: httpx.Client, importing: Importing, tmp_path: Path, asked: dict[str, Any]
) -> None:
    importing(released(tmp_path, "2024-02-01"))
    assert assessed(api, **asked) == []


def test_two_releases_are_one_voice_and_known_on_takes_the_one_known_then(
    api: httpx.Client, importing: Importing, tmp_path: Path
) -> None:
    importing(released(tmp_path, "2024-02-01"))
    more = [*LISTED, *deaths(3, "Malicious Act", date="2022-03-04")]
    importing(released(tmp_path, "2024-06-01", more))
    now = only(api, **NEWS)
    assert (told(now), now["origins"]) == (("between", None, 177, 189), 2)
    assert [tally["document"]["id"] for tally in now["tallies"]] == ["un-fatalities-2024-06-01"]
    then = only(api, known_on="2024-03-01", **NEWS)
    (tally,) = then["tallies"]
    assert tally["document"]["id"] == "un-fatalities-2024-02-01"
    assert tally["recorded"]["fact_count"] == listed(api, tally["recorded"]) == 174
    assert tally["quantity"]["qualifier"] == "at-least"
    assert only(api, known_on="2024-01-31", **NEWS)["tallies"] == []


def two_dead(id: str, place: str, group: CasualtyGroup = CasualtyGroup.POLICE) -> Any:
    """A total of two dead members of the mission."""
    return odd.fact(
        CasualtyFigure,
        id,
        "2013/2023-12-30",
        place,
        mission_id="force",
        outcome=Outcome.DEATH,
        cause=Cause.ANY,
        group=group,
        basis=CasualtyBasis.CUMULATIVE,
        is_derived=False,
        **quantity_columns(Quantity(2)),
    )


def test_a_total_of_one_town_is_not_held_against_a_list_without_places(
    api: httpx.Client, importing: Importing, filled: Database, tmp_path: Path
) -> None:
    importing(released(tmp_path, "2024-02-01"))
    for id, place in (("in-gao", "gao"), ("in-mali", "mali")):
        odd.add(filled, two_dead(id, place))
        cited = CasualtyFigureCitation(fact_id=id, position=0, document_id="report", record=id)
        odd.add(filled, cited)
    found = {one["place"]["id"]: one for one in assessed(api, mission="force", group="police")}
    assert found["gao"]["tallies"] == []
    assert told(found["gao"]) == ("exactly", 2, 2, 2)
    assert [tally["quantity"]["value"] for tally in found["mali"]["tallies"]] == [3]
    assert found["mali"]["disputed"]


def test_a_total_that_no_list_is_held_against_does_not_hide_what_is_counted(
    api: httpx.Client, importing: Importing, filled: Database, tmp_path: Path
) -> None:
    importing(released(tmp_path, "2024-02-01"))
    odd.add(filled, two_dead("in-gao", "gao", CasualtyGroup.MISSION_PERSONNEL))
    cited = CasualtyFigureCitation(fact_id="in-gao", position=0, document_id="report", record="1")
    odd.add(filled, cited)
    town, everywhere = assessed(api, mission="force", cause="any")
    assert (town["place"]["id"], town["tallies"]) == ("gao", [])
    assert (everywhere["place"], told(everywhere)) == (None, ("exactly", 193, 193, 193))
