"""GeoJSON as RFC 7946 has it, of what is served: collections, features, points."""

from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

POSITION = {
    "type": "array",
    "minItems": 2,
    "maxItems": 3,
    "items": {"type": "number"},
    "prefixItems": [{"minimum": -180, "maximum": 180}, {"minimum": -90, "maximum": 90}],
}
NO_DEFINING_MEMBERS = {
    "not": {"anyOf": [{"required": [name]} for name in ("coordinates", "geometries")]}
}
POINT = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {"type": {"const": "Point"}, "coordinates": POSITION},
    "not": {"anyOf": [{"required": [name]} for name in ("geometry", "properties", "features")]},
}
FEATURE = {
    "type": "object",
    "required": ["type", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": ["string", "number"]},
        "geometry": {"anyOf": [{"type": "null"}, POINT]},
        "properties": {"type": ["object", "null"]},
    },
    "allOf": [NO_DEFINING_MEMBERS, {"not": {"required": ["features"]}}],
}
COLLECTION = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": FEATURE},
        "crs": False,
    },
    "allOf": [
        NO_DEFINING_MEMBERS,
        {"not": {"anyOf": [{"required": ["geometry"]}, {"required": ["properties"]}]}},
    ],
}
VALIDATOR = Draft202012Validator(COLLECTION)


def check_geojson(collection: dict[str, Any]) -> None:
    """A collection is one that RFC 7946 allows, and its features can be told apart."""
    VALIDATOR.validate(collection)
    ids = [feature["id"] for feature in collection["features"]]
    assert len(set(ids)) == len(ids)
