"""The things that made-up facts are about: missions with their lives and places, and documents."""

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from app.records.dated import date_columns
from app.values.dates import FuzzyDate
from app.values.terms import BaseKind, DocumentKind, MissionKind, PlaceKind
from app.values.words import padded

FIRST_YEAR, LAST_YEAR = 1990, 2024
DATASETS = 12
"""So many documents are datasets, which say most of the figures; all others are articles."""

HUGE = "made-mission-001"
"""The largest of the missions: about a fifth of all facts are its own."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; `kinds` are shares of the facts."""

    facts: int = 100_000
    missions: int = 70
    places: int = 2_000
    documents: int = 1_000
    kinds: dict[str, float] = field(
        default_factory=lambda: {
            "contingent": 0.3,
            "strength": 0.3,
            "casualty": 0.3,
            "event": 0.05,
            "statement": 0.03,
            "task": 0.02,
        }
    )


@dataclass(frozen=True, slots=True)
class Among:
    """Things of which few are chosen often: the first twice as often as the second, and so on."""

    things: Sequence[Any]
    weights: Sequence[float]

    @classmethod
    def of(cls, things: Sequence[Any]) -> "Among":
        """Chosen by their rank."""
        return cls(things, list(accumulate(1 / rank for rank in range(1, len(things) + 1))))

    def choose(self, chance: random.Random) -> Any:
        """One of them."""
        return self.things[bisect(self.weights, chance.random() * self.weights[-1])]


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission: from when to when, in which country, and where in it."""

    id: str
    country: str
    whole: str
    years: range
    towns: Among
    words: str


@dataclass(frozen=True, slots=True)
class World:
    """What facts can be about and who can say them, and the rows of all that is new."""

    missions: Among
    contributors: Among
    datasets: Sequence[str]
    articles: Among
    rows: dict[str, list[dict[str, Any]]]


def make_world(size: Size, chance: random.Random, countries: Sequence[str]) -> World:
    """Missions in some of the countries, with most places in the largest of them."""
    used = chance.sample(list(countries), min(len(countries), max(1, size.missions // 2)))
    shares = Among.of(used)
    wholes = {country: f"made-{country.lower()}" for country in used}
    homes = [*used, *(shares.choose(chance) for _ in range(max(0, size.places - 2 * len(used))))]
    centres = {used_in: (chance.uniform(-170, 170), chance.uniform(-50, 60)) for used_in in used}
    towns: dict[str, list[dict[str, Any]]] = {country: [] for country in used}
    for number, country in enumerate(homes):
        east, north = centres[country]
        at = round(chance.gauss(east, 3), 4), round(chance.gauss(north, 3), 4)
        towns[country].append(place(f"made-town-{number:05}", "town", wholes[country], country, at))
    missions = [
        mission(number, used[number % len(used)], wholes, towns, chance)
        for number in range(size.missions)
    ]
    documents = [document(number, chance) for number in range(size.documents)]
    articles = [each["id"] for each in documents if each["kind"] is DocumentKind.ARTICLE]
    rows = {
        "place": [
            *(place(wholes[country], "country", "world", country, None) for country in used),
            *(town for country in used for town in towns[country]),
        ],
        "mission": [mission_row(each) for each in missions],
        "mission_country": [
            {"mission_id": each.id, "country_id": each.country} for each in missions
        ],
        "document": documents,
        "base": [
            base(number, missions[number % len(missions)], chance)
            for number in range(size.places // 4)
        ],
    }
    datasets = [each["id"] for each in documents if each["kind"] is DocumentKind.DATASET]
    senders = chance.sample(list(countries), min(len(countries), 120))
    return World(Among.of(missions), Among.of(senders), datasets, Among.of(articles), rows)


def place(
    id: str, kind: str, parent: str, country: str, at: tuple[float, float] | None
) -> dict[str, Any]:
    """A row of a place; what is not a point has no coordinates."""
    longitude, latitude = at or (None, None)
    return {
        "id": id,
        "words": padded([id]),
        "kind": PlaceKind(kind),
        "parent_id": parent,
        "country_id": country,
        "names": {"en": id.replace("-", " ").title()},
        "other_names": [],
        "former_names": [],
        "longitude": longitude,
        "latitude": latitude,
    }


def mission(
    number: int,
    country: str,
    wholes: dict[str, str],
    towns: dict[str, list[dict[str, Any]]],
    chance: random.Random,
) -> Mission:
    """The earlier a mission's number, the larger it is and the longer it lasts."""
    lasted = max(1, min(LAST_YEAR - FIRST_YEAR, round(chance.gauss(20 if number < 5 else 7, 4))))
    began = chance.randint(FIRST_YEAR, LAST_YEAR - lasted)
    id = f"made-mission-{number + 1:03}"
    ids = [town["id"] for town in towns[country]]
    words = padded([id, wholes[country], "United Nations Mission"])
    return Mission(id, country, wholes[country], range(began, began + lasted), Among.of(ids), words)


def base(number: int, mission: Mission, chance: random.Random) -> dict[str, Any]:
    """A row of a base, in a town of its mission."""
    id = f"made-base-{number:05}"
    return {
        "id": id,
        "words": padded([id]),
        "mission_id": mission.id,
        "place_id": mission.towns.choose(chance),
        "kind": BaseKind.CAMP,
        "names": {"en": id.replace("-", " ").title()},
        "other_names": [],
    }


def mission_row(mission: Mission) -> dict[str, Any]:
    """A row of a mission."""
    return {
        "id": mission.id,
        "words": mission.words,
        "acronym": mission.id.upper(),
        "names": {"en": mission.id.replace("-", " ").title()},
        "other_names": [],
        "kind": MissionKind.PEACEKEEPING,
        "lead": "un",
    }


def document(number: int, chance: random.Random) -> dict[str, Any]:
    """A row of a document: a dataset, or an article of some day."""
    is_dataset = number < DATASETS
    id = f"made-dataset-{number:02}" if is_dataset else f"made-article-{number:05}"
    day = f"{chance.randint(2013, LAST_YEAR)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return {
        "id": id,
        "words": padded([id]),
        "kind": DocumentKind.DATASET if is_dataset else DocumentKind.ARTICLE,
        "title": id.replace("-", " ").title(),
        "publisher": "United Nations" if is_dataset else f"Publisher {number % 40}",
        "origin": "united-nations" if is_dataset else f"made-origin-{number % 60}",
        "language": "en",
        "sha256": f"{number:064x}",
        **date_columns(FuzzyDate.parse(day)),
    }
