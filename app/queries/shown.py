"""What rows show of what they refer to: places, actors, and documents by their citations.

Few places and documents stand in many rows: each is made once for a release.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from app.records import ActorKind
from app.records.dated import parsed
from app.values.dates import FuzzyDate
from app.values.terms import PlaceKind


@dataclass(frozen=True, eq=False, slots=True)
class ShownPlace:
    """A place, as rows at it show it."""

    id: str
    name: str
    kind: PlaceKind
    country_id: str | None
    longitude: float | None
    latitude: float | None


class ShownActor(NamedTuple):
    """A person or an organisation, as facts name it."""

    id: str
    kind: ActorKind
    name: str


@dataclass(frozen=True, eq=False, slots=True)
class ShownDocument:
    """A document, as citations show it."""

    id: str
    title: str | None
    publisher: str | None
    origin: str
    sha256: str
    date: FuzzyDate | None


class ShownCitation(NamedTuple):
    """A citation, with its document."""

    document: ShownDocument
    paragraph: int | None
    start: int | None
    end: int | None
    sha256: str | None
    record: str | None
    stated: dict[str, Any] | None
    quote: str | None


def shown_document(
    id: str, title: str | None, publisher: str | None, origin: str, sha256: str, edtf: str | None
) -> ShownDocument:
    """A document of its columns."""
    date = None if edtf is None else parsed(edtf)
    return ShownDocument(id, title, publisher, origin, sha256, date)
