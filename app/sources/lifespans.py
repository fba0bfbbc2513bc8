"""When missions began and ended, as lists of them say: to the day only where that is certain."""

from datetime import date

from app.records import Milestone
from app.sources.dataset import Told
from app.values.dates import FuzzyDate
from app.values.terms import MilestoneType

ONLY_MONTH = "The source writes a month that it knows no day of as its first day, so the month alone is taken."


def milestone(id: str, mission: str, type: MilestoneType, day: date, *, said: str) -> Told:
    """A turning point; `said` is a sentence that lacks only when it was."""
    return Told(
        record=Milestone,
        id=id,
        mission=mission,
        date=FuzzyDate.parse(certain(day)),
        summary=f"{said} {when(day)}.",
        note=ONLY_MONTH if day.day == 1 else None,
        columns={"type": type},
    )


def certain(day: date) -> str:
    """The day, or its month where it is the first of it."""
    return f"{day:%Y-%m}" if day.day == 1 else day.isoformat()


def when(day: date) -> str:
    """`on 25 April 2013`, or `in July 1963`."""
    return f"in {day:%B %Y}" if day.day == 1 else f"on {day.day} {day:%B %Y}"
