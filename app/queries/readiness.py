"""Which data is there to be asked."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import SCHEMA_REVISION, is_readable, schema_of
from app.errors import Unavailable
from app.records import Release


class HeldRelease(NamedTuple):
    """The data that answers come from, and when it was loaded (UTC, without an offset)."""

    id: str
    loaded_at: datetime

    @property
    def modified_at(self) -> datetime:
        """The whole second after the load, told once it is over.

        So no date is ever told of two releases, even where both were loaded within one second.
        """
        return self.loaded_at.replace(microsecond=0, tzinfo=UTC) + timedelta(seconds=1)

    def is_dated(self) -> bool:
        """Whether that second is over: a server that writes `Date` once a second tells an older one."""
        return self.modified_at + timedelta(seconds=1) <= datetime.now(UTC)


NEWEST = select(Release.id, Release.loaded_at).order_by(Release.number.desc()).limit(1)


def held_release(session: Session) -> HeldRelease | None:
    """The newest release that the database holds, if any."""
    row = session.connection().execute(NEWEST).first()
    return None if row is None else HeldRelease(*row)


def served_release(session: Session) -> HeldRelease:
    """The release that can be served from the tables that there are; else why none can."""
    schema = schema_of(session)
    if schema is None:
        raise Unavailable("The database holds no tables of Mission KB.")
    if not is_readable(schema):
        raise Unavailable(
            f"The database is of the revision {schema.revision}; this version reads {SCHEMA_REVISION}."
        )
    release = held_release(session)
    if release is None:
        raise Unavailable("The database holds no data yet.")
    return release
