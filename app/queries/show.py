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
    Document,
    Event,
    Fact,
    MandateTask,
    Milestone,
    Mission,
    Place,
    Resolution,
    ResolutionAction,
    Role,
    Statement,
    StrengthFigure,
)

PLACE = (Place.names, Place.kind, Place.country_id, Place.longitude, Place.latitude)
DOCUMENT = (Document.title, Document.publisher, Document.origin, Document.edtf)
ACTOR = (Actor.kind, Actor.names)


def cited(fact: type[Fact]) -> tuple[Any, ...]:
    """What every fact shows: its place, and its citations with their documents."""
    citations: Any = fact.citations
    document = citations.property.mapper.class_.document
    return (
        joinedload(fact.place).load_only(*PLACE),
        selectinload(citations).joinedload(document).load_only(*DOCUMENT),
    )


def nested(path: Any, *shown: Any) -> ORMOption:
    """Facts that are shown inside the thing that they are about."""
    option: ORMOption = path.options(*shown)
    return option


BASE_STATUS = (*cited(BaseStatus), joinedload(BaseStatus.recipient).load_only(*ACTOR))
ROLE = (*cited(Role), joinedload(Role.organisation).load_only(*ACTOR))

SHOWN: dict[type[Any], tuple[Any, ...]] = {
    Contingent: cited(Contingent),
    CasualtyFigure: cited(CasualtyFigure),
    StrengthFigure: cited(StrengthFigure),
    Event: (*cited(Event), selectinload(Event.actors).load_only(*ACTOR)),
    Statement: (
        *cited(Statement),
        joinedload(Statement.speaker).load_only(*ACTOR),
        joinedload(Statement.on_behalf_of).load_only(*ACTOR),
        joinedload(Statement.audience).load_only(*ACTOR),
    ),
    MandateTask: cited(MandateTask),
    Base: (
        joinedload(Base.place).load_only(*PLACE),
        nested(selectinload(Base.statuses), *BASE_STATUS),
    ),
    Mission: (
        selectinload(Mission.countries),
        selectinload(Mission.headquarters).joinedload(Base.place).load_only(*PLACE),
        nested(selectinload(Mission.milestones), *cited(Milestone)),
        nested(selectinload(Mission.actions), *cited(ResolutionAction)),
    ),
    Resolution: (nested(selectinload(Resolution.actions), *cited(ResolutionAction)),),
    Actor: (nested(selectinload(Actor.roles), *ROLE),),
}


def shown(record: type[Any]) -> tuple[Any, ...]:
    """What the query of a record loads beside its own columns."""
    return SHOWN.get(record, ())
