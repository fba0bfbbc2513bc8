"""GeoJSON (RFC 7946): a feature a row, in one collection that is closed when all have been sent."""

from collections.abc import Iterator
from itertools import repeat

from starlette.responses import JSONResponse

from app.api.formats.features import MEDIA_TYPE, FeatureCollection, geometries, identities
from app.api.formats.format import Format, Sheets, Told
from app.api.formats.json_rows import JsonRows
from app.api.formats.sheet import json_text, json_texts
from app.api.formats.written import Written
from app.api.schemas import Answer

FEATURES, COUNTED = '"features":[', '],"numberReturned":'


class GeoJsonResponse(JSONResponse):
    """A collection of features."""

    media_type = MEDIA_TYPE


def write(row: type[Answer], sheets: Sheets, told: Told) -> Iterator[bytes]:
    """What comes before the features, the features, and how many there were."""
    start, _, _ = frame(told).partition(FEATURES)
    opening = f"{start}{FEATURES}"
    rows, geometry = JsonRows(row), Written(json_text)
    count = 0
    for sheet in sheets:
        if sheet.size:
            features = zip(
                repeat('{"type":"Feature","id":'),
                json_texts(list(identities(row, sheet))),
                repeat(',"geometry":'),
                geometry.of(geometries(sheet)),
                repeat(',"properties":'),
                *rows.pieces(sheet),
                repeat("}"),
                strict=False,
            )
            comma = "," if count else ""
            yield f"{opening}{comma}{','.join(map(''.join, features))}".encode()
            opening = ""
            count += sheet.size
    yield f"{opening}{COUNTED}{count}}}".encode()


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
