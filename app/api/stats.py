"""Stats: facts counted, and numbers of people added up, by the keys that they share."""

from dataclasses import dataclass
from typing import Any

from app import records
from app.api.casualties import AboutCasualties
from app.api.contingents import AboutContingents
from app.api.events import AboutEvents
from app.api.groups import (
    CasualtySum,
    ContingentCount,
    EventCount,
    StatsTotals,
    StrengthSum,
    SumTotals,
)
from app.api.listing import Listing
from app.api.schemas import Page, told
from app.api.shaping import shaper
from app.api.strengths import AboutStrengths
from app.queries.adding import AddingCasualties, basis
from app.queries.grouping import group_by
from app.queries.stats import Counting, Stats
from app.queries.stocks import AddingStrengths
from app.queries.walk import AtOnce
from app.values.terms import (
    CasualtyBasis,
    CasualtyKey,
    ContingentKey,
    EventKey,
    StrengthBasis,
    StrengthKey,
)

SOUND = "Where that would count someone twice, the question is refused with what would be right."
NONE_SUMMED = (
    "None can be added up: a running total holds the ones before it, and strengths are added"
    " within a month only. /v1/assessments says which totals are best supported."
)


class CasualtyStatsPage(Page):
    """A page of casualties, added up."""

    items: list[CasualtySum] = told("The groups.")
    totals: SumTotals = told("All of them together.")


class StrengthStatsPage(Page):
    """A page of strengths, added up."""

    items: list[StrengthSum] = told("The groups.")
    totals: SumTotals = told("All of them together.")


class ContingentStatsPage(Page):
    """A page of numbers of contingents."""

    items: list[ContingentCount] = told("The groups.")
    totals: StatsTotals = told("All of them together.")


class EventStatsPage(Page):
    """A page of numbers of events."""

    items: list[EventCount] = told("The groups.")
    totals: StatsTotals = told("All of them together.")


@dataclass(frozen=True, kw_only=True)
class CasualtyStatsQuery(AboutCasualties, AddingCasualties):
    """What sums of casualties can be asked for."""

    basis: tuple[CasualtyBasis, ...] = basis(CasualtyBasis.INCIDENT)
    group_by: tuple[CasualtyKey, ...] = group_by(CasualtyKey, "year,cause")


@dataclass(frozen=True, kw_only=True)
class StrengthStatsQuery(AboutStrengths, AddingStrengths):
    """What sums of strengths can be asked for."""

    basis: tuple[StrengthBasis, ...] = basis(StrengthBasis.PRESENT)
    group_by: tuple[StrengthKey, ...] = group_by(StrengthKey, "month,contributor", ["month"])


@dataclass(frozen=True, kw_only=True)
class ContingentStatsQuery(AboutContingents, Counting):
    """What numbers of contingents can be asked for."""

    group_by: tuple[ContingentKey, ...] = group_by(ContingentKey, "contributor,unit-type")


@dataclass(frozen=True, kw_only=True)
class EventStatsQuery(AboutEvents, Counting):
    """What numbers of events can be asked for."""

    group_by: tuple[EventKey, ...] = group_by(EventKey, "year,type")


def counted(found: Any) -> dict[str, Any]:
    """What a page of counts tells beside its groups."""
    return {"totals": shaper(StatsTotals)(found.totals)}


def summed(found: Any) -> dict[str, Any]:
    """What a page of sums tells beside its groups; if there are none, why."""
    totals = found.totals
    beside = {"totals": shaper(SumTotals)(totals)}
    if totals["facts"] or not totals["unsummed"]:
        return beside
    return {**beside, "notice": f"{totals['unsummed']} facts match. {NONE_SUMMED}"}


CASUALTIES = Listing(
    path="/stats/casualties",
    operation="statCasualties",
    what="casualties by their keys",
    tag="stats",
    query=CasualtyStatsQuery,
    page=CasualtyStatsPage,
    search=AtOnce(Stats(records.CasualtyFigure, CasualtyKey)),
    beside=summed,
    summary="Add up casualties",
    description="The casualties of incidents, added up for each combination of keys that has any:"
    f" of one dataset, and never running totals. {SOUND}",
)
STRENGTHS = Listing(
    path="/stats/strengths",
    operation="statStrengths",
    what="strengths by their keys",
    tag="stats",
    query=StrengthStatsQuery,
    page=StrengthStatsPage,
    search=AtOnce(Stats(records.StrengthFigure, StrengthKey)),
    beside=summed,
    summary="Add up strengths",
    description="The people who were present in one month, added up for each combination of keys"
    f" that has any: of one dataset, and never over time. {SOUND}",
)
CONTINGENTS = Listing(
    path="/stats/contingents",
    operation="statContingents",
    what="numbers of contingents by their keys",
    tag="stats",
    query=ContingentStatsQuery,
    page=ContingentStatsPage,
    search=AtOnce(Stats(records.Contingent, ContingentKey)),
    beside=counted,
    summary="Count contingents",
    description="How many contingents documents tell of, for each combination of keys that has any.",
)
EVENTS = Listing(
    path="/stats/events",
    operation="statEvents",
    what="numbers of events by their keys",
    tag="stats",
    query=EventStatsQuery,
    page=EventStatsPage,
    search=AtOnce(Stats(records.Event, EventKey)),
    beside=counted,
    summary="Count events",
    description="How many events documents tell of, for each combination of keys that has any.",
)
STATS = (CASUALTIES, STRENGTHS, CONTINGENTS, EVENTS)
