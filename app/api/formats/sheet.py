"""Sheets: rows as every format is written from them, a column for each field of their model."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, repeat
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from app.api.schemas import DOCUMENT, Answer
from app.api.shaping import MOST_REMEMBERED, Part, Shaping, parts_of
from app.queries.batches import Batch, Citations, Column
from app.queries.shown import ShownDocument

Escape = Callable[[str], str]
"""What JSON has to undergo where it stands in something else, such as a cell of CSV."""


class Field(NamedTuple):
    """What rows show in a field: a key each, and the JSON value that a key stands for, if not itself.

    Where few keys stand in many rows it pays to remember what was made of each.
    """

    keys: Sequence[Any]
    shown: Shaping | None = None
    is_keyed: bool = False

    def value(self, key: Any) -> Any:
        """The JSON value of a key."""
        return key if key is None or self.shown is None else self.shown(key)

    def values(self) -> list[Any]:
        """The JSON values of all rows."""
        return list(map(self.value, self.keys))

    def made_into(self, make: Shaping) -> "Field":
        """What is made of its values."""
        return self._replace(shown=lambda key: make(self.value(key)))


class Cited(NamedTuple):
    """The citations that rows show, which are lists in JSON wherever they stand."""

    citations: Citations

    def values(self) -> list[Any]:
        """The lists themselves."""
        return list(map(from_json, self.texts(as_it_is)))

    def texts(self, escape: Escape) -> list[str]:
        """A list for each row, put together from pieces: made as objects they took five times as long."""
        counts, documents, *places, stated, quotes = self.citations
        document, located, said, quoted = map(repeat, map(escape, LABELS))
        escapes = repeat(escape)
        pieces = zip(
            document, map(document_text, documents, escapes),
            located, map(locator_text, *places, escapes),
            said, map(json_again, stated, escapes),
            quoted, map(quote_text, quotes or repeat(None), escapes), repeat("}"),
            strict=False,
        )  # fmt: skip
        each = map("".join, pieces)
        return [
            f"[{next(each)}]" if count == 1 else f"[{','.join(islice(each, count))}]"
            for count in counts
        ]


class Sheet(NamedTuple):
    """Some rows, by the names of their fields."""

    size: int
    fields: Mapping[str, Field | Cited]

    def values(self, name: str) -> list[Any]:
        """The JSON values of all rows in a field."""
        return self.fields[name].values()


LABELS = ('{"document":', ',"locator":', ',"stated":', ',"quote":')


def json_text(value: Any) -> str:
    """A value as JSON."""
    return to_json(value).decode()


def as_it_is(text: str) -> str:
    """JSON that stands for itself."""
    return text


@lru_cache(MOST_REMEMBERED)
def document_text(document: ShownDocument, escape: Escape) -> str:
    """A document as citations show it."""
    return escape(json_text(DOCUMENT.shape(document)))


def locator_text(
    paragraph: int | None,
    start: int | None,
    end: int | None,
    sha256: str | None,
    record: str | None,
    escape: Escape,
) -> str:
    """Where in its document a citation points: nearly each is another, so this is written out."""
    if record is not None:
        return escape(f'{{"record":{json_text(record)}}}')
    return escape(
        f'{{"paragraph":{paragraph},"start":{start},"end":{end},"sha256":{json_text(sha256)}}}'
    )


@lru_cache(MOST_REMEMBERED)
def json_again(text: str | None, escape: Escape) -> str:
    """JSON of the database as answers write it."""
    return escape("null" if text is None else json_text(from_json(text)))


@lru_cache(MOST_REMEMBERED)
def quote_text(quote: str | None, escape: Escape) -> str:
    """A quoted passage, or none."""
    return escape(json_text(quote))


@cache
def parts(model: type[Answer]) -> Sequence[Part]:
    """The fields of a model."""
    return list(parts_of(model))


def sheet_of(model: type[Answer], batch: Batch) -> Sheet:
    """Facts as their model shows them."""
    fields: dict[str, Field | Cited] = {}
    for name, key, shape in parts(model):
        if key == "citations":
            fields[name] = Cited(batch.citations)
        else:
            column = batch.columns[key]
            fields[name] = Field(column.keys, shown(column, shape), is_keyed=True)
    return Sheet(len(batch.citations.counts), fields)


def shown(column: Column, shape: Shaping | None) -> Shaping | None:
    """What makes the JSON value of a key."""
    value = column.value
    if value is None or shape is None:
        return value or shape

    def made(key: Any) -> Any:
        held = value(key)
        return None if held is None else shape(held)

    return made


def sheet_of_rows(model: type[Answer], rows: Sequence[dict[str, Any]]) -> Sheet:
    """Rows that are JSON already."""
    fields = {name: Field([row[name] for row in rows]) for name in model.model_fields}
    return Sheet(len(rows), fields)
