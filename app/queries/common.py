"""Common terms: the entries that have them by a bit for each, so that none need be looked at one by one.

Where all terms of a question are common, what it finds is the bits that they share: a page of it is
the first of these, and how many there are is their number. Where a term is rare the index is quick.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from operator import and_ as both
from operator import or_ as either

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from app.records import SearchCommon
from app.records.search import known_term
from app.values.terms import Match

EVERY_ENTRY = -1
NOT_EMPTY = re.compile(rb"[^\x00]")


class Common:
    """The bits of common terms, each read once; the entry at a position has the bit of that number."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.bits: dict[str, int | None] = {}

    def having(self, groups: Iterable[Sequence[str]]) -> int | None:
        """The entries that have a term of each group; None where one of the terms is not common."""
        groups = [*groups]
        found = self.of({term for group in groups for term in group})
        if None in found.values():
            return None
        parts = (reduce(either, (found[term] or 0 for term in group)) for group in groups)
        return reduce(both, parts, EVERY_ENTRY)

    def known_by(self, day: date | None, match: Match) -> int:
        """The entries that documents had told of by a day; every one where no day is asked for."""
        if day is None:
            return EVERY_ENTRY
        first, last = (known_term(match, bound) for bound in (date.min, day))
        days = self.held(and_(SearchCommon.term >= first, SearchCommon.term <= last))
        return reduce(either, (bits for _, bits in days), 0)

    def of(self, terms: Iterable[str]) -> dict[str, int | None]:
        """The bits of some terms; None for those that are not common."""
        terms = [*terms]
        new = [term for term in terms if term not in self.bits]
        if new:
            self.bits |= dict.fromkeys(new)
            self.bits |= self.held(SearchCommon.term.in_(new))
        return {term: self.bits[term] for term in terms}

    def held(self, wanted: ColumnElement[bool]) -> Iterator[tuple[str, int]]:
        """What the table holds."""
        rows = self.session.execute(select(SearchCommon.term, SearchCommon.positions).where(wanted))
        return ((term, int.from_bytes(positions, "little")) for term, positions in rows)


def bits_at(positions: Iterable[int]) -> int:
    """A bit for each of some positions."""
    return reduce(either, (1 << position for position in positions), 0)


def positions_after(bits: int, position: int) -> Iterator[int]:
    """The positions that have a bit, in their order, from the one after a position."""
    later = bits >> (position + 1)
    held = later.to_bytes(later.bit_length() // 8 + 1, "little")
    for byte in NOT_EMPTY.finditer(held):
        for bit in range(8):
            if held[byte.start()] >> bit & 1:
                yield position + 1 + byte.start() * 8 + bit
