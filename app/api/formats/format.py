"""A format: its ending, its media type, and how rows are written in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.responses import Response

from app.api.formats.sheet import Sheet
from app.api.schemas import Answer, Link


class Told(NamedTuple):
    """What is told beside the rows."""

    matched: int | None
    undated: int
    unlocated: int
    links: Sequence[Link]


Sheets = Iterable[Sheet]
Write = Callable[[type[Answer], Sheets, Told], Iterator[bytes]]
"""Called with the response model of a row, the rows, some at a time, and what is told beside."""


def nothing_needed() -> None:
    """Most formats need nothing that may be missing."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """A form in which a list may be asked for; `name` stands in the ids of its operations.

    `schema` is told where there is no `model` of the whole.
    """

    ending: str
    name: str
    title: str
    response: type[Response]
    write: Write
    model: type[Answer] | None = None
    schema: Mapping[str, str] = field(default_factory=lambda: {"type": "string"})
    check: Callable[[], None] = nothing_needed
    may_be_missing: bool = False

    @property
    def media_type(self) -> str:
        """What the documentation and the header say."""
        return str(self.response.media_type)
