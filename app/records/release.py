"""Releases: which data a database holds, how it came to, and what it no longer holds."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.records.record import Record, refers_to


class Release(Record):
    """One load that changed data; the newest has the greatest number, and instants are in UTC.

    `id` is a day and a hash of all data after the load, `digest` a hash of what was loaded. The
    counts are of rows of the source, but for `withdrawn`, which are facts.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    source: Mapped[str]
    document_id: Mapped[str | None] = refers_to("document", nullable=True)
    digest: Mapped[str]
    loaded_at: Mapped[datetime]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    superseded: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[int] = mapped_column(default=0)
    repaired: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    aggregate: Mapped[int] = mapped_column(default=0)


class Withdrawn(Record):
    """An id that was served and no longer is; `heir_id` where it became part of another row."""

    __tablename__ = "withdrawn"

    kept_in: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    heir_id: Mapped[str | None]
    withdrawn_at: Mapped[datetime]


class Fetched(Record):
    """What a server said of a file when it was last fetched, so that it need not send it again.

    `digest` is of what read the file: another version may make other rows of it.
    """

    __tablename__ = "fetched"

    url: Mapped[str] = mapped_column(primary_key=True)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    sha256: Mapped[str]
    digest: Mapped[str]
    fetched_at: Mapped[datetime]
