"""Search: what holds all the words of a question, the nearest first, page by page.

The order is total and the same on both databases: first what is called just so, then what holds
the words in its names or its title, then what is told otherwise with them; within each of these
tiers by the entries' own order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import ClassVar, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, tuple_
from sqlalchemy.orm import Session

from app import fulltext
from app.fulltext import Question
from app.queries.common import Common, bits_at, positions_after
from app.queries.find import MOST_COUNTED, Found
from app.queries.known import Known
from app.queries.page import LARGEST_INT, Page, bad_cursor, decode
from app.queries.query import codes, parameter, repeatable
from app.queries.reference import check_known
from app.queries.text import search_words
from app.records import Mission, SearchEntry
from app.records.search import (
    kind_term,
    mission_term,
    name_term,
    title_term,
    word_term,
)
from app.values.terms import Count, Match, SearchKind, SearchTier

TIERS = list(SearchTier)


@dataclass(frozen=True, kw_only=True)
class Searching(Known, Page):
    """What a search can be asked for."""

    sort: ClassVar[None] = None  # type: ignore[misc]  # there is one order, and it has no name

    q: tuple[str, ...] = parameter(
        search_words,
        "Whole words that all occur, in any order; case and accents do not count. Required.",
        example="timbuktu camp",
        default=(),
        is_required=True,
    )
    kind: tuple[SearchKind, ...] = codes(SearchKind, "What sort of thing or fact is looked for.")
    mission: tuple[str, ...] = repeatable(
        str, "The id of a mission that it is about.", example="minusma"
    )

    @property
    def narrowed(self) -> list[list[str]]:
        """The terms that the filters ask for, any of each group."""
        groups = [list(map(kind_term, self.kind)), list(map(mission_term, self.mission))]
        return [group for group in groups if group]

    @property
    def whole(self) -> Question:
        """Everything that matches, whatever its tier."""
        return Question([*([word_term(word)] for word in self.q), *self.narrowed])

    def question(self, tier: SearchTier) -> Question | None:
        """What a tier holds that no nearer one does; None where nothing can be in it."""
        in_title = [title_term(word) for word in self.q]
        name = name_term(self.q)
        names = [] if name is None else [name]
        match tier:
            case SearchTier.NAME:
                return Question([names, *self.narrowed]) if names else None
            case SearchTier.TITLE:
                return Question([*([term] for term in in_title), *self.narrowed], names)
            case SearchTier.TEXT:
                return Question(self.whole.groups, in_title)


class Hit(NamedTuple):
    """A thing or a fact that was found, and in which tier."""

    entry: SearchEntry
    tier: SearchTier


class Start(NamedTuple):
    """Where a page starts: in which tier, after which position."""

    tier: int
    position: int


def search(session: Session, query: Searching) -> Found[Hit]:
    """The page of entries that a search asks for."""
    if query.mission:
        check_known(session, "mission", Mission, query.mission)
    fulltext.plan_each(session)
    asking = Asking(session, query)
    found = list(islice(asking.positions(), query.size + 1))
    shown = found[: query.size]
    held = entries(session, [position for _, position in shown])
    hits = [Hit(held[position], tier) for tier, position in shown]
    cursor = None
    if len(found) > query.size:
        last = hits[-1]
        cursor = query.cursor_after([TIERS.index(last.tier), last.entry.rank, last.entry.id])
    is_all = cursor is None and query.cursor is None
    matched = len(hits) if is_all else None
    if query.is_counted and not is_all:
        matched = asking.count()
    return Found(hits, matched, 0, 0, cursor)


class Asking:
    """A search that is asked: by bits where all of its terms are common, else of the index."""

    def __init__(self, session: Session, query: Searching) -> None:
        self.session = session
        self.query = query
        self.common = Common(session)

    def positions(self) -> Iterator[tuple[SearchTier, int]]:
        """What is found in its order: at most a page and one more of each tier."""
        first, after = start(self.session, self.query)
        for tier in TIERS[first:]:
            if (question := self.query.question(tier)) is not None:
                yield from ((tier, position) for position in self.page(question, after))
            after = 0

    def page(self, question: Question, after: int) -> Iterable[int]:
        """The first positions after one at which a question finds something."""
        bits = self.bits(question)
        if bits is not None:
            return islice(positions_after(bits, after), self.query.size + 1)
        found = self.matches(question)
        position = found.selected_columns.position
        page = found.where(position > after).order_by(position).limit(self.query.size + 1)
        return self.session.scalars(page)

    def count(self) -> int | None:
        """How many entries match; None where there are too many to count, unless that is asked for."""
        is_bounded = self.query.count is Count.BOUNDED
        bits = self.bits(self.query.whole)
        if bits is not None:
            matched = bits.bit_count()
        else:
            rows = self.matches(self.query.whole)
            if is_bounded:
                rows = rows.limit(MOST_COUNTED + 1)
            counting = select(func.count()).select_from(rows.subquery())
            matched = self.session.scalars(counting).one()
        return None if is_bounded and matched > MOST_COUNTED else matched

    def bits(self, question: Question) -> int | None:
        """A bit for each entry that a question finds; None where one of its terms is not common."""
        bits = self.common.having(question.groups)
        if bits is None:
            return None
        if question.but_not:
            bits &= ~self.having_all(question.but_not)
        return bits & self.known

    def having_all(self, terms: Sequence[str]) -> int:
        """A bit for each entry that has all of some terms: the index is asked where one is rare."""
        groups = [[term] for term in terms]
        bits = self.common.having(groups)
        if bits is None:
            bits = bits_at(self.session.scalars(self.matches(Question(groups))))
        return bits

    @cached_property
    def known(self) -> int:
        """A bit for each entry that was known by the day asked for."""
        return self.common.known_by(self.query.known_on, self.query.match)

    def matches(self, question: Question) -> Select[int]:
        """The positions of the entries that a question finds, asked of the index."""
        asked = fulltext.matching(self.session, question)
        found = select(asked.position.label("position")).where(asked.predicate)
        only = known(self.query)
        if only is None:
            return found
        entry = select(SearchEntry.position).where(SearchEntry.position == asked.position, only)
        return found.where(exists(entry.correlate(asked.index)))


def entries(session: Session, wanted: Sequence[int]) -> dict[int, SearchEntry]:
    """The entries at some positions."""
    found = session.scalars(select(SearchEntry).where(SearchEntry.position.in_(wanted)))
    return {entry.position: entry for entry in found}


def start(session: Session, query: Searching) -> Start:
    """Where the cursor says to go on; its entry may be gone or have moved since."""
    if query.cursor is None:
        return Start(0, 0)
    fingerprint, *keys = decode(query.cursor)
    if fingerprint != query.fingerprint:
        raise bad_cursor("it belongs to other filters or another order")
    match keys:
        case [int(tier), int(rank), str(id)] if (
            0 <= tier < len(TIERS)
            and 0 <= rank <= LARGEST_INT
            and id.isascii()
            and id.isprintable()
        ):
            upto = tuple_(SearchEntry.rank, SearchEntry.id) <= tuple_(literal(rank), literal(id))
            last = session.scalars(select(func.max(SearchEntry.position)).where(upto)).one()
            return Start(tier, last or 0)
    raise bad_cursor("it is not one of ours")


def known(query: Searching) -> ColumnElement[bool] | None:
    """Whether a document that counts tells of an entry; None where all documents do."""
    if query.known_on is None:
        return None
    is_possible = query.match is Match.POSSIBLE
    since = SearchEntry.possibly_known_on if is_possible else SearchEntry.certainly_known_on
    return since <= query.known_on
