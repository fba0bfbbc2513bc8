"""The root of all records: how names, codes and texts are stored."""

import enum
from typing import Any, ClassVar

from sqlalchemy import JSON, Enum, ForeignKey, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

CONSTRAINT_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
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


class Thing:
    """Something with an identity. `words` is what `q` looks through: folded, space-padded."""

    id: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)
    words: Mapped[str] = mapped_column(deferred=True, deferred_raiseload=True)


def refers_to(target: str, *, index: bool = False, nullable: bool = False) -> MappedColumn[Any]:
    """A column that holds the id of a row of the table `target`."""
    return mapped_column(ForeignKey(f"{target}.id"), index=index, nullable=nullable)
