"""Makes the fuzzer's valid requests mean something, where JSON Schema cannot say what means nothing.

Then every one of them has to be accepted, and no kind of refusal needs to be allowed for. What is here
is all that the document leaves unsaid. Requests that are meant to be refused stay as they are.
"""

import os
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

import requests
import schemathesis

SERVER = os.environ["SERVER"]
CIRCLE = {"lat": 16.27, "lon": -0.04, "radius_km": 50}
CODED = ("measure", "group", "cause", "category", "basis")
NAMED = {
    "contributor": (("countries", "id"),),
    "country": (("countries", "id"),),
    "document": (("documents", "id"),),
    "lead": (("missions", "lead"),),
    "mission": (("missions", "id"),),
    "origin": (("documents", "origin"),),
    "place": (("places", "id"),),
    "source": (("releases", "source"),),
    "speaker": (("people", "id"), ("organisations", "id")),
}
"""Parameters that name what the server has, and where it tells of them."""


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Mend a request that is valid by the document."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    case.query.pop("cursor", None)  # it goes with the page that gave it, and with no other
    if CIRCLE.keys() & case.query.keys():  # all three or none
        case.query = CIRCLE | case.query
    if case.path.startswith("/v1/assessments"):  # few of these have a measure in common
        for name in [name for name in CODED if name in case.query][1:]:
            del case.query[name]
    if case.path.startswith("/v1/stats/"):
        case.query.pop("basis", None)  # one can be added up, and is so without it
    if case.path.startswith("/v1/stats/strengths") and "group_by" in case.query:
        case.query["group_by"] = within_a_month(case.query["group_by"])
    for name, value in case.query.items():
        if name in NAMED:
            case.query[name] = there(name, value)
        elif name in MENDED:
            case.query[name] = MENDED[name](value)


def there(name: str, value: Any) -> Any:
    """Names of what there is, as many as were given."""
    if isinstance(value, list):
        return [there(name, each) for each in value]
    ids = known(name)
    return value if value in ids else ids[len(str(value)) % len(ids)]


@cache
def known(name: str) -> list[str]:
    """All that a parameter may name."""
    rows = [(row, field) for noun, field in NAMED[name] for row in listed(noun)]
    return sorted({row[field] for row, field in rows})


@cache
def listed(noun: str) -> list[dict[str, Any]]:
    """What the server has of a noun."""
    answer = requests.get(f"{SERVER}/v1/{noun}", params={"limit": 1000}, timeout=30)
    answer.raise_for_status()
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows


def within_a_month(value: Any) -> Any:
    """Stocks are added up within a month only, and each category by itself."""
    keys = value if isinstance(value, list) else value.split(",")
    keys = list(dict.fromkeys(["month", "category", *keys]))
    return keys if isinstance(value, list) else ",".join(keys)


def with_a_word(value: Any) -> Any:
    """A search is for words."""
    return value if any(sign.isalnum() for sign in value) else "mali"


def upright(value: Any) -> Any:
    """A box has its south below its north, and both on the globe."""
    numbers = value if isinstance(value, list) else [float(part) for part in value.split(",")]
    west, south, east, north = numbers
    south, north = sorted(max(-90, min(90, side)) for side in (south, north))
    box = [west, south, east, north]
    return box if isinstance(value, list) else ",".join(map(str, box))


def forward(value: Any) -> Any:
    """An interval is of days that there are, the earlier one first."""
    sides = [side for side in value.split("/") if side not in ("", "..")]
    try:
        days = [day(side) for side in sides]
    except (ValueError, OverflowError):
        return "2023-06/2023-12"
    return value if days == sorted(days) else "2023-06/2023-12"


def day(side: str) -> date:
    """The first day of one side of an interval, in UTC."""
    if side[10:]:
        return moment(side)
    return date.fromisoformat(side + "-01" * (2 - side.count("-")))


def moment(side: str) -> date:
    """The day of a moment: a second 60 ends a day, and Python's calendar ends at either end."""
    if side[17:19] == "60":
        raise ValueError("whether it does, is a matter of its offset")
    at = datetime.fromisoformat(side.upper())
    return at.date() if at.tzinfo is None else (at - (at.utcoffset() or at - at)).date()


def there_was(value: Any) -> Any:
    """An instant of the calendar."""
    try:
        at = datetime.fromisoformat(value.upper())
        return value if 1 < at.year < 9999 else "2026-11-21"
    except ValueError:
        return "2026-11-21"


MENDED: dict[str, Callable[[Any], Any]] = {
    "bbox": upright,
    "datetime": forward,
    "q": with_a_word,
    "updated_since": there_was,
}
