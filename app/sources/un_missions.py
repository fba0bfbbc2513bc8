"""The UN list of peacekeeping operations: a mission a row, when it began and ended, and its headquarters.

Rows that take several missions together (`UNOSOM (I & II)`) stand beside those missions and are no
facts. The list names no country, and the name of a mission is none: ONUC, "in the Congo", was not in Congo.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.records import Base, Mission, Place
from app.sources.dataset import Aggregate, Dataset, Line, Thing, Told, Vintage, slug
from app.sources.headquarters import TOWNS, Town
from app.sources.lifespans import milestone
from app.sources.names import Names, folded
from app.sources.registered import mission_thing
from app.values.terms import BaseKind, MilestoneType, PlaceKind

ROLL_UP = re.compile(r"\(I & II\)$")
DECIMAL = re.compile(r"-?[0-9]{1,3}[.,][0-9]+")
CUT_OFF = "The dataset cuts the name of the mission off."
COMMAS = "The dataset writes decimal commas."
SWAPPED = "The dataset gives the longitude as latitude and the latitude as longitude."


def facts(line: Line, names: Names) -> Iterator[Told | Thing]:
    """One mission, the days of its life, and where it was led from."""
    if ROLL_UP.search(line.text("name")):
        raise Aggregate
    mission = names.missions.find(line, line.needed("mission"))
    if mission is None:
        line.refuse(f"{line.text('mission')} is no mission")
    acronym, headquarters = names.missions.first[mission], list(places(line, mission, names))
    name = full_name(line)
    thing = mission_thing(names, mission, [name])
    if thing is not None:
        yield thing
    yield from headquarters
    for column, type, verb in (
        ("start", MilestoneType.STARTED, "start"),
        ("end", MilestoneType.ENDED, "end"),
    ):
        if line.text(column):
            said = f"The UN list of peacekeeping operations has {acronym} {verb}"
            id = f"un-mission-{slug(key(line))}-{type}"
            yield milestone(id, mission, type, line.day(column), said=said)


def key(line: Line) -> str:
    """The acronym: the numbers of the rows are not kept from one list to the next."""
    return line.needed("mission")


def full_name(line: Line) -> str:
    """The name, or nothing where the list breaks off within it."""
    name = line.needed("name")
    if name.count('"') % 2:
        line.repair(CUT_OFF)
        return ""
    return name


def places(line: Line, mission: str, names: Names) -> Iterator[Thing]:
    """The headquarters and its town, where the list says that there is one town."""
    name = line.text("town")
    if not name:
        return
    town = TOWNS.get(name)
    if town is None:
        line.repair(f"The headquarters are left out: {name!r} is not one town that is known.")
        return
    yield place_of(line, name, town)
    acronym = names.missions.first[mission]
    called = {"en": f"{acronym} headquarters"}
    yield Thing(
        record=Base,
        id=f"{mission}-headquarters",
        columns={
            "mission_id": mission,
            "place_id": town.id,
            "kind": BaseKind.HEADQUARTERS,
            "names": called,
            "other_names": [],
        },
        called=[called["en"]],
    )


def place_of(line: Line, name: str, town: Town) -> Thing:
    """A town at the point that the list gives, if that can be its own."""
    longitude, latitude = point(line, town)
    return Thing(
        record=Place,
        id=town.id,
        columns={
            "kind": PlaceKind.TOWN,
            "parent_id": town.parent,
            "country_id": town.country,
            "names": {"en": name},
            "other_names": [],
            "former_names": [],
            **dict.fromkeys(("iso_3166_2", "m49", "pcode", "geonames_id")),
            "longitude": longitude,
            "latitude": latitude,
        },
        called=[name],
    )


def point(line: Line, town: Town) -> tuple[float, float] | tuple[None, None]:
    """The coordinates, the right way round."""
    if not line.text("longitude") and not line.text("latitude"):
        return None, None
    longitude, latitude = degrees(line, "longitude"), degrees(line, "latitude")
    if "," in line.text("longitude") + line.text("latitude"):
        line.repair(COMMAS)
    if town.is_at(longitude, latitude):
        return longitude, latitude
    if town.is_at(latitude, longitude):
        line.repair(SWAPPED)
        return latitude, longitude
    line.repair(f"The coordinates {longitude}, {latitude} are left out: they are not of the town.")
    return None, None


def degrees(line: Line, column: str) -> float:
    """A number of degrees, with a decimal point or a decimal comma."""
    text = line.text(column)
    if not DECIMAL.fullmatch(text):
        line.refuse(f"{column}: {text!r} is no number of degrees such as 15.9833")
    return float(text.replace(",", "."))


def together(told: Sequence[Told | Thing]) -> Told | Thing:
    """A mission that the list has under two acronyms; its dates stay those of either row."""
    first, *others = told
    if not isinstance(first, Thing) or first.record is not Mission:
        raise ValueError("the key is that of another row, too")
    names = list(first.columns["other_names"])
    called = list(first.called)
    for other in others:
        if not isinstance(other, Thing):
            raise TypeError("a mission is a thing")
        known = {folded(name) for name in called if name}
        more = [name for name in other.columns["other_names"] if folded(name) not in known]
        names, called = names + more, called + more
    return replace(first, columns={**first.columns, "other_names": names}, called=called)


UN_MISSIONS = Dataset(
    name="un-missions",
    title="List of United Nations peacekeeping operations",
    publisher="United Nations, Departments of Political and Peacebuilding Affairs and of Peace Operations",
    origin="un-missions",
    licence=None,
    url=None,
    vintages=(
        Vintage(
            name="2024",
            columns={
                "mission": "mission_acronym",
                "name": "mission_name",
                "start": "start_date",
                "end": "end_date",
                "town": "mission_location",
                "longitude": "mission_longitude",
                "latitude": "mission_latitude",
                "updated": "last_update",
            },
            updated_in="updated",
            unread=frozenset({"id", "lead_department", "mission_isactive"}),
        ),
    ),
    key=key,
    facts=facts,
    together=together,
    is_searched=True,
)
