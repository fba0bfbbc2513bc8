"""Assessments: what is best supported of one number, and what tells one answer from another.

The published method is docs/method.md.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

from app.values.agreement import Claims, Rule, Verdict, by_id, origins_of
from app.values.dates import FuzzyDate
from app.values.terms import AssessedBasis, CasualtyGroup, Cause, Measure, StrengthCategory


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

    @cached_property
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
        if self.verdict.rule is not Rule.ONLY_FACT:
            return self.verdict.rule
        if self.heard:
            return Rule.ALL_AGREE
        return Rule.COUNTED if self.is_counted else Rule.ONLY_FACT

    @property
    def is_counted(self) -> bool:
        """Whether nothing but tallies says so."""
        return bool(self.agreeing) and all(claim.tally for claim in self.agreeing)

    @cached_property
    def voices(self) -> tuple[str, ...]:
        """The independent origins behind the agreeing claims."""
        return tuple(sorted(origins_of(self.agreeing)))

    @property
    def claims(self) -> Claims:
        """Every claim that it names."""
        parents = self.derivation.parents if self.derivation else ()
        return (*self.agreeing, *self.conflicting, *parents)


def slug(scope: Scope, when: FuzzyDate | None) -> str:
    """`deaths-minusma-mission-personnel-any-cause-in-mali-cumulative-2013-to-2023-12-30`."""
    period = "undated" if when is None else period_slug(Period.of(when))
    return f"{scope_slug(scope)}-{period}"


@lru_cache(maxsize=4096)
def scope_slug(scope: Scope) -> str:
    """`deaths-minusma-mission-personnel-any-cause-in-mali-cumulative`."""
    parts = [
        scope.measure,
        scope.mission or "no-mission",
        scope.group,
        scope.category,
        scope.cause and f"{scope.cause}-cause",
        scope.contributor and f"of-{scope.contributor.lower()}",
        f"in-{scope.place}" if scope.place else "no-place",
        scope.basis,
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
