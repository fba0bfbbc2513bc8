"""Where: facts in a country, within a place, in a box or in a circle."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, not_, or_, select
from sqlalchemy.orm import Session, aliased

from app.errors import InvalidParameters, ParameterError
from app.queries.memory import once
from app.queries.query import Aspect, Condition, Keys, Query, parameter, repeatable
from app.queries.reference import check_known, countries_meant
from app.records import Place
from app.values.geo import BBox, Circle, Point, parse_decimal

BOX = {
    "type": "array",
    "minItems": 4,
    "maxItems": 4,
    "items": {"type": "number", "format": "double", "minimum": -180, "maximum": 180},
}
SMALLEST_RADIUS_KM = 0.001
LARGEST_RADIUS_KM = 20_037


def decimal(name: str, lowest: float, highest: float, unit: str) -> Callable[[str], float]:
    """A reader of decimal numbers within bounds."""

    def read(text: str) -> float:
        number = parse_decimal(text, name)
        if not lowest <= number <= highest:
            raise ValueError(f"{text} is out of range; {lowest} to {highest} {unit} can be.")
        return number

    return read


def bounds(lowest: float, highest: float) -> dict[str, Any]:
    """The schema of a decimal number within bounds."""
    return {"type": "number", "format": "double", "minimum": lowest, "maximum": highest}


def within() -> Select[str]:
    """The places of the ids `outer` and all that lie within them, by a recursive query."""
    outer = Place.id.in_(bindparam("outer", expanding=True))
    inside = select(Place.id).where(outer).cte("inside", recursive=True)
    child = aliased(Place)
    inside = inside.union(select(child.id).where(child.parent_id == inside.c.id))
    return select(inside.c.id)


WITHIN = within()
"""Put together once: that takes longer than to execute it."""


@dataclass(frozen=True, kw_only=True)
class Within(Query):
    """`country`, `place`, `bbox` and a circle, on the record's place."""

    country: tuple[str, ...] = repeatable(
        str,
        "Where it happened: ISO 3166 alpha-3 or alpha-2, or M49. Not the contributor.",
        example="MLI",
    )
    place: tuple[str, ...] = repeatable(
        str, "The id of a place: it and all that lies within it.", example="mopti"
    )
    bbox: BBox | None = parameter(
        BBox.parse,
        "`minlon,minlat,maxlon,maxlat` in degrees (WGS 84); may cross the antimeridian."
        " What is located no finer than a region never matches and is counted in"
        " `unlocatedExcluded`.",
        example="-1,16,1,17",
        schema=BOX,
        is_list=True,
    )
    lat: float | None = parameter(
        decimal("lat", -90, 90, "degrees"),
        "Latitude of the centre of a circle; goes with `lon` and `radius_km`.",
        example="16.27",
        schema=bounds(-90, 90),
    )
    lon: float | None = parameter(
        decimal("lon", -180, 180, "degrees"),
        "Longitude of the centre of a circle; goes with `lat` and `radius_km`.",
        example="-0.04",
        schema=bounds(-180, 180),
    )
    radius_km: float | None = parameter(
        decimal("radius_km", SMALLEST_RADIUS_KM, LARGEST_RADIUS_KM, "km"),
        "Great-circle distance from the centre, in kilometres.",
        example="50",
        schema=bounds(SMALLEST_RADIUS_KM, LARGEST_RADIUS_KM),
    )

    @property
    def circle(self) -> Circle | None:
        """The circle that `lat`, `lon` and `radius_km` describe together."""
        if self.lat is None or self.lon is None or self.radius_km is None:
            return None
        return Circle(Point(self.lon, self.lat), self.radius_km)

    def check(self) -> None:
        """A circle needs all three of its numbers."""
        super().check()
        given = {"lat": self.lat, "lon": self.lon, "radius_km": self.radius_km}
        missing = [name for name, value in given.items() if value is None]
        whole = "lat=16.27&lon=-0.04&radius_km=50"
        if missing and len(missing) < len(given):
            verb = "is" if len(missing) == 1 else "are"
            detail = f"lat, lon and radius_km go together; {' and '.join(missing)} {verb} missing."
            raise InvalidParameters(*(ParameterError(name, detail, whole) for name in missing))

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """Locations resolve to places first; the record's index by place does the rest."""
        yield from super().conditions(record, session)
        at = record.id if record is Place else record.place_id
        if self.country:
            among = countries_meant(session, "country", self.country)
            yield placed(at, select(Place.id).where(Place.country_id.in_(among)))
        if self.place:
            check_known(session, "place", Place, self.place)
            yield placed(at, WITHIN.params(outer=self.place))
        if self.bbox is not None:
            inside = select(Place.id).where(in_box(self.bbox))
            yield placed(at, inside, unlocated(at))
        if self.circle is not None:
            circle = self.circle
            near = once(session, circle, lambda: places_near(session, circle))
            yield placed(at, select(Place.id).where(Place.id.in_(near)), unlocated(at))


def unlocated(at: Any) -> Sequence[Any]:
    """What marks a row that is at no point: at no place at all, or at one that is wide."""
    return at.is_(None), at.in_(select(Place.id).where(not_(located())))


def placed(at: Any, places: Select[str], lacking: Sequence[Any] = ()) -> Condition:
    """That a row is at one of some places: there is an index of facts by place."""
    aspect = Aspect.LOCATION if lacking else Aspect.OTHER
    return Condition(at.in_(places), aspect, lacking, keys=Keys(at, places))


def located() -> ColumnElement[bool]:
    """Whether a place is small enough to have coordinates."""
    return Place.longitude.is_not(None)


def in_box(box: BBox) -> ColumnElement[bool]:
    """Whether a place lies in a box, which may cross the antimeridian."""
    spans = (Place.longitude.between(west, east) for west, east in box.longitude_ranges())
    return and_(Place.latitude.between(box.south, box.north), or_(*spans))


def places_near(session: Session, circle: Circle) -> list[str]:
    """The places in a circle: the box around it by index, then the exact distance."""
    rows = session.execute(
        select(Place.id, Place.longitude, Place.latitude).where(located(), in_box(circle.bounds()))
    )
    return [
        row.id
        for row in rows
        if row.longitude is not None
        and row.latitude is not None
        and circle.contains(Point(row.longitude, row.latitude))
    ]
