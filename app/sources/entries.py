"""What a search can find: an entry for each thing and fact that the tables hold, and since when it is known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, false, func, literal, select

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
)
from app.records.search import kind_term, mission_term, name_term, title_term, word_term
from app.sources.datasets import DATASETS
from app.sources.keeping import table_of
from app.values.terms import SearchKind
from app.values.words import words

LONGEST_TITLE = 999
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
        names = [words(name) for name in self.names]
        named = {word for name in (words(self.title), *names) for word in name}
        whole = set(map(name_term, names))
        return {
            *map(word_term, self.text.split()),
            *map(word_term, named),
            *map(title_term, named),
            *(term for term in whole if term is not None),
            *map(mission_term, self.missions),
            kind_term(self.kind),
        }


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
        for row in facts_of(connection, fact, *table_of(fact).columns):
            if (home := home_of(fact, row, kinds)) is not None:
                yield of_fact(fact, row, home)


def sinces(connection: Connection) -> Iterator[tuple[SearchKind, str, Since]]:
    """Since when each thing and each fact is known that may be an entry."""
    for thing in THINGS:
        known = thing_known(connection, thing)
        kind = Actor.kind if thing is Actor else literal(thing.__tablename__)
        for id, name in connection.execute(select(table_of(thing).c.id, kind)):
            yield SearchKind(name), id, ALWAYS if known is None else known.get(id, NEVER)
    for fact in FACTS:
        for row in facts_of(connection, fact, fact.id):
            yield SearchKind(fact.kind), row["id"], since_of(row)


def unsearched() -> Sequence[str]:
    """The sources whose facts are not entries of their own."""
    return [name for name, dataset in DATASETS.items() if not dataset.is_searched]


def rows_of(connection: Connection, record: Any) -> Iterator[Row]:
    """The rows of a table."""
    for row in connection.execute(select(record.__table__)).mappings():
        yield dict(row)


def facts_of(connection: Connection, fact: Any, *columns: Any) -> Iterator[Row]:
    """Columns of the facts that may be entries, with the days since when they are known."""
    cited = fact.citations.property.mapper.class_
    found = select(*columns, *SINCE).join(cited, cited.fact_id == fact.id, isouter=True)
    found = found.join(Document, Document.id == cited.document_id, isouter=True)
    found = found.where(fact.source.not_in(unsearched())).group_by(fact.id)
    for row in connection.execute(found).mappings():
        yield dict(row)


def since_of(row: Row) -> Since:
    """Since when a fact is known."""
    return Since(row["possibly"], row["certainly"])


DATED = Document.edtf.is_not(None)
EXACT = and_(DATED, Document.is_approximate == false())
SINCE = (
    func.min(case((DATED, Document.began_earliest))).label("possibly"),
    func.min(case((EXACT, Document.ended_latest))).label("certainly"),
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
    connection: Connection, fact: Any, of: Any, link: Any
) -> Iterator[tuple[str, Since]]:
    """Since when each thing is known that facts are linked with."""
    cited = fact.citations.property.mapper.class_
    said = select(of.id, *SINCE).select_from(cited)
    said = said.join(Document, Document.id == cited.document_id).group_by(of.id)
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
    since = since_of(row)
    return Entry(kind, row["id"], row["summary"], mission, home, (), row["words"], missions, since)
