"""Bases and contingents by Geo-PKO: what all maps of a mission together say of each location.

A location that is on one map after another is one base, seen from the first of these maps to the last. A
map without it ends that span, and says no more than that. A contributor at a base is one
contingent in the same way, whose numbers are estimates and therefore strengths only.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.records import Base, BaseStatus, Contingent, Place
from app.records.counted import quantity_columns
from app.sources.dataset import Line, Seen, Thing, Told, slug
from app.sources.monthly import month_in, month_text
from app.sources.names import Names, folded
from app.sources.spans import Sights, Span
from app.values.geo import Point
from app.values.terms import BaseKind, BaseState, ContingentRelation, PlaceKind, UnitType
from app.values.words import fold

OWN = "geo-pko-"
NEAR_KM = 15.0
"""Two sources seldom point at the same house of a town."""

SAME_KM = 3.0
UNIT_TYPES = tuple(UnitType)


class Location(NamedTuple):
    """A place as the dataset has it: one of ours, or one of its own, and where it puts it."""

    place: str
    own_part: str
    name: str
    country: str | None
    at: Point

    @property
    def is_own(self) -> bool:
        """Whether nobody but this dataset has brought the place."""
        return self.place.startswith(OWN)


@dataclass(frozen=True, slots=True)
class Sight(Seen):
    """A location on a map."""

    mission: str | None
    acronym: str
    where: Location
    month: int
    is_headquarters: bool
    contributors: tuple[str, ...]
    unit_type: UnitType


class Stay(NamedTuple):
    """A contributor at a base."""

    base: str
    contributor: str


def location(line: Line, names: Names, country: str | None, at: Point) -> Location:
    """The place of a row: one of ours by name, country and nearness, or else one made of its name and region.

    The country is no part of an own id: Juba was in Sudan and is in South Sudan, and is one place.
    """
    name = line.needed("location")
    own_part = slug(f"{fold(name)} {fold(line.text('region'))}")
    if "unnamed" in name.lower():
        own_part = slug(f"{own_part} {at.latitude:.3f} {at.longitude:.3f}")
    ours = known(names, name, country, at)
    if ours is None:
        names.places.words.setdefault(OWN + own_part, tuple(folded(name).split()))
    elif name not in names.places.exact:
        line.note(f"The dataset writes {name}.")
    return Location(ours or OWN + own_part, own_part, name, country, at)


def known(names: Names, name: str, country: str | None, at: Point) -> str | None:
    """The one place of ours that is called so, also in part (`Mopti/Sevare`), and lies there."""
    parts = [name, *name.replace("(", "/").replace(")", "").split("/")]
    ids = {id for part in parts for id in names.places.folded.get(folded(part), ())}
    near = set()
    for id in ids:
        spot = names.spots.get(id)
        if id.startswith(OWN) or spot is None or spot.point is None or spot.country != country:
            continue
        if spot.point.distance_km(at) <= NEAR_KM:
            near.add(id)
    return near.pop() if len(near) == 1 else None


class Bases:
    """All locations of all maps, and who was there."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.places: dict[str, Counter[Point]] = {}
        self.bases: dict[str, Sight] = {}
        self.newest: dict[str, Sight] = {}
        self.presence: Sights[str] = Sights()
        self.stays: Sights[Stay] = Sights()

    def add(self, seen: Sight) -> None:
        """Take in a location on a map; the newest map names it."""
        where = seen.where
        base = f"{OWN}{slug(seen.acronym)}-{where.own_part}"
        self.places.setdefault(where.place, Counter())[where.at] += 1
        for held, id in ((self.bases, base), (self.newest, where.place)):
            if id not in held or newness(held[id]) < newness(seen):
                held[id] = seen
        self.presence.add(seen.acronym, base, seen.month, int(seen.is_headquarters))
        self.stays.looked(seen.acronym, seen.month)
        for contributor in seen.contributors:
            unit = UNIT_TYPES.index(seen.unit_type)
            self.stays.add(seen.acronym, Stay(base, contributor), seen.month, unit)

    def told(self) -> Iterator[tuple[str, Thing | Told]]:
        """Places of its own, bases, their spans on maps, and the contingents at them."""
        for id, sight in self.newest.items():
            if sight.where.is_own:
                yield sight.where.name, self.place(id, sight)
        for id, sight in self.bases.items():
            if sight.mission is not None:
                yield sight.where.name, base_of(id, sight)
        for acronym, base, span in self.presence.spans():
            sight = self.bases[base]
            if sight.mission is not None:
                yield rows_of(acronym, sight, span), self.status(base, sight, span)
        for acronym, stay, span in self.stays.spans():
            sight = self.bases[stay.base]
            if sight.mission is not None:
                yield rows_of(acronym, sight, span), self.contingent(stay, sight, span)

    def place(self, id: str, sight: Sight) -> Thing:
        """A place where most rows have it."""
        at = self.at(id)
        country = sight.where.country
        return Thing(
            record=Place,
            id=id,
            called=[sight.where.name],
            columns={
                "kind": PlaceKind.TOWN,
                "parent_id": self.names.place_of.get(country or ""),
                "country_id": country,
                "names": {"en": sight.where.name},
                "other_names": [],
                "former_names": [],
                **dict.fromkeys(("iso_3166_2", "m49", "pcode", "geonames_id")),
                "longitude": at.longitude,
                "latitude": at.latitude,
            },
        )

    def at(self, place: str) -> Point:
        """Where most rows have a place; the most northern of several, whatever the order of rows."""
        points = self.places[place]
        return max(points, key=lambda at: (points[at], at.latitude, at.longitude))

    def status(self, base: str, sight: Sight, span: Span) -> Told:
        """That a base was on each map from one month to another."""
        where = sight.where
        return Told(
            record=BaseStatus,
            id=f"{base}-in-use-{month_text(span.first)}",
            mission=sight.mission,
            place=where.place,
            date=span.date,
            summary=f"{sight.acronym} was at {where.name}, by {maps(span)}.",
            note=self.status_note(where, span),
            columns={"base_id": base, "status": BaseState.IN_USE, "recipient_id": None},
        )

    def status_note(self, where: Location, span: Span) -> str | None:
        """Where maps draw the mission's headquarters, and where rows disagree on the coordinates."""
        notes = []
        if (headquarters := sum(span.values)) == len(span.values):
            notes.append("The mission's headquarters, by these maps.")
        elif headquarters:
            notes.append(f"The mission's headquarters, by {headquarters} of these maps.")
        if where.is_own:
            here = self.at(where.place)
            points = sorted(self.places[where.place], key=lambda at: (at.latitude, at.longitude))
            notes += [
                f"Some rows have it at {at.latitude}, {at.longitude}."
                for at in points
                if here.distance_km(at) > SAME_KM
            ]
        return " ".join(notes) or None

    def contingent(self, stay: Stay, sight: Sight, span: Span) -> Told:
        """That a contributor's troops were drawn at a base, on one map after another."""
        where = sight.where
        country = self.names.countries.first[stay.contributor]
        units = set(span.values)
        unit_type = UNIT_TYPES[units.pop()] if len(units) == 1 else UnitType.NOT_STATED
        return Told(
            record=Contingent,
            id=f"{stay.base}-{stay.contributor.lower()}-{month_text(span.first)}",
            mission=sight.mission,
            place=where.place,
            date=span.date,
            summary=f"{country} had troops with {sight.acronym} at {where.name}, by {maps(span)}.",
            columns={
                "contributor_id": stay.contributor,
                "unit_type": unit_type,
                "base_id": stay.base,
                "relation": ContingentRelation.SEEN,
                **quantity_columns(None),
            },
        )


def newness(sight: Sight) -> tuple[int, str, str]:
    """What orders the sights of one base or place, whatever the order of rows."""
    return sight.month, sight.where.country or "", sight.where.name


def base_of(id: str, sight: Sight) -> Thing:
    """The premises of a mission at a location: whether another source's are the same, nobody says."""
    name = f"{sight.acronym} at {sight.where.name}"
    return Thing(
        record=Base,
        id=id,
        called=[name],
        columns={
            "mission_id": sight.mission,
            "place_id": sight.where.place,
            "kind": BaseKind.SITE,
            "names": {"en": name},
            "other_names": [],
        },
    )


def maps(span: Span) -> str:
    """`the map of March 2016`, or from which map to which."""
    texts = []
    for number in (span.first, span.last):
        month = month_in(f"{month_text(number)}-01")
        texts.append(month.text if month else "")
    if span.first == span.last:
        return f"the map of {texts[0]}"
    return f"the maps from {texts[0]} to {texts[1]}"


def rows_of(acronym: str, sight: Sight, span: Span) -> str:
    """`MINUSMA, Kidal, 2014-03/2020-12`: the rows by mission, location and months."""
    return f"{acronym}, {sight.where.name}, {span.text}"
