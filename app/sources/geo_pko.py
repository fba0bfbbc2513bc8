"""Geo-PKO: where troops were deployed, as the United Nations drew it on the maps of its missions.

A row is one location on one map. Its strengths are estimates from the symbols (650 a battalion, 150 a
company, 35 a platoon), and never reports. Bases, what became of them and the contingents at them
come of all maps of a mission together (geo_pko_bases.py).
"""

import re
from collections.abc import Iterator, Sequence

from app.records import StrengthFigure
from app.records.counted import quantity_columns
from app.sources.coordinates import point
from app.sources.dataset import Dataset, Line, Thing, Told, Vintage, slug
from app.sources.geo_pko_bases import Bases, Location, Sight, location
from app.sources.monthly import Month, month_in
from app.sources.names import Names
from app.values.quantities import Quantity
from app.values.terms import StrengthBasis, StrengthCategory, UnitType
from app.values.words import fold

MOST_CONTRIBUTORS = 17
NOTHING = frozenset({"", "NA"})
UNKNOWN = "unknown"
UNITS = {
    "1": UnitType.INFANTRY,
    "2": UnitType.ENGINEERING,
    "3": UnitType.SIGNALS,
    "4": UnitType.LOGISTICS,
    "6": UnitType.AVIATION,
    "8": UnitType.MEDICAL,
    "11": UnitType.AVIATION,
    "12": UnitType.FORMED_POLICE_UNIT,
}
NO_KIND = frozenset({"0", "15", "NA"})
"""No troops, a reserve, or nothing said: none of them a kind of unit."""

TWICE = "The dataset lists this location twice on one map; the two are added up."
WITH_POLICE = "Formed police units are counted."

Troops = dict[str, int | None]


def facts(line: Line, names: Names) -> Iterator[Told | Sight]:
    """An estimate for the location and one for each contributor, and the sight of both."""
    when = month(line)
    mission = names.mission(line, "mission")
    country = names.country(line, "country")
    at = point(line, "longitude", "latitude", "cell")
    where = location(line, names, country, at)
    troops, left_over = contributors(line, names)
    total = estimate(line, "troops")
    check_total(line, total, troops, left_over)
    yield Sight(
        mission=mission,
        acronym=line.text("mission"),
        where=where,
        month=when.number,
        is_headquarters=line.text("hq") == "3",
        contributors=tuple(troops),
        unit_type=unit_type(line),
    )
    drawn = Drawn(line, names, mission, where, when)
    if total:
        yield drawn.strength(None, total)
    for contributor, number in troops.items():
        if number:
            yield drawn.strength(contributor, number)


class Drawn:
    """What all estimates of one row have in common."""

    def __init__(
        self, line: Line, names: Names, mission: str | None, where: Location, when: Month
    ) -> None:
        self.names = names
        self.mission = mission
        self.where = where
        self.when = when
        acronym = line.text("mission")
        self.id = slug(
            f"geo-pko {acronym} {when.date} {fold(line.text('source'))} {where.own_part}"
        )
        has_police = line.text("fpu") == "1"
        self.category = StrengthCategory.UNIFORMED if has_police else StrengthCategory.TROOPS
        self.note = WITH_POLICE if has_police else None
        self.what = "uniformed personnel" if has_police else "troops"
        self.rest = f"with {acronym} at {where.name}, by its map of {when.text}."

    def strength(self, contributor: str | None, number: int) -> Told:
        """The estimate for one contributor, or for the whole location."""
        whose = f" of {self.names.countries.first[contributor]}" if contributor else ""
        return Told(
            record=StrengthFigure,
            id=f"{self.id}-{(contributor or 'all').lower()}",
            mission=self.mission,
            place=self.where.place,
            date=self.when.date,
            summary=f"An estimated {number:,} {self.what}{whose} were {self.rest}",
            note=self.note,
            columns={
                "category": self.category,
                "contributor_id": contributor,
                "basis": StrengthBasis.MAP_ESTIMATE,
                "is_derived": False,
                **quantity_columns(Quantity(number)),
            },
        )


def month(line: Line) -> Month:
    """The month in which the map was published."""
    year, number = line.needed("year"), line.needed("month")
    found = month_in(f"{year}-{number.zfill(2)}-01")
    return found or line.refuse(f"year {year!r}, month {number!r} is no month")


def estimate(line: Line, column: str) -> int | None:
    """How many, None where the map does not tell."""
    text = line.text(column)
    return None if text in NOTHING or text.lower() == UNKNOWN else line.whole(column)


def contributors(line: Line, names: Names) -> tuple[Troops, int]:
    """The troops of each country that is named, and how many more are of none that is known."""
    troops: Troops = {}
    left_over = 0
    for number in range(1, MOST_CONTRIBUTORS + 1):
        if line.text(f"tcc{number}") in NOTHING:
            continue
        many = estimate(line, f"troops{number}")
        contributor = names.country(line, f"tcc{number}")
        if contributor is None:
            left_over += many or 0
        elif contributor in troops:
            before = troops[contributor]
            troops[contributor] = None if many is None or before is None else before + many
        else:
            troops[contributor] = many
    return troops, left_over


def check_total(line: Line, total: int | None, troops: Troops, left_over: int) -> None:
    """Say where the contributors' troops are not those of the location; each number stays."""
    known = [number for number in troops.values() if number is not None]
    added = sum(known) + left_over
    if total is not None and len(known) == len(troops) and (troops or left_over) and added != total:
        line.note(f"The map has {total:,} in all; those of its contributors add up to {added:,}.")


def unit_type(line: Line) -> UnitType:
    """What the troops at a location are where they are all of one kind."""
    kinds = set(re.findall(r"\w+", line.text("kinds"))) - {""}
    if len(kinds) != 1 or kinds <= NO_KIND:
        return UnitType.NOT_STATED
    return UNITS.get(kinds.pop(), UnitType.OTHER)


def key(line: Line) -> str:
    """`Map no. 4506 Rev. 13, 2016-03, MINUSMA, Kidal`: a map, and a location on it."""
    parts = (line.needed("source"), str(month(line).date), line.needed("mission"))
    return ", ".join((*parts, line.needed("location")))


def together(several: Sequence[Told | Thing]) -> Told | Thing:
    """The troops of a location that one map has twice; all else about the two is the same."""
    first, *others = several
    if not isinstance(first, Told):
        raise TypeError("every base is told once")
    total = int(first.columns["value"])
    for other in others:
        if not isinstance(other, Told) or other.columns["category"] != first.columns["category"]:
            raise ValueError("and another kind of people")
        total += int(other.columns["value"])
    number = f" {first.columns['value']:,} "
    return first._replace(
        summary=first.summary.replace(number, f" {total:,} ", 1),
        note=TWICE,
        columns={**first.columns, "is_derived": True, **quantity_columns(Quantity(total))},
    )


COLUMNS = {
    "source": "source",
    "mission": "mission",
    "year": "year",
    "month": "month",
    "location": "location",
    "country": "country",
    "latitude": "latitude",
    "longitude": "longitude",
    "troops": "no.troops",
    "fpu": "fpu",
    "kinds": "troop.type",
    "hq": "hq",
    "region": "adm1.name",
    "cell": "prioid",
    **{f"tcc{n}": f"nameoftcc_{n}" for n in range(1, MOST_CONTRIBUTORS + 1)},
    **{f"troops{n}": f"notroopspertcc_{n}" for n in range(1, MOST_CONTRIBUTORS + 1)},
}
UNREAD = """
geosplit old_xy geocomment zone.de.confidence battalion company platoon other.size comment.on.unit
rpf rpf.no inf inf.no fpu.no res res.no fp fp.no eng sig trans riv he.sup sf med maint recon avia mp
demining uav obs.base cantonment disarmament other.type armor he.sup.lw no.tcc unpol.dummy
unmo.dummy unmo.coding.quality lo jmco security.group.dummy comments cow_code gnwo adm1.id
"""
COW_CODES = frozenset(f"tcc{number}" for number in range(1, MOST_CONTRIBUTORS + 1))

GEO_PKO = Dataset(
    name="geo-pko",
    title="Geocoded Peacekeeping Operations (Geo-PKO), version 2.1",
    publisher="Uppsala University, Department of Peace and Conflict Research",
    origin="geo-pko",
    licence=None,
    url=None,
    vintages=(
        Vintage(
            name="2.1",
            columns=COLUMNS,
            published="2021-03",
            unread=frozenset(UNREAD.split()) | COW_CODES,
        ),
    ),
    key=key,
    has_gaps=True,
    facts=facts,
    together=together,
    gathering=Bases,
)
