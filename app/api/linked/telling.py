"""Telling: how the fields of a response become what is told of a node."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.api.actors import ActorRef
from app.api.linked.address import Address
from app.api.linked.context import Node
from app.api.schemas import Answer, FuzzyDate, PlaceRef
from app.records import ActorKind

Telling = Callable[[Any, Address], Any]
"""Called with a response and its address; what is unknown is None or empty and is left out."""

UNKNOWN: tuple[Any, ...] = (None, [], {})
CALENDAR_DATE = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")


@dataclass(frozen=True)
class Kind:
    """A response as linked data: of which type, and by which words its fields are told."""

    type: str
    tells: Mapping[str, Telling]

    def node(self, item: Any, at: Address) -> Node:
        """The node of a response: what is not known is not told."""
        told = {word: tell(item, at) for word, tell in self.tells.items()}
        known = {word: value for word, value in told.items() if value not in UNKNOWN}
        return {**at.node(), "@type": self.type, **known}


def field(name: str) -> Telling:
    """A field as it is."""
    return lambda item, at: getattr(item, name)


def ours(name: str) -> Telling:
    """A text of the knowledge base's own, which is in English."""
    return lambda item, at: in_language(getattr(item, name), "en")


def in_language(text: str | None, language: str) -> Node | None:
    """A text with its language, if there is one."""
    return None if text is None else {"@language": language, "@value": text}


def names(item: Any, at: Address) -> list[Node | None]:
    """Names, each with its language."""
    return [in_language(name, language) for language, name in item.names.items()]


def also(*fields: str) -> Telling:
    """Further names, of which no language is known."""

    def telling(item: Any, at: Address) -> list[str]:
        told = (getattr(item, name) for name in fields)
        return [each for one in told for each in (one if isinstance(one, list) else [one]) if each]

    return telling


def codes(item: Answer, at: Address) -> list[Node]:
    """Every coded field, as a term of a vocabulary that the OpenAPI document lists."""
    return [term(value, at) for _, value in item if isinstance(value, StrEnum)]


def code(name: str) -> Telling:
    """One coded field."""
    return lambda item, at: term(getattr(item, name), at)


def term(value: StrEnum, at: Address) -> Node:
    """A code with the vocabulary that it is of."""
    return {"@type": "DefinedTerm", "termCode": value, "inDefinedTermSet": at.vocabulary(value)}


def identifiers(schemes: Mapping[str, str]) -> Telling:
    """Fields that hold identifiers, each with the name of its scheme."""
    return lambda item, at: [
        {"@type": "PropertyValue", "propertyID": scheme, "value": getattr(item, name)}
        for name, scheme in schemes.items()
        if getattr(item, name) is not None
    ]


def edtf(name: str) -> Telling:
    """A date as precisely as it is known."""

    def telling(item: Any, at: Address) -> str | None:
        date: FuzzyDate | None = getattr(item, name)
        return None if date is None else date.edtf

    return telling


def calendar_date(name: str) -> Telling:
    """A date that is one year, month or day; any other could not be told in ISO 8601-1."""

    def telling(item: Any, at: Address) -> str | None:
        date: FuzzyDate | None = getattr(item, name)
        is_plain = date is not None and CALENDAR_DATE.fullmatch(date.edtf)
        return date.edtf if date is not None and is_plain else None

    return telling


def reference(name: str, noun: str) -> Telling:
    """What a field names by its id."""

    def telling(item: Any, at: Address) -> Node | None:
        id = getattr(item, name, None)
        return None if id is None else at.of(noun, id).node()

    return telling


def publisher(item: Any, at: Address) -> Node | None:
    """Who published a document."""
    name = item.publisher
    return None if name is None else {"@type": "Organization", "name": name}


def actor(ref: ActorRef | None, at: Address) -> Node | None:
    """A person or an organisation that a fact names."""
    if ref is None:
        return None
    noun, kind = ACTORS[ref.kind]
    return kind.node(ref, at.of(noun, ref.id))


def point(item: Any, at: Address) -> Node | None:
    """Where on the globe; of a region or a country nothing is told."""
    if item.longitude is None or item.latitude is None:
        return None
    return {
        "@type": "GeoCoordinates",
        "longitude": item.longitude,
        "latitude": item.latitude,
    }


ACTORS = {
    ActorKind.PERSON: ("people", Kind("Person", {"name": field("name")})),
    ActorKind.ORGANISATION: ("organisations", Kind("Organization", {"name": ours("name")})),
}
PLACE_REF = Kind("Place", {"name": ours("name"), "geo": point})


def place(item: Any, at: Address) -> Node | None:
    """The place of a fact or a thing."""
    ref: PlaceRef | None = item.place
    return None if ref is None else PLACE_REF.node(ref, at.of("places", ref.id))
