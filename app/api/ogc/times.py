"""Times: when a feature was, as flat properties that GIS programs read as dates."""

from typing import Any

from app.api.schemas import Answer, told


class Times(Answer):
    """What tells when features of a collection were: nothing, where they have no date."""

    @classmethod
    def of(cls, row: dict[str, Any]) -> dict[str, str | None]:
        """The times of one row."""
        return {}


class FactTimes(Times):
    """The date of a fact once more, flat: as it is written, and its four bounds."""

    edtf: str | None = told("`date` in EDTF (ISO 8601-2); null where there is none.", "2023-06")
    began_earliest: str | None = told("The first day on which it may have begun.", "2023-06-01")
    began_latest: str | None = told("The last day on which it may have begun.", "2023-06-30")
    ended_earliest: str | None = told("The first day on which it may have ended.", "2023-06-01")
    ended_latest: str | None = told("The last day on which it may have ended.", "2023-06-30")

    @classmethod
    def of(cls, row: dict[str, Any]) -> dict[str, str | None]:
        """Null wherever nothing is known, or the date is open."""
        date = row["date"]
        if date is None:
            return dict.fromkeys(cls.model_fields)
        began, ended = date["began"], date["ended"]
        return {
            "edtf": date["edtf"],
            "began_earliest": began["earliest"],
            "began_latest": began["latest"],
            "ended_earliest": ended["earliest"],
            "ended_latest": ended["latest"],
        }


class BaseTimes(Times):
    """Since when there was something to tell of a base; it stays what it came to be."""

    began_earliest: str | None = told(
        "The first day on which any of `statuses` may have begun; null where that is not known.",
        "2013-07-01",
    )

    @classmethod
    def of(cls, row: dict[str, Any]) -> dict[str, str | None]:
        """An open beginning is before all others."""
        dates = [status["date"] for status in row["statuses"] if status["date"] is not None]
        days = [date["began"]["earliest"] for date in dates]
        return {"began_earliest": None if None in days else min(days, default=None)}
