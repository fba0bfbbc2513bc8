"""Names as datasets write them, resolved strictly: exactly, or by an alias, or not at all."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from sqlalchemy import select

from app.database import Database
from app.records import Country, Mission, Place
from app.sources.dataset import Line, Refused
from app.sources.reading import read_file
from app.sources.rows import CountryAliasRow, MissionAliasRow, RegisterRow
from app.sources.seed import contents
from app.values.geo import Point
from app.values.terms import PlaceKind
from app.values.words import fold, words

APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc\u02bb`\u00b4"))
CANDIDATES = 3
REMEMBERED = 4096


class Unresolved(Refused):
    """A name that stands for nothing known, with the nearest that do."""

    def __init__(self, what: str, name: str, nearest: Iterable[str]) -> None:
        self.name = name
        self.what = what
        self.nearest = tuple(nearest)
        near = f"; the nearest: {', '.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"no {what} is called {name!r}{near}")


class Alias(NamedTuple):
    """What a dataset means by a name; None where it means nothing of the kind."""

    id: str | None
    note: str | None


class Found(NamedTuple):
    """The country that a row says, and what is noted where a row says it so."""

    id: str | None
    notes: Sequence[str]
    repairs: Sequence[str]


class Spot(NamedTuple):
    """Where a place is, as far as it is known: the country, and the point if it is small."""

    country: str | None
    point: Point | None


class Index:
    """The things of one kind by every name that they go by."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.exact: dict[str, set[str]] = {}
        self.folded: dict[str, set[str]] = {}
        self.aliases: dict[str, Alias] = {}
        self.words: dict[str, tuple[str, ...]] = {}
        self.first: dict[str, str] = {}
        """How we write each thing: its acronym where it has one."""
        self.unresolved: dict[str, Unresolved] = {}

    def add(self, id: str, called: Iterable[str | None]) -> None:
        """A thing and its names."""
        names = [name for name in called if name]
        for name in names:
            self.exact.setdefault(name, set()).add(id)
            self.folded.setdefault(folded(name), set()).add(id)
        self.first.setdefault(id, names[0])
        known = self.words.get(id, ())
        found = (word for name in names for word in words(name))
        self.words[id] = tuple(dict.fromkeys([*known, *found]))

    def find(self, line: Line, name: str) -> str | None:
        """The id of what is called so; the line notes where that is not how we write it."""
        ids = self.exact.get(name) or self.folded.get(folded(name))
        if ids and len(ids) == 1:
            if name not in self.exact:
                line.repair(f"The dataset writes {name}.")
            return next(iter(ids))
        alias = self.aliases.get(name)
        if alias is None:
            self.refuse(name, ids or ())
        if alias.id is None:
            line.note(alias.note or f"The dataset writes {name}.")
        else:
            line.repair(f"The dataset writes {name}.")
        return alias.id

    def refuse(self, name: str, ambiguous: Iterable[str]) -> NoReturn:
        """Say what a name may have meant; looking for that is slow, so it is done once a name."""
        if name not in self.unresolved:
            close = sorted(ambiguous) or [
                sorted(self.folded[key])[0]
                for key in difflib.get_close_matches(folded(name), self.folded, n=CANDIDATES)
            ]
            self.unresolved[name] = Unresolved(self.what, name, dict.fromkeys(close))
        raise self.unresolved[name]


class Names:
    """Everything that the rows of one dataset may name."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.missions = Index("mission")
        self.countries = Index("country")
        self.places = Index("place")
        self.spots: dict[str, Spot] = {}
        self.place_of: dict[str, str] = {}
        """The place that a country is."""
        self.codes: dict[str, str] = {}
        self.found: dict[tuple[object, ...], Found] = {}
        self.register: dict[str, RegisterRow] = {}
        """The missions that may be made at need, as nobody has brought them yet."""
        self.registered: dict[str, RegisterRow] = {}
        """All missions of the register."""
        self.needed: dict[str, RegisterRow] = {}
        """The missions that facts are on and that nobody has brought yet."""

    @classmethod
    def read(cls, database: Database, seed_dir: Path, source: str) -> "Names":
        """The names that the database holds and those of the register, and the dataset's aliases."""
        names = cls(source)
        with database.session() as session:
            held = set()
            for mission in session.scalars(select(Mission)):
                held.add(mission.id)
                names.missions.add(
                    mission.id, [mission.acronym, *mission.names.values(), *mission.other_names]
                )
            for country in session.scalars(select(Country)):
                called = [*country.names.values(), *country.other_names, *country.former_names]
                names.countries.add(country.id, called)
                names.codes |= {country.id: country.id, country.m49: country.id}
                names.codes[country.alpha2] = country.id
            for place in session.scalars(select(Place)):
                called = [*place.names.values(), *place.other_names, *place.former_names]
                names.places.add(place.id, called)
                point = None
                if place.longitude is not None and place.latitude is not None:
                    point = Point(place.longitude, place.latitude)
                names.spots[place.id] = Spot(place.country_id, point)
                if place.kind == PlaceKind.COUNTRY and place.country_id is not None:
                    names.place_of[place.country_id] = place.id
        names.read_register(seed_dir, held)
        names.read_aliases(seed_dir)
        return names

    def read_register(self, folder: Path, held: set[str]) -> None:
        """The missions that may be made at need."""
        for row in rows_of(folder, RegisterRow):
            self.registered[row.id] = row
            if row.id not in held:
                self.register[row.id] = row
                self.missions.add(row.id, [row.acronym, row.name_en, row.name_fr, *row.other_names])

    def read_aliases(self, folder: Path) -> None:
        """How this dataset writes what others write otherwise."""
        for alias in rows_of(folder, MissionAliasRow):
            if alias.source == self.source:
                self.missions.aliases[alias.name] = Alias(alias.mission, alias.note)
        for one in rows_of(folder, CountryAliasRow):
            if one.source == self.source:
                self.countries.aliases[one.name] = Alias(one.country, one.note)

    def mission(self, line: Line, column: str) -> str | None:
        """The mission that a cell names; one of the register is made if it is not there yet."""
        id = self.missions.find(line, line.needed(column))
        if id is not None and id in self.register:
            self.needed[id] = self.register[id]
        return id

    def country(self, line: Line, name: str | None, *codes: str) -> str | None:
        """The country that a name and codes (ISO 3166, M49) give; None where all are empty.

        They have to agree. A name without any code is noted. What a row said is known for the
        next that says the same: few do not.
        """
        said = (bool(line.repairs), *map(line.text, (name or "", *codes)))
        found = self.found.get(said)
        if found is None:
            notes, repairs = len(line.notes), len(line.repairs)
            id = self.look_up(line, name, *codes)
            found = Found(id, line.notes[notes:], line.repairs[repairs:])
            if len(self.found) < REMEMBERED:
                self.found[said] = found
        else:
            line.notes += found.notes
            line.repairs += found.repairs
        return found.id

    def look_up(self, line: Line, name: str | None, *codes: str) -> str | None:
        """The country that a row says."""
        coded = {column: self.coded(line, column) for column in codes if line.text(column)}
        found = set(coded.values())
        if name is not None and (text := line.text(name)):
            named = self.countries.find(line, text)
            if codes and not coded and named is not None and not line.repairs:
                line.repair(f"The dataset gives no code; the country is taken from {text}.")
            if named is not None:
                found.add(named)
            elif coded:
                line.refuse(f"{text} is no country, but there is a code")
        if len(found) > 1:
            told = ", ".join(f"{column} {line.text(column)}" for column in (name, *codes) if column)
            line.refuse(f"the country is not clear: {told}")
        return next(iter(found), None)

    def coded(self, line: Line, column: str) -> str:
        """The country that a code stands for; a number may have lost its zeros or gained some."""
        text = line.text(column)
        if (number := text.removesuffix(".0")).isdigit():
            text = number.zfill(3)
        return self.codes.get(text) or line.refuse(f"{column}: {text!r} is no country's code")

    def words(self, ids: Mapping[str, Any]) -> Iterator[str]:
        """The words of all names of what a fact refers to, by its columns."""
        for index, column in (
            (self.missions, "mission_id"),
            (self.countries, "contributor_id"),
            (self.places, "place_id"),
        ):
            yield from index.words.get(ids.get(column) or "", ())


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name without case, accents, apostrophes and doubled spaces."""
    return " ".join(fold(name.translate(APOSTROPHES)).split())


def rows_of(folder: Path, file: type[Any]) -> Iterator[Any]:
    """The rows of a file of the seed."""
    path = folder / f"{file.file}.csv"
    return read_file(path.name, contents(path), file)
