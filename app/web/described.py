"""Described: the fields of a thing or a fact, each with its label and in the words of its kind."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, get_args

from app.api.schemas import Answer
from app.web.labels import Labels

Row = dict[str, Any]

TOLD_APART = ("id", "name", "names", "summary", "note", "citations")
"""What a page has a place of its own for."""

NESTED = ("statuses", "roles")
"""Facts that are shown only inside of a thing."""

THINGS = {"mission": "missions", "base": "bases", "part_of": "organisations"}
COUNTRIES = ("contributor", "country")
HOMES = {"person": "people", "organisation": "organisations"}


class Described(NamedTuple):
    """A field: its label, how a template shows it, and its value."""

    label: str
    shown_as: str
    value: Any


def described(item: type[Answer], row: Row, t: Labels) -> Iterator[Described]:
    """The fields of a row in the order of its model, but for those that a page shows apart."""
    for name, field in item.model_fields.items():
        if name not in TOLD_APART and name not in NESTED:
            shown_as, value = told(name, field.annotation, row[name], t)
            yield Described(t(f"field_{name}"), shown_as, value)


def told(name: str, annotation: Any, value: Any, t: Labels) -> tuple[str, Any]:
    """How a value is shown, and what is shown."""
    if vocabulary := vocabulary_of(annotation):
        return "text", t.code(vocabulary, value)
    if name in ("place", "date"):
        return name, value
    if value is None or value == []:
        return "unknown", None
    if name in COUNTRIES:
        return "country", value
    if name in THINGS:
        return "things", [(f"/{THINGS[name]}/{value}", value)]
    if isinstance(value, bool):
        return "text", t("yes" if value else "no")
    if isinstance(value, list) and isinstance(value[0], str):
        return "text", "; ".join(value)
    if isinstance(value, list):
        return "things", [actor(one) for one in value]
    if isinstance(value, Mapping):
        return ("quantity", value) if "qualifier" in value else ("things", [actor(value)])
    return "text", value


def actor(ref: Mapping[str, str]) -> tuple[str, str]:
    """The page of a person or an organisation, and the name."""
    return f"/{HOMES[ref['kind']]}/{ref['id']}", ref["name"]


def vocabulary_of(annotation: Any) -> type[StrEnum] | None:
    """The vocabulary that the values of a type are codes of, if they are."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return kind
    return None
