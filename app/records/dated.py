"""A date as precisely as it is known: the EDTF text and the four bounds that queries compare."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, extract
from sqlalchemy.orm import Mapped, mapped_column

from app.values.dates import FuzzyDate

UNDATED = {
    "edtf": None,
    "began_earliest": date.max,
    "began_latest": date.max,
    "ended_earliest": date.min,
    "ended_latest": date.min,
    "is_approximate": False,
}


class Dated:
    """Four NOT NULL bounds, so that every sort key is NOT NULL.

    An open end holds the first or the last day of the calendar. A row without a date holds bounds
    that no filter can meet.
    """

    edtf: Mapped[str | None]
    began_earliest: Mapped[date]
    began_latest: Mapped[date]
    ended_earliest: Mapped[date]
    ended_latest: Mapped[date]
    is_approximate: Mapped[bool] = mapped_column(default=False)

    @property
    def date(self) -> FuzzyDate | None:
        """The date itself, or None where it is not known at all."""
        return parsed(self.edtf) if self.edtf is not None else None


@lru_cache(maxsize=4096)
def parsed(edtf: str) -> FuzzyDate:
    """A date read once: few texts stand in many rows."""
    return FuzzyDate.parse(edtf)


def date_columns(value: FuzzyDate | None) -> dict[str, Any]:
    """What the columns of `Dated` hold for this date."""
    if value is None:
        return dict(UNDATED)
    return {
        "edtf": value.edtf,
        "began_earliest": value.began_earliest,
        "began_latest": value.began_latest,
        "ended_earliest": value.ended_earliest,
        "ended_latest": value.ended_latest,
        "is_approximate": value.is_approximate,
    }


def spans_years(began: Any, ended: Any) -> ColumnElement[bool]:
    """Whether something may have begun in one year and ended in another."""
    return extract("year", began) < extract("year", ended)


def date_checks() -> tuple[CheckConstraint, ...]:
    """The order that the four bounds of a dated row keep."""
    return (
        CheckConstraint(
            "edtf IS NULL OR (began_earliest <= began_latest AND ended_earliest <= ended_latest)",
            name="bounds_ordered",
        ),
        CheckConstraint(
            "edtf IS NULL OR (began_earliest <= ended_earliest AND began_latest <= ended_latest)",
            name="begins_before_end",
        ),
        CheckConstraint(
            "edtf IS NOT NULL OR (began_earliest = '9999-12-31' AND ended_latest = '0001-01-01')",
            name="undated_meets_nothing",
        ),
    )
