"""Written: the texts of a field's values, each written once as long as values come again."""

from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

from app.api.formats.sheet import Cited, Field, Sheet, as_it_is, json_text
from app.api.schemas import Answer

MOST_KNOWN = 8192
"""How many texts are remembered of a field; then they are forgotten, and for good if few came again."""

Write = Callable[[Any], str]


class Known(dict[Any, str]):
    """Texts by the keys of their values."""

    make: Write

    def __missing__(self, key: Any) -> str:
        text = self[key] = self.make(key)
        return text


class Written:
    """Writes a field of one list after another batch."""

    def __init__(self, write: Write) -> None:
        self.write = write
        self.known = Known()
        self.asked = 0
        self.comes_again = True

    def texts(self, field: Field) -> Iterable[str]:
        """A text for each row."""
        write, value = self.write, field.value
        make = write if field.shown is None else lambda key: write(value(key))
        if not (field.is_keyed and self.comes_again):
            return map(make, field.keys)
        self.known.make = make
        texts = list(map(self.known.__getitem__, field.keys))
        self.asked += len(texts)
        if len(self.known) > MOST_KNOWN:
            self.comes_again = self.asked > 2 * len(self.known)
            self.known.clear()
            self.asked = 0
        return texts


class JsonRows:
    """Writes rows as objects of JSON."""

    def __init__(self, model: type[Answer]) -> None:
        names = list(model.model_fields)
        self.written = {name: Written(json_text) for name in names}
        self.labels = dict(
            zip(
                names,
                [f'{"," if at else "{"}"{name}":' for at, name in enumerate(names)],
                strict=True,
            )
        )

    def pieces(self, sheet: Sheet) -> Iterable[Iterable[str]]:
        """What the objects are made of, a piece of each at a time."""
        for name, label in self.labels.items():
            field = sheet.fields[name]
            yield repeat(label)
            if isinstance(field, Cited):
                yield field.texts(as_it_is)
            else:
                yield self.written[name].texts(field)
        yield repeat("}")
