"""Weighing: claims sorted by what and when they speak of, each question weighed by itself.

The published method is docs/method.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.values.agreement import Claim, Verdict, by_id, weigh
from app.values.assessment import Assessment, Period, Scope
from app.values.dates import FuzzyDate
from app.values.derivation import derived


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
            vaguer = by_id(heard[period]) if period in heard else ()
            yield Assessment(scope, date_of(by_period[period]), verdict, vaguer)


def hearings(
    verdicts: Mapping[Period, Verdict], claims: Mapping[Period | None, Sequence[Claim]]
) -> tuple[dict[Period, list[Claim]], set[Period | None]]:
    """The vaguer claims that agree with each verdict, and the periods that a finer one includes.

    A period is included if none of its claims is disputed and just one finer period that is not
    itself included agrees with them all: then that is what they speak of, as far as can be told.
    A tally is heard at no other time, for it is counted anew for each.
    """
    heard: dict[Period, list[Claim]] = {}
    included: set[Period | None] = set()
    for period, finer in finer_periods(list(verdicts)):
        homes = 0
        facts = [claim for claim in claims[period] if claim.tally is None]
        for other in finer if facts else ():
            allowed = [claim for claim in facts if verdicts[other].allows(claim)]
            heard.setdefault(other, []).extend(allowed)
            is_home = len(allowed) == len(facts) and other not in included
            homes += is_home
        if homes == 1 and not verdicts[period].conflicting:
            included.add(period)
    return heard, included


def finer_periods(periods: Sequence[Period]) -> Iterator[tuple[Period, list[Period]]]:
    """The periods that each one contains, the finest first."""
    by_begin = sorted(periods)
    by_end = sorted(periods, key=lambda period: period.ended_latest)
    begins = [period.began_earliest for period in by_begin]
    ends = [period.ended_latest for period in by_end]
    for vagueness, period in sorted((period.vagueness, period) for period in periods):
        if not any(vagueness):
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
    dates = {claim.date.edtf: claim.date for claim in claims if claim.date is not None}
    return dates[min(dates, key=lambda edtf: (len(edtf), edtf))] if dates else None
