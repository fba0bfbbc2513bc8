"""Features: rows as GeoJSON (RFC 7946) has them."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field as Limited
from pydantic import WithJsonSchema

from app.api.formats.sheet import Field, Sheet
from app.api.schemas import Answer, Link, told

MEDIA_TYPE = "application/geo+json"
POINT_EXAMPLE = {"type": "Point", "coordinates": [-0.04469, 16.27167]}
AnyRow = Annotated[Any, WithJsonSchema({"type": "object", "additionalProperties": True})]
NO_KEY = "-"
"""Stands for what is not known in the id of a feature; no id is written like that."""
HOLDERS = ("place", "headquarters")
"""What a row may have whose position is its own."""


class Point(Answer):
    """A position on the earth."""

    type: Literal["Point"] = told("What sort of geometry it is.", "Point")
    coordinates: Annotated[list[float], Limited(min_length=2, max_length=2)] = told(
        "Degrees east and degrees north (WGS 84).", [-0.04469, 16.27167]
    )


class Feature(Answer):
    """A row, with where it is."""

    type: Literal["Feature"] = told("What sort of GeoJSON it is.", "Feature")
    id: str = told(
        "The row's id, with its kind before it where ids are unique within a kind only, and made of"
        " its keys where it has none.",
        "gao-attack",
    )
    geometry: Point | None = told("Where it is; null where that is not known.", POINT_EXAMPLE)
    properties: AnyRow = told("The row as the JSON list has it.", {"id": "gao-attack"})


class FeatureCollection(Answer):
    """Rows with where they are."""

    type: Literal["FeatureCollection"] = told("What sort of GeoJSON it is.", "FeatureCollection")
    numberMatched: int | None = told(  # noqa: N815
        "How many rows match; null above 100,000 unless `count=exact`.", 12
    )
    undatedExcluded: int = told(  # noqa: N815
        "How many rows were left out by `datetime` for having no date.", 0
    )
    unlocatedExcluded: int = told(  # noqa: N815
        "How many rows were left out by `bbox` or a radius for being located no finer than a"
        " region.",
        0,
    )
    links: list[Link] = told("This collection, and its next page where it has one.")
    features: list[Feature] = told("The rows.")
    numberReturned: int = told(  # noqa: N815
        "How many features there are; it comes last, when all have been sent.", 12
    )


def feature(model: type[Answer], row: dict[str, Any]) -> dict[str, Any]:
    """A row as a feature."""
    return {
        "type": "Feature",
        "id": identity([row[name] for name in model.key]),
        "geometry": point(row),
        "properties": row,
    }


def identity(keys: Iterable[Any]) -> str:
    """What tells a row from all others of its list, by the fields that do."""
    ids = (key["id"] if isinstance(key, dict) else key for key in keys)
    return "/".join(NO_KEY if id is None else str(id) for id in ids)


def identities(model: type[Answer], sheet: Sheet) -> Iterable[str]:
    """What tells each row from all others."""
    keys = [sheet.values(name) for name in model.key]
    return map(identity, zip(*keys, strict=True))


def point(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """Where a row is: at its own position, at that of its place, or at its headquarters'."""
    if row is None:
        return None
    for name in HOLDERS:
        if name in row:
            return point(row[name])
    longitude, latitude = row.get("longitude"), row.get("latitude")
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}


def geometries(sheet: Sheet) -> Field:
    """Where each row is: by the field that says so, for many rows are at the same place."""
    for name in HOLDERS:
        if isinstance(field := sheet.fields.get(name), Field):
            return field.made_into(point)
    if "longitude" not in sheet.fields:
        return Field([None] * sheet.size)
    names = ("longitude", "latitude")
    positions = zip(*map(sheet.values, names), strict=True)
    return Field([point(dict(zip(names, position, strict=True))) for position in positions])
