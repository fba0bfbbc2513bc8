"""Derivation: who was still there when some had left, where no document says so.

The published method is docs/method.md.
"""

from collections.abc import Iterable, Iterator, Sequence

from app.values.agreement import Rule, Verdict, by_id, restated
from app.values.assessment import Assessment, Derivation, Period, Scope
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.terms import AssessedBasis, Qualifier


def derived(stated: Sequence[Assessment]) -> Iterator[Assessment]:
    """Who was still there when some had left, where no document says so."""
    departed = [one for one in stated if one.scope.basis is AssessedBasis.DEPARTED]
    present: dict[Scope, list[Assessment]] = {
        gone.scope._replace(basis=AssessedBasis.PRESENT): [] for gone in departed
    }
    if present:
        for one in stated:
            if one.scope in present and one.date is not None:
                present[one.scope].append(one)
    for gone in departed:
        scope = gone.scope._replace(basis=AssessedBasis.PRESENT)
        by_then = until(gone.date)
        before = latest_before(present[scope], gone.date)
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
    if gone.high is None and rest is not None and rest <= high:
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
