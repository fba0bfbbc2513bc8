"""Where: points, boxes and circles on the globe, in degrees (CRS84) and kilometres."""

import re
from dataclasses import dataclass
from math import asin, cos, degrees, pi, radians, sin, sqrt
from typing import Self

EARTH_RADIUS_KM = 6371.0088
"""The mean radius of the earth (IUGG); distances are on a sphere of this radius."""

LARGEST_RADIUS_KM = 20_038
"""Half the circumference at the equator: a circle this wide holds every place."""

_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SLACK = 1e-7  # radians, 0.6 m: more than haversine loses to rounding near the antipodes


def parse_decimal(text: str, name: str) -> float:
    """Read a decimal number such as `-3.99` or, as programs write small ones, `1e-7`."""
    if not _DECIMAL.fullmatch(text):
        why = "not a plain decimal number"
        raise ValueError(f"{name}: {text or 'an empty text'} is {why}; write for example 12.65")
    return float(text)


@dataclass(frozen=True, slots=True)
class Point:
    """A position: `Point(-8.0029, 12.6392)` is Bamako."""

    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        """Refuse what is not on the globe."""
        _check("longitude", self.longitude, 180)
        _check("latitude", self.latitude, 90)

    @classmethod
    def parse(cls, *, longitude: str, latitude: str) -> Self:
        """Read a position from two texts; they go by name, for their order is easily mistaken."""
        return cls(parse_decimal(longitude, "longitude"), parse_decimal(latitude, "latitude"))

    def distance_km(self, other: "Point") -> float:
        """The great-circle distance by haversine."""
        here, there = radians(self.latitude), radians(other.latitude)
        across = radians(other.longitude - self.longitude)
        chord = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(across / 2) ** 2
        return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


@dataclass(frozen=True, slots=True)
class BBox:
    """A box between two meridians and two parallels, its edges included.

    With `west` above `east` it crosses the antimeridian: `BBox(170, -20, -170, 0)` is 20° wide.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        """Refuse edges that are not on the globe, and a box upside down."""
        _check("minlon", self.west, 180)
        _check("minlat", self.south, 90)
        _check("maxlon", self.east, 180)
        _check("maxlat", self.north, 90)
        if self.south > self.north:
            raise ValueError(
                f"minlat {self.south} is north of maxlat {self.north}; "
                "write minlon,minlat,maxlon,maxlat, for example -12.3,10.1,4.3,25.0"
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `minlon,minlat,maxlon,maxlat`, as OGC API - Features has it."""
        parts = text.split(",")
        names = ("minlon", "minlat", "maxlon", "maxlat")
        if len(parts) != len(names):
            raise ValueError(
                f"{text or 'an empty text'}: a box has four numbers; "
                "write minlon,minlat,maxlon,maxlat, for example -12.3,10.1,4.3,25.0"
            )
        return cls(*map(parse_decimal, parts, names))

    @property
    def crosses_antimeridian(self) -> bool:
        """Whether it reaches over 180°."""
        return self.west > self.east

    def longitude_ranges(self) -> tuple[tuple[float, float], ...]:
        """The (west, east) pairs that cover it, none of which crosses 180°: one, or else two."""
        if self.crosses_antimeridian:
            return (self.west, 180.0), (-180.0, self.east)
        return ((self.west, self.east),)

    def contains(self, point: Point) -> bool:
        """Whether a point lies in it or on its edge."""
        return self.south <= point.latitude <= self.north and any(
            west <= point.longitude <= east for west, east in self.longitude_ranges()
        )


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything within a great-circle distance of a point, its edge included."""

    center: Point
    radius_km: float

    def __post_init__(self) -> None:
        """Refuse a radius of nothing, or of more than the globe."""
        if not 0 < self.radius_km <= LARGEST_RADIUS_KM:
            raise ValueError(
                f"radius_km {self.radius_km} is not above 0 and up to {LARGEST_RADIUS_KM}; "
                "write for example 50"
            )

    @classmethod
    def parse(cls, *, lat: str, lon: str, radius_km: str) -> Self:
        """Read a circle from the texts of the three parameters of that name."""
        center = Point(parse_decimal(lon, "lon"), parse_decimal(lat, "lat"))
        return cls(center, parse_decimal(radius_km, "radius_km"))

    def contains(self, point: Point) -> bool:
        """Whether a point lies in it or on its edge."""
        return self.center.distance_km(point) <= self.radius_km

    def bounds(self) -> BBox:
        """A box that surely holds the circle: a first, cheap sieve before `contains`.

        A circle that reaches a pole lies on every meridian.
        """
        reach = self.radius_km / EARTH_RADIUS_KM + _SLACK
        latitude = radians(self.center.latitude)
        south, north = latitude - reach, latitude + reach
        if south <= -pi / 2 or north >= pi / 2:
            return BBox(-180.0, max(-90.0, degrees(south)), 180.0, min(90.0, degrees(north)))
        across = degrees(asin(min(1.0, sin(reach) / cos(latitude))) + _SLACK)
        west, east = self.center.longitude - across, self.center.longitude + across
        west, east = west + 360 * (west < -180), east - 360 * (east > 180)
        return BBox(west, degrees(south), east, degrees(north))


def _check(name: str, angle: float, limit: int) -> None:
    if not -limit <= angle <= limit:
        raise ValueError(
            f"{name} {angle} is not between -{limit} and {limit}; write for example 12.65"
        )
