"""Facts: what documents say of things, at a place and a time."""

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import Date, Index, column
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.records.citation import Citation
from app.records.dated import Dated, date_checks, spans_years
from app.records.place import Located
from app.records.record import Kept, refers_to

BY_DATE = ("began_earliest", "id", "ended_latest")
INNER_BOUNDS = ("began_latest", "ended_earliest", "is_approximate")
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


def fact_rules(*more: Any, by: Sequence[str] = (), coded: Sequence[str] = ()) -> tuple[Any, ...]:
    """The checks and indexes of every fact table: by date, by mission, by place and by last change.

    `by` names the other things that a kind of fact is asked for by, `coded` its coded columns. Each
    index has the last day on which a fact may have ended, so that a filter by date reads no row that
    it does not keep. That by mission has places and codes, too: what is asked for within a mission is
    found and counted from it alone. There is one more of each, of the few facts that span years; these
    tell of `certain`, too.
    """
    firsts = ((), ("place_id",), *((name,) for name in (*by, *coded)))
    within = ("place_id", *coded)
    of_missions = Index(None, "mission_id", *BY_DATE, *within, info={"told": "by_date"})
    of_all = (Index(None, *first, *BY_DATE) for first in ((), ("place_id",)))
    of_others = (Index(None, name, *BY_DATE, info={"told": "by_date"}) for name in (*by, *coded))
    few = [(*first, *BY_DATE) for first in firsts] + [("mission_id", *BY_DATE, *within)]
    of_few = (
        Index(
            None,
            *columns,
            *INNER_BOUNDS,
            sqlite_where=SPANNING_YEARS,
            postgresql_where=SPANNING_YEARS,
            info={"told": "of_those_spanning_years"},
        )
        for columns in few
    )
    return (
        *date_checks(),
        of_missions,
        *of_all,
        *of_others,
        *of_few,
        Index(None, "updated_at"),
        *more,
    )
