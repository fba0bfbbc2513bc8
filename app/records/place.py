"""Places: the world, countries, regions, towns, and where each lies."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, declared_attr, relationship

from app.records.record import Record, Thing, refers_to
from app.values.terms import PlaceKind


class Place(Thing, Record):
    """A place within another one; only what is about as small as a town has coordinates (WGS 84)."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("(longitude IS NULL) = (latitude IS NULL)", name="both_coordinates"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("parent_id <> id", name="not_in_itself"),
        Index(None, "latitude", "longitude"),
    )

    kind: Mapped[PlaceKind]
    parent_id: Mapped[str | None] = refers_to("place", index=True, nullable=True)
    country_id: Mapped[str | None] = refers_to("country", index=True, nullable=True)
    names: Mapped[dict[str, str]]
    other_names: Mapped[list[str]]
    former_names: Mapped[list[str]]
    iso_3166_2: Mapped[str | None]
    m49: Mapped[str | None]
    pcode: Mapped[str | None]
    geonames_id: Mapped[int | None]
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]

    @property
    def name(self) -> str:
        """The English name."""
        return self.names["en"]


class Located:
    """Where a row is; no place where no source says."""

    place_id: Mapped[str | None] = refers_to("place", nullable=True)

    @declared_attr
    @classmethod
    def place(cls) -> Mapped[Place | None]:
        """The place itself; a query that shows it has to load it."""
        return relationship(Place, lazy="raise")
