"""The root of all records: how names, codes and texts are stored."""

import enum
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Enum, ForeignKey, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column


def indexed(index: Any, _table: Any) -> str:
    """What an index is called after: its columns, or the first one and what is told of it."""
    names = [column.name for column in index.columns]
    return "_".join(names if (told := index.info.get("told")) is None else (names[0], told))


CONSTRAINT_NAMES: dict[str, Any] = {
    "indexed": indexed,
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(indexed)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
LONGEST_CODE = 40


def codes(vocabulary: type[enum.Enum]) -> list[str]:
    """Store a code as what the API shows, not as the name of a Python constant."""
    return [str(member.value) for member in vocabulary]


class Record(DeclarativeBase):
    """Any row of any table. Texts compare by code point, so that both databases sort alike."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text().with_variant(Text(collation="C"), "postgresql"),
        list[str]: JSON(),
        dict[str, str]: JSON(),
        dict[str, Any]: JSON(none_as_null=True),
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=LONGEST_CODE,
            values_callable=codes,
        ),
    }


SEED = "seed"
"""The owner of the rows that seed_data/ brings."""

LONG_AGO = "1970-01-01 00:00:00"
"""When what no load has brought was last changed."""


class Kept:
    """Who brought a row, a hash of what it says, and when it was last changed (UTC).

    No answer shows these columns, so no list reads them.
    """

    source: Mapped[str] = mapped_column(
        server_default=SEED, deferred=True, deferred_raiseload=True, sort_order=1
    )
    digest: Mapped[str] = mapped_column(
        server_default="", deferred=True, deferred_raiseload=True, sort_order=1
    )
    updated_at: Mapped[datetime] = mapped_column(
        server_default=LONG_AGO, deferred=True, deferred_raiseload=True, sort_order=1
    )


class Thing(Kept):
    """Something with an identity. `words` is what `q` looks through: folded, space-padded."""

    id: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)
    words: Mapped[str] = mapped_column(deferred=True, deferred_raiseload=True)


def refers_to(target: str, *, index: bool = False, nullable: bool = False) -> MappedColumn[Any]:
    """A column that holds the id of a row of the table `target`."""
    return mapped_column(ForeignKey(f"{target}.id"), index=index, nullable=nullable)
