"""Shapes: rows as an answer shows them, by the fields that its model declares.

`shaper(Event)` makes of a row the plain dict of the fields that `Event` declares, in their order,
without checking again what the database holds. It is made once, out of the model's annotations.
"""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter, itemgetter
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

Shaping = Callable[[Any], Any]
MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Shaped:
    """In a field's annotation: how its values are shaped, where the type alone does not say."""

    shape: Shaping


def remembered(shape: Shaping) -> Shaped:
    """Shaped once for each value: few values stand in many rows."""
    return Shaped(lru_cache(MOST_REMEMBERED)(shape))


class Part(NamedTuple):
    """A field of a shape: its name, where a row holds it, and what it is made by, if changed."""

    name: str
    key: str
    shape: Shaping | None


@cache
def shaper(shape: type[Any]) -> Callable[[Any], dict[str, Any]]:
    """What makes rows, by their attributes or by their keys, into dicts of a model's fields."""
    parts = list(parts_of(shape))
    names = [part.name for part in parts]
    keys = [part.key for part in parts]
    changed = [(part.name, part.shape) for part in parts if part.shape is not None]
    of_row, of_mapping = picker(attrgetter, keys), picker(itemgetter, keys)

    def shaped(row: Any) -> dict[str, Any]:
        values = of_mapping(row) if isinstance(row, dict) else of_row(row)
        shown = dict(zip(names, values, strict=True))
        for name, change in changed:
            value = shown[name]
            if value is not None:
                shown[name] = change(value)
        return shown

    return shaped


def picker(get: Callable[..., Any], keys: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    """What takes several values out of a row at once, or a single one as it takes several."""
    if len(keys) > 1:
        picked: Callable[[Any], Sequence[Any]] = get(*keys)
        return picked
    one = get(keys[0])
    return lambda row: (one(row),)


def parts_of(shape: type[Any]) -> Iterable[Part]:
    """The fields of a model, in order."""
    return (
        Part(name, str(one.validation_alias or name), shaping(one.annotation, one.metadata))
        for name, one in shape.model_fields.items()
    )


def shaping(annotation: Any, marks: Sequence[Any] = ()) -> Shaping | None:
    """How values of a type are shaped; None for what is shown as it is."""
    for mark in marks:
        if isinstance(mark, Shaped):
            return mark.shape
    kind, inner = get_origin(annotation), get_args(annotation)
    if kind is Annotated:
        return shaping(inner[0], [*inner[1:], *marks])
    if kind in (Union, UnionType):
        return shaping_of_any(annotation, [one for one in inner if one is not NoneType])
    if kind in (list, Sequence):
        return each(shaping(inner[0]))
    if isinstance(annotation, type) and kind is None:
        if issubclass(annotation, enum.StrEnum):
            return str
        if issubclass(annotation, BaseModel):
            return shaper(annotation)
    return None


def shaping_of_any(annotation: Any, types: Sequence[Any]) -> Shaping | None:
    """How a value of one of several types is shaped."""
    if len(types) == 1:
        return shaping(types[0])
    if any(shaping(one) is not None for one in types):
        raise TypeError(f"{annotation} may be several things: say how it is shaped with Shaped")
    return None


def each(shape: Shaping | None) -> Shaping | None:
    """How a list is shaped, by how its values are."""
    if shape is None:
        return None
    return lambda values: [shape(value) for value in values]
