"""Flat columns: names and types from the response model, and cells that nothing takes for a formula."""

from datetime import date
from typing import Any

import httpx
import pytest

from app.api.formats import as_csv, as_parquet
from app.api.formats.flat import Column, Kind, flat
from app.api.formats.sheet import json_text, json_texts
from app.api.routes import LISTINGS
from app.api.schemas import Answer, Fact
from app.database import Database
from app.queries import facts
from tests.api import odd
from tests.api.flattened import csv_rows, parquet, parquet_rows

TYPES = {
    Kind.TEXT: "Utf8",
    Kind.JSON: "Utf8",
    Kind.DAY: "Date32",
    Kind.INTEGER: "Int64",
    Kind.NUMBER: "Float64",
    Kind.FLAG: "Boolean",
}
FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\";\"y\")")  # fmt: skip


def test_what_is_nested_has_columns_of_its_own_and_what_repeats_is_json() -> None:
    assert list(flat(Fact).columns) == [
        Column("id", Kind.TEXT),
        Column("mission", Kind.TEXT),
        Column("place.id", Kind.TEXT),
        Column("place.name", Kind.TEXT),
        Column("place.kind", Kind.TEXT),
        Column("place.country", Kind.TEXT),
        Column("place.longitude", Kind.NUMBER),
        Column("place.latitude", Kind.NUMBER),
        Column("date.edtf", Kind.TEXT),
        Column("date.began.earliest", Kind.DAY),
        Column("date.began.latest", Kind.DAY),
        Column("date.ended.earliest", Kind.DAY),
        Column("date.ended.latest", Kind.DAY),
        Column("date.approximate", Kind.FLAG),
        Column("summary", Kind.TEXT),
        Column("note", Kind.TEXT),
        Column("citations", Kind.JSON),
    ]


def test_what_has_no_column_is_refused_when_the_model_is_made() -> None:
    class Odd(Answer):
        either: int | str

    with pytest.raises(TypeError, match="no column"):
        flat(Odd)


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.path)
def test_parquet_has_the_types_of_the_model(odd_api: httpx.Client, listing: Any) -> None:
    path = listing.path.replace("{id}", "diplomatic-insight-2023-12-12")
    asked = {"q": "mali"} if path == "/search" else {}
    if path.startswith("/stats/"):  # one source at a time can be added up
        asked = {"document": "diplomatic-insight-2023-12-12"}
    response = odd_api.get(f"/v1{path}.parquet", params={"limit": 5, **asked})
    assert response.status_code == 200, response.text
    schema = parquet(response.content).schema
    columns = flat(listing.item).columns
    assert list(schema.names) == [column.name for column in columns]
    for column in columns:
        assert TYPES[column.kind] in str(schema.field(column.name).type)


def test_days_of_open_dates_are_null(odd_api: httpx.Client) -> None:
    names, rows = parquet_rows(parquet(odd_api.get("/v1/events.parquet").content))
    events = {row["id"]: row for row in (dict(zip(names, row, strict=True)) for row in rows)}
    open_end = next(row for row in events.values() if row["date.edtf"] == "2020/..")
    assert open_end["date.began.earliest"] == date(2020, 1, 1)
    assert open_end["date.ended.latest"] is None


def test_text_that_a_spreadsheet_would_run_is_made_inert(
    own: Database, own_api: httpx.Client
) -> None:
    made = [odd.event(f"formula-{number}") for number in range(len(FORMULAS))]
    for event, formula in zip(made, FORMULAS, strict=True):
        event.summary = formula
        event.note = f"Not at its start: {formula}"
    odd.add(own, *made)
    header, rows = csv_rows(own_api.get("/v1/events.csv").content.decode())
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["summary"] for row in cells] == [f"'{formula}" for formula in FORMULAS]
    assert [row["note"] for row in cells] == [f"Not at its start: {text}" for text in FORMULAS]


def test_a_negative_number_stays_a_number(odd_api: httpx.Client) -> None:
    header, rows = csv_rows(odd_api.get("/v1/places.csv").text)
    longitudes = [row[header.index("longitude")] for row in rows]
    assert any(cell.startswith("-") for cell in longitudes)
    assert all(cell == "" or -180 <= float(cell) <= 180 for cell in longitudes)


def test_csv_ends_its_lines_and_quotes_as_rfc_4180_says(odd_api: httpx.Client) -> None:
    body = odd_api.get("/v1/countries.csv").content
    assert not body.startswith(b"\xef\xbb\xbf")
    assert body.endswith(b"\r\n")
    assert body.count(b"\n") == body.count(b"\r\n")
    assert b'""en""' in body


@pytest.mark.parametrize(
    "odd_one", [*FORMULAS, "a,b", 'a "b"', "a\nb", "a\rb", "", "é", None, 7, True]
)
def test_cells_are_written_alike_together_and_alone(odd_one: Any) -> None:
    for values in (["plain", odd_one, "x, y"], [odd_one, "plain"], [odd_one]):
        assert list(as_csv.cells(values)) == [as_csv.cell(value) for value in values]
        assert json_texts(values) == [json_text(value) for value in values]


@pytest.mark.parametrize("size", [1, 7])
def test_parquet_has_the_same_rows_wherever_its_arrays_are_cut(
    odd_api: httpx.Client, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    whole = parquet_rows(parquet(odd_api.get("/v1/events.parquet").content))
    assert len(whole[1]) > 2 * size
    monkeypatch.setattr(facts, "FIRST_BATCH", size)
    monkeypatch.setattr(facts, "BATCH", size)
    monkeypatch.setattr(as_parquet, "ROWS_OF_AN_ARRAY", size + 1)
    assert parquet_rows(parquet(odd_api.get("/v1/events.parquet").content)) == whole
