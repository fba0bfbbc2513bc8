"""Assessments: what is held against what, what vaguer claims add, and what follows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.agreement import Claim, Rule
from app.values.assessment import Assessment, Period, slug
from app.values.dates import FuzzyDate
from app.values.terms import Cause
from app.values.weighing import assess, finer_periods
from tests.values.claims import (
    DEATHS,
    DEPARTED,
    EDTF,
    PRESENT,
    TALLY,
    claim,
    claims,
    ids,
    is_within,
)

HOSTILE = DEATHS._replace(cause=Cause.HOSTILE_ACT)
NEVER = FuzzyDate.parse("0001")
SCOPES = (DEATHS, HOSTILE, PRESENT, DEPARTED)
TIMES = (
    *("2012", "2013", "2013~", "2014", "2013-06", "2013-07", "2013-07?", "2013-07-05", "2013-12"),
    *("[2012..2013]", "[2013..2014]", "[2012..2014]", "[..2013]", "[2013..]", "[2013-06..2013-07]"),
    *("2012/2013", "2013/2014", "2012/2014", "2013-06/2014", "2013/2014-06", "2013-06/2014-06"),
    *("2013-06-01/2014", "2013-06-30/2014-06", "2013/..", "2013-06/..", "../2013", "../2013-06"),
)


def keyed(assessments: list[Assessment]) -> dict[str, Assessment]:
    found = {one.id: one for one in assessments}
    assert len(found) == len(assessments)
    return found


@given(claims(SCOPES, EDTF), st.randoms(use_true_random=False))
def test_the_order_of_claims_never_matters(given_claims: list[Claim], chance: object) -> None:
    shuffled = list(given_claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert assess(shuffled) == assess(given_claims)


@given(claims(SCOPES[:3], EDTF), claims((HOSTILE._replace(place="gao"), DEPARTED), EDTF))
def test_claims_of_another_scope_change_nothing(ours: list[Claim], others: list[Claim]) -> None:
    others = [replace(other, id=f"other-{other.id}") for other in others]
    alone = keyed(assess(ours))
    together = keyed(assess([*ours, *others]))
    assert alone.items() <= together.items()
    for id in together.keys() - alone.keys():
        assert all(name.startswith("other-") for name in ids(together[id].agreeing))


@given(claims(SCOPES, EDTF))
def test_every_claim_is_shown_and_best_lies_in_the_range(given_claims: list[Claim]) -> None:
    found = assess(given_claims)
    shown = {name for one in found for name in ids(one.claims)}
    assert shown <= set(ids(given_claims))
    assert shown >= {one.id for one in given_claims if one.tally is None}
    for one in found:
        assert is_within(one.verdict.best, one.verdict)
        assert bool(one.derivation) == (one.rule is Rule.DERIVED)
    keyed(found)


@given(claims((DEATHS,), EDTF))
def test_claims_of_another_time_are_never_held_against_each_other(
    given_claims: list[Claim],
) -> None:
    for one in assess(given_claims):
        assert one.date is not None
        for other in (*one.verdict.agreeing, *one.conflicting):
            assert other.date is not None
            assert Period.of(other.date) == Period.of(one.date)
        for other in one.heard:
            assert other.date is not None
            assert Period.of(other.date).contains(Period.of(one.date))
            assert one.verdict.allows(other)
            assert other.tally is None


@given(claims((DEATHS,), EDTF))
def test_a_tally_at_odds_with_a_fact_of_its_time_stays_visible(given_claims: list[Claim]) -> None:
    found = assess(given_claims)
    for one in found:
        assert one.is_counted == all(claim.tally for claim in one.agreeing)
        assert one.rule is not Rule.COUNTED or (one.is_counted and len(one.claims) == 1)
    for tally in given_claims:
        for fact in given_claims:
            if (
                tally.tally
                and fact.tally is None
                and not tally.quantity.agrees_with(fact.quantity)
                and Period.of(tally.date or NEVER) == Period.of(fact.date or NEVER)
            ):
                (one,) = (one for one in found if tally in one.claims)
                assert fact in one.claims
                assert one.conflicting


def test_a_tally_is_a_voice_and_is_not_heard_at_another_time() -> None:
    rounded = claim("round", "more-than 300", "2013/2023-12")
    exact = claim("exact", "311", "2013/2023-12-30")
    tallies = [
        replace(claim("tally:list", "at-least 311", when, "list"), tally=TALLY)
        for when in ("2013/2023-12", "2013/2023-12-30")
    ]
    (one,) = assess([rounded, exact, *tallies])
    assert ids(one.agreeing) == ["exact", "round", "tally:list"]
    assert (one.voices, one.rule) == (("exact", "list", "round"), Rule.ALL_AGREE)
    (alone,) = assess(tallies[:1])
    assert (alone.rule, alone.is_counted, alone.voices) == (Rule.COUNTED, True, ("list",))


def test_a_tally_of_a_vaguer_time_stays_a_question_of_its_own() -> None:
    tally = replace(claim("tally:list", "300", "2013/2023-12", "list"), tally=TALLY)
    found = keyed(assess([tally, claim("exact", "311", "2013/2023-12-30")]))
    assert sorted(ids(one.agreeing) for one in found.values()) == [["exact"], ["tally:list"]]


def test_a_vaguer_claim_that_agrees_is_a_voice_and_no_question_of_its_own() -> None:
    (one,) = assess(
        [claim("exact", "311", "2013/2023-12-30"), claim("round", "more-than 300", "2013/2023-12")]
    )
    assert (ids(one.agreeing), one.voices, one.rule) == (
        ["exact", "round"], ("exact", "round"), Rule.ALL_AGREE,
    )  # fmt: skip
    assert (one.verdict.low, one.verdict.high) == (311, 311)


def test_a_vaguer_claim_never_narrows_the_range_and_never_conflicts() -> None:
    (one,) = assess([claim("loose", "more-than 300", "2023-07"), claim("vague", "311", "2023")])
    assert (one.verdict.low, one.verdict.high) == (301, None)
    day, year = assess([claim("exact", "311", "2023-07"), claim("vague", "200", "2023")])[::-1]
    assert (ids(day.agreeing), day.conflicting) == (["exact"], ())
    assert (ids(year.agreeing), year.conflicting) == (["vague"], ())


def test_a_vaguer_claim_that_may_be_about_two_times_is_heard_at_both_and_stands_alone() -> None:
    found = keyed(
        assess(
            [
                claim("july", "about 100", "2023-07"),
                claim("august", "about 102", "2023-08"),
                claim("year", "about 101", "2023"),
            ]
        )
    )
    agreeing = sorted(ids(one.agreeing) for one in found.values())
    assert agreeing == [["august", "year"], ["july", "year"], ["year"]]


def test_vaguer_claims_that_are_at_odds_keep_their_dispute() -> None:
    month, year = assess(
        [
            claim("exact", "between 305 320", "2023-07"),
            claim("low", "between 300 310", "2023"),
            claim("high", "between 312 400", "2023"),
        ]
    )[::-1]
    assert ids(month.agreeing) == ["exact", "high", "low"]
    assert year.conflicting


def test_ever_vaguer_claims_that_agree_are_one_question() -> None:
    (one,) = assess(
        [
            claim("year", "about 100", "2023"),
            claim("day", "100", "2023-07-01"),
            claim("month", "about 101", "2023-07"),
        ]
    )
    assert one.date == FuzzyDate.parse("2023-07-01")
    assert ids(one.agreeing) == ["day", "month", "year"]


def test_a_claim_without_a_date_is_held_against_no_other_time() -> None:
    dated, undated = assess([claim("dated", "311", "2023"), claim("undated", "311", None)])
    assert (ids(dated.agreeing), ids(undated.agreeing)) == (["dated"], ["undated"])
    assert undated.date is None


@pytest.mark.parametrize(
    ("longer", "shortest"),
    [
        ("[2023-01..2023-12]", "2023"),
        ("[2022-01..2023]", "[2022..2023]"),
        ("2023-07?", "2023-07%"),
    ],
)
def test_the_same_days_in_other_words_are_the_same_time(longer: str, shortest: str) -> None:
    (one,) = assess([claim("a", "311", longer), claim("b", "311", shortest)])
    assert one.date == FuzzyDate.parse(shortest)


@given(st.lists(st.sampled_from(TIMES), min_size=1, max_size=12, unique=True))
def test_the_finer_times_are_all_that_each_one_contains(texts: list[str]) -> None:
    periods = list({Period.of(FuzzyDate.parse(text)) for text in texts})
    found = {period: set(finer) for period, finer in finer_periods(periods)}
    wanted = {period: {other for other in periods if period.contains(other)} for period in periods}
    assert found == {period: finer for period, finer in wanted.items() if finer}


def derived(*given_claims: Claim) -> list[Assessment]:
    return [one for one in assess(given_claims) if one.derivation is not None]


START = claim("start", "about 13800", "2023-07", "afp", scope=PRESENT)
GONE = claim("gone", "more-than 10500", "2023-12-08", "afp", scope=DEPARTED)


def test_who_was_still_there_follows_from_who_was_there_and_who_had_left() -> None:
    (one,) = derived(START, GONE)
    verdict = one.verdict
    assert (str(verdict.best), verdict.low, verdict.high) == ("up-to 3300", 0, 3989)
    assert one.scope == PRESENT
    assert (one.date, one.rule) == (FuzzyDate.parse("2023-12-08"), Rule.DERIVED)
    assert (one.agreeing, one.conflicting, one.voices) == ((), (), ())
    assert one.derivation is not None
    assert ids(one.derivation.parents) == ["start", "gone"]
    assert one.derivation.arithmetic.startswith(
        "13,800 − 10,500 = 3,300; 14,490 − 10,501 = 3,989 at most"
    )


@pytest.mark.parametrize(
    ("start", "gone", "best", "low", "high"),
    [
        ("100", "40", "60", 60, 60),
        ("between 100 110", "40", "between 60 70", 60, 70),
        ("100", "up-to 40", "between 60 100", 60, 100),
        ("100", "at-least 40", "up-to 60", 0, 60),
        ("about 110", "about 45", "between 58 72", 58, 72),
        ("about 110", "more-than 110", "between 0 4", 0, 4),
        ("100", "100", "0", 0, 0),
    ],
)
def test_what_is_left_is_as_wide_as_the_words_allow(
    start: str, gone: str, best: str, low: int, high: int
) -> None:
    (one,) = derived(
        claim("start", start, "2023-07", scope=PRESENT),
        claim("gone", gone, "2023-12-08", scope=DEPARTED),
    )
    assert is_within(one.verdict.best, one.verdict)
    assert (str(one.verdict.best), one.verdict.low, one.verdict.high) == (best, low, high)


@pytest.mark.parametrize(
    "others",
    [
        [claim("start", "more-than 13800", "2023-07", scope=PRESENT)],
        [claim("start", "about 1000", "2023-07", scope=PRESENT)],
        [claim("start", "about 13800", "2023", scope=PRESENT)],
        [claim("start", "about 13800", None, scope=PRESENT)],
        [claim("start", "about 13800", "2024", scope=PRESENT)],
        [claim("start", "about 13800", "2023-12-01/2023-12-08", scope=PRESENT)],
        [claim("start", "about 13800", "2023-07", scope=PRESENT._replace(place="gao"))],
        [START, claim("stated", "3000", "2023-12-08", scope=PRESENT)],
    ],
    ids=[
        "no limit",
        "too few",
        "not surely before",
        "undated",
        "later",
        "until that day",
        "elsewhere",
        "stated",
    ],
)
def test_nothing_is_derived_where_it_would_be_a_guess_or_is_stated(others: list[Claim]) -> None:
    assert derived(*others, GONE) == []


def test_the_latest_strength_before_is_the_one_that_counts() -> None:
    older = claim("older", "15000", "2022-07", scope=PRESENT)
    (one,) = derived(older, START, GONE)
    assert one.derivation is not None
    assert ids(one.derivation.parents) == ["start", "gone"]


def test_departures_of_a_period_are_taken_from_the_strength_at_its_begin() -> None:
    gone = claim("gone", "more-than 10500", "2023-07/2023-12-08", scope=DEPARTED)
    between = claim("between", "12000", "2023-10", scope=PRESENT)
    (one,) = derived(START, between, gone)
    assert one.derivation is not None
    assert ids(one.derivation.parents) == ["start", "gone"]
    assert one.date == FuzzyDate.parse("2023-12-08")


def test_a_strength_of_the_very_day_on_which_departures_began_is_the_one_at_their_begin() -> None:
    gone = claim("gone", "more-than 10500", "2023-07-01/2023-12-08", scope=DEPARTED)
    (one,) = derived(claim("start", "about 13800", "2023-07-01", scope=PRESENT), gone)
    assert one.derivation is not None
    assert ids(one.derivation.parents) == ["start", "gone"]


@pytest.mark.parametrize("when", [None, "2023-12/.."])
def test_departures_of_no_known_end_leave_the_others_to_be_taken_away(when: str | None) -> None:
    endless = claim("endless", "20", when, scope=DEPARTED)
    assert derived(START, endless) == []
    assert derived(START, endless, GONE) == derived(START, GONE)


def test_of_two_ways_to_the_same_number_the_narrower_one_is_taken() -> None:
    gone = claim("period", "10600", "2023-07/2023-12-08", scope=DEPARTED)
    (one,) = derived(START, GONE, gone)
    assert one == derived(gone, GONE, START)[0]
    assert one.derivation is not None
    assert ids(one.derivation.parents) == ["start", "period"]


@pytest.mark.parametrize(
    ("wide", "narrow", "low", "high"),
    [("up-to 95", "between 90 100", 0, 10), ("between 99 100", "100", 0, 0)],
)
def test_the_narrower_one_is_taken_whatever_its_least(
    wide: str, narrow: str, low: int, high: int
) -> None:
    (one,) = derived(
        claim("start", "100", "2023-07", scope=PRESENT),
        claim("a-wide-one", wide, "2023-07/2023-12-08", scope=DEPARTED),
        claim("narrow", narrow, "2023-12-08", scope=DEPARTED),
    )
    assert (one.verdict.low, one.verdict.high) == (low, high)


def test_a_dispute_of_a_parent_is_one_of_the_derived_number() -> None:
    other = claim("other", "9000", "2023-07", "un", scope=PRESENT, published="2022-01-01")
    (one,) = derived(claim("start", "13800", "2023-07", scope=PRESENT), other, GONE)
    assert ids(one.conflicting) == ["other"]


@pytest.mark.parametrize(
    ("start", "gone", "sums"),
    [
        (
            "about 13800",
            "more-than 10500",
            "13,800 − 10,500 = 3,300; 14,490 − 10,501 = 3,989 at most;"
            " 0 at least, as nothing limits how many had left",
        ),
        (
            "2000",
            "1000",
            "2,000 − 1,000 = 1,000; 2,000 − 1,000 = 1,000 at most;"
            " 2,000 − 1,000, so 1,000 at least",
        ),
        (
            "between 2000 2200",
            "1000",
            "2,200 − 1,000 = 1,200 at most; 2,000 − 1,000, so 1,000 at least",
        ),
        ("2000", "2000", "2,000 − 2,000 = 0 at most; 2,000 − 2,000, so 0 at least"),
        ("0", "0", "0 − 0 = 0 at most; 0 − 0, so 0 at least"),
        ("about 1100", "up-to 1500", "1,155 − 0 = 1,155 at most; 1,045 − 1,500, so 0 at least"),
    ],
)
def test_the_sums_of_what_is_left_are_told(start: str, gone: str, sums: str) -> None:
    (one,) = derived(
        claim("start", start, "2023-07", scope=PRESENT),
        claim("gone", gone, "2023-12-08", scope=DEPARTED),
    )
    assert one.derivation is not None
    assert one.derivation.arithmetic == sums


def test_an_assessment_names_the_claims_that_it_was_worked_out_from() -> None:
    (one,) = derived(START, GONE)
    assert ids(one.claims) == ["start", "gone"]


@pytest.mark.parametrize(
    ("vague", "fine", "is_so"),
    [
        ("2023", "2023-06", True),
        ("2023", "2023-01", True),
        ("2023", "2023-12", True),
        ("2023~", "2023", True),
        ("[2022..2023]", "2023", True),
        ("2022/2023", "2022-01-01/2023-12-31", True),
        ("2022/2023", "2022-12-31/2023-01-01", True),
        ("2023", "2023", False),
        ("2023-06", "2023", False),
        ("2023", "2023~", False),
        ("2023", "2022-12", False),
        ("2023", "2024-01", False),
        ("2022/2023", "2021-12/2023", False),
        ("2022/2023", "2022/2024-01", False),
    ],
)
def test_a_time_contains_the_finer_ones_that_it_may_mean(
    vague: str, fine: str, is_so: bool
) -> None:
    one, other = (Period.of(FuzzyDate.parse(text)) for text in (vague, fine))
    assert one.contains(other) is is_so


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2023", "2023"),
        ("2023-07", "2023-07"),
        ("2023-07-01", "2023-07-01"),
        ("2023-12", "2023-12"),
        ("2023-07~", "2023-07-approximately"),
        ("2013/2023-12-30", "2013-to-2023-12-30"),
        ("2013/..", "2013-onwards"),
        ("../2023", "until-2023"),
        ("[2013..2023]", "within-2013-to-2023"),
        ("[2013-04..2023-06-15]", "within-2013-04-01-to-2023-06-15"),
        ("[..2023]", "within-open-to-2023"),
        ("[2024-01-01..]", "within-2024-to-open"),
        (None, "undated"),
    ],
)
def test_an_id_tells_the_scope_and_the_time(edtf: str | None, text: str) -> None:
    when = None if edtf is None else FuzzyDate.parse(edtf)
    start = "deaths-minusma-mission-personnel-any-cause-in-mali-cumulative"
    assert slug(DEATHS, when) == f"{start}-{text}"
    other = DEATHS._replace(mission=None, place=None, contributor="TCD")
    start = "deaths-no-mission-mission-personnel-any-cause-of-tcd-no-place-cumulative"
    assert slug(other, when) == f"{start}-{text}"
