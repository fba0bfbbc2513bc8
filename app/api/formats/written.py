"""Written: what a format makes of a field's values, each made once as long as values come again."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from app.api.formats.sheet import Field

MOST_KNOWN = 4096
"""How many are remembered of a field; then they are forgotten, and for good if few came again."""

Made = TypeVar("Made")


class Known(dict[Any, Made]):
    """What was made of values, by their keys."""

    make: Callable[[Any], Made]

    def __missing__(self, key: Any) -> Made:
        made = self[key] = self.make(key)
        return made


class Written(Generic[Made]):
    """Writes a field of one list, one batch after another.

    With `write_all`, values that do not come again are looked at together.
    """

    def __init__(
        self,
        write: Callable[[Any], Made],
        write_all: Callable[[Sequence[Any]], Iterable[Made]] | None = None,
    ) -> None:
        self.write = write
        self.write_all = write_all
        self.known: Known[Made] = Known()
        self.asked = 0
        self.comes_again = True

    def of(self, field: Field) -> Iterable[Made]:
        """What each row has."""
        write, value = self.write, field.value
        make = write if field.shown is None else lambda key: write(value(key))
        if not (field.is_keyed and self.comes_again):
            if self.write_all is not None and field.shown is None:
                return self.write_all(field.keys)
            return map(make, field.keys)
        self.known.make = make
        made = list(map(self.known.__getitem__, field.keys))
        self.asked += len(made)
        if len(self.known) > MOST_KNOWN:
            self.comes_again = self.asked > 2 * len(self.known)
            self.known.clear()
            self.asked = 0
        return made
