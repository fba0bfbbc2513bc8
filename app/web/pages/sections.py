"""Sections: the lists that the page of a mission is made of, each with a page of its own for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.api.assessments import ASSESSMENTS
from app.api.bases import BASES
from app.api.casualties import CASUALTIES
from app.api.contingents import CONTINGENTS
from app.api.listing import Listing
from app.api.statements import STATEMENTS
from app.api.strengths import STRENGTHS
from app.api.tasks import TASKS
from app.api.timeline import TIMELINE
from app.values.terms import FactKind


@dataclass(frozen=True)
class Section:
    """A list of what there is of a mission: its name in addresses and labels, and how it is asked."""

    name: str
    listing: Listing
    limit: int
    more: dict[str, Any] = field(default_factory=dict)


FIGURES = Section("figures", ASSESSMENTS, 100)
BASES_OF = Section("bases", BASES, 50)
CONTINGENTS_OF = Section("contingents", CONTINGENTS, 50)
TIMELINE_OF = Section("timeline", TIMELINE, 60, {"kind": [FactKind.EVENT, FactKind.MILESTONE]})
STRENGTHS_OF = Section("strengths", STRENGTHS, 60)
CASUALTIES_OF = Section("casualties", CASUALTIES, 60)
STATEMENTS_OF = Section("statements", STATEMENTS, 60)
TASKS_OF = Section("tasks", TASKS, 60)
SECTIONS: Sequence[Section] = (
    FIGURES,
    BASES_OF,
    CONTINGENTS_OF,
    TIMELINE_OF,
    STRENGTHS_OF,
    CASUALTIES_OF,
    STATEMENTS_OF,
    TASKS_OF,
)
