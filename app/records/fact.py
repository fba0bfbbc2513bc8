"""Facts: what documents say of things, at a place and a time."""

from typing import Any, ClassVar

from sqlalchemy import Date, Index, column
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.records.citation import Citation
from app.records.dated import Dated, date_checks, spans_years
from app.records.place import Located
from app.records.record import Kept, refers_to

BY_DATE = ("began_earliest", "id", "ended_latest")
SPANNING_YEARS = spans_years(column("began_earliest", Date), column("ended_latest", Date))


class Fact(Dated, Located, Kept):
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
    """The checks and indexes of every fact table: by date, by mission, by place and by last change.

    Each index ends in the last day on which a fact may have ended, so that a filter by date reads no
    row that it does not keep. There is one more of each, of the few facts that span years.
    """
    firsts = ((), ("mission_id",), ("place_id",))
    of_all = (Index(None, *first, *BY_DATE) for first in firsts)
    of_few = (
        Index(
            None,
            *first,
            *BY_DATE,
            sqlite_where=SPANNING_YEARS,
            postgresql_where=SPANNING_YEARS,
            info={"of": "those_spanning_years"},
        )
        for first in firsts
    )
    return (*date_checks(), *of_all, *of_few, Index(None, "updated_at"), *more)
