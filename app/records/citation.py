"""Citations: which document says a fact, and where in it."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, MappedColumn, declared_attr, mapped_column, relationship

from app.records.document import Document
from app.records.record import refers_to


class Citation:
    """Either a passage of a text (paragraph, offsets, hash) or the key of a dataset's row.

    `start` and `end` count Unicode code points in the document's text; `sha256` is of that slice in
    UTF-8; `paragraph` counts non-blank lines from 1. `stated` holds, as values, what this document
    says where it is looser than the fact.
    """

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[str] = refers_to("document")
    paragraph: Mapped[int | None]
    start: Mapped[int | None] = mapped_column("start_offset")
    end: Mapped[int | None] = mapped_column("end_offset")
    sha256: Mapped[str | None]
    record: Mapped[str | None]
    stated: Mapped[dict[str, Any] | None]

    @declared_attr
    @classmethod
    def document(cls) -> Mapped[Document]:
        """The document itself; a query that shows it has to load it."""
        return relationship(Document, lazy="raise")

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        whole = (
            "(paragraph IS NULL) = (start_offset IS NULL) AND"
            " (paragraph IS NULL) = (end_offset IS NULL) AND"
            " (paragraph IS NULL) = (sha256 IS NULL)"
        )
        return (
            CheckConstraint("(record IS NULL) = (paragraph IS NOT NULL)", name="one_locator"),
            CheckConstraint(whole, name="passage_whole"),
            CheckConstraint("paragraph >= 1", name="paragraph"),
            CheckConstraint("start_offset >= 0 AND start_offset < end_offset", name="offsets"),
            Index(None, "document_id", "fact_id"),
        )


def cites(fact: str) -> MappedColumn[str]:
    """The column of a citation table that names the fact, a row of the table `fact`."""
    return mapped_column(ForeignKey(f"{fact}.id", ondelete="CASCADE"), primary_key=True)
