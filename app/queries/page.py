"""Pages: a total order, a bound on how much, and a cursor that survives new rows."""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, tuple_

from app.errors import InvalidParameters, ParameterError
from app.queries.query import Query, code_of, parameter, schema_of
from app.values.terms import Count, DateSort, IdSort

LARGEST_PAGE = 1000
USUAL_PAGE = 100
LARGEST_INT = 2**31 - 1
LONGEST_CURSOR = 1000
PAGING = ("limit", "cursor", "most", "is_counted")


def read_limit(text: str) -> int:
    """A whole number of rows, at least one."""
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= LARGEST_INT:
        raise ValueError(f"it is a whole number from 1 to {LARGEST_PAGE}.")
    return int(text)


class Key(NamedTuple):
    """Something that rows are sorted by: the expression, and what it is for a row at hand."""

    expression: ColumnElement[Any]
    of: Callable[[Any], Any]


class Stretch(NamedTuple):
    """A part of a list that an index has in its order: what its rows meet, and the order."""

    predicates: Sequence[ColumnElement[bool]]
    order: Sequence[ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Order:
    """The keys that rows are sorted by, all in one direction; the last one is unique."""

    keys: tuple[Key, ...]
    is_descending: bool

    def sorted(self) -> list[ColumnElement[Any]]:
        """For ORDER BY."""
        return [
            key.expression.desc() if self.is_descending else key.expression.asc()
            for key in self.keys
        ]

    def after(self, values: Sequence[Any]) -> ColumnElement[bool]:
        """The rows that come after one with these key values."""
        bound = tuple_(
            *(
                bindparam(None, value, type_=key.expression.type)
                for key, value in zip(self.keys, values, strict=True)
            )
        )
        keys = tuple_(*(key.expression for key in self.keys))
        return keys < bound if self.is_descending else keys > bound

    def stretches(self, values: Sequence[Any] | None) -> Iterator[Stretch]:
        """The list after a row with these key values, or all of it, in parts: here it is one."""
        yield Stretch([] if values is None else [self.after(values)], self.sorted())

    def values(self, row: Any) -> list[Any]:
        """What the keys are for a row."""
        return [key.of(row) for key in self.keys]


@dataclass(frozen=True, slots=True)
class NewestFirst(Order):
    """What has a date, the newest first, and then what has none: the first key tells them apart.

    What has no date holds the last day of the calendar, so no index has it after the rest.
    """

    @classmethod
    def by(cls, began: Key, *others: Key) -> "NewestFirst":
        """The order by when rows began, and by other keys where that is the same."""
        is_dated = case((began.expression < date.max, 1), else_=0)
        return cls((Key(is_dated, lambda row: int(began.of(row) < date.max)), began, *others), True)

    def stretches(self, values: Sequence[Any] | None) -> Iterator[Stretch]:
        """First the dated rows, then the others."""
        within = Order(self.keys[1:], is_descending=True)
        began = within.keys[0].expression
        is_dated, *rest = values or (1,)
        after = [within.after(rest)] if rest else []
        if is_dated:
            yield Stretch([began < date.max, *after], within.sorted())
            after = []
        yield Stretch([began == date.max, *after], within.sorted())


@dataclass(frozen=True, kw_only=True)
class Page(Query):
    """`limit` and `cursor`; a subclass says what it sorts by."""

    sort: Any = None
    most: int = LARGEST_PAGE
    """How many rows are read at once at most, whatever is asked for: no parameter, nor is the next."""
    is_counted: bool = True
    """Whether the matches are counted: not anew where one page is read after another."""

    limit: int = parameter(
        read_limit,
        f"How many rows a page holds at most. More than {LARGEST_PAGE} is served as"
        f" {LARGEST_PAGE}, and `notice` says so.",
        example="10",
        schema={
            "type": "integer",
            "format": "int32",
            "minimum": 1,
            "maximum": LARGEST_INT,
            "default": USUAL_PAGE,
        },
        default=USUAL_PAGE,
    )
    cursor: str | None = parameter(
        str,
        "Where the next page starts: taken from the `next` link, with the same filters.",
        example="WyI0ZmU4Il0",
        schema={"type": "string", "maxLength": LONGEST_CURSOR, "pattern": "^[A-Za-z0-9_-]+$"},
        longest=LONGEST_CURSOR,
    )
    count: Count = parameter(
        lambda text: code_of(Count, text),
        "`exact` counts all matches however many they are; otherwise `numberMatched` is null"
        " above 100,000.",
        example="exact",
        schema=schema_of(Count),
        default=Count.BOUNDED,
    )

    @property
    def size(self) -> int:
        """How many rows the page holds at most."""
        return min(self.limit, self.most)

    @property
    def fingerprint(self) -> str:
        """What tells one set of filters and its order from another."""
        asked = json.dumps([str(self.sort), self.asked], ensure_ascii=False)
        return hashlib.sha256(asked.encode()).hexdigest()[:12]

    @property
    def identity(self) -> bytes:
        """What tells all the rows that it asks for, on whatever page, from those of another query."""
        names = (field.name for field in fields(self) if field.name not in PAGING)
        asked = [type(self), *(getattr(self, name) for name in names)]
        return hashlib.blake2b(repr(asked).encode(), digest_size=16).digest()

    def order(self, record: Any) -> Order:
        """What the rows are sorted by."""
        raise NotImplementedError

    def cursor_after(self, values: Sequence[Any]) -> str:
        """The cursor of the page that starts after a row with these key values."""
        keys = [value.isoformat() if isinstance(value, date) else value for value in values]
        text = json.dumps([self.fingerprint, *keys], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def position(self, order: Order) -> list[Any] | None:
        """The key values that the cursor holds, or None on the first page."""
        if self.cursor is None:
            return None
        fingerprint, *keys = decode(self.cursor)
        if fingerprint != self.fingerprint:
            raise bad_cursor("it belongs to other filters or another order")
        kinds = [key.expression.type.python_type for key in order.keys]
        if len(keys) != len(kinds):
            raise bad_cursor("it is not one of ours")
        return [restored(key, kind) for key, kind in zip(keys, kinds, strict=True)]


def decode(cursor: str) -> list[Any]:
    """The list that a cursor encodes."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        held = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise bad_cursor("it is not one of ours") from error
    if not isinstance(held, list) or not held:
        raise bad_cursor("it is not one of ours")
    return held


def restored(key: Any, kind: type) -> Any:
    """A key value as the column holds it."""
    if kind is date and isinstance(key, str):
        try:
            return date.fromisoformat(key)
        except ValueError as error:
            raise bad_cursor("it is not one of ours") from error
    is_text = kind is str and isinstance(key, str) and key.isascii() and "\x00" not in key
    is_number = kind is int and type(key) is int and 0 <= key <= LARGEST_INT
    if not (is_text or is_number):
        raise bad_cursor("it is not one of ours")
    return key


def bad_cursor(reason: str) -> InvalidParameters:
    """What is said of a cursor that cannot be followed."""
    detail = f"cursor: {reason}; leave it out to start from the first page."
    return InvalidParameters(ParameterError("cursor", detail))


@dataclass(frozen=True, kw_only=True)
class ByDate(Page):
    """Sorted by when it began; rows without a date come last either way."""

    sort: DateSort = parameter(
        lambda text: code_of(DateSort, text),
        "`date` for the oldest first, `-date` for the newest first; what has no date comes last,"
        " and ids break ties.",
        example="-date",
        schema=schema_of(DateSort),
        default=DateSort.OLDEST_FIRST,
    )

    def order(self, record: Any) -> Order:
        """An undated row holds the last day of the calendar: that puts it last only one way."""
        began = Key(record.began_earliest, lambda row: row.began_earliest)
        by_id = Key(record.id, lambda row: row.id)
        if self.sort is DateSort.OLDEST_FIRST:
            return Order((began, by_id), is_descending=False)
        if getattr(self, "datetime", None) is not None:  # then no undated row is among them
            return Order((began, by_id), is_descending=True)
        return NewestFirst.by(began, by_id)


@dataclass(frozen=True, kw_only=True)
class ById(Page):
    """Sorted by id."""

    sort: IdSort = parameter(
        lambda text: code_of(IdSort, text),
        "`id` or `-id`.",
        example="-id",
        schema=schema_of(IdSort),
        default=IdSort.ASCENDING,
    )

    def order(self, record: Any) -> Order:
        """Ids are unique."""
        by_id = Key(record.id, lambda row: row.id)
        return Order((by_id,), is_descending=self.sort is IdSort.DESCENDING)
