"""Facts: what documents say of things, at a place and a time."""

from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.records.citation import Citation
from app.records.dated import Dated, date_checks
from app.records.place import Located
from app.records.record import refers_to


class Fact(Dated, Located):
    """What every kind of fact has; `kind` is its name in the API, `words` what `q` looks through."""

    kind: ClassVar[str]

    id: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)
    mission_id: Mapped[str | None] = refers_to("mission", nullable=True)
    summary: Mapped[str]
    note: Mapped[str | None]
    words: Mapped[str] = mapped_column(deferred=True, deferred_raiseload=True)

    @declared_attr
    @classmethod
    def citations(cls) -> Mapped[list[Citation]]:
        """Who says so: one or more, in the order of the seed."""
        name = f"{cls.__name__}Citation"
        return relationship(name, order_by=f"{name}.position", lazy="raise", passive_deletes=True)


def fact_rules(*more: Any) -> tuple[Any, ...]:
    """The checks and indexes of every fact table: by date, by mission and by place.

    Each index ends in the last day on which a fact may have ended, so that a filter by date reads no
    row that it does not keep.
    """
    return (
        *date_checks(),
        Index(None, "began_earliest", "id", "ended_latest"),
        Index(None, "mission_id", "began_earliest", "id", "ended_latest"),
        Index(None, "place_id", "began_earliest", "id", "ended_latest"),
        *more,
    )
