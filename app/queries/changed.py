"""Changed: what a load has added or changed since an instant."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.queries.query import LONGEST_VALUE, Condition, Query, parameter
from app.queries.when import DAY, OFFSET
from app.records import (
    Actor,
    Base,
    BaseStatus,
    Milestone,
    Mission,
    Resolution,
    ResolutionAction,
    Role,
)

CLOCK = r"[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
INSTANT = f"^{DAY}({CLOCK}{OFFSET})?$"
SHOWN: Mapping[Any, tuple[Any, ...]] = {
    Mission: (Milestone.mission_id, ResolutionAction.mission_id),
    Base: (BaseStatus.base_id,),
    Resolution: (ResolutionAction.resolution_id,),
    Actor: (Role.holder_id,),
}
"""The facts that are shown within a thing, by the column that says within which."""


def read_instant(text: str) -> datetime:
    """An instant in UTC without its offset, as the tables hold it; a day is its first instant."""
    if not re.fullmatch(INSTANT, text):
        raise ValueError(
            f"{text!r} is neither a day nor an instant of RFC 3339; write for example 2026-11-21 or"
            " 2026-11-21T08:00:00Z, and a + as %2B."
        )
    try:
        instant = datetime.fromisoformat(text.upper())
        return (instant.astimezone(UTC) if instant.tzinfo else instant).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is not in the calendar.") from error


@dataclass(frozen=True, kw_only=True)
class Changed(Query):
    """`updated_since`, on when a row was last changed."""

    updated_since: datetime | None = parameter(
        read_instant,
        "Only what was added or changed at or after this instant (RFC 3339) or day (UTC): itself,"
        " or a fact shown within it. What was withdrawn is told by its id, which answers 410.",
        example="2026-11-21T08:00:00Z",
        schema={"type": "string", "maxLength": LONGEST_VALUE, "pattern": INSTANT},
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The row was changed since, or a fact shown within it."""
        yield from super().conditions(record, session)
        if self.updated_since is None:
            return
        changed = [record.updated_at >= self.updated_since]
        for within in SHOWN.get(record, ()):
            facts = select(within).where(within.class_.updated_at >= self.updated_since)
            changed.append(record.id.in_(facts.where(within.is_not(None))))
        yield Condition(or_(*changed))
