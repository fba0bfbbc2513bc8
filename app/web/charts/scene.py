"""Scenes: all that a picture is made from, read from one release of the data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from app.queries.tellers import Teller
from app.web.charts.look import Look
from app.web.charts.words import words
from app.web.labels import Labels, labels
from app.web.view import Pairs

Feature = dict[str, Any]
Document = dict[str, Any]
"""A Vega-Lite document, or a part of one."""


class Named(NamedTuple):
    """A mission: what it is called, and the M49 codes of the countries where it worked."""

    id: str
    acronym: str
    countries: Sequence[str]


@dataclass(frozen=True)
class Source:
    """A list of the API: its address, and the rows that it gives, as GeoJSON has them."""

    path: str
    features: Sequence[Feature]
    matched: int | None = None


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a chart is drawn of; `sources` are the lists behind the data that its specification names."""

    look: Look
    filters: Pairs
    missions: Sequence[Named]
    sources: Mapping[str, Sequence[Source]]
    tellers: Sequence[Teller]
    release: str | None
    left_out: Sequence[tuple[str, StrEnum | None]] = ()
    """Sums that are not shown, by who brought their parts and by their codes; without one, all."""

    @cached_property
    def labels(self) -> Labels:
        """What codes are called."""
        return labels(self.look.lang)

    @cached_property
    def words(self) -> Mapping[str, Any]:
        """What charts say."""
        return words(self.look.lang)

    @property
    def subject(self) -> str:
        """What the chart is about."""
        return ", ".join(mission.acronym for mission in self.missions)

    def features(self, name: str) -> Iterator[Feature]:
        """The rows of some data of the chart, from however many lists."""
        for source in self.sources.get(name, ()):
            yield from source.features

    def count(self, name: str) -> int:
        """How many they are."""
        return sum(len(source.features) for source in self.sources.get(name, ()))

    def values(self, name: str, field: str) -> set[Any]:
        """The different values that they have in a field."""
        return {feature["properties"][field] for feature in self.features(name)}
