"""Releases: which data a database holds."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.records.record import Record


class Release(Record):
    """One load: the hash of what was loaded, and when (UTC, without an offset)."""

    __tablename__ = "release"

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    digest: Mapped[str]
    loaded_at: Mapped[datetime]
