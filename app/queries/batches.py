"""Batches: rows as columns, for lists that are sent whole.

A column has a key for each row, and what a key stands for is worked out by whoever needs it. Few
keys stand in many rows, so that a place, a date or a number is made and written once for all of them.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple


class Column(NamedTuple):
    """What rows show under a name: their keys, and what a key stands for; without it, itself."""

    keys: Sequence[Hashable]
    value: Callable[[Any], Any] | None = None


class Citations(NamedTuple):
    """The citations of some facts, one fact after the other, and how many each has."""

    counts: Sequence[int]
    documents: Column
    paragraphs: Sequence[int | None]
    starts: Sequence[int | None]
    ends: Sequence[int | None]
    hashes: Sequence[str | None]
    records: Sequence[str | None]
    stated: Sequence[str | None]
    """Texts of JSON."""
    quotes: Sequence[str | None] | None
    """None where the deployment has no texts to quote from."""


class Batch(NamedTuple):
    """Facts by columns, which have the names that the rows of a page have."""

    columns: Mapping[str, Column]
    citations: Citations
