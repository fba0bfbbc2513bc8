"""Tallies: what a dataset that lists single cases says of a total, with the cases that were counted."""

from dataclasses import dataclass
from typing import NamedTuple


class Records(NamedTuple):
    """Some facts of a dataset: how many they are, and the filters that list just these."""

    fact_count: int
    query: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Facts of one release, counted: those that certainly belong to a total, and all that may.

    `document` is the id of the release.
    """

    document: str
    recorded: Records
    possible: Records
    arithmetic: str
