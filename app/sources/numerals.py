"""Numbers as English prose writes them: `13,800`, `thirteen`, `1.2 million`, `hundreds of thousands`.

Why this is code of our own is told in docs/decisions/0003-numbers-in-words.md.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {
    **{word: number for number, word in enumerate((*UNITS, *TEENS), start=1)},
    **dict(zip(TENS, range(20, 100, 10), strict=True)),
    "a": 1,
    "an": 1,
    "zero": 0,
}
SCALES = {"dozen": 12, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
PLURALS = {"tens": 10, "hundreds": 100, "thousands": 1_000, "millions": 1_000_000}


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of these words, whole."""
    return rf"(?:{'|'.join(words)})\b"


DIGITS = (
    r"(?<!\w)(?<!\d[.,'’/])"
    r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:['’]\d{3})+"
    r"|[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+|\d+)"
    r"(?:[.,]\d+)?"
    r"(?![.,'’/]?\d)(?!\w)(?!\s?%)"
)
GAP = r"(?:\s+|[-\u2010\u2011])"
BELOW_100 = rf"\b(?:{any_of(TENS)}(?:{GAP}{any_of(UNITS)})?|{any_of((*TEENS, *UNITS, 'zero'))})"
REST = rf"(?:{GAP}(?:and{GAP})?{BELOW_100}(?!{GAP}hundred\b))?"
BELOW_1000 = rf"(?:(?:{BELOW_100}|\ban?\b|{DIGITS}){GAP}hundred\b{REST}|{BELOW_100})"
SCALED = rf"(?:{BELOW_1000}|\ban?\b|{DIGITS}){GAP}{any_of(SCALES)}"
NUMBER = re.compile(
    rf"{SCALED}(?:{GAP}(?:and{GAP})?{SCALED})*(?:{GAP}(?:and{GAP})?(?:{BELOW_1000}|{DIGITS}))?"
    rf"|{BELOW_1000}|{DIGITS}"
)
PART = re.compile(rf"{DIGITS}|[a-z]+")
MAGNITUDE = re.compile(rf"\b(?:({any_of(PLURALS)})\s+of\s+)?({any_of(PLURALS)})")


def numbers_in(text: str) -> set[int]:
    """Every whole number that a text says, in digits or in words; never a part of a longer one."""
    values = {value_of(match.group()) for match in NUMBER.finditer(text.lower())}
    return {int(value) for value in values if value.denominator == 1}


def magnitudes_in(text: str) -> set[int]:
    """The orders of magnitude in a text: `thousands` is 1000, `hundreds of thousands` 100000."""
    return {
        PLURALS.get(first, 1) * PLURALS[second] for first, second in MAGNITUDE.findall(text.lower())
    }


def value_of(number: str) -> Fraction:
    """The value of one number, as NUMBER finds it."""
    total = group = Fraction(0)
    for part in PART.findall(number):
        if part == "hundred":
            group *= 100
        elif part in SCALES:
            total, group = total + group * SCALES[part], Fraction(0)
        elif part != "and":
            group += SMALL[part] if part in SMALL else value_of_digits(part)
    return total + group


def value_of_digits(digits: str) -> Fraction:
    """`13,800` and `13.800` are whole, `13.8` and `1,234.5` are not."""
    *groups, last = re.split(r"[,.'’\s]", digits)
    if groups and (len(last) != 3 or groups[0].startswith("0")):
        return Fraction("".join(groups) + "." + last)
    return Fraction("".join(groups) + last)
