"""Features: filters in the meaning of OGC API - Features, where what has no date or no point matches."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import or_
from sqlalchemy.orm import Session

from app.queries.page import LARGEST_PAGE, USUAL_PAGE, read_limit
from app.queries.query import Condition, Parameter, Query, parameter
from app.values.dates import Interval
from app.values.geo import BBox, parse_decimal

DAY_BEFORE_NO_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?=/|$)")
ON_THE_GROUND = 4
WITH_HEIGHTS = 6
BOX = {
    "type": "array",
    "minItems": ON_THE_GROUND,
    "maxItems": WITH_HEIGHTS,
    "items": {"type": "number", "format": "double"},
}


def read_interval(text: str) -> Interval:
    """An interval; GDAL writes a day of a condition such as `began >= '2023/07/01'` as `2023-07-01T`."""
    return Interval.parse(DAY_BEFORE_NO_TIME.sub(r"\1", text))


def read_box(text: str) -> BBox:
    """A box of four numbers, or of six: no feature has a height, so that heights decide nothing."""
    numbers = text.split(",")
    if len(numbers) == WITH_HEIGHTS:
        west, south, lowest, east, north, highest = numbers
        if parse_decimal(lowest, "minheight") > parse_decimal(highest, "maxheight"):
            raise ValueError(f"minheight {lowest} is above maxheight {highest}.")
        numbers = [west, south, east, north]
    if len(numbers) != ON_THE_GROUND:
        raise ValueError(
            f"a box has four numbers or six, not {len(numbers)}; "
            "write minlon,minlat,maxlon,maxlat, for example -12.3,10.1,4.3,25.0"
        )
    return BBox.parse(",".join(numbers))


@dataclass(frozen=True, kw_only=True)
class Features(Query):
    """What turns a list's query into one on features; a subclass names it before the list's own."""

    datetime: Interval | None = parameter(
        read_interval,
        "When: an instant or an interval (`A/B`, `A/..`, `../B`) of RFC 3339 date-times, or of days,"
        " months or years; a date-time counts as its day in UTC, and both ends count. A feature"
        " matches where its date may fall in it, or where it has none.",
        example="2023-06-01T00:00:00Z/2023-12-31T23:59:59Z",
    )
    bbox: BBox | None = parameter(
        read_box,
        "`minlon,minlat,maxlon,maxlat` in degrees (CRS84); may cross the antimeridian. With six"
        " numbers the third and the sixth are heights, which decide nothing. A feature without a"
        " geometry always matches.",
        example="-1,16,1,17",
        schema=BOX,
        is_list=True,
    )
    limit: int = parameter(
        read_limit,
        f"How many features a page holds at most. More than {LARGEST_PAGE} is served as"
        f" {LARGEST_PAGE}.",
        example="10",
        schema={
            "type": "integer",
            "format": "int32",
            "minimum": 1,
            "maximum": LARGEST_PAGE,
            "default": USUAL_PAGE,
        },
        default=USUAL_PAGE,
    )
    left_out: ClassVar[frozenset[str]] = frozenset({"sort", "lat", "lon", "radius_km"})
    """What lists take beside: an order in which the undated come last, and the circle."""

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Every parameter of the list's query that has a place here."""
        return {
            name: declared
            for name, declared in super().parameters().items()
            if name not in cls.left_out
        }

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """What could never meet a filter, for having no date or no point, meets it here."""
        for condition in super().conditions(record, session):
            if condition.lacking is None:
                yield condition
            else:
                yield Condition(or_(condition.predicate, condition.lacking))
