"""GeoJSON (RFC 7946): a feature a row, in one collection that is closed when all have been sent."""

from collections.abc import Iterator

from pydantic_core import to_json
from starlette.responses import JSONResponse

from app.api.formats.features import MEDIA_TYPE, FeatureCollection, feature
from app.api.formats.format import Batches, Format, Told
from app.api.schemas import Answer

FEATURES, COUNTED = '"features":[', '],"numberReturned":'


class GeoJsonResponse(JSONResponse):
    """A collection of features."""

    media_type = MEDIA_TYPE


def write(row: type[Answer], batches: Batches, told: Told) -> Iterator[bytes]:
    """What comes before the features, the features, and how many there were."""
    start, _, _ = frame(told).partition(FEATURES)
    opening = f"{start}{FEATURES}".encode()
    count = 0
    for items in batches:
        if features := b",".join(to_json(feature(row, item)) for item in items):
            yield opening + (b"," if count else b"") + features
            opening = b""
        count += len(items)
    yield opening + f"{COUNTED}{count}}}".encode()


def frame(told: Told) -> str:
    """A collection without features."""
    return FeatureCollection.model_construct(
        type="FeatureCollection",
        numberMatched=told.matched,
        undatedExcluded=told.undated,
        unlocatedExcluded=told.unlocated,
        links=list(told.links),
        features=[],
        numberReturned=0,
    ).model_dump_json()


GEOJSON = Format(
    ending=".geojson",
    name="GeoJson",
    title="GeoJSON",
    response=GeoJsonResponse,
    write=write,
    model=FeatureCollection,
)
