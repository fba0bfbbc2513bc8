"""Sheets: rows as every format is written from them, a column for each field of their model."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from pydantic_core import to_json

from app.api.schemas import Answer
from app.api.shaping import Part, Shaping, parts_of
from app.queries.batches import Batch, Citations, Column


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


class Sheet(NamedTuple):
    """Some rows, by the names of their fields."""

    size: int
    fields: Mapping[str, Field | Citations]

    def values(self, name: str) -> list[Any]:
        """The JSON values of all rows in a field, which is not that of citations."""
        return cast(Field, self.fields[name]).values()


def json_text(value: Any) -> str:
    """A value as JSON."""
    return to_json(value).decode()


def json_texts(values: Sequence[Any]) -> list[str]:
    """Values as JSON; most texts only need quotes, which is seen for all of them at once."""
    return [f'"{text}"' for text in values] if are_plain(values) else list(map(json_text, values))


def are_plain(values: Sequence[Any]) -> bool:
    """Whether values are texts of which JSON has no need to escape anything."""
    try:
        text = "".join(values)
    except TypeError:  # some are no texts
        return False
    return text.isprintable() and '"' not in text and "\\" not in text


@cache
def parts(model: type[Answer]) -> Sequence[Part]:
    """The fields of a model."""
    return list(parts_of(model))


def sheet_of(model: type[Answer], batch: Batch) -> Sheet:
    """Facts as their model shows them."""
    fields: dict[str, Field | Citations] = {}
    for name, key, shape in parts(model):
        if key == "citations":
            fields[name] = batch.citations
        else:
            fields[name] = keyed(batch.columns[key], shape)
    return Sheet(len(batch.citations.counts), fields)


def keyed(column: Column, shape: Shaping | None = None) -> Field:
    """A column of a batch as a field, whose values come again."""
    return Field(column.keys, shown(column, shape), is_keyed=True)


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
