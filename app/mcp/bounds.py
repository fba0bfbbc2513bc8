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
    whole = {path: len(found) for path, found in lists(row)}
    while size(row) > room:
        _, largest = max(lists(row), key=lambda each: (len(each[1]) > 1, size(each[1])))
        if len(largest) <= 1:
            detail = f"It does not fit into {MOST_BYTES} bytes; ask the API for it."
            raise InvalidParameters(ParameterError("", detail))
        del largest[-max(1, len(largest) // 8) :]
    kept = {path: len(found) for path, found in lists(row)}
    return row, [
        f"{path} has {kept[path]} of {number} here; the address in `api` has all of them."
        for path, number in whole.items()
        if path in kept and kept[path] < number
    ]


def lists(value: Row, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """The lists of an object with something in them, by where they are: not those within lists."""
    for name, held in value.items():
        where = f"{path}{name}"
        if isinstance(held, list) and held:
            yield where, held
        elif isinstance(held, dict):
            yield from lists(held, f"{where}.")
