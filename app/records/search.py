"""What a search can find: an entry for each thing and each fact, in the order in which it is shown.

Its terms are plain words (`gao`), words of its names or of its title (`^gao`), whole names (`=gao_camp`),
its kind (`kind/base`) and the missions that it is about (`mission/minusma`).
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Enum, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app import fulltext
from app.records.record import LONGEST_CODE, Record, codes, refers_to
from app.values.terms import Match, SearchKind

HOME = Enum(
    SearchKind,
    name="searchhome",
    native_enum=False,
    create_constraint=True,
    length=LONGEST_CODE,
    values_callable=codes,
)
"""The same codes as `kind`, in a constraint of another name."""


class SearchEntry(Record):
    """A thing or a fact that a search can find; its terms are in the index under its position.

    `rank` and `id` are the order: things before facts, short titles before long ones. `home_kind`
    and `home_id` name the thing or fact under whose address it is shown. The last two are the first
    day on which a document may, and must, have told of it; null for never.
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "id"), Index(None, "rank", "id"))

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rank: Mapped[int]
    kind: Mapped[SearchKind]
    id: Mapped[str]
    title: Mapped[str]
    mission_id: Mapped[str | None] = refers_to("mission", nullable=True)
    home_kind: Mapped[SearchKind] = mapped_column(HOME)
    home_id: Mapped[str]
    possibly_known_on: Mapped[date | None]
    certainly_known_on: Mapped[date | None]


class SearchCommon(Record):
    """A term that many entries have; bit n of `positions`, the lowest first, is the entry n.

    So are the days on which entries came to be known, however few did: `possible/2023-12-12`.
    """

    __tablename__ = "search_common"

    term: Mapped[str] = mapped_column(primary_key=True)
    positions: Mapped[bytes]


fulltext.made_with(SearchEntry.__table__)  # type: ignore[arg-type]


LONGEST_WORD = 100


def word_term(word: str) -> str:
    """A word anywhere in what is told of an entry."""
    return word[:LONGEST_WORD]


def title_term(word: str) -> str:
    """A word of an entry's names or title."""
    return f"^{word_term(word)}"


def name_term(words: Iterable[str]) -> str | None:
    """A whole name, in which each word counts once; None for one that is too long for an index."""
    term = f"={'_'.join(dict.fromkeys(map(word_term, words)))}"
    return term if 1 < len(term) <= fulltext.LONGEST_TERM else None


def known_term(match: Match, day: date) -> str:
    """That a document may, or must, have told of an entry on this day for the first time."""
    return f"{match}/{day.isoformat()}"


def kind_term(kind: str) -> str:
    """The kind of an entry."""
    return f"kind/{kind}"


def mission_term(mission: str) -> str:
    """A mission that an entry is about."""
    return f"mission/{mission}"
