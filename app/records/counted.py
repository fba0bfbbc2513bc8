"""A number as a source words it, and the range that its words allow."""

from functools import lru_cache

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.values.quantities import Quantity
from app.values.terms import Qualifier


class Counted:
    """A quantity that may be absent altogether; `low` and `high` follow from the qualifier."""

    value: Mapped[int | None] = mapped_column(BigInteger)
    qualifier: Mapped[Qualifier | None]
    low: Mapped[int | None] = mapped_column(BigInteger)
    high: Mapped[int | None] = mapped_column(BigInteger)

    @property
    def quantity(self) -> Quantity | None:
        """The number with its qualifier, or None where the source gives none."""
        if self.qualifier is None or self.low is None:
            return None
        return quantity_of(self.value, self.qualifier, self.low, self.high)


@lru_cache(maxsize=4096)
def quantity_of(value: int | None, qualifier: Qualifier, low: int, high: int | None) -> Quantity:
    """A quantity worked out once: its range takes time, and few stand in many rows."""
    return Quantity(value, qualifier, low, high)


def quantity_columns(quantity: Quantity | None) -> dict[str, object]:
    """What the columns of `Counted` hold for this quantity."""
    if quantity is None:
        return {"value": None, "qualifier": None, "low": None, "high": None}
    return {
        "value": quantity.value,
        "qualifier": quantity.qualifier,
        "low": quantity.low,
        "high": quantity.high,
    }


def quantity_checks(*, required: bool) -> tuple[CheckConstraint, ...]:
    """The rules that a stored quantity keeps; `required` where a fact is nothing without it."""
    whole = "(qualifier IS NULL) = (low IS NULL) AND (low IS NOT NULL OR high IS NULL)"
    worded = "(qualifier IS NULL OR qualifier = 'between') = (value IS NULL)"
    rules = [
        CheckConstraint(whole, name="quantity_whole"),
        CheckConstraint(worded, name="quantity_worded"),
        CheckConstraint("low >= 0 AND (high IS NULL OR low <= high)", name="range_ordered"),
    ]
    if required:
        rules.append(CheckConstraint("qualifier IS NOT NULL", name="quantity_given"))
    return tuple(rules)
