"""What features can be asked for: all that their lists take, by the standard's own meaning."""

from dataclasses import dataclass

from app.api.bases import BaseQuery
from app.api.casualties import CasualtyQuery
from app.api.contingents import ContingentQuery
from app.api.events import EventQuery
from app.api.places import PlaceQuery
from app.queries.features import Features


@dataclass(frozen=True, kw_only=True)
class BaseFeatures(Features, BaseQuery):
    """What bases can be asked for."""


@dataclass(frozen=True, kw_only=True)
class EventFeatures(Features, EventQuery):
    """What events can be asked for."""


@dataclass(frozen=True, kw_only=True)
class ContingentFeatures(Features, ContingentQuery):
    """What contingents can be asked for."""


@dataclass(frozen=True, kw_only=True)
class CasualtyFeatures(Features, CasualtyQuery):
    """What casualty figures can be asked for."""


@dataclass(frozen=True, kw_only=True)
class PlaceFeatures(Features, PlaceQuery):
    """What places can be asked for; they have no date, so that each matches any `datetime`."""
