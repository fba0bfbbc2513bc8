"""Filling: specifications kept as files, made into documents.

In a file, `"@title"` stands for a value, also within an expression where the value is a text or a
number, and `{"name": "bases"}` for data of the chart. What draws data that is not there is left out,
and what draws data of several lists is there once for each.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from app.web.charts.scene import Document

FOLDER = Path(__file__).parent / "specs"
WHOLE = re.compile(r"@(\w+)")

Data = Mapping[str, Sequence[Document]]
"""What stands in the place of each named data: one document for each list."""


@cache
def specification(name: str) -> Document:
    """The file of a chart."""
    text = (FOLDER / f"{name}.vl.json").read_text(encoding="utf-8")
    document: Document = json.loads(text)
    return document


def made(name: str, values: Mapping[str, Any], data: Data) -> Document:
    """The document of a chart."""
    document: Document = filled(specification(name), values, data)
    return document


def filled(part: Any, values: Mapping[str, Any], data: Data) -> Any:
    """A part of a specification with its values and its data."""
    if isinstance(part, str):
        return replaced(part, values)
    if isinstance(part, list):
        return [each for one in part for each in copies(one, values, data)]
    if isinstance(part, dict):
        return {name: filled(value, values, data) for name, value in part.items()}
    return part


def copies(part: Any, values: Mapping[str, Any], data: Data) -> list[Any]:
    """A part as often as there are lists that it draws; once where it draws none itself."""
    name = part.get("data", {}).get("name") if isinstance(part, dict) else None
    if name is None:
        return [filled(part, values, data)]
    rest = {key: value for key, value in part.items() if key != "data"}
    return [
        {"data": held, **renamed(filled(rest, values, data), number)}
        for number, held in enumerate(data.get(name, ()))
    ]


def renamed(part: Any, number: int) -> Any:
    """A copy of a part: the marks of two copies cannot have the same name."""
    if number == 0:
        return part
    if isinstance(part, list):
        return [renamed(each, number) for each in part]
    if not isinstance(part, dict):
        return part
    renaming = {key: renamed(value, number) for key, value in part.items()}
    return renaming | ({"name": f"{part['name']}_{number}"} if "name" in part else {})


def replaced(text: str, values: Mapping[str, Any]) -> Any:
    """A value by its name; within an expression, as JSON unless it is an expression itself."""
    whole = WHOLE.fullmatch(text)
    if whole:
        return values[whole[1]]
    return WHOLE.sub(lambda found: written(values[found[1]]), text)


def written(value: Any) -> str:
    """A value within an expression: texts are expressions already."""
    return value if isinstance(value, str) else json.dumps(value)
