"""Numbers of people month by month: what the datasets of contributions have in common."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.records import StrengthFigure
from app.records.counted import quantity_columns
from app.sources.dataset import Line, Told
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.terms import StrengthBasis, StrengthCategory

NOT_REPORTED = frozenset({"", "NA"})
PEOPLE = {
    StrengthCategory.TROOPS: "troops",
    StrengthCategory.POLICE: "police",
    StrengthCategory.EXPERTS: "experts on mission",
    StrengthCategory.UNIFORMED: "uniformed personnel",
}


class Month:
    """A calendar month: how we date it, how a sentence names it, and its number in a row of months."""

    __slots__ = ("date", "number", "text")

    def __init__(self, day: date) -> None:
        self.date = FuzzyDate.parse(f"{day:%Y-%m}")
        self.text = f"{day:%B %Y}"
        self.number = 12 * day.year + day.month - 1


@lru_cache(maxsize=4096)
def month_in(text: str) -> Month | None:
    """The month of a day such as `2013-07-31`, None if it is no day: few texts stand in many rows."""
    try:
        return Month(date.fromisoformat(text))
    except ValueError:
        return None


def month(line: Line, column: str) -> Month:
    """The month that a row is of; datasets write its last day, and do not mean that day."""
    text = line.needed(column)
    return month_in(text) or Month(line.day(column))


def month_text(number: int) -> str:
    """`2013-07` for the number of a month."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def people(line: Line, column: str) -> int | None:
    """How many; None where none are reported, which is a gap and not a zero."""
    text = line.text(column)
    if text in NOT_REPORTED:
        return None
    number = int(text) if text.isascii() and text.isdigit() else line.whole(column)
    if number is None or number < 0:
        line.refuse(f"{column}: {text!r} is no number of people")
    return number


def straighten(line: Line, *columns: str) -> None:
    """Take off an apostrophe that ends a name: every row of March 2014 has one, in each of its names."""
    bent = [line.text(column) for column in columns if line.text(column).endswith("'")]
    if bent:
        cells = {column: line.text(column).rstrip("' ") for column in columns}
        line.cells = {**line.cells, **cells}
        line.repair(f"The dataset writes {', '.join(bent)}.")


@lru_cache(maxsize=16384)
def exactly(number: int) -> dict[str, object]:
    """The columns of a number as it stands; not to be changed."""
    return quantity_columns(Quantity(number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What the strength figures of one row have in common: whose they are, where and when."""

    id: str
    mission: str | None
    month: Month
    who: str
    where: str = ""
    contributor: str | None = None

    def of(
        self,
        category: StrengthCategory,
        number: int,
        note: str | None = None,
        *,
        is_sum: bool = False,
    ) -> Told:
        """The figure of one category, such as that Chad had 1,143 troops in MINUSMA in March 2014."""
        return Told(
            record=StrengthFigure,
            id=f"{self.id}-{category}",
            mission=self.mission,
            date=self.month.date,
            summary=f"{self.who} had {number:,} {PEOPLE[category]}{self.where} in {self.month.text}.",
            note=note,
            columns={
                "category": category,
                "contributor_id": self.contributor,
                "basis": StrengthBasis.PRESENT,
                "is_derived": is_sum,
                **exactly(number),
            },
        )
