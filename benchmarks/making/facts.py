"""Rows of made-up facts and of their citations."""

import random
from bisect import bisect
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Any

from app.records.counted import quantity_columns
from app.records.dated import date_columns
from app.values import terms
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.terms import Qualifier
from benchmarks.making.world import Among, Mission, World

Row = dict[str, Any]
NOBODY = quantity_columns(None)


class Codes:
    """The codes of a vocabulary, the first one far more often than the last."""

    def __init__(self, *codes: Any) -> None:
        self.codes = codes
        self.weights = list(accumulate(0.4**rank for rank in range(len(codes))))

    def choose(self, chance: random.Random) -> Any:
        """One of them."""
        return self.codes[bisect(self.weights, chance.random() * self.weights[-1])]


CAUSES = Codes(*terms.Cause)
OUTCOMES = Codes(*terms.Outcome)
GROUPS = Codes(*list(terms.CasualtyGroup)[1:], terms.CasualtyGroup.MISSION_PERSONNEL)
BASES = Codes(terms.CasualtyBasis.INCIDENT, terms.CasualtyBasis.CUMULATIVE)
UNITS = Codes(*terms.UnitType)
RELATIONS = Codes(*terms.ContingentRelation)
CATEGORIES = Codes(*list(terms.StrengthCategory)[2:], *list(terms.StrengthCategory)[:2])
PRESENCE = Codes(*terms.StrengthBasis)
EVENTS = Among.of(list(terms.EventType))
TASKS = Among.of(list(terms.TaskCategory))


@lru_cache(maxsize=100_000)
def dated(edtf: str | None) -> Row:
    """What the columns of a date hold, worked out once: few dates stand in many rows."""
    return date_columns(None if edtf is None else FuzzyDate.parse(edtf))


@lru_cache(maxsize=20_000)
def counted(number: int, is_vague: bool) -> Row:
    """What the columns of a quantity hold."""
    return quantity_columns(Quantity(number, Qualifier.ABOUT if is_vague else Qualifier.EXACTLY))


def when(chance: random.Random, years: range, share_of_days: float) -> str | None:
    """A month or a day of a mission's life; sometimes a year, several years, or nothing."""
    draw = chance.random()
    year = years.start + int(chance.random() * len(years))
    if draw < 0.01:
        return None
    if draw < 0.03:
        return str(year)
    if draw < 0.035:
        return f"{year}/.."
    if draw < 0.05:
        return f"{year}/{year + 1 + int(chance.random() * 5)}"
    month = f"{year}-{1 + int(chance.random() * 12):02}"
    if draw < 1 - share_of_days:
        return month
    return f"{month}-{1 + int(chance.random() * 28):02}"


def people(chance: random.Random) -> Row:
    """As many as serve together: battalions, companies, some observers; the UN's sizes of units."""
    draw = chance.random()
    if draw < 0.4:
        number = int(chance.gauss(750, 90))
    elif draw < 0.65:
        number = int(chance.gauss(160, 30))
    else:
        number = int(chance.expovariate(1 / 9))
    return counted(max(1, number), chance.random() < 0.03)


def contingent(chance: random.Random, world: World) -> Row:
    return {
        "contributor_id": world.contributors.choose(chance),
        "unit_type": UNITS.choose(chance),
        "relation": RELATIONS.choose(chance),
        **(NOBODY if chance.random() < 0.05 else people(chance)),
    }


def strength(chance: random.Random, world: World) -> Row:
    return {
        "category": CATEGORIES.choose(chance),
        "contributor_id": world.contributors.choose(chance) if chance.random() < 0.9 else None,
        "basis": PRESENCE.choose(chance),
        "is_derived": False,
        **people(chance),
    }


def casualty(chance: random.Random, world: World) -> Row:
    number = 1 if chance.random() < 0.9 else 1 + int(chance.expovariate(0.2))
    return {
        "outcome": OUTCOMES.choose(chance),
        "cause": CAUSES.choose(chance),
        "population_group": GROUPS.choose(chance),
        "contributor_id": world.contributors.choose(chance) if chance.random() < 0.95 else None,
        "basis": BASES.choose(chance),
        "is_derived": False,
        **counted(number, False),
    }


def event(chance: random.Random, world: World) -> Row:
    return {"type": EVENTS.choose(chance)}


def statement(chance: random.Random, world: World) -> Row:
    return {"role": "spokesperson"}


def task(chance: random.Random, world: World) -> Row:
    return {"category": TASKS.choose(chance), "description": "Do what the mission was told to do."}


OWN: dict[str, Callable[[random.Random, World], Row]] = {
    "contingent": contingent,
    "strength": strength,
    "casualty": casualty,
    "event": event,
    "statement": statement,
    "task": task,
}
IN_TOWNS = {"contingent": 0.8, "strength": 0.1, "casualty": 0.5, "event": 0.8}
OF_DAYS = {"casualty": 0.9, "event": 0.9, "statement": 1.0}
WORD_OF = {kind: f" {kind} people of served with were in " for kind in OWN}


def facts(kind: str, number: int, chance: random.Random, world: World) -> Iterator[Row]:
    """So many facts of a kind; their numbers say nothing of their dates."""
    own, in_towns, days = OWN[kind], IN_TOWNS.get(kind, 0.3), OF_DAYS.get(kind, 0.05)
    chosen = chance.choices(world.missions.things, cum_weights=world.missions.weights, k=number)
    for each in range(number):
        mission: Mission = chosen[each]
        is_in_town = chance.random() < in_towns
        place = mission.towns.choose(chance) if is_in_town else mission.whole
        row = {
            "id": f"made-{kind}-{each:08}",
            "mission_id": mission.id,
            "place_id": place,
            "summary": f"A {kind} of {mission.id} in {place}, number {each}.",
            "words": f"{WORD_OF[kind]}{mission.words[1:]}{place.replace('-', ' ')} number{each} ",
        }
        row.update(dated(when(chance, mission.years, days)))
        row.update(own(chance, world))
        yield row


def citations(kind: str, rows: list[Row], chance: random.Random, world: World) -> Iterator[Row]:
    """Figures are rows of datasets, one in three of two vintages; the rest is told by articles."""
    is_figure = kind in ("contingent", "strength", "casualty")
    for row in rows:
        documents = {world.datasets[0] if chance.random() < 0.5 else chance.choice(world.datasets)}
        if not is_figure:
            documents = {world.articles.choose(chance)}
        if chance.random() < 0.3:
            documents.add(world.articles.choose(chance))
        for position, document in enumerate(sorted(documents)):
            yield {
                "fact_id": row["id"],
                "position": position,
                "document_id": document,
                "record": row["id"],
            }
