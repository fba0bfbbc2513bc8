"""Formats: the forms in which a list may be asked for, by the ending of its path, a file each."""

from app.api.formats.as_csv import CSV
from app.api.formats.as_geojson import GEOJSON
from app.api.formats.as_ndjson import NDJSON
from app.api.formats.as_parquet import PARQUET

FORMATS = (CSV, GEOJSON, NDJSON, PARQUET)
