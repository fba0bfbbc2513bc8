"""Contributions by mission: how many troops, police and experts each mission had, month by month.

The columns of coordinates are exchanged for all missions but one, and there for some months only;
they are those of cities, and are not read.
"""

from collections.abc import Iterator

from app.sources.dataset import Aggregate, Dataset, Line, Told, Vintage, slug
from app.sources.monthly import Strength, month, people, straighten
from app.sources.names import Names
from app.values.terms import StrengthCategory

CATEGORIES = {
    "troops": StrengthCategory.TROOPS,
    "police": StrengthCategory.POLICE,
    "observers": StrengthCategory.EXPERTS,
    "total": StrengthCategory.UNIFORMED,
}
ALL = "all"


def facts(line: Line, names: Names) -> Iterator[Told]:
    """A strength for each category that is reported; the total is of all three."""
    straighten(line, "mission")
    when = month(line, "date")
    if line.text("mission") == ALL:
        raise Aggregate
    numbers = {column: people(line, column) for column in CATEGORIES}
    check_total(line, numbers)
    mission = names.mission(line, "mission")
    whose = line.text("mission") if mission is None else names.missions.first[mission]
    strength = Strength(
        id=f"un-mission-strength-{slug(key(line))}", mission=mission, month=when, who=whose
    )
    for column, category in CATEGORIES.items():
        if (number := numbers[column]) is not None:
            yield strength.of(category, number)


def check_total(line: Line, numbers: dict[str, int | None]) -> None:
    """Say where the parts do not add up: each number stays as it is written."""
    total = numbers["total"]
    parts = sum(number or 0 for column, number in numbers.items() if column != "total")
    if total is not None and total != parts:
        line.note(f"The dataset gives {total:,} in all; its parts add up to {parts:,}.")


def key(line: Line) -> str:
    """`MINUSMA 2013-07`: the dataset has no keys of its own, and one row a mission and month."""
    return f"{line.needed('mission').rstrip(chr(39))} {month(line, 'date').date}"


UN_CONTRIBUTIONS_MISSIONS = Dataset(
    name="un-contributions-missions",
    title="Contributions to United Nations peace operations by mission and month",
    publisher="International Peace Institute, Peacekeeping Database",
    origin="un-contributions",
    licence=None,
    url=None,
    vintages=(
        Vintage(
            name="2017",
            columns={
                "date": "Date",
                "mission": "Mission",
                "troops": "Troops",
                "police": "Police",
                "observers": "Observers",
                "total": "Total",
            },
            not_before="date",
            unread=frozenset(
                {
                    "Country of Mission",
                    "Country of Mission ISO-3",
                    "Mission HQ",
                    "Mission HQ Longitude",
                    "Mission HQ Latitude",
                    "Mission Continent",
                    "Mission Region",
                    "Mission - NAM",
                    "Mission - G77",
                    "Mission - AU",
                    "Mission - Arab League",
                    "Mission - OIC",
                    "Mission - CIS",
                    "Mission - G20",
                    "Mission - EU",
                    "Number of Contributors",
                }
            ),
        ),
    ),
    key=key,
    has_gaps=True,
    facts=facts,
)
