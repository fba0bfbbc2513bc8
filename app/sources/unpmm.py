"""UN Peace Mission Mandates: a mission in one year a row, and which tasks it was newly given in that year.

A task stands in the year in which it was given and not in those that follow, and the dataset does not tell
when it was taken away: so a task is a fact of that year. Rows of years in which none was given tell none.
"""

import re
from collections.abc import Iterator
from datetime import date

from app.records import MandateTask
from app.sources.dataset import Dataset, Line, Thing, Told, Vintage
from app.sources.lifespans import milestone
from app.sources.mandates import COMPONENTS
from app.sources.names import Names
from app.sources.registered import mission_thing
from app.values.dates import FuzzyDate
from app.values.terms import MilestoneType

DAY = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
ACTIVE = "ACTIVE"
GIVEN = {"1": True, "0": False}
ONLY_YEAR = (
    "The dataset tells the year in which a task was given, and not how long it was in force."
)


def facts(line: Line, names: Names) -> Iterator[Told | Thing]:
    """What a mission was given to do in a year; in its first year the mission itself, too."""
    year = line.whole("year")
    mission = names.missions.find(line, line.needed("mission"))
    if mission is None or year is None:
        line.refuse("a row is of a mission and of a year")
    tasks = list(given(line, names, mission, year))
    if year == line.whole("first_year"):
        countries = list(countries_of(line, names))
        thing = mission_thing(names, mission, [line.text("name")], countries)
        if thing is not None:
            yield thing
        yield from life(line, names, mission)
    yield from tasks


def key(line: Line) -> str:
    """The mission and the year."""
    return f"{line.needed('mission')} {line.needed('year')}"


def given(line: Line, names: Names, mission: str, year: int) -> Iterator[Told]:
    """The tasks of one row."""
    acronym = names.missions.first[mission]
    for component, (category, task) in COMPONENTS.items():
        if line.coded(component, GIVEN):
            yield Told(
                record=MandateTask,
                id=f"unpmm-{mission}-{component}-{year}",
                mission=mission,
                date=FuzzyDate.parse(f"{year:04}"),
                summary=f"From {year} {acronym} was to {task}.",
                note=ONLY_YEAR,
                columns={
                    "category": category,
                    "description": task[0].upper() + task[1:],
                },
            )


def life(line: Line, names: Names, mission: str) -> Iterator[Told]:
    """When the mission was established, and ended if it had."""
    acronym = names.missions.first[mission]
    began, ended = day(line, "began"), day(line, "ended")
    if began is not None:
        id, said = f"unpmm-{mission}-established", f"{acronym} was established"
        yield milestone(id, mission, MilestoneType.ESTABLISHED, began, said=said)
    if ended is not None:
        id, said = f"unpmm-{mission}-ended", f"{acronym} ended"
        yield milestone(id, mission, MilestoneType.ENDED, ended, said=said)


def day(line: Line, column: str) -> date | None:
    """A day as `25.04.2013`; None for what had not ended."""
    text = line.needed(column)
    if text == ACTIVE and column == "ended":
        return None
    match = DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        line.refuse(f"{column}: {text!r} is no day such as 25.04.2013")


def countries_of(line: Line, names: Names) -> Iterator[str]:
    """The countries among the places of a mission: `Chad/Central African Republic` are two.

    The column of Gleditsch and Ward's codes is of hosts and parties as well, and not read.
    """
    found: dict[str, None] = {}
    for part in line.needed("location").split("/"):
        aside = Line(line.number, {})
        country = names.countries.find(aside, part.strip())
        line.repairs.extend(aside.repairs)
        if country is not None:
            found[country] = None
    yield from found


UNPMM = Dataset(
    name="unpmm",
    title="UN Peace Mission Mandates, version 2.0",
    publisher="UN Peace Mission Mandates project",
    origin="unpmm",
    licence=None,
    url=None,
    vintages=(
        Vintage(
            name="2.0",
            columns={
                "mission": "mission_abbrev",
                "name": "mission_fullname",
                "location": "mission_location",
                "first_year": "mission_yearest",
                "began": "mission_startdate",
                "ended": "mission_enddate",
                "year": "task_yearest",
                **{component: component for component in COMPONENTS},
            },
            published="2023",
            unread=frozenset(
                {
                    "mission_id",
                    "mission_type",
                    "gw_country",
                    *(f"gwno_{number}" for number in range(1, 6)),
                    "mission_regionclass",
                    "region_code",
                    "ucdp_link",
                    *(f"ucdpconflict_id{number}" for number in range(1, 5)),
                    "mission_yearend",
                    "mission_orgs",
                    "mission_calc",
                    "mission_class",
                    "version",
                }
            ),
        ),
    ),
    key=key,
    facts=facts,
    is_searched=True,
    takes_over=frozenset({"un-missions"}),
)
