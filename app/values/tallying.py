"""Tallying: a dataset's single cases, added up to what they say of a running total.

The published method is docs/method.md.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.values.agreement import Claim, restated
from app.values.assessment import Scope
from app.values.dates import FuzzyDate
from app.values.tally import Records, Tally
from app.values.terms import CasualtyGroup, Cause, Measure

UNTOLD = (Cause.TO_BE_DETERMINED, Cause.NOT_STATED, Cause.ANY)
"""The causes of a case that may turn out to be of any one cause."""
TALLIED = (
    Cause.ANY,
    Cause.HOSTILE_ACT,
    Cause.ACCIDENT,
    Cause.ILLNESS,
    Cause.SELF_INFLICTED,
)
PERSONNEL = tuple(group for group in CasualtyGroup if group is not CasualtyGroup.POPULATION)


class Issue(NamedTuple):
    """A release of a dataset, by its document; `is_newest` if there is no newer one of its origin."""

    document: str
    origin: str
    released_on: date
    is_newest: bool = True


class Cases(NamedTuple):
    """Facts on single cases that have all of this in common, and how many people they count.

    Each began by the day `began` and did not end before the day `ended`.
    """

    measure: Measure
    group: CasualtyGroup
    cause: Cause
    contributor: str | None
    began: date
    ended: date
    facts: int
    low: int
    high: int | None


class Window(NamedTuple):
    """The days, both counted, that cases are counted in; open at the ends of the calendar."""

    start: date
    end: date

    def holds(self, cases: Cases) -> bool:
        """Whether cases certainly fell within it: what `match=certain` asks."""
        return cases.began <= self.end and cases.ended >= self.start

    @property
    def query(self) -> list[tuple[str, str]]:
        """The filters that keep what certainly fell within it."""
        start = ".." if self.start == date.min else self.start.isoformat()
        end = ".." if self.end == date.max else self.end.isoformat()
        is_open = start == end == ".."
        return [] if is_open else [("datetime", f"{start}/{end}"), ("match", "certain")]


class Filter(NamedTuple):
    """Which cases are counted; no causes are all of them."""

    scope: Scope
    groups: Sequence[CasualtyGroup]
    causes: Sequence[Cause]
    window: Window

    def keeps(self, cases: Cases) -> bool:
        """Whether cases are among those counted."""
        return (
            cases.measure is self.scope.measure
            and cases.group in self.groups
            and (not self.causes or cases.cause in self.causes)
            and self.scope.contributor in (None, cases.contributor)
            and self.window.holds(cases)
        )

    def records(self, document: str, outcome: str, kept: Iterable[Cases]) -> Records:
        """The cases that it keeps, with the filters that list them."""
        named = ("mission", self.scope.mission), ("contributor", self.scope.contributor)
        query = [
            ("document", document),
            ("basis", "incident"),
            ("outcome", outcome),
            *((name, value) for name, value in named if value is not None),
            *(("group", group.value) for group in self.groups),
            *(("cause", cause.value) for cause in self.causes),
            *self.window.query,
        ]
        return Records(sum(cases.facts for cases in kept), tuple(query))


def may_be_tallied(scope: Scope, when: FuzzyDate | None) -> bool:
    """Whether a total is one that single cases can add up to: of a mission's people, over a period."""
    return (
        scope.mission is not None
        and scope.group in PERSONNEL
        and scope.cause in TALLIED
        and when is not None
        and "/" in when.edtf
        and not when.is_approximate
    )


def tally(
    scope: Scope, when: FuzzyDate, outcome: str, cases: Sequence[Cases], issue: Issue
) -> Claim | None:
    """What the cases of a mission, of one release, say of a total; None where they say nothing.

    All cases of the mission are needed, for a period that begins before the first leaves none out.
    """
    surely, maybe = filters(scope, when, cases)
    if surely.window.start > surely.window.end:
        return None  # it may begin after it can have ended, and no filter lists what is sure of it
    recorded = [one for one in cases if surely.keeps(one)]
    possible = [one for one in cases if maybe.keeps(one)]
    low = sum(one.low for one in recorded)
    most = total(possible)
    has_no_country = scope.contributor is not None and any(
        maybe.keeps(one._replace(contributor=scope.contributor))
        for one in cases
        if one.contributor is None
    )
    is_whole = issue.is_newest and when.ended_latest <= issue.released_on
    high = most if is_whole and not has_no_country else None
    if not low and high is None:
        return None
    sums = arithmetic(low, possible, most, scope)
    if high is None and (reason := why_no_limit(when, issue, has_no_country)):
        sums += f"; {reason}, so {low:,} at least"
    counted = Tally(
        issue.document,
        surely.records(issue.document, outcome, recorded),
        maybe.records(issue.document, outcome, possible),
        sums,
    )
    return Claim(
        id=f"tally:{issue.document}",
        quantity=restated(low, high),
        origins=frozenset((issue.origin,)),
        published_on=issue.released_on,
        scope=scope,
        date=when,
        tally=counted,
    )


def why_no_limit(when: FuzzyDate, issue: Issue, has_no_country: bool) -> str | None:
    """Why there may be more cases than are listed; None where it is not the list's fault."""
    if when.ended_latest > issue.released_on:
        return "the list ends before the period does"
    if not issue.is_newest:
        return "a newer release may have changed what this one says"
    return "some listed are of no one country" if has_no_country else None


def filters(scope: Scope, when: FuzzyDate, cases: Sequence[Cases]) -> tuple[Filter, Filter]:
    """Which cases certainly belong to a total, and which may."""
    anyone = CasualtyGroup.MISSION_PERSONNEL
    groups = PERSONNEL if scope.group in (None, anyone) else (scope.group,)
    causes = () if scope.cause in (None, Cause.ANY) else (scope.cause,)
    inner = Window(when.began_latest, when.ended_earliest)
    outer = Window(when.began_earliest, when.ended_latest)
    if all(one.ended >= when.began_earliest for one in cases):
        inner, outer = (window._replace(start=date.min) for window in (inner, outer))
    surely = Filter(scope, groups, causes, inner)
    more_groups = tuple(dict.fromkeys((*groups, anyone)))
    more_causes = (*causes, *UNTOLD) if causes else ()
    return surely, Filter(scope, more_groups, more_causes, outer)


def total(cases: Iterable[Cases]) -> int | None:
    """The most people that cases count; None where nothing limits it."""
    highs = [one.high for one in cases]
    known = [high for high in highs if high is not None]
    return sum(known) if len(known) == len(highs) else None


def arithmetic(low: int, possible: Sequence[Cases], most: int | None, scope: Scope) -> str:
    """`174 recorded; 174 + 14 to-be-determined + 2 not-stated = 190 at most`."""
    sums = f"{low:,} recorded"
    if most == low:
        return sums
    if most is None:
        return f"{sums}; nothing limits how many those that may count as well are"
    rest = most - low
    parts = [f"{low:,}"]
    for cause in UNTOLD if scope.cause is not Cause.ANY else ():
        if number := total(one for one in possible if one.cause is cause):
            parts.append(f"{number:,} {cause}")
            rest -= number
    if rest:
        parts.append(f"{rest:,} of uncertain group, day or number")
    return f"{sums}; {' + '.join(parts)} = {most:,} at most"
