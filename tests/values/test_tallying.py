"""Tallying: what single cases say of a total, and what they leave open."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.agreement import Claim, weigh
from app.values.assessment import Scope
from app.values.dates import FuzzyDate
from app.values.tallying import PERSONNEL, UNTOLD, Cases, Issue, may_be_tallied, tally
from app.values.terms import CasualtyGroup, Cause, Measure
from tests.values.claims import DEATHS, PRESENT, claim

HOSTILE = DEATHS._replace(cause=Cause.HOSTILE_ACT)
LATE = Issue("list-2024-01-31", "list", date(2024, 1, 31))
EARLY = Issue("list-2023-11-28", "list", date(2023, 11, 28))
CAUSES = (Cause.HOSTILE_ACT, Cause.ACCIDENT, Cause.ILLNESS, Cause.SELF_INFLICTED)


def died(
    number: int,
    cause: Cause = Cause.HOSTILE_ACT,
    on: str = "2014-05-01",
    group: CasualtyGroup = CasualtyGroup.MILITARY,
    contributor: str | None = None,
) -> Cases:
    """So many deaths of one person each."""
    day = date.fromisoformat(on)
    return Cases(Measure.DEATHS, group, cause, contributor, day, day, number, number, number)


def counted(
    *cases: Cases, scope: Scope = DEATHS, when: str = "2013/2023-12-30", issue: Issue = LATE
) -> Claim | None:
    return tally(scope, FuzzyDate.parse(when), "death", cases, issue)


def some(claim: Claim | None) -> Claim:
    assert claim is not None
    return claim


MINUSMA = (
    died(174),
    died(83, Cause.ILLNESS),
    died(38, Cause.ACCIDENT),
    died(14, Cause.TO_BE_DETERMINED),
    died(2, Cause.NOT_STATED, group=CasualtyGroup.CIVILIAN_STAFF),
)


def test_all_causes_together_are_the_count() -> None:
    one = some(counted(*MINUSMA))
    assert (str(one.quantity), one.origins, one.published_on) == (
        "311", frozenset({"list"}), date(2024, 1, 31),
    )  # fmt: skip
    assert one.tally is not None
    assert one.tally.arithmetic == "311 recorded"
    assert one.tally.recorded == one.tally.possible
    assert one.tally.recorded.fact_count == 311


def test_a_cause_that_is_not_told_may_be_any() -> None:
    one = some(counted(*MINUSMA, scope=HOSTILE))
    assert str(one.quantity) == "between 174 190"
    assert one.tally is not None
    assert one.tally.arithmetic == (
        "174 recorded; 174 + 14 to-be-determined + 2 not-stated = 190 at most"
    )
    assert (one.tally.recorded.fact_count, one.tally.possible.fact_count) == (174, 190)
    assert ("cause", "hostile-act") in one.tally.recorded.query
    assert ("cause", "to-be-determined") not in one.tally.recorded.query
    assert ("cause", "to-be-determined") in one.tally.possible.query


def test_a_list_that_ends_before_the_period_says_at_least() -> None:
    total = some(counted(*MINUSMA, issue=EARLY))
    hostile = some(counted(*MINUSMA, scope=HOSTILE, issue=EARLY))
    assert (str(total.quantity), str(hostile.quantity)) == ("at-least 311", "at-least 174")
    assert hostile.tally is not None
    assert hostile.tally.arithmetic.endswith(
        "= 190 at most; the list ends before the period does, so 174 at least"
    )


def test_so_does_one_that_a_newer_release_has_changed() -> None:
    one = some(counted(*MINUSMA, issue=LATE._replace(is_newest=False)))
    assert str(one.quantity) == "at-least 311"


def test_why_a_total_has_no_limit_is_told() -> None:
    def sums(*cases: Cases, **how: Any) -> str:
        one = some(counted(*cases, **how))
        assert one.tally is not None
        return one.tally.arithmetic

    last_day = LATE._replace(released_on=date(2023, 12, 30))
    changed = "311 recorded; a newer release may have changed what this one says, so 311 at least"
    assert sums(*MINUSMA, issue=LATE._replace(is_newest=False)) == changed
    assert sums(*MINUSMA, issue=last_day._replace(is_newest=False)) == changed
    assert sums(*MINUSMA, issue=last_day) == "311 recorded"
    assert str(some(counted(*MINUSMA, issue=last_day)).quantity) == "311"
    ended = "311 recorded; the list ends before the period does, so 311 at least"
    assert sums(*MINUSMA, issue=last_day._replace(released_on=date(2023, 12, 29))) == ended
    unlimited = died(1)._replace(high=None)
    assert sums(*MINUSMA, unlimited) == (
        "312 recorded; nothing limits how many those that may count as well are"
    )
    many = died(1_000), died(1_200, on="2023-12-10")._replace(high=1_300)
    assert sums(*many, when="2013/2023-12") == (
        "1,000 recorded; 1,000 + 1,300 of uncertain group, day or number = 2,300 at most"
    )


def test_the_cases_that_were_counted_can_be_listed() -> None:
    one = some(counted(*MINUSMA, scope=HOSTILE, when="2013/2023-12-30"))
    assert one.tally is not None
    shared = [
        ("document", "list-2024-01-31"),
        ("basis", "incident"),
        ("outcome", "death"),
        ("mission", "minusma"),
        *(("group", group) for group in PERSONNEL),
        ("cause", "hostile-act"),
    ]
    period = [("datetime", "../2023-12-30"), ("match", "certain")]
    assert list(one.tally.recorded.query) == [*shared, *period]
    untold = [("cause", "to-be-determined"), ("cause", "not-stated"), ("cause", "any")]
    assert list(one.tally.possible.query) == [*shared, *untold, *period]
    assert (one.id, one.tally.document) == ("tally:list-2024-01-31", "list-2024-01-31")
    assert (one.scope, one.date) == (HOSTILE, FuzzyDate.parse("2013/2023-12-30"))


def test_cases_are_listed_by_the_days_that_are_meant() -> None:
    before = died(1, on="2012-12-31")
    one = some(counted(before, died(5), when="2013/2023"))
    assert one.tally is not None
    sure = [("datetime", "2013-12-31/2023-01-01"), ("match", "certain")]
    possible = [("datetime", "2013-01-01/2023-12-31"), ("match", "certain")]
    assert list(one.tally.recorded.query[-2:]) == sure
    assert list(one.tally.possible.query[-2:]) == possible
    whole = some(counted(died(5), died(2, on="2013-01-01"), when="../9999-12-31", issue=LATE))
    assert whole.tally is not None
    assert not [name for name, _ in whole.tally.possible.query if name in ("datetime", "match")]


def test_a_period_that_may_end_before_it_has_begun_is_counted_from_the_first_case_or_not_at_all() -> (
    None
):
    early, before = died(5, on="2013-02-01"), died(1, on="2012-12-31")
    one = some(counted(early, when="2013/2013-06"))
    assert one.tally is not None
    assert ("datetime", "../2013-06-01") in one.tally.recorded.query
    assert counted(before, early, when="2013/2013-06") is None
    assert counted(before, early, when="2013-06/2013-06-30") is not None


def test_311_and_about_180_are_held_against_what_is_recorded() -> None:
    total = weigh([claim("news", "311"), some(counted(*MINUSMA, issue=EARLY))])
    assert (str(total.best), total.conflicting) == ("311", ())
    for issue in (EARLY, LATE):
        recorded = some(counted(*MINUSMA, scope=HOSTILE, issue=issue))
        hostile = weigh([claim("news", "about 180"), recorded])
        assert (str(hostile.best), hostile.conflicting) == ("between 174 189", ())
    far_off = weigh([claim("news", "400"), some(counted(*MINUSMA))])
    assert far_off.conflicting


def test_what_is_not_told_of_group_or_country_may_be_any_too() -> None:
    cases = (
        died(5, group=CasualtyGroup.POLICE),
        died(3, group=CasualtyGroup.MISSION_PERSONNEL),
        died(1, group=CasualtyGroup.POPULATION),
    )
    police = DEATHS._replace(group=CasualtyGroup.POLICE)
    assert str(some(counted(*cases, scope=police)).quantity) == "between 5 8"
    assert str(some(counted(*cases)).quantity) == "8"
    chad = DEATHS._replace(contributor="TCD")
    named = (died(5, contributor="TCD"), died(3, contributor="FRA"))
    told = some(counted(*named, scope=chad))
    assert str(told.quantity) == "5"
    assert told.tally is not None
    assert ("contributor", "TCD") in told.tally.recorded.query
    one = some(counted(*named, died(1), scope=chad))
    assert str(one.quantity) == "at-least 5"
    assert one.tally is not None
    assert one.tally.arithmetic == ("5 recorded; some listed are of no one country, so 5 at least")


def test_no_case_before_the_first_possible_day_leaves_none_out() -> None:
    on_the_day, before = died(2, on="2013-01-01"), died(2, on="2012-12-31")
    assert str(some(counted(on_the_day, died(5), when="2013/2023-12-30")).quantity) == "7"
    assert str(some(counted(before, died(5), when="2013/2023-12-30")).quantity) == "5"


def test_of_all_causes_together_none_is_uncertain() -> None:
    late = died(2, Cause.TO_BE_DETERMINED, on="2023-12-10")
    one = some(counted(died(5), late, when="2013/2023-12"))
    assert one.tally is not None
    sums = "5 recorded; 5 + 2 of uncertain group, day or number = 7 at most"
    assert one.tally.arithmetic == sums


def test_the_first_and_the_last_day_that_are_sure_count() -> None:
    cases = (
        died(1, on="2012-12-31"),
        died(2, on="2013-12-30"),
        died(4, on="2013-12-31"),
        died(8, on="2023-01-01"),
        died(16, on="2023-01-02"),
    )
    assert str(some(counted(*cases, when="2013/2023")).quantity) == "between 12 30"


def test_a_vague_end_leaves_a_range() -> None:
    cases = (died(5), died(2, on="2023-12-10"), died(1, on="2024-01-02"))
    assert str(some(counted(*cases, when="2013/2023-12")).quantity) == "between 5 7"
    assert str(some(counted(*cases, when="2013/2023-12-10")).quantity) == "7"


def test_a_vague_begin_leaves_a_range_unless_it_is_before_the_first_case() -> None:
    early = died(2, on="2013-08-22")
    assert str(some(counted(early, died(5), when="2013/2023-12-30")).quantity) == "7"
    before = died(1, on="2012-12-31")
    one = some(counted(before, early, died(5), when="2013/2023-12-30"))
    assert str(one.quantity) == "between 5 7"
    assert one.tally is not None
    assert ("datetime", "2013-12-31/2023-12-30") in one.tally.recorded.query
    assert ("datetime", "2013-01-01/2023-12-30") in one.tally.possible.query


def test_cases_that_say_nothing_of_a_total_are_no_claim() -> None:
    injured = DEATHS._replace(measure=Measure.INJURIES)
    assert counted(*MINUSMA, scope=injured, issue=EARLY) is None
    accidents = DEATHS._replace(cause=Cause.ACCIDENT)
    assert counted(died(5), scope=accidents, issue=EARLY) is None
    assert str(some(counted(died(5), scope=accidents)).quantity) == "0"


@pytest.mark.parametrize(
    ("scope", "when"),
    [
        (DEATHS._replace(mission=None), "2013/2023"),
        (DEATHS._replace(group=CasualtyGroup.POPULATION), "2013/2023"),
        (DEATHS._replace(cause=Cause.NOT_STATED), "2013/2023"),
        (PRESENT, "2013/2023"),
        (DEATHS, "2023"),
        (DEATHS, "2013~/2023"),
        (DEATHS, None),
    ],
)
def test_some_totals_cannot_be_counted(scope: Scope, when: str | None) -> None:
    assert may_be_tallied(DEATHS, FuzzyDate.parse("2013/2023"))
    assert not may_be_tallied(scope, None if when is None else FuzzyDate.parse(when))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(CAUSES),
            st.sampled_from((None, *UNTOLD)),
            st.dates(date(2012, 1, 1), date(2024, 1, 31)),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(("2013/2023-12-30", "2013/2023", "2012/..", "../2023-07", "2013-07/2023")),
    st.sampled_from((Cause.ANY, *CAUSES)),
    st.dates(date(2012, 1, 1), date(2024, 12, 31)),
    st.data(),
)
def test_whatever_the_untold_causes_and_the_days_meant_the_tally_allows_the_truth(
    deaths: list[tuple[Cause, Cause | None, date]],
    edtf: str,
    cause: Cause,
    released_on: date,
    data: st.DataObject,
) -> None:
    when = FuzzyDate.parse(edtf)
    begin = data.draw(st.dates(when.began_earliest, when.began_latest))
    end = data.draw(st.dates(max(begin, when.ended_earliest), when.ended_latest))
    truth = sum(cause in (Cause.ANY, really) and begin <= day <= end for really, _, day in deaths)
    listed = [
        died(1, told or really, day.isoformat())
        for really, told, day in deaths
        if day <= released_on
    ]
    scope = DEATHS._replace(cause=cause)
    one = tally(scope, when, "death", listed, Issue("list", "list", released_on))
    assert one == tally(scope, when, "death", listed[::-1], Issue("list", "list", released_on))
    if one is not None:
        assert one.tally is not None
        is_of_all = all(case.ended >= when.began_earliest for case in listed)
        assert one.quantity.contains(truth) or (is_of_all and begin > when.began_earliest)
        assert one.tally.recorded.fact_count <= one.tally.possible.fact_count
