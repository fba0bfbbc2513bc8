"""Stocks: strengths, which are added up within a month and never over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, distinct, func, or_, select
from sqlalchemy.orm import Session

from app.errors import InvalidParameters, ParameterError
from app.queries.adding import Adding
from app.queries.grouping import LAST_ID, LAST_MONTH, month_within
from app.records import StrengthFigureCitation
from app.values.terms import StrengthBasis


def joined(one: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[str]:
    """Two ids as one text."""
    return one + "/" + other


@dataclass(frozen=True, kw_only=True)
class AddingStrengths(Adding):
    """People who were there in one month."""

    sort_of_number = "category"
    summed_basis = StrengthBasis.PRESENT
    why_not = (
        "only people who were there at one time can be added up, not averages, departures,"
        " ceilings or estimates."
    )
    citations = StrengthFigureCitation

    def check(self) -> None:
        """Stocks of two months count the same people twice."""
        super().check()
        if "month" not in self.group_by:
            right = f"group_by={','.join(['month', *self.group_by])}"
            detail = (
                "group_by: strengths are stocks, and those of two months count the same people"
                f" twice; put month among the keys: {right}."
            )
            raise InvalidParameters(ParameterError("group_by", detail, right))

    def kept(self, record: Any) -> ColumnElement[bool]:
        """Only what is of one month can be held beside others of that month."""
        return and_(super().kept(record), month_within(record) != LAST_MONTH)

    @property
    def apart(self) -> list[str]:
        """What people in one group may differ in."""
        return [name for name in ("mission", "contributor") if name not in self.group_by]

    def amounts(self, record: Any) -> Sequence[ColumnElement[Any]]:
        """Whose people they were, too."""
        ids = ((name, getattr(record, f"{name}_id")) for name in self.apart)
        whose = (func.coalesce(id, LAST_ID).label(f"of_{name}") for name, id in ids)
        return (*super().amounts(record), *whose)

    def sums(self, line: Any) -> Sequence[ColumnElement[Any]]:
        """And whether someone is counted twice: the same people, or a whole and its parts."""
        whose = [line[f"of_{name}"] for name in self.apart]
        different = func.count(distinct(reduce(joined, whose))) if whose else 1
        mixed = [and_(func.max(of) == LAST_ID, func.min(of) != LAST_ID) for of in whose]
        is_twice = or_(func.count() > different, *mixed)
        return (*super().sums(line), case((is_twice, 1), else_=0).label("counts_twice"))

    def checks(self, line: Any, group: CTE) -> Sequence[ColumnElement[Any]]:
        """The first month in which someone may be counted twice."""
        month = select(func.min(group.c.month)).where(group.c.counts_twice == 1)
        return (*super().checks(line, group), month.scalar_subquery().label("twice_in"))

    def refuse(self, session: Session, lines: CTE, checked: Mapping[str, Any]) -> None:
        """Nobody is counted twice: not by two figures of the same, nor by a whole and its parts."""
        super().refuse(session, lines, checked)
        if checked["twice_in"] is None:
            return
        detail = (
            "group_by: some figures that match count the same people, of one mission and"
            f" contributor or as a whole and its parts, for example in"
            f" {checked['twice_in']}; choose with document, mission or contributor, or"
            " put mission, contributor or place among the keys."
        )
        keys = [*self.group_by, "mission", "contributor", "place"]
        right = f"group_by={','.join(dict.fromkeys(map(str, keys)))}"
        raise InvalidParameters(ParameterError("group_by", detail, right))
