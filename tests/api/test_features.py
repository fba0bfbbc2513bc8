"""Features: a row as GeoJSON, wherever its position is told."""

from typing import Any

import pytest

from app.api.bases import Base
from app.api.coverage import CoverageCell
from app.api.formats.features import feature
from app.api.groups import EventCount
from app.api.missions import Mission
from app.api.places import Place
from app.api.schemas import Answer
from app.api.timeline import Moment

AT_GAO = {"id": "gao", "name": "Gao", "longitude": -0.04469, "latitude": 16.27167}
SOMEWHERE = {"id": "gao-region", "name": "Gao", "longitude": None, "latitude": None}
POINT = {"type": "Point", "coordinates": [-0.04469, 16.27167]}
CELL = {"kind": "event", "mission": None, "year": None, "document": "a-report", "facts": 1}
HEADQUARTERS = {"id": "hq", "name": "HQ", "place": AT_GAO}


@pytest.mark.parametrize(
    ("model", "row", "geometry"),
    [
        (Base, {"id": "a", "place": AT_GAO}, POINT),
        (Base, {"id": "a", "place": SOMEWHERE}, None),
        (Base, {"id": "a", "place": None}, None),
        (Place, {"id": "a", "longitude": -0.04469, "latitude": 16.27167}, POINT),
        (Place, {"id": "a", "longitude": 0.0, "latitude": 0.0}, {**POINT, "coordinates": [0, 0]}),
        (Place, {"id": "a", "longitude": None, "latitude": None}, None),
        (Mission, {"id": "a", "headquarters": HEADQUARTERS}, POINT),
        (Mission, {"id": "a", "headquarters": None}, None),
    ],
)
def test_a_feature_is_where_its_row_is(
    model: type[Answer], row: dict[str, Any], geometry: dict[str, Any] | None
) -> None:
    shown = feature(model, row)
    assert shown["geometry"] == geometry
    assert (shown["type"], shown["id"]) == ("Feature", "a")
    assert shown["properties"] == row


def test_an_id_is_unique_in_its_list() -> None:
    moment = {"kind": "event", "id": "closed", "place": None}
    assert feature(Moment, moment)["id"] == "event/closed"
    assert feature(CoverageCell, CELL)["id"] == "event/-/-/a-report"
    group = {**dict.fromkeys(EventCount.key), "place": AT_GAO, "type": "vote"}
    assert feature(EventCount, group)["id"] == "-/-/-/-/gao/vote"
