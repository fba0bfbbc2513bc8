"""Countries and territories by their ISO 3166 and M49 codes."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.records.record import Record, Thing


class Country(Thing, Record):
    """`id` is the ISO 3166-1 alpha-3 code; `m49` keeps its leading zeros."""

    __tablename__ = "country"
    __table_args__ = (
        UniqueConstraint("alpha2"),
        UniqueConstraint("m49"),
        CheckConstraint("length(id) = 3", name="alpha3"),
        CheckConstraint("length(alpha2) = 2", name="alpha2"),
        CheckConstraint("length(m49) = 3", name="m49"),
    )

    alpha2: Mapped[str]
    m49: Mapped[str]
    names: Mapped[dict[str, str]]
    other_names: Mapped[list[str]]
    former_names: Mapped[list[str]]
