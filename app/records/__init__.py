"""What is kept: one file a noun. Importing this package makes every table known."""

from app.records.actor import Actor, ActorKind
from app.records.base import Base, BaseStatus, BaseStatusCitation
from app.records.casualty import CasualtyFigure, CasualtyFigureCitation
from app.records.citation import Citation
from app.records.contingent import Contingent, ContingentCitation
from app.records.country import Country
from app.records.document import Document
from app.records.event import Event, EventCitation, event_actor
from app.records.fact import Fact
from app.records.mission import Milestone, MilestoneCitation, Mission, mission_country
from app.records.place import Place
from app.records.record import SEED, Kept, Record, Thing
from app.records.release import Fetched, Release, Withdrawn
from app.records.resolution import Resolution, ResolutionAction, ResolutionActionCitation
from app.records.role import Role, RoleCitation
from app.records.search import SearchCommon, SearchEntry
from app.records.statement import Statement, StatementCitation
from app.records.strength import StrengthFigure, StrengthFigureCitation
from app.records.task import MandateTask, MandateTaskCitation

FACTS: tuple[type[Fact], ...] = (
    Milestone,
    ResolutionAction,
    BaseStatus,
    Contingent,
    CasualtyFigure,
    StrengthFigure,
    Event,
    Statement,
    MandateTask,
    Role,
)

__all__ = [
    "FACTS",
    "SEED",
    "Actor",
    "ActorKind",
    "Base",
    "BaseStatus",
    "BaseStatusCitation",
    "CasualtyFigure",
    "CasualtyFigureCitation",
    "Citation",
    "Contingent",
    "ContingentCitation",
    "Country",
    "Document",
    "Event",
    "EventCitation",
    "Fact",
    "Fetched",
    "Kept",
    "MandateTask",
    "MandateTaskCitation",
    "Milestone",
    "MilestoneCitation",
    "Mission",
    "Place",
    "Record",
    "Release",
    "Resolution",
    "ResolutionAction",
    "ResolutionActionCitation",
    "Role",
    "RoleCitation",
    "SearchCommon",
    "SearchEntry",
    "Statement",
    "StatementCitation",
    "StrengthFigure",
    "StrengthFigureCitation",
    "Thing",
    "Withdrawn",
    "event_actor",
    "mission_country",
]
