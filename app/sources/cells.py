"""The cells of the seed files: how the text of each kind of cell is read, or refused."""

import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from app.values.dates import FuzzyDate
from app.values.quantities import Quantity


class Ref:
    """Marks a column that holds the id, or several, of rows of other files."""

    def __init__(self, *files: str) -> None:
        self.files = files


def absent(cell: str) -> str | None:
    """An empty cell is unknown."""
    return cell or None


def split_names(cell: str) -> list[str]:
    """Names are separated by ` | `."""
    return without_repeats(cell.split(" | ")) if cell else []


def split_ids(cell: str) -> list[str]:
    """Ids are separated by one space."""
    return without_repeats(cell.split(" ")) if cell else []


def without_repeats(entries: list[str]) -> list[str]:
    """The entries of a list, each of them there once and not empty."""
    if "" in entries:
        raise ValueError("there is a separator too many")
    if len(set(entries)) < len(entries):
        raise ValueError("something is there twice")
    return entries


def read_date(cell: str) -> FuzzyDate | None:
    """EDTF, or empty for what has no date."""
    return FuzzyDate.parse(cell) if cell else None


def read_quantity(cell: str) -> Quantity | None:
    """`311`, `about 180`, `more-than 300` …, or empty."""
    return Quantity.parse(cell) if cell else None


def read_amount(cell: str) -> Quantity:
    """A quantity that has to be there."""
    return Quantity.parse(cell)


def read_truth(cell: str) -> bool:
    """`true` or `false`."""
    if cell not in ("true", "false"):
        raise ValueError("this is neither true nor false")
    return cell == "true"


def read_truth_if_known(cell: str) -> bool | None:
    """`true`, `false` or empty."""
    return read_truth(cell) if cell else None


def read_number(cell: str) -> int | None:
    """Plain digits, or empty."""
    if not re.fullmatch(r"(?:0|[1-9][0-9]{0,15})?", cell):
        raise ValueError("this is not a number in plain digits, without sign or separators")
    return int(cell) if cell else None


def read_degrees(cell: str) -> float | None:
    """Decimal degrees such as `-3.00742`, or empty."""
    if not re.fullmatch(r"(?:-?[0-9]{1,3}(?:\.[0-9]+)?)?", cell):
        raise ValueError("this is not a number of degrees such as -3.00742")
    return float(cell) if cell else None


def read_stated(cell: str) -> dict[str, Any] | None:
    """A JSON object, or empty; its `date` is EDTF and its `quantity` a quantity or null."""
    stated = json.loads(cell, parse_constant=refuse_constant) if cell else None
    if stated is None and not cell:
        return None
    if not (isinstance(stated, dict) and stated):
        raise ValueError("this is not a JSON object with something in it")
    if "date" in stated:
        FuzzyDate.parse(str(stated["date"]))
    if stated.get("quantity") is not None:
        Quantity.parse(str(stated["quantity"]))
    return stated


def refuse_constant(name: str) -> None:
    """JSON has no NaN and no infinity, though Python reads them."""
    raise ValueError(f"{name} is no JSON")


def follows_start(end: int, info: ValidationInfo) -> int:
    """A passage ends after it starts."""
    if end <= info.data.get("start", -1):
        raise ValueError("a passage has to end after its start")
    return end


def completes_point(latitude: float | None, info: ValidationInfo) -> float | None:
    """A point has both its coordinates or none."""
    if "longitude" in info.data and (latitude is None) != (info.data["longitude"] is None):
        raise ValueError("longitude and latitude are both given or both empty")
    return latitude


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Alpha3 = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Needed = Annotated[str, Field(min_length=1)]
Maybe = Annotated[str | None, BeforeValidator(absent)]
Names = Annotated[list[str], BeforeValidator(split_names)]
Date = Annotated[FuzzyDate | None, BeforeValidator(read_date)]
Truth = Annotated[bool, BeforeValidator(read_truth)]
TruthIfKnown = Annotated[bool | None, BeforeValidator(read_truth_if_known)]
Amount = Annotated[Quantity, BeforeValidator(read_amount)]
AmountIfKnown = Annotated[Quantity | None, BeforeValidator(read_quantity)]
Count = Annotated[int | None, BeforeValidator(read_number)]
Longitude = Annotated[
    Annotated[float, Field(ge=-180, le=180)] | None, BeforeValidator(read_degrees)
]
Latitude = Annotated[
    Annotated[float, Field(ge=-90, le=90)] | None,
    BeforeValidator(read_degrees),
    AfterValidator(completes_point),
]
M49 = Annotated[str, Field(pattern=r"^[0-9]{3}$")]
M49IfAny = Annotated[M49 | None, BeforeValidator(absent)]

Paragraph = Annotated[int, BeforeValidator(read_number), Field(ge=1)]
Start = Annotated[int, BeforeValidator(read_number)]
End = Annotated[int, BeforeValidator(read_number), AfterValidator(follows_start)]
Stated = Annotated[dict[str, Any] | None, BeforeValidator(read_stated)]

MissionRef = Annotated[str | None, BeforeValidator(absent), Ref("missions")]
PlaceRef = Annotated[str | None, BeforeValidator(absent), Ref("places")]
BaseRef = Annotated[str | None, BeforeValidator(absent), Ref("bases")]
CountryRef = Annotated[str | None, BeforeValidator(absent), Ref("countries")]
ActorRef = Annotated[str | None, BeforeValidator(absent), Ref("people", "organisations")]
