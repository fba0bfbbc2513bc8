"""Dates in words: as precisely as a source gives them and no more, in the language of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MARKS = ("~", "?", "%")
VOWELS = "aeiouyàâéèêô"


@dataclass(frozen=True, slots=True)
class Dates:
    """How a language writes dates.

    Each of its forms has three variants, for French has: before a day, before a month or a year, and
    before one of these that begins with a vowel (`du 4 avril`, `de mars`, `d’avril`).
    """

    months: tuple[str, ...]
    first_day: str
    about: str
    perhaps: str
    undated: str
    forms: Mapping[str, tuple[str, str, str]]

    def told(self, edtf: str) -> str:
        """A date on its own: `2013`, `June 2023`, `between 4 and 10 December 2023`."""
        if edtf.startswith("["):
            begin, _, end = edtf[1:-1].partition("..")
            names = ("within_begin", "within_end", "after", "by")
        elif "/" in edtf:
            begin, _, end = edtf.partition("/")
            names = ("span_begin", "span_end", "since", "until")
        else:
            return self.moment(edtf)
        begin, end = begin.strip("."), end.strip(".")
        if not end:
            return self.form(names[2], begin)
        if not begin:
            return self.form(names[3], end)
        short = self.shortened(begin, end)
        return f"{self.form(names[0], begin, short)} {self.form(names[1], end)}"

    def in_sentence(self, edtf: str) -> str:
        """A date as a sentence has it: `on 25 April 2013`, `in June 2023`, `by 2014`."""
        return self.form("on", edtf) if edtf.replace("-", "").isdigit() else self.told(edtf)

    def form(self, name: str, moment: str, said: str | None = None) -> str:
        """A moment with the words that go before it."""
        said = said or self.moment(moment)
        of_day, of_time, before_vowel = self.forms[name]
        if moment.count("-") == 2 and not moment.endswith(MARKS):
            return of_day.format(moment=said)
        return (before_vowel if said[0] in VOWELS else of_time).format(moment=said)

    def moment(self, text: str) -> str:
        """A year, a month or a day, with the source's doubt."""
        said = " ".join(self.words(text.rstrip("".join(MARKS))))
        if text.endswith(("?", "%")):
            said = self.perhaps.format(moment=said)
        return self.about.format(moment=said) if text.endswith(("~", "%")) else said

    def words(self, text: str) -> list[str]:
        """The words of a date, the day first: `30`, `June`, `2023`."""
        year, *rest = text.split("-")
        words = [year.lstrip("0")]
        if rest:
            words.insert(0, self.months[int(rest[0]) - 1])
        if len(rest) > 1:
            words.insert(0, self.first_day if rest[1] == "01" else str(int(rest[1])))
        return words

    def shortened(self, begin: str, end: str) -> str:
        """The beginning of a span without the month and the year that its end has, too."""
        if (begin + end).endswith(MARKS) or begin.endswith(MARKS) or len(begin) != len(end):
            return self.moment(begin)
        words, others = self.words(begin), self.words(end)
        while len(words) > 1 and words[-1] == others[-1]:
            words, others = words[:-1], others[:-1]
        return " ".join(words)


def dates_of(told: Mapping[str, Any]) -> Dates:
    """The dates of a language, as its file of labels has them."""
    forms = {name: (form[0], form[1], form[2]) for name, form in told["forms"].items()}
    return Dates(**{**told, "months": tuple(told["months"]), "forms": forms})
