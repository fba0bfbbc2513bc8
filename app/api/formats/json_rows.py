"""Rows of JSON: objects, for the formats that are made of them."""

from collections.abc import Iterable
from itertools import repeat

from app.api.formats.citing import Citing
from app.api.formats.sheet import Sheet, json_text, json_texts
from app.api.formats.written import Written
from app.api.schemas import Answer
from app.queries.batches import Citations


class JsonRows:
    """Writes rows as objects of JSON."""

    def __init__(self, model: type[Answer]) -> None:
        names = list(model.model_fields)
        self.written = {name: Written(json_text, json_texts) for name in names}
        self.citing = Citing()
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
            if isinstance(field, Citations):
                yield self.citing.of(field)
            else:
                yield self.written[name].of(field)
        yield repeat("}")
