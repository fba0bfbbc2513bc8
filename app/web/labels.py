"""Labels: what the pages call things, in English and in French; and dates and numbers in words.

`labels/en.json` and `labels/fr.json` hold the same keys. What things are named themselves comes from
their own names by language.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from app.web.dates import Dates, dates_of
from app.web.view import Lang

FOLDER = Path(__file__).with_suffix("")


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one language; what has none is a mistake, and raises KeyError."""

    lang: str
    thousands: str
    ui: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    dates: Dates
    milestones_told: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """A label, its gaps filled: `labels("range")`, `labels("counted", shown=3, matched=9)`."""
        return self.ui[key].format(**values) if values else self.ui[key]

    def code(self, vocabulary: type[StrEnum] | str, code: str | None) -> str:
        """What a code means: `labels.code("BaseState", "closed")`; a missing one is not known."""
        if code is None:
            return self.ui["unknown"]
        name = vocabulary if isinstance(vocabulary, str) else vocabulary.__name__
        return self.codes[name][code]

    def number(self, number: int) -> str:
        """A number with its thousands apart: `13,800`, `13 800`."""
        return f"{number:,}".replace(",", self.thousands)

    def quantity(self, quantity: Mapping[str, Any] | None) -> str:
        """How many, as the source hedges it: `more than 700`; null is not stated and never 0."""
        if quantity is None:
            return self.ui["not_stated"]
        told = {
            name: self.number(quantity[name])
            for name in ("value", "low", "high")
            if quantity[name] is not None
        }
        return self.codes["Qualifier"][quantity["qualifier"]].format(**told)

    def bounds(self, low: int, high: int | None) -> str:
        """The range that a number can be in: `171–189`, `at least 701`."""
        if high is None:
            return self("at_least", low=self.number(low))
        return self.number(low) if low == high else f"{self.number(low)}–{self.number(high)}"

    def date(self, date: Mapping[str, Any] | None) -> str:
        """A date as precisely as it is known: `2013`, `June 2023`, `between 4 and 10 December 2023`."""
        return self.dates.undated if date is None else self.edtf(date["edtf"])

    def edtf(self, text: str) -> str:
        """An EDTF text in words."""
        return self.dates.told(text)

    def stated(self, stated: Mapping[str, Any]) -> str:
        """What a document itself says, where it is looser than the fact; what it leaves out is not told."""
        told = (
            self.edtf(value)
            if name == "date"
            else self.number(value)
            if is_number(value)
            else value
            for name, value in stated.items()
            if value is not None
        )
        return ", ".join(map(str, told))

    def when(self, date: Mapping[str, Any]) -> str:
        """A date as a sentence has it: `on 25 April 2013`, `in June 2023`."""
        return self.dates.in_sentence(date["edtf"])


def is_number(value: object) -> bool:
    """Whether people are counted, and nothing is affirmed."""
    return isinstance(value, int) and not isinstance(value, bool)


@cache
def labels(lang: Lang) -> Labels:
    """The labels of a language."""
    told = json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8"))
    return Labels(**{**told, "dates": dates_of(told["dates"])})
