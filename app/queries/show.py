"""What an answer shows of each record, and so what its query loads with it."""

from typing import Any

from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.records import (
    Actor,
    Base,
    BaseStatus,
    CasualtyFigure,
    Contingent,
    Event,
    Fact,
    MandateTask,
    Milestone,
    Mission,
    Resolution,
    ResolutionAction,
    Role,
    Statement,
    StrengthFigure,
)


def cited(fact: type[Fact]) -> tuple[Any, ...]:
    """What every fact shows: its place, and its citations with their documents."""
    citations: Any = fact.citations
    document = citations.property.mapper.class_.document
    return (joinedload(fact.place), selectinload(citations).joinedload(document))


def nested(path: Any, *shown: Any) -> ORMOption:
    """Facts that are shown inside the thing that they are about."""
    option: ORMOption = path.options(*shown)
    return option


BASE_STATUS = (*cited(BaseStatus), joinedload(BaseStatus.recipient))
ROLE = (*cited(Role), joinedload(Role.organisation))

SHOWN: dict[type[Any], tuple[Any, ...]] = {
    Contingent: cited(Contingent),
    CasualtyFigure: cited(CasualtyFigure),
    StrengthFigure: cited(StrengthFigure),
    Event: (*cited(Event), selectinload(Event.actors)),
    Statement: (
        *cited(Statement),
        joinedload(Statement.speaker),
        joinedload(Statement.on_behalf_of),
        joinedload(Statement.audience),
    ),
    MandateTask: cited(MandateTask),
    Base: (joinedload(Base.place), nested(selectinload(Base.statuses), *BASE_STATUS)),
    Mission: (
        selectinload(Mission.countries),
        selectinload(Mission.headquarters).joinedload(Base.place),
        nested(selectinload(Mission.milestones), *cited(Milestone)),
        nested(selectinload(Mission.actions), *cited(ResolutionAction)),
    ),
    Resolution: (nested(selectinload(Resolution.actions), *cited(ResolutionAction)),),
    Actor: (nested(selectinload(Actor.roles), *ROLE),),
}


def shown(record: type[Any]) -> tuple[Any, ...]:
    """What the query of a record loads beside its own columns."""
    return SHOWN.get(record, ())
