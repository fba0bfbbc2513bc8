"""Mandate tasks: what a mission was told, or said, to do."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from app import records
from app.api.answer import Answers, Id, KnownThen, lists, shows
from app.api.asking import asked
from app.api.schemas import Fact, Page, told
from app.queries.about import CitedBy, OfMission
from app.queries.known import Known
from app.queries.page import ByDate
from app.queries.query import codes
from app.queries.text import Text
from app.queries.when import When
from app.queries.where import Within
from app.values.terms import TaskCategory

router = APIRouter(tags=["tasks"])


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
class TaskQuery(OfMission, CitedBy, When, Within, Text, ByDate):
    """What mandate tasks can be asked for."""

    category: tuple[TaskCategory, ...] = codes(TaskCategory, "What sort of task it was.")


@router.get("/tasks", **lists("listTasks", "mandate tasks", TaskQuery, TaskPage))
async def list_tasks(query: Annotated[TaskQuery, asked(TaskQuery)], answers: Answers) -> Response:
    """Mandate tasks that match."""
    return await answers.page(records.MandateTask, query, TaskPage)


@router.get("/tasks/{id}", **shows("getTask", "a mandate task", MandateTask, Known))
async def get_task(id: Id, query: KnownThen, answers: Answers) -> Response:
    """One mandate task."""
    return await answers.item(records.MandateTask, id, MandateTask, query)
