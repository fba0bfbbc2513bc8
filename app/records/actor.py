"""Actors: the people and organisations that speak, act and are acted upon."""

import enum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, relationship

from app.records.record import Record, Thing, refers_to
from app.values.terms import OrganisationType

if TYPE_CHECKING:
    from app.records.role import Role


class ActorKind(enum.StrEnum):
    """People and organisations share one space of ids."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Actor(Thing, Record):
    """A person or an organisation; `other_names` holds every label and spelling that sources use."""

    __tablename__ = "actor"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'organisation') = (type IS NOT NULL)", name="organisation_has_type"
        ),
        CheckConstraint(
            "kind = 'organisation' OR (acronym IS NULL AND part_of_id IS NULL)",
            name="person_stands_alone",
        ),
    )

    kind: Mapped[ActorKind]
    type: Mapped[OrganisationType | None]
    acronym: Mapped[str | None]
    names: Mapped[dict[str, str]]
    other_names: Mapped[list[str]]
    country_id: Mapped[str | None] = refers_to("country", nullable=True)
    part_of_id: Mapped[str | None] = refers_to("actor", nullable=True)

    roles: Mapped[list["Role"]] = relationship(
        foreign_keys="Role.holder_id",
        order_by="Role.began_earliest, Role.id",
        viewonly=True,
        lazy="raise",
    )

    @property
    def name(self) -> str:
        """The English name."""
        return self.names["en"]
