"""Groups: what is told of facts that share keys."""

from app.api.schemas import PLACE_EXAMPLE, Answer, MaybePlace, told
from app.values.terms import (
    CasualtyGroup,
    Cause,
    ContingentRelation,
    EventType,
    Outcome,
    StrengthCategory,
    UnitType,
)

NULL = "null where that is no key, or for facts that have none"


class Keys(Answer):
    """Keys that facts of every kind have."""

    year: int | None = told(
        "The year that they are wholly of; null where that is no key, or for facts that are of no"
        " single year.",
        2023,
    )
    month: str | None = told(
        "The month that they are wholly of; null where that is no key, or for facts that are of no"
        " single month.",
        "2023-06",
    )
    mission: str | None = told(f"Their mission; {NULL}.", "minusma")
    country: str | None = told(
        f"The country that they are in, ISO alpha-3, not the contributor; {NULL}.", "MLI"
    )
    place: MaybePlace = told(f"Their own place and none around it; {NULL}.", PLACE_EXAMPLE)


class OfContributors(Keys):
    """Keys of what has a contributor."""

    contributor: str | None = told(f"Whose people they are, ISO alpha-3; {NULL}.", "TCD")


class CasualtyKeys(OfContributors):
    """Keys of casualties."""

    outcome: Outcome | None = told(f"What is counted; {NULL}.", "death")
    cause: Cause | None = told(f"Why; {NULL}.", "hostile-act")
    group: CasualtyGroup | None = told(f"Who is counted; {NULL}.", "military")


class StrengthKeys(OfContributors):
    """Keys of strengths."""

    category: StrengthCategory | None = told(f"Who is counted; {NULL}.", "troops")


class ContingentKeys(OfContributors):
    """Keys of contingents."""

    unit_type: UnitType | None = told(f"What they are made of; {NULL}.", "infantry")
    relation: ContingentRelation | None = told(
        f"How they stood to their base or place; {NULL}.", "most-recent"
    )


class EventKeys(Keys):
    """Keys of events."""

    type: EventType | None = told(f"What kind of thing happened; {NULL}.", "ceremony")


class Number(Answer):
    """How many facts share the keys: without any there is no group, and no zero."""

    facts: int = told("How many facts there are.", 38)
    undated: int = told("How many of them have no date.", 0)
    unplaced: int = told("How many of them have no place.", 38)


class Sum(Answer):
    """The numbers of all facts that share the keys, added up."""

    low: int = told("The least that the numbers of all facts allow together.", 38)
    best: int | None = told(
        "The numbers themselves added up; null where one of them is stated as no more than a bound"
        " or a range.",
        38,
    )
    high: int | None = told("The most that they allow; null where one has no upper limit.", 38)


class CasualtySum(Number, Sum, CasualtyKeys):
    """Incidents that share the keys, and how many people suffered in them."""

    key = tuple(CasualtyKeys.model_fields)


class StrengthSum(Number, Sum, StrengthKeys):
    """Strengths of one month that share the keys, and how many people there were."""

    key = tuple(StrengthKeys.model_fields)


class ContingentCount(Number, ContingentKeys):
    """Contingents that share the keys."""

    key = tuple(ContingentKeys.model_fields)


class EventCount(Number, EventKeys):
    """Events that share the keys."""

    key = tuple(EventKeys.model_fields)


class StatsTotals(Answer):
    """All facts that match, on all pages."""

    facts: int = told("How many facts are in the groups.", 311)
    undated: int = told("How many of them have no date.", 0)
    unplaced: int = told("How many of them have no place.", 311)


class SumTotals(StatsTotals):
    """All facts that match, on all pages: added up or not."""

    unsummed: int = told(
        "How many facts match and are in no group, for they cannot be added up: running totals and"
        " others of another basis, what was worked out from other facts, strengths that are of no"
        " single month.",
        3,
    )
    source: str | None = told(
        "Who brought the facts that were added up; null where there are none.",
        "un-fatalities",
        validation_alias="first_source",
    )
