"""The hashes of what facts say: what many rows share is written once, then what each has of its own."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from app.records.dated import date_columns
from app.sources.dataset import DAYS, Told, dated, distinct
from app.sources.keeping import JSON, Columns

REMEMBERED = 1 << 13
OWN = (
    "began_earliest", "began_latest", "edtf", "ended_earliest", "ended_latest",
    "id", "is_approximate", "mission_id", "note", "place_id", "summary",
)  # fmt: skip
"""The columns of every kind of fact, in the order of their names."""

written = lru_cache(REMEMBERED)(JSON.encode)
"""A text as JSON: few missions, places and notes stand in many rows."""


@lru_cache(maxsize=DAYS)
def dates_of(edtf: str | None) -> Columns:
    """The columns of a date; not to be changed: few stand in many rows."""
    return date_columns(None if edtf is None else dated(edtf))


@lru_cache(maxsize=DAYS)
def dates_written(edtf: str | None) -> tuple[str, ...]:
    """The columns of a date as JSON, in the order of their names."""
    columns = dates_of(edtf)
    texts = {
        name: held.isoformat() if isinstance(held, date) else held for name, held in columns.items()
    }
    return tuple(JSON.encode(texts[name]) for name in sorted(texts))


class Digests:
    """What facts say is hashed as `digest_of` does a list of columns, parts and key, in a third of the time."""

    def __init__(self) -> None:
        self.forms: dict[Any, str] = {}

    def digest(self, told: Told, key: str) -> str:
        """The hash of a fact and of the key of its row, whatever the order of its columns."""
        date = None if told.date is None else told.date.edtf
        began, begun, edtf, end, ended, is_approximate = dates_written(date)
        content = self.form(told.columns) % (
            began, begun, edtf, end, ended,
            encode_basestring(told.id), is_approximate,
            written(told.mission), written(told.note), written(told.place), encode_basestring(told.summary),
            parts_written(told) if told.parts else "{}", encode_basestring(key),
        )  # fmt: skip
        return hashlib.sha256(content.encode()).hexdigest()

    def form(self, columns: Mapping[str, Any]) -> str:
        """What facts with these columns say, with a gap for each column that is their own."""
        same = distinct(columns)
        try:
            form = self.forms.get(same)
        except TypeError:  # a list, which has no hash
            return form_of(columns)
        if form is None:
            if len(self.forms) == REMEMBERED:
                self.forms.clear()
            form = self.forms[same] = form_of(columns)
        return form


def parts_written(told: Told) -> str:
    """The rows that are part of a fact as JSON, by their tables."""
    return JSON.encode({table.name: rows for table, rows in told.parts.items()})


def form_of(columns: Mapping[str, Any]) -> str:
    """`[{"began_earliest": %s, …, "cause": "illness", …}, %s, %s]`."""
    if not columns.keys().isdisjoint(OWN):
        raise TypeError(f"{', '.join(columns)}: a dataset tells these otherwise")
    shared = {name: JSON.encode(value).replace("%", "%%") for name, value in columns.items()}
    said = shared | dict.fromkeys(OWN, "%s")
    return (
        f"[{{{', '.join(f'{JSON.encode(name)}: {said[name]}' for name in sorted(said))}}}, %s, %s]"
    )
