"""What many clients ask: questions of docs/questions.md and of the README, and others like them.

A class of questions has a share of all. Most are repeated, a share of them is never seen before: the same
questions with days that nobody has asked for.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple

SEED = 2164
FIRST_DAY = date(2013, 1, 1)
DAYS = 4000


class Class(NamedTuple):
    """Questions of one kind: which percentage of all they are, and how a day is added to make a new one."""

    name: str
    percentage: int
    new: str
    paths: tuple[str, ...]


CLASSES = (
    Class("lists", 35, "datetime={interval}", (
        "/v1/casualties?mission=minusma&outcome=death",
        "/v1/bases?place=timbuktu",
        "/v1/contingents?place=kidal",
        "/v1/contingents?bbox=-1,16,2,19",
        "/v1/contingents?mission=minusma&contributor=FRA",
        "/v1/events?type=coup",
        "/v1/events?mission=minusma&place=northern-mali",
        "/v1/events?mission=minusma&type=request",
        "/v1/events?limit=50&sort=-date",
        "/v1/strengths?mission=minusma&basis=average",
        "/v1/statements?q=mali&limit=20",
        "/v1/tasks?mission=minusma&category=liquidation",
        "/v1/casualties?mission=minusma&lat=16.27&lon=-0.04&radius_km=100",
    )),
    Class("items", 20, "known_on={later}", (
        "/v1/missions/minusma",
        "/v1/events/mopti-camp-handed-over",
        "/v1/events/withdrawal-completed",
        "/v1/bases/minusma-mopti-camp",
        "/v1/resolutions/2690",
        "/v1/places/kidal",
    )),
    Class("timeline", 10, "datetime={interval}", (
        "/v1/timeline?lat=16.27&lon=-0.04&radius_km=50",
        "/v1/timeline?mission=minusma&kind=base-status&kind=milestone",
        "/v1/timeline?mission=minusma&limit=50&sort=-date",
    )),
    Class("search", 10, "known_on={later}", (
        "/v1/search?q=Tombouctou&limit=4",
        "/v1/search?q=zaire",
        "/v1/search?q=mali%20minusma&limit=20",
    )),
    Class("assessments", 5, "datetime={interval}", (
        "/v1/assessments?mission=minusma&measure=deaths",
        "/v1/assessments?mission=minusma&category=all-personnel&basis=present",
    )),
    Class("coverage", 5, "known_on={later}", ("/v1/coverage?country=NER", "/v1/coverage?mission=minusma")),
    Class("CSV", 5, "datetime={interval}", (
        "/v1/casualties.csv?mission=minusma",
        "/v1/bases.csv?place=timbuktu",
        "/v1/events.csv?type=hand-over",
    )),
    Class("pages", 10, "known_on={later}", ("/", "/missions/minusma", "/missions", "/places/kidal")),
)  # fmt: skip


class Question(NamedTuple):
    """An address to ask, and which class of which kind it is."""

    of: str
    is_new: bool
    path: str


def questions(share: float) -> Iterator[Question]:
    """Questions without end, the same each time, and which part of them was not asked before."""
    chance = random.Random(SEED)
    numbers = count()
    weights = [each.percentage for each in CLASSES]
    while True:
        of = chance.choices(CLASSES, weights)[0]
        path = chance.choice(of.paths)
        is_new = chance.random() < share
        yield Question(of.name, is_new, new(path, of.new, next(numbers)) if is_new else path)


def new(path: str, parameter: str, number: int) -> str:
    """An address that no other number makes: an interval or a day of its own."""
    first, longer = FIRST_DAY + timedelta(number % DAYS), number // DAYS
    days = {"interval": f"{first}/{first + timedelta(longer)}",
            "later": FIRST_DAY + timedelta(DAYS + number)}  # fmt: skip
    return f"{path}{'&' if '?' in path else '?'}{parameter.format(**days)}"


def repeated() -> list[str]:
    """Every address that is asked again and again."""
    return [path for each in CLASSES for path in each.paths]
