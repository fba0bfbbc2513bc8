"""Which data is there to be asked."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records import Release


def held_release(session: Session) -> Release | None:
    """The newest release that the database holds, if any."""
    newest_first = (Release.loaded_at.desc(), Release.id.desc())
    return session.scalars(select(Release).order_by(*newest_first).limit(1)).first()
