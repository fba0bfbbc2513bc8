"""Expressions: words of ours as Vega's expressions say them, so that live data is labelled, too."""

import json
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from app.web.labels import Labels

GAP = re.compile(r"\{(value|low|high)\}")


def text(words: str) -> str:
    """A text between quotes, whatever it holds."""
    return json.dumps(words, ensure_ascii=False)


def capital(words: str) -> str:
    """Words as they begin a line."""
    return words[:1].upper() + words[1:]


def labelled(field: str, labels: Labels, codes: Iterable[StrEnum], *, begins: bool = True) -> str:
    """What the codes in a field mean: `{"death": "Deaths"}[datum.properties.outcome]`."""
    written = capital if begins else str
    table = {str(code): written(labels.code(type(code), str(code))) for code in codes}
    return f"{json.dumps(table, ensure_ascii=False)}[{field}]"


def quantity(labels: Labels) -> str:
    """How many, as the source hedges it."""
    held = "datum.properties.quantity"
    templates: Mapping[str, str] = labels.codes["Qualifier"]
    parts = (f"{text(code)}: {worded(words, held)}" for code, words in templates.items())
    return f"{{{', '.join(parts)}}}[{held}.qualifier]"


def worded(template: str, held: str) -> str:
    """Words with gaps for numbers: `more than {value}`."""
    pieces = GAP.split(template)
    said = [
        f"format({held}.{piece}, ',')" if number % 2 else text(piece)
        for number, piece in enumerate(pieces)
        if piece
    ]
    return " + ".join(said)
