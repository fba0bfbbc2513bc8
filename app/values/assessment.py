"""Assessments: claims sorted by what and when they speak of, each question weighed by itself.

The published method is docs/method.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

from app.values.agreement import Claim, Claims, Rule, Verdict, origins_of, restated, weigh
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.terms import (
    AssessedBasis,
    CasualtyGroup,
    Cause,
    Measure,
    Qualifier,
    StrengthCategory,
)


class Scope(NamedTuple):
    """What a number is of; numbers of different scope are never held against each other."""

    measure: Measure
    mission: str | None
    group: CasualtyGroup | None
    category: StrengthCategory | None
    cause: Cause | None
    contributor: str | None
    place: str | None
    basis: AssessedBasis


class Period(NamedTuple):
    """The bounds of a date: claims with the same ones speak of the same time."""

    began_earliest: date
    began_latest: date
    ended_earliest: date
    ended_latest: date
    is_approximate: bool

    @classmethod
    def of(cls, when: FuzzyDate) -> "Period":
        """The period that a date speaks of."""
        return cls(
            when.began_earliest,
            when.began_latest,
            when.ended_earliest,
            when.ended_latest,
            when.is_approximate,
        )

    @property
    def vagueness(self) -> tuple[timedelta, bool]:
        """How much room it leaves: more than any period that it contains."""
        began = self.began_latest - self.began_earliest
        return began + (self.ended_latest - self.ended_earliest), self.is_approximate

    def contains(self, other: "Period") -> bool:
        """Whether it is vaguer than another one and may be about the same time."""
        return (
            self.began_earliest <= other.began_earliest
            and other.began_latest <= self.began_latest
            and self.ended_earliest <= other.ended_earliest
            and other.ended_latest <= self.ended_latest
            and self.vagueness > other.vagueness
        )


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a number that no document states was worked out."""

    parents: Claims
    arithmetic: str


@dataclass(frozen=True)
class Assessment:
    """What is best supported of one scope at one time; `heard` are vaguer claims that agree."""

    scope: Scope
    date: FuzzyDate | None
    verdict: Verdict
    heard: Claims = ()
    derivation: Derivation | None = None

    @cached_property
    def id(self) -> str:
        """A readable slug of the scope and the time, and of nothing else."""
        return slug(self.scope, self.date)

    @property
    def agreeing(self) -> Claims:
        """All claims that the range may be true of, by id."""
        return by_id((*self.verdict.agreeing, *self.heard))

    @property
    def conflicting(self) -> Claims:
        """The claims that cannot be true together with the range."""
        return self.verdict.conflicting

    @property
    def rule(self) -> Rule:
        """The sentence of the method that decided."""
        is_joined = self.heard and self.verdict.rule is Rule.ONLY_FACT
        return Rule.ALL_AGREE if is_joined else self.verdict.rule

    @property
    def voices(self) -> tuple[str, ...]:
        """The independent origins behind the agreeing claims."""
        return tuple(sorted(origins_of(self.agreeing)))

    @property
    def claims(self) -> Claims:
        """Every claim that it names."""
        parents = self.derivation.parents if self.derivation else ()
        return (*self.agreeing, *self.conflicting, *parents)


def by_id(claims: Iterable[Claim]) -> Claims:
    """Claims in the order of their ids."""
    return tuple(sorted(claims, key=lambda claim: claim.id))


def assess(claims: Iterable[Claim]) -> list[Assessment]:
    """Every assessment that claims allow, by id; their order does not matter."""
    by_scope: dict[Scope, list[Claim]] = {}
    for claim in claims:
        by_scope.setdefault(claim.scope, []).append(claim)
    stated = [one for scope, held in by_scope.items() for one in assess_scope(scope, held)]
    follows: dict[str, Assessment] = {}
    for one in sorted(derived(stated), key=room, reverse=True):
        follows[one.id] = one
    return sorted((*stated, *follows.values()), key=lambda one: one.id)


def room(one: Assessment) -> tuple[int, list[str]]:
    """How wide a derived range is, with what tells one from another as wide."""
    return (one.verdict.high or 0) - one.verdict.low, [claim.id for claim in one.claims]


def assess_scope(scope: Scope, claims: Sequence[Claim]) -> Iterator[Assessment]:
    """The assessments of one scope: one for each time, but for those that a finer one includes."""
    by_period: dict[Period | None, list[Claim]] = {}
    for claim in claims:
        by_period.setdefault(None if claim.date is None else Period.of(claim.date), []).append(
            claim
        )
    verdicts = {period: weigh(held) for period, held in by_period.items()}
    dated = {period: verdict for period, verdict in verdicts.items() if period is not None}
    heard, included = hearings(dated, by_period)
    for period, verdict in verdicts.items():
        if period not in included:
            vaguer = by_id(heard.get(period, ())) if period else ()
            yield Assessment(scope, date_of(by_period[period]), verdict, vaguer)


def hearings(
    verdicts: Mapping[Period, Verdict], claims: Mapping[Period | None, Sequence[Claim]]
) -> tuple[dict[Period, list[Claim]], set[Period | None]]:
    """The vaguer claims that agree with each verdict, and the periods that a finer one includes.

    A period is included if none of its claims is disputed and just one finer period that is not
    itself included agrees with them all: then that is what they speak of, as far as can be told.
    """
    heard: dict[Period, list[Claim]] = {}
    included: set[Period | None] = set()
    for period, finer in finer_periods(list(verdicts)):
        homes = 0
        for other in finer:
            allowed = [claim for claim in claims[period] if verdicts[other].allows(claim)]
            heard.setdefault(other, []).extend(allowed)
            is_home = len(allowed) == len(claims[period]) and other not in included
            homes += is_home
        if homes == 1 and not verdicts[period].conflicting:
            included.add(period)
    return heard, included


def finer_periods(periods: Sequence[Period]) -> Iterator[tuple[Period, list[Period]]]:
    """The periods that each one contains, the finest first."""
    by_begin = sorted(periods, key=lambda period: period.began_earliest)
    by_end = sorted(periods, key=lambda period: period.ended_latest)
    begins = [period.began_earliest for period in by_begin]
    ends = [period.ended_latest for period in by_end]
    for period in sorted(periods, key=lambda period: period.vagueness):
        if not any(period.vagueness):
            continue
        first = (
            bisect_left(begins, period.began_earliest),
            bisect_right(begins, period.began_latest),
        )
        last = bisect_left(ends, period.ended_earliest), bisect_right(ends, period.ended_latest)
        is_begin_rarer = first[1] - first[0] < last[1] - last[0]
        likely = by_begin[slice(*first)] if is_begin_rarer else by_end[slice(*last)]
        finer = [other for other in likely if period.contains(other)]
        if finer:
            yield period, finer


def date_of(claims: Iterable[Claim]) -> FuzzyDate | None:
    """The date of claims whose dates have the same bounds: the shortest way to write it."""
    dates = [claim.date for claim in claims if claim.date is not None]
    return min(dates, key=lambda when: (len(when.edtf), when.edtf), default=None)


def derived(stated: Iterable[Assessment]) -> Iterator[Assessment]:
    """Who was still there when some had left, where no document says so."""
    present: dict[Scope, list[Assessment]] = {}
    departed: list[Assessment] = []
    for one in stated:
        if one.scope.basis is AssessedBasis.PRESENT and one.date is not None:
            present.setdefault(one.scope, []).append(one)
        elif one.scope.basis is AssessedBasis.DEPARTED:
            departed.append(one)
    for gone in departed:
        scope = gone.scope._replace(basis=AssessedBasis.PRESENT)
        by_then = until(gone.date)
        before = latest_before(present.get(scope, ()), gone.date)
        if by_then is None or before is None:
            continue
        is_stated = any(is_of(one.date, by_then) for one in present[scope])
        if not is_stated and (verdict := remaining(before.verdict, gone.verdict)):
            yield Assessment(scope, by_then, verdict, (), derivation(before, gone, verdict))


def until(when: FuzzyDate | None) -> FuzzyDate | None:
    """The end of a date, as a date; None where it is open."""
    if when is None or when.has_open_end:
        return None
    return FuzzyDate.parse(when.edtf.rpartition("/")[2])


def is_of(one: FuzzyDate | None, other: FuzzyDate) -> bool:
    """Whether two dates speak of the same time."""
    return one is not None and Period.of(one) == Period.of(other)


def latest_before(present: Iterable[Assessment], gone: FuzzyDate | None) -> Assessment | None:
    """The last strength that certainly was there before people had gone, and as they began to go."""
    if gone is None:
        return None
    before = [
        one
        for one in present
        if one.date is not None
        and one.date.ended_latest < gone.ended_earliest
        and one.date.began_earliest <= gone.began_latest
    ]
    return max(before, key=lambda one: (Period.of(one.date), one.id), default=None)  # type: ignore[arg-type]


def remaining(before: Verdict, gone: Verdict) -> Verdict | None:
    """What is left of a strength; None where more went than were there, or nothing limits it."""
    if before.high is None:
        return None
    low = 0 if gone.high is None else max(0, before.low - gone.high)
    high = before.high - gone.low
    if high < 0:
        return None
    return Verdict(
        best=rest_of(before.best, gone, low, high),
        low=low,
        high=high,
        agreeing=(),
        conflicting=by_id((*before.conflicting, *gone.conflicting)),
        rule=Rule.DERIVED,
    )


def rest_of(before: Quantity, gone: Verdict, low: int, high: int) -> Quantity:
    """In words: at most so many, where at least so many have left."""
    rest = difference(before, gone.best)
    if gone.high is None and rest is not None and low <= rest <= high:
        return Quantity(rest, Qualifier.UP_TO)
    return restated(low, high)


def difference(before: Quantity, gone: Quantity) -> int | None:
    """The numbers that the sources give, subtracted."""
    if before.value is None or gone.value is None or before.value <= gone.value:
        return None
    return before.value - gone.value


def derivation(before: Assessment, gone: Assessment, left: Verdict) -> Derivation:
    """The claims that a remainder comes from, and the sums."""
    high, low = before.verdict.high or 0, gone.verdict.low
    sums = [f"{high:,} − {low:,} = {left.high:,} at most"]
    rest = difference(before.verdict.best, gone.verdict.best)
    if rest is not None:
        words = before.verdict.best.value, gone.verdict.best.value
        sums.insert(0, f"{words[0]:,} − {words[1]:,} = {rest:,}")
    if gone.verdict.high is None:
        sums.append("0 at least, as nothing limits how many had left")
    else:
        sums.append(f"{before.verdict.low:,} − {gone.verdict.high:,}, so {left.low:,} at least")
    return Derivation((*before.verdict.agreeing, *gone.verdict.agreeing), "; ".join(sums))


def slug(scope: Scope, when: FuzzyDate | None) -> str:
    """`deaths-minusma-mission-personnel-any-cause-in-mali-cumulative-2013-to-2023-12-30`."""
    parts = [
        scope.measure,
        scope.mission or "no-mission",
        scope.group,
        scope.category,
        scope.cause and f"{scope.cause}-cause",
        scope.contributor and f"of-{scope.contributor.lower()}",
        f"in-{scope.place}" if scope.place else "no-place",
        scope.basis,
        "undated" if when is None else period_slug(Period.of(when)),
    ]
    return "-".join(str(part) for part in parts if part)


@lru_cache(maxsize=4096)
def period_slug(period: Period) -> str:
    """`2023-07`, `2013-to-2023-12-30`, `within-2013-to-2023`, `2023-onwards`; by its bounds alone."""
    began = days_slug(period.began_earliest, period.began_latest)
    ended = days_slug(period.ended_earliest, period.ended_latest)
    if began == ended:
        text = began
    elif period.ended_latest == date.max:
        text = f"{began}-onwards"
    elif period.began_earliest == date.min:
        text = f"until-{ended}"
    else:
        text = f"{began}-to-{ended}"
    return f"{text}-approximately" if period.is_approximate else text


def days_slug(first: date, last: date) -> str:
    """One of some days: a year, a month, a day, or what lies within two of these."""
    start, end = first.isoformat(), last.isoformat()
    is_year = start[:4] == end[:4] and (start[5:], end[5:]) == ("01-01", "12-31")
    if is_year or first == last:
        return start[:4] if is_year else start
    is_last = last != date.max and (last + timedelta(days=1)).day == 1
    if start[:7] == end[:7] and first.day == 1 and is_last:
        return start[:7]
    began = "open" if first == date.min else start.removesuffix("-01-01")
    ended = "open" if last == date.max else end.removesuffix("-12-31")
    return f"within-{began}-to-{ended}"
