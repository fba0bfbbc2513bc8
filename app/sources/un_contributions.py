"""Contributions by contributor: who had how many in which mission, month by month, and from when to when.

Each number is a strength figure. A contingent is what a contributor had of one kind in one mission
for as long as it was reported each month: a month without it ends one, and its return begins
another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.records import Contingent
from app.records.counted import quantity_columns
from app.sources.dataset import Aggregate, Dataset, Line, Seen, Told, Vintage, slug
from app.sources.monthly import Strength, month, month_text, people, straighten
from app.sources.names import Names
from app.sources.spans import Sights, Span
from app.values.quantities import Quantity
from app.values.terms import ContingentRelation, StrengthCategory, UnitType

ALL = "all"
UNITS = {
    "troops": (UnitType.NOT_STATED, "troops"),
    "formed_police": (UnitType.FORMED_POLICE_UNIT, "formed police units"),
    "individual_police": (UnitType.INDIVIDUAL_POLICE, "individual police"),
    "experts": (UnitType.MILITARY_OBSERVERS, "experts on mission"),
}
TOTAL = "total"
COLUMNS = {
    "troops": "Troops",
    "formed_police": "Formed_Police_Units",
    "individual_police": "Individual_Police",
    "experts": "Experts_on_Mission",
    TOTAL: "Total",
}
MONTHLY = "What it was each month, strengths tell."

Numbers = dict[str, int | None]


class Who(NamedTuple):
    """A contributor's people of one kind in a mission."""

    mission: str | None
    where: str
    contributor: str
    unit: str


@dataclass(frozen=True, slots=True)
class Presence(Seen):
    """How many of a kind a row counts."""

    who: Who
    month: int
    number: int


def facts(line: Line, names: Names) -> Iterator[Told | Presence]:
    """A strength for each category that is reported, and the sight of what it is of."""
    straighten(line, "contributor", "iso3", "mission")
    when = month(line, "date")
    if ALL in (line.text("mission"), line.text("contributor")):
        raise Aggregate
    numbers = read(line)
    if all(number is None for number in numbers.values()):
        return
    mission = names.mission(line, "mission")
    contributor = names.country(line, "contributor", "iso3")
    if contributor is None:
        line.refuse("it does not say who contributed")
    where = line.text("mission") if mission is None else names.missions.first[mission]
    strength = Strength(
        id=f"un-strength-{slug(key(line))}",
        mission=mission,
        month=when,
        who=names.countries.first[contributor],
        where=f" in {where}",
        contributor=contributor,
    )
    yield from strengths(strength, numbers)
    for unit in UNITS:
        if number := numbers[unit]:
            yield Presence(Who(mission, where, contributor, unit), when.number, number)


def read(line: Line) -> Numbers:
    """How many of each kind are reported; what does not add up is noted and left as it is written."""
    numbers = {column: people(line, column) for column in COLUMNS}
    for column, number in numbers.items():
        parts = [people(line, f"{column}_male"), people(line, f"{column}_female")]
        both = sum(part or 0 for part in parts)
        if number is not None and parts != [None, None] and both != number:
            what = COLUMNS[column].replace("_", " ").lower()
            line.note(f"{what.capitalize()}: the men and women add up to {both:,}.")
    total = numbers[TOTAL]
    added = sum(numbers[unit] or 0 for unit in UNITS)
    if total is not None and added != total:
        line.note(f"The dataset gives {total:,} in all; its parts add up to {added:,}.")
    return numbers


def strengths(strength: Strength, numbers: Numbers) -> Iterator[Told]:
    """A figure for each category; police are of two kinds, and their sum is ours."""
    for column, category in (
        ("troops", StrengthCategory.TROOPS),
        ("experts", StrengthCategory.EXPERTS),
        (TOTAL, StrengthCategory.UNIFORMED),
    ):
        if (number := numbers[column]) is not None:
            yield strength.of(category, number)
    alone, formed = numbers["individual_police"], numbers["formed_police"]
    if alone is not None and formed is not None:
        note = f"{alone:,} individual police and {formed:,} in formed police units."
        yield strength.of(StrengthCategory.POLICE, alone + formed, note, is_sum=True)
    elif (only := alone if formed is None else formed) is not None:
        kind = "Individual police." if formed is None else "All in formed police units."
        yield strength.of(StrengthCategory.POLICE, only, kind)


class Contingents:
    """Who had people of one kind in a mission, from which month to which."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.sights: Sights[Who] = Sights()

    def add(self, seen: Presence) -> None:
        """Take in that a row counts some."""
        self.sights.add(seen.who.where, seen.who, seen.month, seen.number)

    def told(self) -> Iterator[tuple[str, Told]]:
        """One contingent for each unbroken span."""
        for where, who, span in self.sights.spans():
            key = f"{where} {who.contributor} {span.text}"
            yield key, self.contingent(who, span)

    def contingent(self, who: Who, span: Span) -> Told:
        """Its personnel are a number where that never changed, else from the fewest to the most."""
        unit_type, kind = UNITS[who.unit]
        first, last = month_text(span.first), month_text(span.last)
        months = f"in {first}" if first == last else f"each month from {first} to {last}"
        country = self.names.countries.first[who.contributor]
        fewest, most = min(span.values), max(span.values)
        is_same = fewest == most
        return Told(
            record=Contingent,
            id=slug(f"un-contingent-{who.where}-{who.contributor}-{kind}-{first}"),
            mission=who.mission,
            date=span.date,
            summary=f"{country} had {kind} in {who.where} {months}.",
            note=None if is_same else MONTHLY,
            columns={
                "contributor_id": who.contributor,
                "unit_type": unit_type,
                "base_id": None,
                "relation": ContingentRelation.SEEN,
                **quantity_columns(Quantity(most) if is_same else Quantity.between(fewest, most)),
            },
        )


def key(line: Line) -> str:
    """`MINUSMA TCD 2014-03`: the dataset has no keys of its own, and one row of each."""
    parts = (line.text("mission"), line.text("iso3") or line.text("contributor"))
    return " ".join((*(part.rstrip("' ") for part in parts), str(month(line, "date").date)))


UN_CONTRIBUTIONS = Dataset(
    name="un-contributions",
    title="Contributions to United Nations peace operations by contributor, mission and month",
    publisher="International Peace Institute, Peacekeeping Database",
    origin="un-contributions",
    licence=None,
    url=None,
    vintages=(
        Vintage(
            name="2014",
            columns={
                "date": "Date",
                "contributor": "Contributor",
                "iso3": "Contributor_ISO-3",
                "mission": "Mission",
                **{ours: f"{theirs}_Total" for ours, theirs in COLUMNS.items()},
                **{f"{ours}_male": f"{theirs}_Male" for ours, theirs in COLUMNS.items()},
                **{f"{ours}_female": f"{theirs}_Female" for ours, theirs in COLUMNS.items()},
            },
            not_before="date",
        ),
    ),
    key=key,
    has_gaps=True,
    facts=facts,
    gathering=Contingents,
)
