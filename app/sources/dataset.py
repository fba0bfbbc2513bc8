"""What a dataset declares: its vintages' columns, and how a row of it becomes facts."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Protocol

from app.records import Fact, Record
from app.values.dates import FuzzyDate

if TYPE_CHECKING:
    from app.sources.names import Names

EPOCH_MILLISECONDS = re.compile(r"-?[0-9]{5,15}")
NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
WHOLE = re.compile(r"(-?[0-9]{1,15})(\.0+)?")


DAYS = 1 << 15
"""How many days are remembered while a file is read: some ninety years of them."""


class Refused(Exception):
    """A row that cannot be read, and why; the rest of the file can."""


class Aggregate(Exception):
    """A row that adds up others of its file: never a fact."""


class LeftOut(Exception):
    """A row of something that the dataset is not imported for, and of what."""


class Line:
    """A row of a dataset by our own names of its columns, and what was noted while reading it.

    `number` counts as a spreadsheet does, the header being row 1; in JSON the first object is row 2.
    No white space is left around a cell.
    """

    __slots__ = ("cells", "notes", "number", "repairs")

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number = number
        self.cells = cells
        self.notes: list[str] = []
        self.repairs: list[str] = []

    def text(self, column: str) -> str:
        """What a cell holds; empty where it holds nothing."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """What a cell holds that has to hold something."""
        return self.text(column) or self.refuse(f"{column} is empty")

    def day(self, column: str) -> date:
        """A day, as `2013-08-22` or in milliseconds since 1970."""
        text = self.needed(column)
        return day_in(text) or self.refuse(f"{column}: {text!r} is no day such as 2013-08-22")

    def whole(self, column: str) -> int | None:
        """A whole number, as `356` or `356.0`; None where there is none."""
        text = self.text(column)
        if not text:
            return None
        match = WHOLE.fullmatch(text)
        return int(match[1]) if match else self.refuse(f"{column}: {text!r} is no whole number")

    def coded(self, column: str, meanings: Mapping[str, Any]) -> Any:
        """What a cell means by a table of all that it may hold."""
        text = self.text(column)
        if text not in meanings:
            known = ", ".join(map(repr, meanings))
            self.refuse(f"{column}: {text!r} is not one of {known}")
        return meanings[text]

    def note(self, sentence: str) -> None:
        """Say in the note of the row's facts why they read as they do."""
        self.notes.append(sentence)

    def repair(self, sentence: str) -> None:
        """Say in the note and in the report what was put right."""
        self.notes.append(sentence)
        self.repairs.append(sentence)

    def refuse(self, reason: str) -> NoReturn:
        """Leave the row out, and say why."""
        raise Refused(reason)


@lru_cache(maxsize=DAYS)
def dated(edtf: str) -> FuzzyDate:
    """A date read once."""
    return FuzzyDate.parse(edtf)


@lru_cache(maxsize=DAYS)
def day_in(text: str) -> date | None:
    """The day that a cell holds, None if it is none: few texts stand in many rows."""
    try:
        if EPOCH_MILLISECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(text) / 1000, UTC).date()
        return date.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None


NOTHING: Mapping[Any, Any] = {}


class Alike(dict[str, Any]):
    """Columns that many facts have alike, made once and not to be changed.

    What is worked out of them is looked up by which they are: to compare all their values takes longer.
    """

    __slots__ = ()
    __hash__ = object.__hash__  # type: ignore[assignment]


def distinct(columns: Mapping[str, Any]) -> Any:
    """What to look up by what is worked out of columns; TypeError where a list is among them."""
    if type(columns) is Alike:
        return columns
    return (*columns, *columns.values())  # equal values are of one type, as a column's values are


class Told(NamedTuple):
    """A fact that a row tells; `columns` are those that its kind has of its own.

    Its citation, its words, and the line's notes are added by the import.
    """

    record: type[Fact]
    id: str
    summary: str
    date: FuzzyDate | None
    mission: str | None = None
    place: str | None = None
    note: str | None = None
    columns: Mapping[str, Any] = NOTHING
    parts: Mapping[Any, Sequence[dict[str, Any]]] = NOTHING


class Seen:
    """What a row saw of something that only several rows tell together; a dataset has its own kinds."""

    __slots__ = ()


class Gathering(Protocol):
    """What several rows tell together, such as from when to when a contingent was there.

    It is handed all that the rows of one file have seen, and then asked once: what it tells does
    not depend on the order of the rows, and each item has the dataset's own words for its rows.
    """

    def add(self, seen: Any) -> None:
        """Take a sight in; memory grows with what there is to tell, and hardly with the rows."""

    def told(self) -> Iterator[tuple[str, "Told | Thing"]]:
        """All that was seen, each with what the citation calls its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A thing that a row brings: all its columns but `words`, which are made of `called`."""

    record: type[Record]
    id: str
    columns: Mapping[str, Any]
    called: Sequence[str | None] = ()
    parts: Mapping[Any, Sequence[dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Vintage:
    """A shape in which a dataset was published.

    `columns` names the file's columns by our own names; all have to be there, others are told in
    the report and not read. The day of publication is `published` where the file does not say,
    the latest day of the column `updated_in`, or no earlier than the latest of `not_before`.
    """

    name: str
    columns: Mapping[str, str]
    published: str | None = None
    updated_in: str | None = None
    not_before: str | None = None
    unread: frozenset[str] = frozenset()
    sheet: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """A public dataset: `name` is its KIND on the command line and the owner of its rows.

    `key` is what the dataset itself calls a row, whatever its vintage; ids of facts are made of it.
    `together` makes one fact of several that have one id; without it the later ones are refused.
    `takes_over` names the datasets that know less of the things that both bring.
    `gathering` makes things and facts of what several rows have `Seen`, from the names.
    With `has_gaps`, a row that tells nothing is one in which a number is missing, and is named.
    """

    name: str
    title: str
    publisher: str
    origin: str
    licence: str | None
    url: str | None
    vintages: Sequence[Vintage]
    key: Callable[[Line], str]
    facts: Callable[[Line, "Names"], Iterable[Told | Thing | Seen]]
    together: Callable[[Sequence[Told | Thing]], Told | Thing] | None = None
    gathering: Callable[["Names"], Gathering] | None = None
    is_searched: bool = False
    language: str = "en"
    takes_over: frozenset[str] = frozenset()
    has_gaps: bool = False


def slug(text: str) -> str:
    """An id made of a source's own key: `UN SECRETA-1961-09-10864` becomes `un-secreta-1961-09-10864`."""
    return NOT_IN_IDS.sub("-", text.lower()).strip("-")
