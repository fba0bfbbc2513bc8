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

from app.web.view import Lang

FOLDER = Path(__file__).with_suffix("")


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one language; what has none is a mistake, and raises KeyError."""

    lang: str
    thousands: str
    ui: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    dates: Mapping[str, Any]
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
        return self.dates["undated"] if date is None else self.edtf(date["edtf"])

    def edtf(self, text: str) -> str:
        """An EDTF text in words."""
        if text.startswith("["):
            begin, _, end = text[1:-1].partition("..")
            both, first, last = "within", "after", "by"
        elif "/" in text:
            begin, _, end = text.partition("/")
            both, first, last = "span", "since", "until"
        else:
            return self.moment(text)
        begin, end = begin.strip("."), end.strip(".")
        if not end:
            return str(self.dates[first].format(begin=self.moment(begin)))
        if not begin:
            return str(self.dates[last].format(end=self.moment(end)))
        return str(self.dates[both].format(begin=self.shortened(begin, end), end=self.moment(end)))

    def moment(self, text: str) -> str:
        """A year, a month or a day, with the source's doubt."""
        bare = text.rstrip("~?%")
        said = " ".join(self.parts(bare))
        if text.endswith(("?", "%")):
            said = self.dates["uncertain"].format(moment=said)
        return self.dates["about"].format(moment=said) if text.endswith(("~", "%")) else said

    def parts(self, text: str) -> list[str]:
        """The words of a date, the day first: `30`, `June`, `2023`."""
        year, *rest = text.split("-")
        words = [year.lstrip("0")]
        if rest:
            words.insert(0, self.dates["months"][int(rest[0]) - 1])
        if len(rest) > 1:
            words.insert(0, str(int(rest[1])) if rest[1] != "01" else self.dates["first_day"])
        return words

    def shortened(self, begin: str, end: str) -> str:
        """The beginning of a span without the month and the year that its end has, too."""
        if begin.endswith(("~", "?", "%")) or len(begin) != len(end) or begin == end:
            return self.moment(begin)
        words, others = self.parts(begin), self.parts(end)
        while len(words) > 1 and words[-1] == others[-1]:
            words, others = words[:-1], others[:-1]
        return " ".join(words)

    def when(self, date: Mapping[str, Any]) -> str:
        """A date as a sentence has it: `on 25 April 2013`, `in June 2023`, `by 2014`."""
        text = date["edtf"]
        if not text.replace("-", "").isdigit():
            return self.date(date)
        key = "on_day" if text.count("-") == 2 else "in_time"
        return str(self.dates[key].format(moment=self.moment(text)))


@cache
def labels(lang: Lang) -> Labels:
    """The labels of a language."""
    return Labels(**json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8")))
