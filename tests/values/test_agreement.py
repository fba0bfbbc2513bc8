"""Agreement: what can be true at once, what is best supported, and that no order changes it."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.values.agreement import SENTENCES, Claim, Rule, origins_of, weigh
from app.values.quantities import Quantity
from tests.values.claims import claim, claims, ids, is_within, quantities

METHOD = Path(__file__).resolve().parents[2] / "docs" / "method.md"


@given(claims(), st.randoms(use_true_random=False))
def test_the_order_of_claims_never_matters(given_claims: list[Claim], chance: object) -> None:
    shuffled = list(given_claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weigh(shuffled) == weigh(given_claims)


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(claims(), quantities())
def test_a_claim_that_agrees_never_widens_the_range(
    given_claims: list[Claim], quantity: Quantity
) -> None:
    before = weigh(given_claims)
    added = Claim("added", quantity, frozenset({"afp"}), given_claims[0].published_on)
    assume(before.allows(added))
    assume(not any(added.quantity.agrees_with(other.quantity) for other in before.conflicting))
    after = weigh([*given_claims, added])
    assert is_within(after, before)
    assert set(ids(after.agreeing)) == {*ids(before.agreeing), "added"}
    assert after.conflicting == before.conflicting


@given(claims())
def test_best_lies_in_the_range_and_all_agreeing_claims_allow_the_range(
    given_claims: list[Claim],
) -> None:
    verdict = weigh(given_claims)
    assert is_within(verdict.best, verdict)
    assert verdict.high is None or verdict.low <= verdict.high
    assert all(is_within(verdict, claim.quantity) for claim in verdict.agreeing)


@given(claims())
def test_every_claim_stays_visible_and_those_at_odds_make_it_disputed(
    given_claims: list[Claim],
) -> None:
    verdict = weigh(given_claims)
    assert sorted(ids((*verdict.agreeing, *verdict.conflicting))) == ids(given_claims)
    are_at_odds = any(
        not one.quantity.agrees_with(other.quantity) for one, other in combinations(given_claims, 2)
    )
    assert bool(verdict.conflicting) == are_at_odds


@given(claims())
def test_no_claims_that_can_all_be_true_have_more_voices_than_the_chosen(
    given_claims: list[Claim],
) -> None:
    verdict = weigh(given_claims)
    most = len(origins_of(verdict.agreeing))
    for number in range(100):
        assert most >= len(origins_of(one for one in given_claims if one.quantity.contains(number)))
    for other in verdict.conflicting:
        assert not all(other.quantity.agrees_with(one.quantity) for one in verdict.agreeing)


def test_two_claims_that_cannot_both_be_true_are_both_shown() -> None:
    verdict = weigh([claim("a", "300"), claim("b", "311")])
    assert (ids(verdict.agreeing), ids(verdict.conflicting)) == (["a"], ["b"])


def test_two_documents_of_one_origin_are_one_voice() -> None:
    agency = [claim(f"agency-{number}", "180", None, "afp") for number in range(5)]
    others = [claim("one", "311", None, "un"), claim("two", "about 311", None, "reuters")]
    verdict = weigh([*agency, *others])
    assert ids(verdict.agreeing) == ["one", "two"]
    assert (verdict.rule, verdict.best) == (Rule.MOST_ORIGINS, Quantity(311))


@pytest.mark.parametrize(
    ("given_claims", "agreeing", "rule"),
    [
        ([claim("a", "311")], ["a"], Rule.ONLY_FACT),
        ([claim("a", "311"), claim("b", "more-than 300")], ["a", "b"], Rule.ALL_AGREE),
        (
            [claim("a", "180"), claim("b", "311"), claim("c", "more-than 300")],
            ["b", "c"],
            Rule.MOST_ORIGINS,
        ),
        ([claim("a", "about 180"), claim("b", "311")], ["b"], Rule.MOST_PRECISE),
        (
            [claim("a", "180", published="2023-12-30"), claim("b", "311", published="2023-12-31")],
            ["b"],
            Rule.MOST_RECENT,
        ),
        ([claim("b", "311"), claim("a", "180")], ["a"], Rule.FIRST_BY_ID),
    ],
)
def test_each_rule_decides_where_those_before_it_do_not(
    given_claims: list[Claim], agreeing: list[str], rule: Rule
) -> None:
    verdict = weigh(given_claims)
    assert (ids(verdict.agreeing), verdict.rule) == (agreeing, rule)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("up-to 300", True),
        ("at-least 311", True),
        ("305", True),
        ("at-least 0", True),
        ("up-to 299", False),
        ("at-least 312", False),
        ("more-than 311", False),
    ],
)
def test_a_verdict_allows_whatever_shares_a_number_with_its_range(text: str, is_so: bool) -> None:
    assert weigh([claim("range", "between 300 311")]).allows(claim("other", text)) is is_so


def test_a_verdict_without_a_limit_allows_every_higher_claim() -> None:
    verdict = weigh([claim("range", "at-least 300")])
    assert verdict.allows(claim("other", "9007199254740991"))
    assert not verdict.allows(claim("other", "299"))


def test_two_vague_claims_that_barely_touch_are_not_precise() -> None:
    apart = [claim("a", "between 1 50", None, "afp"), claim("b", "between 50 90", None, "afp")]
    verdict = weigh([*apart, claim("c", "about 110", None, "un")])
    assert (ids(verdict.agreeing), verdict.rule) == (["c"], Rule.MOST_PRECISE)


@pytest.mark.parametrize(
    ("texts", "best"),
    [
        (["311", "more-than 300"], "311"),
        (["about 180", "between 171 189"], "about 180"),
        (["more-than 300", "up-to 400"], "between 301 400"),
        (["up-to 400", "at-least 400"], "400"),
        (["more-than 700", "more-than 600"], "more-than 700"),
        (["at-least 701", "more-than 700"], "more-than 700"),
    ],
)
def test_the_best_value_is_in_the_words_of_a_claim_or_is_the_range(
    texts: list[str], best: str
) -> None:
    assert str(weigh([claim(text.replace(" ", "-"), text) for text in texts]).best) == best


def test_every_rule_is_a_section_of_the_published_method_that_begins_with_its_sentence() -> None:
    text = METHOD.read_text(encoding="utf-8")
    for rule in Rule:
        section = text.partition(f"\n### {rule}\n")[2]
        assert " ".join(section.split("\n\n")[0].split()) == SENTENCES[rule], rule
