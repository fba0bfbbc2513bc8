"""What a search can find, made anew from what the tables hold: an entry for each thing and fact."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, delete, false, func, insert, select

from app import fulltext
from app.queries.known import links
from app.records import (
    FACTS,
    Actor,
    Base,
    Country,
    Document,
    Fact,
    Mission,
    Place,
    Record,
    Resolution,
    ResolutionAction,
    SearchCommon,
    SearchEntry,
)
from app.records.search import (
    kind_term,
    known_term,
    mission_term,
    name_term,
    title_term,
    word_term,
)
from app.sources.datasets import DATASETS
from app.values.terms import Match, SearchKind
from app.values.words import words

COMMON_ENTRIES = 1000
"""What fewer entries have is counted by the index in no time."""

COMMON_SHARE = 0.01
LONGEST_TITLE = 999
BATCH = 5000
KINDS = list(SearchKind)
FACT_KINDS = frozenset(SearchKind(fact.kind) for fact in FACTS)
THINGS: tuple[type[Record], ...] = (Mission, Country, Place, Resolution, Base, Actor, Document)
CODES = (
    "id", "acronym", "alpha2", "m49", "iso_3166_2", "pcode", "geonames_id", "number", "symbol",
)  # fmt: skip
"""Columns that hold something that a thing may be called by, beside its names."""

Row = Mapping[str, Any]


class Since(NamedTuple):
    """The first day on which a document may, and must, have told of something; None for never."""

    possibly: date | None
    certainly: date | None


ALWAYS = Since(date.min, date.min)
NEVER = Since(None, None)


class Entry(NamedTuple):
    """A thing or a fact as a search finds it; `home` is where it is shown."""

    kind: SearchKind
    id: str
    title: str
    mission: str | None
    home: tuple[SearchKind, str]
    names: Sequence[str]
    text: str
    missions: Sequence[str]
    since: Since

    @property
    def rank(self) -> int:
        """Things before facts, short titles before long ones, then kind by kind."""
        length = min(len(words(self.title)), LONGEST_TITLE)
        is_fact = self.kind in FACT_KINDS
        return (is_fact * (LONGEST_TITLE + 1) + length) * len(KINDS) + KINDS.index(self.kind)

    @property
    def terms(self) -> set[str]:
        """Everything that the index finds it by."""
        named = {word for name in (self.title, *self.names) for word in words(name)}
        whole = {name_term(words(name)) for name in self.names}
        return {
            *map(word_term, self.text.split()),
            *map(word_term, named),
            *map(title_term, named),
            *(term for term in whole if term is not None),
            *map(mission_term, self.missions),
            kind_term(self.kind),
        }


def clear(connection: Connection) -> None:
    """Empty the index; entries refer to missions, so it comes before any of these is taken away."""
    fulltext.empty(connection)
    connection.execute(delete(SearchCommon))
    connection.execute(delete(SearchEntry))


def index(connection: Connection) -> None:
    """Put everything that the tables hold into an empty index, in the order in which it is shown.

    Facts of datasets whose rows are all alike are left out (docs/decisions/0010).
    """
    found = sorted(entries(connection), key=lambda entry: (entry.rank, entry.id))
    for batch in split(found):
        rows = [row_of(position, entry) for position, entry in batch]
        connection.execute(insert(SearchEntry), rows)
    having: dict[str, list[int]] = defaultdict(list)
    fulltext.fill(connection, noted(found, having))
    common = [
        (term, positions) for term, positions in having.items() if is_common(positions, found)
    ]
    kept = [*common, *known_days(found).items()]
    if kept:
        connection.execute(insert(SearchCommon), [bits_of(*each, len(found)) for each in kept])


def split(found: Sequence[Entry]) -> Iterator[Sequence[tuple[int, Entry]]]:
    """The entries with their positions, some thousand at a time."""
    numbered = list(enumerate(found, start=1))
    for start in range(0, len(numbered), BATCH):
        yield numbered[start : start + BATCH]


def row_of(position: int, entry: Entry) -> dict[str, Any]:
    """An entry as its table keeps it."""
    return {
        "position": position,
        "rank": entry.rank,
        "kind": entry.kind,
        "id": entry.id,
        "title": entry.title,
        "mission_id": entry.mission,
        "home_kind": entry.home[0],
        "home_id": entry.home[1],
        "possibly_known_on": entry.since.possibly,
        "certainly_known_on": entry.since.certainly,
    }


def noted(
    found: Iterable[Entry], having: dict[str, list[int]]
) -> Iterator[tuple[int, Sequence[str]]]:
    """The terms of each entry, while it is noted which entries have which term."""
    for position, entry in enumerate(found, start=1):
        terms = sorted(entry.terms)
        for term in terms:
            having[term].append(position)
        yield position, terms


def is_common(positions: Sequence[int], found: Sequence[Entry]) -> bool:
    """Whether a term that the entries at these positions have is had by many."""
    return len(positions) >= max(COMMON_ENTRIES, len(found) * COMMON_SHARE)


def known_days(found: Iterable[Entry]) -> dict[str, list[int]]:
    """The positions of what came to be known on each day; documents have few days."""
    known: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(found, start=1):
        for match, day in zip((Match.POSSIBLE, Match.CERTAIN), entry.since, strict=True):
            if day is not None:
                known[known_term(match, day)].append(position)
    return known


def bits_of(term: str, positions: Iterable[int], total: int) -> dict[str, Any]:
    """A term with a bit for each entry."""
    bits = bytearray(total // 8 + 1)
    for position in positions:
        bits[position // 8] |= 1 << position % 8
    return {"term": term, "positions": bytes(bits)}


def entries(connection: Connection) -> Iterator[Entry]:
    """Every thing and every fact that has an address."""
    acting: dict[str, list[str]] = defaultdict(list)
    for resolution, mission in connection.execute(
        select(ResolutionAction.resolution_id, ResolutionAction.mission_id)
    ):
        if mission is not None and mission not in acting[resolution]:
            acting[resolution].append(mission)
    kinds: dict[str, SearchKind] = {}
    for thing in THINGS:
        known = thing_known(connection, thing)
        for row in rows_of(connection, thing):
            since = ALWAYS if known is None else known.get(row["id"], NEVER)
            entry = of_thing(thing, row, acting)._replace(since=since)
            if thing is Actor:
                kinds[entry.id] = entry.kind
            yield entry
    for fact in FACTS:
        known = dict(facts_known(connection, fact))
        for row in rows_of(connection, fact, fact.source.not_in(unsearched())):
            if (home := home_of(fact, row, kinds)) is not None:
                yield of_fact(fact, row, home)._replace(since=known.get(row["id"], NEVER))


def unsearched() -> Sequence[str]:
    """The sources whose facts are not entries of their own."""
    return [name for name, dataset in DATASETS.items() if not dataset.is_searched]


def rows_of(connection: Connection, record: Any, *only: ColumnElement[bool]) -> Iterator[Row]:
    """The rows of a table."""
    for row in connection.execute(select(record.__table__).where(*only)).mappings():
        yield dict(row)


DATED = Document.edtf.is_not(None)
EXACT = and_(DATED, Document.is_approximate == false())
SINCE = (
    func.min(case((DATED, Document.began_earliest))),
    func.min(case((EXACT, Document.ended_latest))),
)
"""The first day of `known_on` by which one of some documents counts, for either `match`."""


def first_of(found: Iterable[tuple[str, Since]]) -> dict[str, Since]:
    """The earlier days of all that are told of each id."""
    first: dict[str, Since] = {}
    for id, since in found:
        first[id] = Since(*map(earlier, first.get(id, NEVER), since))
    return first


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two days, where None is never."""
    return min((day for day in (one, other) if day is not None), default=None)


def facts_known(
    connection: Connection, fact: Any, of: Any = None, link: Any = None
) -> Iterator[tuple[str, Since]]:
    """Since when each fact is known, or each thing that facts are linked with."""
    cited = fact.citations.property.mapper.class_
    key = cited.fact_id if of is None else of.id
    said = select(key, *SINCE).select_from(cited)
    said = said.join(Document, Document.id == cited.document_id).group_by(key)
    if of is not None:
        said = said.join(fact, fact.id == cited.fact_id).join(of, link)
    for id, possibly, certainly in connection.execute(said):
        yield id, Since(possibly, certainly)


def thing_known(connection: Connection, thing: Any) -> Mapping[str, Since] | None:
    """Since when things are told of; None for what needs no telling."""
    if thing is Document:
        own = select(Document.id, *SINCE).group_by(Document.id)
        return {row[0]: Since(row[1], row[2]) for row in connection.execute(own)}
    told = [
        pair for fact, link in links(thing) for pair in facts_known(connection, fact, thing, link)
    ]
    return first_of(told) if links(thing) else None


def of_thing(thing: type[Record], row: Row, acting: Mapping[str, list[str]]) -> Entry:
    """The entry of a thing."""
    kind = SearchKind(row["kind"] if thing is Actor else thing.__tablename__)
    by_language = row.get("names") or {}
    names = [str(row[code]) for code in CODES if row.get(code) is not None]
    names += by_language.values()
    names += [*row.get("other_names", ()), *row.get("former_names", ())]
    if row.get("title") is not None:
        names.append(row["title"])
    shown = by_language.get("en") or row.get("title") or row.get("symbol") or row.get("publisher")
    missions: Sequence[str] = ()
    if thing in (Mission, Base):
        missions = [row["id" if thing is Mission else "mission_id"]]
    elif thing is Resolution:
        missions = acting.get(row["id"], ())
    only = missions[0] if len(missions) == 1 else None
    title = shown or row["id"]
    return Entry(
        kind, row["id"], title, only, (kind, row["id"]), names, row["words"], missions, NEVER
    )


def home_of(
    fact: type[Fact], row: Row, kinds: Mapping[str, SearchKind]
) -> tuple[SearchKind, str] | None:
    """Where a fact is shown: under its own address, or with the thing that it is told of."""
    match SearchKind(fact.kind):
        case SearchKind.MILESTONE:
            return (SearchKind.MISSION, row["mission_id"]) if row["mission_id"] else None
        case SearchKind.ACTION:
            return SearchKind.RESOLUTION, row["resolution_id"]
        case SearchKind.BASE_STATUS:
            return SearchKind.BASE, row["base_id"]
        case SearchKind.ROLE:
            return kinds[row["holder_id"]], row["holder_id"]
        case kind:
            return kind, row["id"]


def of_fact(fact: type[Fact], row: Row, home: tuple[SearchKind, str]) -> Entry:
    """The entry of a fact: its sentence is its title, and it has no names."""
    mission = row["mission_id"]
    missions = () if mission is None else (mission,)
    kind = SearchKind(fact.kind)
    return Entry(kind, row["id"], row["summary"], mission, home, (), row["words"], missions, NEVER)
