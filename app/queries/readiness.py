"""Which data is there to be asked."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records import Release


class HeldRelease(NamedTuple):
    """The data that answers come from, and when it was loaded (UTC, without an offset)."""

    id: str
    loaded_at: datetime


NEWEST = select(Release.id, Release.loaded_at).order_by(Release.number.desc()).limit(1)


def held_release(session: Session) -> HeldRelease | None:
    """The newest release that the database holds, if any."""
    row = session.connection().execute(NEWEST).first()
    return None if row is None else HeldRelease(*row)
