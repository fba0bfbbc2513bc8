"""Mandate tasks: what a mission was told, or said, to do."""

from dataclasses import dataclass

from app import records
from app.api.listing import Listing
from app.api.schemas import Fact, Page, told
from app.api.showing import Showing
from app.queries.about import CitedBy, OfMission
from app.queries.changed import Changed
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.walk import rows_of
from app.queries.when import When
from app.queries.where import Within
from app.values.terms import TaskCategory


class MandateTask(Fact):
    """What a mission was told, or said, to do."""

    id: str = told("The fact's id, stable.", "aid-political-transition")
    category: TaskCategory = told("What sort of task it was.", "protection-of-civilians")
    description: str = told(
        "The task in the knowledge base's own words.", "Protect civilians under imminent threat."
    )


class TaskPage(Page):
    """A page of mandate tasks."""

    items: list[MandateTask] = told("The tasks.")


@dataclass(frozen=True, kw_only=True)
class TaskQuery(OfMission, CitedBy, When, Within, Text, Changed, ByDate):
    """What mandate tasks can be asked for."""

    category: tuple[TaskCategory, ...] = codes(TaskCategory, "What sort of task it was.")


TASKS = Listing(
    path="/tasks",
    operation="listTasks",
    what="mandate tasks",
    tag="tasks",
    query=TaskQuery,
    page=TaskPage,
    search=rows_of(records.MandateTask),
)
TASK = Showing(
    path="/tasks/{id}",
    operation="getTask",
    what="a mandate task",
    tag="tasks",
    item=MandateTask,
    record=records.MandateTask,
)
