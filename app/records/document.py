"""Documents: the articles and datasets that facts come from."""

from sqlalchemy.orm import Mapped

from app.records.dated import Dated, date_checks
from app.records.record import Record, Thing
from app.values.terms import DocumentKind


class Document(Dated, Thing, Record):
    """Its date is when it was published; `origin` is the independent voice that it goes back to."""

    __tablename__ = "document"
    __table_args__ = date_checks()

    kind: Mapped[DocumentKind]
    title: Mapped[str | None]
    publisher: Mapped[str | None]
    origin: Mapped[str]
    language: Mapped[str]
    url: Mapped[str | None]
    licence: Mapped[str | None]
    file_name: Mapped[str | None]
    sha256: Mapped[str]
    note: Mapped[str | None]
