"""Lifetime: a mission in one sentence, made of its milestones, each with its sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.values.terms import MilestoneType, MissionStatus
from app.web.labels import Labels
from app.web.names import Names

BEGINNINGS = (MilestoneType.ESTABLISHED, MilestoneType.STARTED, MilestoneType.DEPLOYED)
ENDS = (
    MilestoneType.WITHDRAWAL_COMPLETED,
    MilestoneType.ENDED,
    MilestoneType.LIQUIDATION_ENDED,
    MilestoneType.CLOSING_CEREMONY,
    MilestoneType.MANDATE_ENDED,
)
"""What a life is told by: the first of these that sources tell of."""

OVER = (MissionStatus.LIQUIDATING, MissionStatus.ENDED)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The sentence, the milestones that it is made of, and the days between which they lie."""

    sentence: str
    facts: Sequence[Row]
    first: str | None
    last: str | None


def lifetime(mission: Row, t: Labels, names: Names) -> Lifetime:
    """What a mission was and from when to when, as precisely as sources say and no more."""
    begun, ended = told(mission, BEGINNINGS), told(mission, ENDS)
    what = described(mission, t, names)
    parts = [phrase(facts, t) for facts in (begun, ended) if facts]
    key = "lifetime" if parts else "lifetime_unknown"
    sentence = t(key, sentence=what, parts=t("and").join(parts))
    bounds = [one["date"] for one in mission["milestones"] if one["date"] is not None]
    first = min(
        (when["began"]["earliest"] for when in bounds if when["began"]["earliest"]), default=None
    )
    last = max(
        (when["ended"]["latest"] for when in bounds if when["ended"]["latest"]), default=None
    )
    return Lifetime(sentence, [*begun, *ended], first, last)


def told(mission: Row, types: Sequence[MilestoneType]) -> list[Row]:
    """The dated milestones of the first of these types that there are; several where sources differ."""
    dated = [one for one in mission["milestones"] if one["date"] is not None]
    found = ([one for one in dated if one["type"] == type] for type in types)
    return next((facts for facts in found if facts), [])


def phrase(facts: Sequence[Row], t: Labels) -> str:
    """One milestone as a part of the sentence, with each date that sources give it."""
    when, *others = dict.fromkeys(t.when(fact["date"]) for fact in facts)
    said = t.milestones_told[facts[0]["type"]].format(when=when)
    return " ".join([said, *(f"({t('or', other=other)})" for other in others)])


def described(mission: Row, t: Labels, names: Names) -> str:
    """What it is, or was; neither, where its status is not known."""
    status = mission["status"]
    key = "noun" if status is None else "was" if status in OVER else "is"
    lead = mission["lead"]
    who = t("lead_un") if lead == "un" else names.country(lead)
    where = ", ".join(filter(None, map(names.country, mission["countries"])))
    return t(
        key,
        name=mission["acronym"],
        kind=t.code("MissionKind", mission["kind"]),
        lead=t("led_by", who=who),
        where=t("in_countries", countries=where) if where else "",
    )
