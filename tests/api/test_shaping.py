"""A shaped row is what its model declares: read strictly, it gives the same JSON, byte for byte."""

import enum
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field
from pydantic_core import to_json

from app import records
from app.api import actors, document_facts, events, timeline
from app.api.schemas import Link
from app.api.shaping import Shaped, remembered, shaper
from app.database import Database
from app.queries import said
from app.queries import timeline as moments
from app.queries.find import find, get
from app.queries.page import Page
from app.queries.status import Then
from tests.queries.test_find import LISTS

SHAPES: list[tuple[type[Any], type[Page], type[Any]]] = [
    *LISTS,
    (records.Actor, actors.PersonQuery, actors.Person),
]
NAMES = [shape.__name__ for _, _, shape in SHAPES]


class Colour(enum.StrEnum):
    """A code."""

    RED = "red"


class Inner(BaseModel):
    """What stands in other shapes, once with a single field."""

    code: Colour | None


class Outer(BaseModel):
    """One of each kind of field."""

    id: str
    renamed: int | None = Field(validation_alias="kept_as")
    inner: Inner | None
    others: list[Inner]
    words: list[str]
    names: dict[str, str]
    colour: Colour


ROW = {
    "id": "one",
    "kept_as": None,
    "inner": {"code": Colour.RED},
    "others": [SimpleNamespace(code=None), SimpleNamespace(code="red")],
    "words": ["a", "é"],
    "names": {"en": "One"},
    "colour": Colour.RED,
    "left_out": 1,
}


def same(shape: type[BaseModel], row: Any) -> bool:
    """Whether a shaped row has the fields of its model, no other, each of its type, in their order."""
    shaped: bytes = to_json(shaper(shape)(row))
    read = shape.model_validate_json(shaped, strict=True, by_name=True)
    return shaped.decode() == read.model_dump_json()


@pytest.mark.parametrize(("record", "query", "shape"), SHAPES, ids=NAMES)
def test_every_row_of_every_list_is_shaped_as_its_model_has_it(
    odd_database: Database, record: type[Any], query: type[Page], shape: type[BaseModel]
) -> None:
    with odd_database.session() as session:
        rows = find(session, record, query.read([("limit", "1000")])).rows
    assert rows
    assert all(same(shape, row) for row in rows)


@pytest.mark.parametrize("record", [records.Base, records.Mission])
def test_a_thing_with_its_status_on_a_date_is_shaped_as_its_model_has_it(
    odd_database: Database, record: type[Any]
) -> None:
    shape = next(shape for one, _, shape in SHAPES if one is record)
    id = "minusma" if record is records.Mission else "minusma-gao"
    with odd_database.session() as session:
        row = get(session, record, id, Then.read([("datetime", "2023-12-31")]))
    assert row is not None
    assert row.status is not None
    assert same(shape, row)


def test_moments_of_the_timeline_and_of_a_document_are_shaped_as_their_models_have_them(
    odd_database: Database,
) -> None:
    query = timeline.TimelineQuery.read([("limit", "1000")])
    of_document = document_facts.DocumentFactQuery.read([("limit", "1000")])
    with odd_database.session() as session:
        facts = moments.timeline(session, query, query.sought(session)).rows
        told = said.said(session, of_document, "diplomatic-insight-2023-12-12").rows
    assert facts
    assert told
    assert all(same(timeline.Moment, timeline.fields(fact)) for fact in facts)
    assert all(same(document_facts.DocumentFact, timeline.fields(fact)) for fact in told)


def test_a_citation_of_a_dataset_and_a_quoted_passage_are_shaped_as_their_models_have_them(
    odd_database: Database,
) -> None:
    with odd_database.session() as session:
        rows = find(session, records.Event, events.EventQuery.read([("limit", "1000")])).rows
    citations = [citation for row in rows for citation in row.citations]
    assert any(citation.record is not None for citation in citations)
    row = next(row for row in rows if row.citations)
    row.citations = [citation._replace(quote="Just so.") for citation in row.citations]
    assert shaper(events.Event)(row)["citations"][0]["quote"] == "Just so."
    assert all(same(events.Event, row) for row in rows)


def test_a_whole_page_is_shaped_as_its_model_has_it(odd_database: Database) -> None:
    with odd_database.session() as session:
        found = find(session, records.Event, events.EventQuery.read([("limit", "5")]))
    link = Link(rel="self", href="http://127.0.0.1:8000/v1/events?limit=5", type="application/json")
    page = {
        "items": found.rows,
        "numberMatched": found.matched,
        "numberReturned": len(found.rows),
        "undatedExcluded": found.undated,
        "unlocatedExcluded": found.unlocated,
        "limit": 5,
        "notice": None,
        "links": [link],
    }
    assert same(events.EventPage, page)


def test_aliases_order_null_lists_codes_and_nested_shapes_are_the_models_own() -> None:
    assert same(Outer, ROW)
    assert same(Outer, SimpleNamespace(**ROW))
    assert list(shaper(Outer)(ROW)) == list(Outer.model_fields)
    assert shaper(Outer)(ROW)["inner"] == {"code": "red"}


def test_a_value_that_many_rows_hold_is_read_once() -> None:
    asked = []

    def shaped(value: str) -> dict[str, str]:
        asked.append(value)
        return {"code": value}

    class Row(BaseModel):
        inner: Annotated[Inner | None, remembered(shaped)]

    shape = shaper(Row)
    shown = [shape({"inner": value}) for value in ("red", "red", None)]
    assert shown == [{"inner": {"code": "red"}}, {"inner": {"code": "red"}}, {"inner": None}]
    assert asked == ["red"]


def test_what_a_type_does_not_say_has_to_be_said() -> None:
    class Either(BaseModel):
        one: Inner | Outer

    class Said(BaseModel):
        day: Annotated[str, Shaped(str)]

    with pytest.raises(TypeError, match="may be several things"):
        shaper(Either)
    assert shaper(Said)({"day": 3}) == {"day": "3"}
