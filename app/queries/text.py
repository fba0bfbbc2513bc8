"""Text: `q`, the one fuzzy filter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.queries.query import Condition, Query, parameter
from app.values.words import words


def search_words(text: str) -> tuple[str, ...]:
    """The different words of a search."""
    found = tuple(dict.fromkeys(words(text)))
    if not found:
        raise ValueError("it holds no word; write letters or digits.")
    return found


@dataclass(frozen=True, kw_only=True)
class Text(Query):
    """`q`, on what a row says and on the names of what it is about."""

    q: tuple[str, ...] = parameter(
        search_words,
        "Whole words that all occur, in any order; case and accents do not count.",
        example="timbuktu camp",
        default=(),
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """Every word of the search is among the row's words."""
        yield from super().conditions(record, session)
        for word in self.q:
            yield Condition(record.words.contains(f" {word} ", autoescape=True))
