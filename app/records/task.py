"""Mandate tasks: what a mission was told, or said, to do."""

from sqlalchemy.orm import Mapped

from app.records.citation import Citation, cites
from app.records.fact import Fact, fact_rules
from app.records.record import Record
from app.values.terms import TaskCategory


class MandateTask(Fact, Record):
    """`description` tells the task in the knowledge base's own words."""

    __tablename__ = "mandate_task"
    __table_args__ = fact_rules(coded=["category"])
    kind = "task"

    category: Mapped[TaskCategory]
    description: Mapped[str]


class MandateTaskCitation(Citation, Record):
    """Who says that a mission had a task."""

    __tablename__ = "mandate_task_citation"
    fact_id: Mapped[str] = cites("mandate_task")
