"""Bounds: how much of an answer an assistant is given at once, and what is said of the rest."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from pydantic_core import to_json

from app.errors import InvalidParameters, ParameterError

Row = dict[str, Any]

USUAL_ROWS = 20
MOST_ROWS = 100
MOST_BYTES = 49_152
"""Of rows as JSON: some 15,000 tokens of an assistant's memory."""


def size(value: Any) -> int:
    """How many bytes something takes as JSON."""
    return len(to_json(value))


def fitting(rows: Sequence[Row], room: int) -> int:
    """How many of the rows fit into so many bytes, one after the other."""
    for number, row in enumerate(rows):
        room -= size(row) + 1
        if room < 0:
            return number
    return len(rows)


def fitted(row: Row, room: int) -> tuple[Row, list[str]]:
    """A row that fits into so many bytes, and what was left out of which of its lists.

    The largest list gives first, and no list all of what it has. Raises InvalidParameters where even
    that is too much.
    """
    if size(row) <= room:
        return row, []
    row = deepcopy(row)
    whole: dict[str, int] = {}
    while size(row) > room:
        path, largest = max(lists(row), key=weight, default=("", []))
        if len(largest) <= 1:
            detail = f"It does not fit into {MOST_BYTES} bytes; ask the API for it."
            raise InvalidParameters(ParameterError("", detail))
        whole.setdefault(path, len(largest))
        del largest[-max(1, len(largest) // 8) :]
    kept = dict(lists(row))
    return row, [
        f"{path} has {len(kept[path])} of {number} here; the address in `api` has all of them."
        for path, number in whole.items()
    ]


def weight(found: tuple[str, list[Any]]) -> tuple[bool, int]:
    """Whether a list can give anything, and how much it takes."""
    _, held = found
    return len(held) > 1, size(held)


def lists(value: Row, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """The lists of an object with something in them, by where they are; within lists, of what is alone."""
    for name, held in value.items():
        where = f"{path}{name}"
        if isinstance(held, dict):
            yield from lists(held, f"{where}.")
        elif isinstance(held, list) and held:
            yield where, held
            if len(held) == 1 and isinstance(held[0], dict):
                yield from lists(held[0], f"{where}[0].")
