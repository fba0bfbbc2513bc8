"""Flat: the columns of a row, with their types, from its response model alone."""

import enum
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic_core import to_json

from app.api.schemas import Answer, CalendarDay


class Kind(enum.Enum):
    """What a column holds."""

    TEXT = "text"
    DAY = "day"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    JSON = "json"


class Column(NamedTuple):
    """A column: its dotted name and what it holds."""

    name: str
    kind: Kind


Cells = Callable[[Any, list[Any]], None]
"""Puts the cells of a value, which may be None, into a row."""

KINDS = {str: Kind.TEXT, bool: Kind.FLAG, int: Kind.INTEGER, float: Kind.NUMBER}


class Flat(NamedTuple):
    """The columns of a response model or of one of its fields, and how values are put into them."""

    columns: Sequence[Column]
    put: Cells

    @property
    def is_plain(self) -> bool:
        """Whether a value is its own one cell."""
        return self.put is as_it_is

    def cells(self, value: Any) -> list[Any]:
        """The cells of a value: text, whole numbers, numbers, true and false, or None."""
        row: list[Any] = []
        self.put(value, row)
        return row


@cache
def flat(model: type[Answer]) -> Flat:
    """What is nested becomes columns of its own; lists and maps are JSON in theirs."""
    of_fields = parts(model)
    columns = [column for part in of_fields.values() for column in part.columns]

    def put(item: Any, row: list[Any]) -> None:
        for name, part in of_fields.items():
            part.put(None if item is None else item[name], row)

    return Flat(columns, put)


@cache
def parts(model: type[Answer]) -> Mapping[str, Flat]:
    """The columns of each field, with the names that they have in the whole."""
    made = {}
    for name, field in model.model_fields.items():
        inner = column(*stripped(field.annotation))
        columns = [each._replace(name=f"{name}.{each.name}".rstrip(".")) for each in inner.columns]
        made[name] = Flat(columns, inner.put)
    return made


def column(annotation: Any, is_day: bool) -> Flat:
    """The column of a field, without a name; or its columns, where a model is nested in it."""
    kind = annotation if isinstance(annotation, type) else get_origin(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Answer):
        return flat(annotation)
    if kind in (list, dict):
        return Flat([Column("", Kind.JSON)], as_json)
    if is_day:
        return Flat([Column("", Kind.DAY)], as_it_is)
    for type_, held in KINDS.items():
        if issubclass(kind or object, type_):
            return Flat([Column("", held)], as_it_is)
    raise TypeError(f"there is no column for {annotation}")


def stripped(annotation: Any) -> tuple[Any, bool]:
    """A type without None and without what is noted of it, and whether it is a calendar day."""
    if get_origin(annotation) is Annotated:
        inner, *notes = get_args(annotation)
        plain, is_day = stripped(inner)
        return plain, is_day or any(isinstance(note, CalendarDay) for note in notes)
    if get_origin(annotation) in (Union, types.UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        return stripped(parts[0]) if len(parts) == 1 else (annotation, False)
    return annotation, False


def as_it_is(value: Any, row: list[Any]) -> None:
    """A cell of the value itself."""
    row.append(value)


def as_json(value: Any, row: list[Any]) -> None:
    """A cell of the value as JSON; none where the thing that it is of is not there."""
    row.append(None if value is None else to_json(value).decode())
