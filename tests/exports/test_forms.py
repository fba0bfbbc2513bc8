"""What is written in any form is read from it again, however awkward."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import OperatorError
from app.sources.exports.fields import TABLES, Field, Kind, fields_of
from app.sources.exports.forms import FORMS, Form, changed, steps_of

FIELDS = [
    Field("id", Kind.TEXT, is_needed=True),
    Field("note", Kind.TEXT, is_needed=False),
    Field("count", Kind.INTEGER, is_needed=False),
    Field("share", Kind.NUMBER, is_needed=False),
    Field("is_known", Kind.FLAG, is_needed=False),
    Field("day", Kind.DAY, is_needed=False),
    Field("told_at", Kind.INSTANT, is_needed=False),
    Field("names", Kind.OBJECT, is_needed=False),
    Field("others", Kind.LIST, is_needed=False),
]


def instant(*parts: int) -> datetime:
    """In UTC and without an offset, as all that are kept."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


ENDS = (date(1, 1, 1), date(9999, 12, 31))
AWKWARD: list[list[Any]] = [
    ["", None, None, None, None, None, None, None, None],
    ["a,b", 'a "word"', 0, 0.1, False, ENDS[0], instant(1970, 1, 1), {}, []],
    ["=1+1", "two\nlines", -1, -0.0, True, ENDS[1], instant(2024, 2, 29, 23, 59, 59, 999999),
     {"fr": "Côte d'Ivoire", "en": "first"}, ["", "\r", "😀"]],
    [" spaced ", "\r\n\u2028\u2029\x85", 2**63 - 1, 1e-7, None, None, instant(1, 1, 1),
     {"": None, "of": [1, 2.5, True, {"deep": "null"}]}, [None, {"a": "b"}]],
    ["null", "\\N", -(2**63), 18.44345, None, None, None, None, None],
    ["مالي", "NULL", None, None, None, None, None, None, ["None"]],
]  # fmt: skip
FORM = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def round_trip(form: Form, rows: list[list[Any]], path: Path) -> list[list[Any]]:
    with path.open("wb") as file:
        form.write(file, FIELDS, [rows[:2], rows[2:]] if len(rows) > 2 else [rows] if rows else [])
    return [list(row.values()) for batch in form.read(path, FIELDS) for row in batch]


@FORM
def test_what_is_written_is_read_again(form: Form, tmp_path: Path) -> None:
    read = round_trip(form, AWKWARD, tmp_path / "rows")
    assert repr(read) == repr(AWKWARD)


@FORM
def test_a_table_without_rows_is_a_file_with_its_columns(form: Form, tmp_path: Path) -> None:
    assert round_trip(form, [], tmp_path / "rows") == []


@FORM
@settings(deadline=None, max_examples=40)
@given(
    texts=st.lists(TEXT, min_size=1, max_size=8),
    number=st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_text_and_any_number_is_read_again(
    form: Form, texts: list[str], number: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [
        [text, text or None, None, number, None, None, None, {text: text}, [text]] for text in texts
    ]
    assert round_trip(form, rows, tmp_path_factory.mktemp("any") / "rows") == rows


def test_an_empty_text_is_not_written_as_null(tmp_path: Path) -> None:
    row = ["a", "", *[None] * 7]
    with pytest.raises(OperatorError, match="a note is an empty text"):
        FORMS["csv"].write(io.BytesIO(), FIELDS, [[row]])
    for form in (FORMS["ndjson"], FORMS["parquet"]):
        assert round_trip(form, [row], tmp_path / form.ending) == [row]


def test_every_column_is_of_a_kind() -> None:
    kinds = {field.kind for table in TABLES for field in fields_of(table)}
    assert kinds == set(Kind)


def test_null_is_left_alone() -> None:
    steps = steps_of(FIELDS, dict.fromkeys(Kind, str))
    assert changed(steps, [None] * 9) == [None] * 9
