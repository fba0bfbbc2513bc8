"""What rows share is packed, hashed and read once: what each row says stays as it was told."""

from typing import Any

import pytest

from app.records import CasualtyFigure
from app.sources import packing
from app.sources.dataset import Told, dated
from app.sources.digests import Digests, dates_of
from app.sources.keeping import digest_of
from app.sources.packing import Packing
from app.values.terms import Cause, Outcome

DEATH = {"outcome": Outcome.DEATH, "cause": Cause.ILLNESS, "is_derived": False, "value": 1}
TOLD = [
    Told(CasualtyFigure, "a", "One died.", dated("2013"), "minusma", None, None, DEATH),
    Told(CasualtyFigure, "b-%s", '100 % "died" \\ Côte', dated("2013-07-01~"), columns=DEATH),
    Told(CasualtyFigure, "c", "No day.", None, None, "kidal", "A note, 5 %.", DEATH),
    Told(CasualtyFigure, "d", "Another.", dated("2013/.."), columns=DEATH | {"value": 2}),
    Told(CasualtyFigure, "e", "Other order.", None, columns=dict(reversed(DEATH.items()))),
    Told(CasualtyFigure, "f", "%d of a list", None, columns={"value": ["%s", 1, None, True]}),
    Told(CasualtyFigure, "g", "With parts.", None, columns=DEATH,
         parts={CasualtyFigure.__table__: [{"of": "é", "id": 1}]}),
]  # fmt: skip


def whole(told: Told) -> dict[str, Any]:
    return {
        "id": told.id, "mission_id": told.mission, "place_id": told.place,
        "summary": told.summary, "note": told.note, **told.columns,
        **dates_of(None if told.date is None else told.date.edtf),
    }  # fmt: skip


@pytest.mark.parametrize("most", [packing.REMEMBERED, 1, 0])
def test_what_was_packed_is_told_as_before(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(packing, "REMEMBERED", most)
    mine = Packing()
    packed = [mine.packed(told) for told in TOLD]
    assert [mine.unpacked(content) for content in packed] == TOLD
    assert len(mine.columns) <= most


def test_a_hash_is_that_of_all_that_a_fact_says() -> None:
    digests = Digests()
    for told in [*TOLD, *TOLD]:
        parts = {table.name: rows for table, rows in told.parts.items()}
        assert digests.digest(told, 'ké"y') == digest_of([whole(told), parts, 'ké"y'])


def test_a_dataset_does_not_tell_a_date_in_its_own_columns() -> None:
    told = TOLD[0]._replace(columns={"edtf": "2013"})
    with pytest.raises(TypeError, match="edtf"):
        Digests().digest(told, "key")
