"""How many: a number with the words that hedge it, and the range that those words allow."""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Self

from app.values.terms import Qualifier

LARGEST = 2**53 - 1
"""The largest number that every JSON reader keeps exact."""

_DIGITS = re.compile(r"0|[1-9][0-9]{0,15}")
_UNSAID = -1
_EXAMPLE = "311, about 180, more-than 300 or between 3 7"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count as a source has it: `Quantity(300, Qualifier.MORE_THAN)` allows 301 and up.

    `low` and `high` follow from the words; give them only to `between`, which has no value. No
    `high` means that the words set no upper limit. The unit is one: people, deaths, bases.
    """

    value: int | None
    qualifier: Qualifier = Qualifier.EXACTLY
    low: int = _UNSAID
    high: int | None = _UNSAID

    def __post_init__(self) -> None:
        """Work out the range, and refuse one that the words do not allow."""
        low, high = self._range()
        if self.low not in (_UNSAID, low) or self.high not in (_UNSAID, high):
            raise ValueError(
                f"{self.qualifier} {self.value} cannot have low {self.low} and high {self.high}; "
                f"it has low {low} and high {high}"
            )
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)

    @classmethod
    def between(cls, low: int, high: int) -> Self:
        """From `low` to `high`, both counted."""
        return cls(None, Qualifier.BETWEEN, low, high)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `311`, `about 180`, `more-than 300`, `between 3 7` or `order-of-magnitude 1000`."""
        word, *numbers = text.split(" ")
        if word == Qualifier.EXACTLY:
            raise _wrong(text, "an exact number stands alone", "311")
        if word not in list(Qualifier):
            return cls(_read_number(text))
        qualifier = Qualifier(word)
        expected = 2 if qualifier is Qualifier.BETWEEN else 1
        if len(numbers) != expected:
            many = "two numbers" if expected == 2 else "one number"
            raise _wrong(text, f"{word} takes {many} in plain digits, no separators", _EXAMPLE)
        if qualifier is Qualifier.BETWEEN:
            return cls.between(_read_number(numbers[0]), _read_number(numbers[1]))
        return cls(_read_number(numbers[0]), qualifier)

    def __str__(self) -> str:
        """The text that `parse` reads."""
        if self.value is None:
            return f"{self.qualifier} {self.low} {self.high}"
        is_exact = self.qualifier == Qualifier.EXACTLY
        return str(self.value) if is_exact else f"{self.qualifier} {self.value}"

    def contains(self, number: int) -> bool:
        """Whether the words allow this number."""
        return self.low <= number and (self.high is None or number <= self.high)

    def agrees_with(self, other: "Quantity") -> bool:
        """Whether some number is allowed by both."""
        return _starts_within(self, other) and _starts_within(other, self)

    def _range(self) -> tuple[int, int | None]:
        if self.qualifier == Qualifier.BETWEEN:
            return _range_between(self.value, self.low, self.high)
        if self.value is None:
            raise ValueError(f"{self.qualifier} needs a value; write for example {_EXAMPLE}")
        low, high = _range_around(_checked(self.value), self.qualifier)
        return _checked(low), None if high is None else _checked(high)


def _starts_within(one: Quantity, other: Quantity) -> bool:
    return other.high is None or one.low <= other.high


def _range_between(value: int | None, low: int, high: int | None) -> tuple[int, int]:
    if value is not None or high is None or low == _UNSAID or high == _UNSAID:
        raise ValueError("between has a low and a high and no value; write for example between 3 7")
    if _checked(low) >= _checked(high):
        raise _wrong(f"between {low} {high}", "the first must be the smaller", "between 3 7")
    return low, high


def _range_around(value: int, qualifier: Qualifier) -> tuple[int, int | None]:
    match Qualifier(qualifier):
        case Qualifier.ABOUT:
            margin = _margin(value)
            return ceil(value - margin), floor(value + margin)
        case Qualifier.MORE_THAN:
            return value + 1, None
        case Qualifier.AT_LEAST:
            return value, None
        case Qualifier.UP_TO:
            return 0, value
        case Qualifier.ORDER_OF_MAGNITUDE:
            if str(value).rstrip("0") != "1":
                raise _wrong(str(value), "this is not a power of ten", "order-of-magnitude 1000")
            return value, 10 * value - 1
        case _:
            return value, value


def _margin(value: int) -> Fraction:
    """Five per cent, or half a unit of the last significant digit where that is wider."""
    unit = 1
    while value and value % (10 * unit) == 0:
        unit *= 10
    return max(Fraction(value, 20), Fraction(unit, 2))


def _checked(number: int) -> int:
    if type(number) is not int:
        raise _wrong(repr(number), "this is not a whole number", _EXAMPLE)
    if not 0 <= number <= LARGEST:
        raise _wrong(str(number), f"numbers are 0 to {LARGEST}, ranges too", _EXAMPLE)
    return number


def _read_number(text: str) -> int:
    if not _DIGITS.fullmatch(text):
        why = "not a number in plain digits, without sign, separators or leading zeros"
        raise _wrong(text, why, _EXAMPLE)
    return int(text)


def _wrong(part: str, why: str, example: str) -> ValueError:
    return ValueError(f"{part or 'an empty text'}: {why}; write for example {example}")
