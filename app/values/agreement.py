"""Agreement: which claims about one number can all be true, and what range they leave.

The published method is docs/method.md; every verdict names the sentence of it that decided.
"""

import enum
import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.tally import Tally
from app.values.terms import Qualifier

NO_LIMIT = float("inf")


class Rule(enum.StrEnum):
    """Which sentence of the method decided; each is an anchor of docs/method.md."""

    ONLY_FACT = "only-fact"
    ALL_AGREE = "all-agree"
    MOST_ORIGINS = "most-origins"
    MOST_PRECISE = "most-precise"
    MOST_RECENT = "most-recent"
    FIRST_BY_ID = "first-by-id"
    DERIVED = "derived"
    COUNTED = "counted"


SENTENCES = {
    Rule.ONLY_FACT: "One fact speaks of this, and its words give the range.",
    Rule.ALL_AGREE: "All facts can be true at once, and what all of them allow is the range.",
    Rule.MOST_ORIGINS: "Not all facts can be true at once: those that can and that go back to the"
    " most independent origins give the range.",
    Rule.MOST_PRECISE: "Not all facts can be true at once, and as many independent origins stand"
    " behind others: those with the narrowest fact among them give the range.",
    Rule.MOST_RECENT: "Not all facts can be true at once, and others are as well supported and as"
    " precise: those that were published last give the range.",
    Rule.FIRST_BY_ID: "Not all facts can be true at once, and nothing makes one better than"
    " another: those that come first by id give the range.",
    Rule.DERIVED: "No document says so: it is worked out from what was there and what had left.",
    Rule.COUNTED: "No document states the number: the single cases that a dataset lists are counted.",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact's number: of what and when, who stands behind it, and when that last appeared.

    `scope` is whatever tells one question from another; `published_on` is `date.min` if unknown. A
    claim with a `tally` is no one fact's: many were counted.
    """

    id: str
    quantity: Quantity
    origins: frozenset[str] = frozenset()
    published_on: date = date.min
    scope: Any = None
    date: FuzzyDate | None = None
    tally: Tally | None = None

    @property
    def low(self) -> int:
        """The least that the claim allows."""
        return self.quantity.low

    @property
    def high(self) -> float:
        """The most that the claim allows; infinite where it sets no limit."""
        return NO_LIMIT if self.quantity.high is None else self.quantity.high

    @property
    def width(self) -> float:
        """How much room the claim leaves."""
        return self.high - self.low


Claims = tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The range that the best supported claims leave, and the claims for and against it."""

    best: Quantity
    low: int
    high: int | None
    agreeing: Claims
    conflicting: Claims
    rule: Rule

    def allows(self, claim: Claim) -> bool:
        """Whether some number of the range is one that the claim allows."""
        return (
            claim.low <= (NO_LIMIT if self.high is None else self.high) and self.low <= claim.high
        )


def weigh(claims: Iterable[Claim]) -> Verdict:
    """The verdict on claims of one scope, at least one; their order does not matter."""
    ordered = by_id(claims)
    if len(ordered) == 1:
        said = ordered[0].quantity
        return Verdict(said, said.low, said.high, ordered, (), Rule.ONLY_FACT)
    chosen, rule = best_supported(ordered)
    low = max(claim.low for claim in chosen)
    highs = [claim.quantity.high for claim in chosen if claim.quantity.high is not None]
    high = min(highs) if highs else None
    inside = {claim.id for claim in chosen}
    return Verdict(
        best=best_of(chosen, low, high),
        low=low,
        high=high,
        agreeing=chosen,
        conflicting=tuple(claim for claim in ordered if claim.id not in inside),
        rule=rule,
    )


def best_supported(claims: Sequence[Claim]) -> tuple[Claims, Rule]:
    """The set that is chosen of several claims, and the comparison that set it apart from all others."""
    sets, how_many = most_voiced_sets(claims)
    if how_many == 1:
        return by_id(sets[0]), Rule.ALL_AGREE
    if len(sets) == 1:
        return by_id(sets[0]), Rule.MOST_ORIGINS
    precise = {claim.id: -claim.width for claim in claims}
    recent = {claim.id: claim.published_on for claim in claims}
    for merits, rule in ((precise, Rule.MOST_PRECISE), (recent, Rule.MOST_RECENT)):
        sets = those_with_most(sets, merits)
        if len(sets) == 1:
            return by_id(sets[0]), rule
    ordered = map(by_id, sets)
    return min(ordered, key=lambda chosen: [claim.id for claim in chosen]), Rule.FIRST_BY_ID


def by_id(claims: Iterable[Claim]) -> Claims:
    """Claims in the order of their ids."""
    return tuple(sorted(claims, key=attrgetter("id")))


def most_voiced_sets(claims: Sequence[Claim]) -> tuple[list[Claims], int]:
    """The largest sets of claims that can all be true at once, and how many there are.

    Only those with the most independent origins are given.

    Ranges that overlap pair by pair share a number, so every such set is all the claims that allow
    the low end of one of them. From one low end to the next higher, claims end or begin; the set
    is a largest one if some claim ends before the next begins.
    """
    rising = sorted(claims, key=lambda claim: claim.low)
    sets: list[Claims] = []
    most = how_many = 0
    voices: Counter[str] = Counter()
    held: dict[str, Claim] = {}
    ends: list[tuple[float, str]] = []
    for position, claim in enumerate(rising):
        while ends and ends[0][0] < claim.low:
            gone = held.pop(heapq.heappop(ends)[1])
            take_away(voices, gone.origins)
        held[claim.id] = claim
        heapq.heappush(ends, (claim.high, claim.id))
        voices.update(claim.origins)
        is_last = position + 1 == len(rising)
        if not is_last and ends[0][0] >= rising[position + 1].low:
            continue
        how_many += 1
        if len(voices) > most or not sets:
            sets, most = [], len(voices)
        if len(voices) == most:
            sets.append(tuple(held.values()))
    return sets, how_many


def take_away(voices: Counter[str], origins: Iterable[str]) -> None:
    """Count each origin once less, and no longer hold those that are down to none."""
    for origin in origins:
        voices[origin] -= 1
        if not voices[origin]:
            del voices[origin]


def those_with_most(sets: Sequence[Claims], merits: Mapping[str, Any]) -> list[Claims]:
    """The sets whose best claim has most of some merit, by the claims' ids.

    So precision is that of the most precise claim, and not that of the range that a set leaves: two
    vague claims that barely touch leave a narrow one, and know no more for that.
    """
    bests = [max([merits[claim.id] for claim in one]) for one in sets]
    most = max(bests)
    return [one for one, best in zip(sets, bests, strict=True) if best == most]


def origins_of(claims: Iterable[Claim]) -> frozenset[str]:
    """The independent voices behind claims: two documents of one origin are one voice."""
    return frozenset(origin for claim in claims for origin in claim.origins)


def best_of(claims: Claims, low: int, high: int | None) -> Quantity:
    """The words of the claim that says just the range, else the range itself."""
    exact = [claim for claim in claims if (claim.low, claim.quantity.high) == (low, high)]
    if not exact:
        return restated(low, high)
    return max(
        exact, key=lambda claim: (claim.quantity.value is not None, claim.published_on, claim.id)
    ).quantity


def restated(low: int, high: int | None) -> Quantity:
    """A range as a quantity of its own."""
    if high is None:
        return Quantity(low, Qualifier.AT_LEAST)
    return Quantity(low) if low == high else Quantity.between(low, high)
