"""Citing: the citations of facts as formats write them, lists of JSON wherever they stand.

Nearly each citation is another, so it is put together from pieces: made as objects they took five
times as long. What is before a locator is made once for a document, what is after it once for what
is stated.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import compress, islice, repeat
from typing import Any

from pydantic_core import from_json

from app.api.formats.sheet import are_plain, json_text, keyed
from app.api.formats.written import Written
from app.api.schemas import DOCUMENT
from app.queries.batches import Citations, Column

Escape = Callable[[str], str]
"""What the quotes of JSON have to undergo where it stands in something else, such as a cell of CSV."""


def as_it_is(text: str) -> str:
    """JSON that stands for itself."""
    return text


class Citing:
    """Writes the citations of one list, one batch after another."""

    def __init__(self, escape: Escape = as_it_is, around: str = "") -> None:
        self.escape = escape
        self.start, self.end = f"{around}[", f"]{around}"
        self.quote = escape('"')
        self.record = escape('{"record":')
        self.passage = escape('{"paragraph":%s,"start":%s,"end":%s,"sha256":%s}')
        self.before = Written(self.document)
        self.after = Written(self.stated)

    def of(self, citations: Citations) -> list[str]:
        """A list for each row."""
        pieces = zip(
            self.before.of(keyed(citations.documents, DOCUMENT.shape)),
            self.locators(citations),
            self.after.of(keyed(Column(citations.stated))),
            self.quotes(citations.quotes),
            strict=False,
        )
        each = map("".join, pieces)
        start, end = self.start, self.end
        return [
            f"{start}{next(each) if count == 1 else ','.join(islice(each, count))}{end}"
            for count in citations.counts
        ]

    def document(self, shown: dict[str, Any]) -> str:
        """A citation up to its locator."""
        return self.escape(f'{{"document":{json_text(shown)},"locator":')

    def stated(self, text: str | None) -> str:
        """A citation after its locator, up to its quote; JSON of the database is written anew."""
        again = "null" if text is None else json_text(from_json(text))
        return self.escape(f',"stated":{again},"quote":')

    def quotes(self, passages: Sequence[str | None] | None) -> Iterable[str]:
        """The quotes, with the end of the citation."""
        if passages is None:
            return repeat("null}")
        return (self.escape(f"{json_text(passage)}}}") for passage in passages)

    def locators(self, citations: Citations) -> Iterable[str]:
        """Where in its document each citation points: to a row of a dataset, or to a passage."""
        records = citations.records
        places = citations.paragraphs, citations.starts, citations.ends, citations.hashes
        if None not in records:
            return self.rows(records)
        is_row = [record is not None for record in records]
        rows = iter(self.rows(list(compress(records, is_row))))
        is_passage = [record is None for record in records]
        passages = iter(self.passages(*(list(compress(place, is_passage)) for place in places)))
        return (next(rows if one else passages) for one in is_row)

    def rows(self, records: Sequence[Any]) -> Iterable[str]:
        """Rows of datasets, by the keys that these give them."""
        return self.strings(records, self.record, "}")

    def passages(self, *places: Sequence[Any]) -> Iterable[str]:
        """Passages of texts: their paragraphs, starts, ends and hashes."""
        *numbers, hashes = places
        return map(self.passage.__mod__, zip(*numbers, self.strings(hashes), strict=True))

    def strings(self, texts: Sequence[str], before: str = "", after: str = "") -> list[str]:
        """Strings of JSON; most texts only need quotes, which is seen for all of them at once."""
        if are_plain(texts):
            before, after = f"{before}{self.quote}", f"{self.quote}{after}"
            return [f"{before}{text}{after}" for text in texts]
        return [f"{before}{self.escape(json_text(text))}{after}" for text in texts]
