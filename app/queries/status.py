"""Status on a date: what a base or a mission was by the last day asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, not_, select
from sqlalchemy.orm import Session

from app.queries.known import Known
from app.queries.query import Aspect, Condition, codes, holding, parameter
from app.queries.rows import Columns
from app.queries.show import Only
from app.queries.when import INTERVAL
from app.records import Base, BaseStatus, Milestone, Mission
from app.values.dates import Interval
from app.values.terms import BaseState, Match, MilestoneType, MissionStatus

STATUS_AFTER = {
    MilestoneType.ESTABLISHED: MissionStatus.ACTIVE,
    MilestoneType.DEPLOYED: MissionStatus.ACTIVE,
    MilestoneType.MANDATE_ENDED: MissionStatus.WITHDRAWING,
    MilestoneType.WITHDRAWAL_STARTED: MissionStatus.WITHDRAWING,
    MilestoneType.CLOSING_CEREMONY: MissionStatus.WITHDRAWING,
    MilestoneType.WITHDRAWAL_COMPLETED: MissionStatus.LIQUIDATING,
    MilestoneType.LIQUIDATION_STARTED: MissionStatus.LIQUIDATING,
    MilestoneType.LIQUIDATION_ENDED: MissionStatus.ENDED,
    MilestoneType.STARTED: MissionStatus.ACTIVE,
    MilestoneType.ENDED: MissionStatus.ENDED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts that tell a thing's status, how they belong to it, and the code that they give."""

    fact: Any
    of_thing: ColumnElement[bool]
    code: Any


def standing(thing: Any) -> Standing:
    """How the status of a base or of a mission is told."""
    if thing is Base:
        return Standing(BaseStatus, BaseStatus.base_id == Base.id, BaseStatus.status)
    code = case(*((Milestone.type == type, status.value) for type, status in STATUS_AFTER.items()))
    return Standing(Milestone, Milestone.mission_id == Mission.id, code)


@dataclass(frozen=True, kw_only=True)
class Then(Known):
    """`datetime` says for which day `status` is told."""

    datetime: Interval | None = parameter(
        Interval.parse,
        "The day, month, year or interval for whose last day `status` is told. What had not begun"
        " by then is left out, and so are facts that had not. Without it, the status on `known_on` is told, or else the"
        " latest known.",
        example="2024-01",
        schema=INTERVAL,
    )

    @property
    def day(self) -> date:
        """The day that the status is told for: what was to come by then has not come to be."""
        if self.datetime is not None:
            return self.datetime.end
        return self.known_on or date.max

    def coded(self, record: Any, name: str, wanted: tuple[StrEnum, ...]) -> Condition:
        """The status is no column: it is computed for the day that is asked for."""
        if name != "status":
            return super().coded(record, name, wanted)
        return holding(self.last(record), wanted)

    def last(self, record: Any) -> Any:
        """The status that had certainly come to be by the day, and was the last one to."""
        told = standing(record)
        fact = told.fact
        return (
            select(told.code)
            .where(
                told.of_thing,
                self.said(fact),
                fact.edtf.is_not(None),
                fact.began_latest <= self.day,
            )
            .order_by(fact.began_latest.desc(), fact.began_earliest.desc(), fact.id.desc())
            .limit(1)
            .scalar_subquery()
        )

    def begun(self, fact: Any) -> ColumnElement[bool]:
        """Whether a fact may, or must, have begun by the day."""
        if self.match is Match.CERTAIN:
            began_by = and_(fact.began_latest <= self.day, fact.is_approximate == false())
        else:
            began_by = fact.began_earliest <= self.day
        return and_(fact.edtf.is_not(None), began_by)

    def only(self) -> Only:
        """Of the facts within a thing, those that had begun by the day."""
        everything = super().only()
        return everything if self.datetime is None else everything._replace(begun=self.begun)

    def computed(self, record: Any) -> Columns:
        """The status, computed by the database along with the row."""
        return {**super().computed(record), "status": self.last(record)}


@dataclass(frozen=True, kw_only=True)
class OnDate(Then):
    """A list on a date does not drop what has ended."""

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """What had not begun by the day is left out; what has no dated status cannot be told."""
        yield from super().conditions(record, session)
        if self.datetime is None:
            return
        told = standing(record)
        fact = told.fact
        is_dated = and_(told.of_thing, self.said(fact), fact.edtf.is_not(None))
        had_begun = exists(select(fact.id).where(is_dated, self.begun(fact)))
        undated = not_(exists(select(fact.id).where(is_dated)))
        yield Condition(had_begun, Aspect.DATE, lacking=[undated])


@dataclass(frozen=True, kw_only=True)
class BaseOnDate(OnDate):
    """What bases were on a date."""

    status: tuple[BaseState, ...] = codes(BaseState, "What the base was on that day.")


@dataclass(frozen=True, kw_only=True)
class MissionOnDate(OnDate):
    """What missions were on a date."""

    status: tuple[MissionStatus, ...] = codes(MissionStatus, "Where the mission stood on that day.")
