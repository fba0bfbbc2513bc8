"""What an answer shows of a row beside its own columns, in a number of statements that is constant.

What rows refer to is read by plain statements, once for the whole page.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, bindparam, select
from sqlalchemy.orm import Session

from app.queries.memory import memory_of
from app.queries.rows import read, selection
from app.queries.shown import (
    ShownActor,
    ShownCitation,
    ShownDocument,
    ShownPlace,
    shown_document,
)
from app.records import (
    FACTS,
    Actor,
    Base,
    BaseStatus,
    Country,
    Document,
    Event,
    Fact,
    Milestone,
    Mission,
    Place,
    Record,
    Resolution,
    ResolutionAction,
    Role,
    Statement,
    event_actor,
    mission_country,
)
from app.values.terms import BaseKind

Rows = Sequence[Any]


class Only(NamedTuple):
    """What of the facts and citations is shown: None for all."""

    documents: Select[str] | None = None
    """The ids of the documents whose citations count."""
    begun: Callable[[Any], ColumnElement[bool]] | None = None
    """Whether a fact within a thing had begun by the day that the thing is shown for."""


Shower = Callable[[Session, Rows, Only], None]
EVERYTHING = Only()
IDS: BindParameter[Any] = bindparam("ids", expanding=True)


def table(record: type[Record]) -> FromClause:
    """The plain table of a record: its statements need none of the mapping, nor its time."""
    return record.__table__


def english_name(record: type[Record]) -> ColumnElement[str]:
    """The English name of a place or an actor."""
    column: ColumnElement[str] = table(record).c.names["en"].as_string()
    return column


CITED = (
    "fact_id", "document_id", "paragraph", "start_offset", "end_offset", "sha256", "record", "stated",
)  # fmt: skip
"""What is read of a citation."""


def citations_of(fact: Any) -> Select[Any]:
    """The citations of facts of a kind, in their order."""
    cited = fact.citations.property.mapper.local_table.c
    return select(*(cited[name] for name in CITED)).order_by(cited.fact_id, cited.position)


def citations_by_fact(session: Session, rows: Rows) -> Mapping[str, list[ShownCitation]]:
    """The citations that were read, by the ids of their facts; none where a fact has none."""
    documents = documents_by_id(session, {row[1] for row in rows})
    texts = session.info.get("texts", {})
    by_fact: dict[str, list[ShownCitation]] = defaultdict(list)
    for id, document_id, paragraph, start, end, hash, record, stated in rows:
        document = documents[document_id]
        quote = quoted(texts.get(document.sha256), start, end, hash) if texts else None
        by_fact[id].append(
            ShownCitation(document, paragraph, start, end, hash, record, stated, quote)
        )
    return by_fact


PLACE = table(Place).c
ACTOR = table(Actor).c
PLACES = select(
    PLACE.id, english_name(Place), PLACE.kind, PLACE.country_id, PLACE.longitude, PLACE.latitude
).where(PLACE.id.in_(IDS))
DOCUMENT = table(Document).c
DOCUMENTS = select(
    DOCUMENT.id,
    DOCUMENT.title,
    DOCUMENT.publisher,
    DOCUMENT.origin,
    DOCUMENT.sha256,
    DOCUMENT.edtf,
).where(DOCUMENT.id.in_(IDS))
ACTORS = select(ACTOR.id, ACTOR.kind, english_name(Actor)).where(ACTOR.id.in_(IDS))
TAKING_PART = (
    select(event_actor.c.event_id, event_actor.c.actor_id)
    .where(event_actor.c.event_id.in_(IDS))
    .order_by(event_actor.c.actor_id)
)


def ask(session: Session, statement: Select[Any], ids: Sequence[str]) -> Rows:
    """What a statement reads of some ids."""
    return session.connection().execute(statement, {"ids": ids}).all()


def named(
    session: Session, statement: Select[Any], make: Callable[..., Any], ids: Iterable[str]
) -> Mapping[str, Any]:
    """What rows refer to, by its id: few things are referred to by many rows, and are remembered."""

    def read(new: Sequence[str]) -> dict[str, Any]:
        return {row[0]: make(*row) for row in ask(session, statement, new)}

    return memory_of(session).by_id(statement, ids, read)


def show(session: Session, record: type[Any], rows: Rows, only: Only = EVERYTHING) -> None:
    """Put into the rows of a record all that an answer shows of them."""
    if rows:
        for shower in SHOWERS.get(record, ()):
            shower(session, rows, only)


def set_all(rows: Rows, name: str, values: Callable[[Any], Any]) -> None:
    """Set what each row shows under a name.

    Straight into the row, be it plain or a record: it is only read.
    """
    for row in rows:
        row.__dict__[name] = values(row)


def referred(rows: Rows, *columns: str) -> list[str]:
    """The ids that the rows hold in some columns."""
    ids = {getattr(row, column) for row in rows for column in columns}
    return list(ids - {None})


def places(session: Session, rows: Rows, only: Only = EVERYTHING) -> None:
    """Where each row is."""
    by_id = places_by_id(session, referred(rows, "place_id"))
    set_all(rows, "place", lambda row: by_id.get(row.place_id))


def places_by_id(session: Session, ids: Iterable[str]) -> Mapping[str, ShownPlace]:
    """Some places by their ids."""
    return named(session, PLACES, ShownPlace, ids)


def documents_by_id(session: Session, ids: Iterable[str]) -> Mapping[str, ShownDocument]:
    """Some documents, as citations show them, by their ids."""
    return named(session, DOCUMENTS, shown_document, ids)


def actors_by_id(session: Session, ids: Iterable[str]) -> Mapping[str, ShownActor]:
    """Some actors by their ids."""
    return named(session, ACTORS, ShownActor, ids)


def actors(*names: str) -> Shower:
    """Who is meant by columns such as `speaker_id`."""
    columns = [f"{name}_id" for name in names]

    def shower(session: Session, rows: Rows, only: Only) -> None:
        by_id = actors_by_id(session, referred(rows, *columns))
        for row in rows:
            for name, column in zip(names, columns, strict=True):
                row.__dict__[name] = by_id.get(getattr(row, column))

    return shower


def citations(fact: type[Fact]) -> Shower:
    """Who says each fact of a kind, and where."""
    of_kind = citations_of(fact)
    of_some = of_kind.where(of_kind.selected_columns.fact_id.in_(IDS))

    def shower(session: Session, facts: Rows, only: Only = EVERYTHING) -> None:
        query = of_some
        if only.documents is not None:
            query = query.where(query.selected_columns.document_id.in_(only.documents))
        by_fact = citations_by_fact(session, ask(session, query, [fact.id for fact in facts]))
        set_all(facts, "citations", lambda fact: by_fact[fact.id])

    return shower


def quoted(text: str | None, start: int | None, end: int | None, sha256: str | None) -> str | None:
    """The passage itself, where its text is at hand and it is the very passage that was cited."""
    if text is None or start is None:
        return None
    passage = text[start:end]
    return passage if hashlib.sha256(passage.encode()).hexdigest() == sha256 else None


def taking_part(session: Session, events: Rows, only: Only = EVERYTHING) -> None:
    """Who took part in each event."""
    by_event = actors_by_event(session, [event.id for event in events])
    set_all(events, "actors", lambda event: by_event[event.id])


def actors_by_event(session: Session, ids: Sequence[str]) -> Mapping[str, Sequence[ShownActor]]:
    """The actors of some events."""
    by_event: dict[str, list[ShownActor]] = {id: [] for id in ids}
    taking = ask(session, TAKING_PART, ids)
    actors = actors_by_id(session, {actor_id for _, actor_id in taking})
    for event_id, actor_id in taking:
        by_event[event_id].append(actors[actor_id])
    return by_event


def facts(fact: Any, column: str, name: str) -> Shower:
    """The facts that are told of each thing, the oldest first, each shown whole."""

    def shower(session: Session, things: Rows, only: Only) -> None:
        of_thing: dict[str, list[Any]] = {thing.id: [] for thing in things}
        query = selection(fact).where(getattr(fact, column).in_(of_thing))
        if only.documents is not None:
            cited = fact.citations.property.mapper.class_.document_id
            query = query.where(fact.citations.any(cited.in_(only.documents)))
        if only.begun is not None:
            query = query.where(only.begun(fact))
        found = read(session, fact, query.order_by(fact.began_earliest, fact.id))
        show(session, fact, found, only)
        for one in found:
            of_thing[getattr(one, column)].append(one)
        set_all(things, name, lambda thing: of_thing[thing.id])

    return shower


def countries(session: Session, missions: Rows, only: Only = EVERYTHING) -> None:
    """Where each mission worked."""
    of_mission: dict[str, list[str]] = {mission.id: [] for mission in missions}
    join = mission_country.c
    query = select(join.mission_id, Country.id).join(Country, Country.id == join.country_id)
    query = query.where(join.mission_id.in_(of_mission)).order_by(Country.id)
    for mission_id, country_id in session.execute(query):
        of_mission[mission_id].append(country_id)
    set_all(missions, "countries", lambda mission: of_mission[mission.id])


def headquarters(session: Session, missions: Rows, only: Only = EVERYTHING) -> None:
    """The base that each mission was led from."""
    ids = [mission.id for mission in missions]
    of_missions = Base.mission_id.in_(ids), Base.kind == BaseKind.HEADQUARTERS
    found = read(session, Base, selection(Base).where(*of_missions))
    if found:
        places(session, found)
    of_mission = {base.mission_id: base for base in found}
    set_all(missions, "headquarters", lambda mission: of_mission.get(mission.id))


CITATIONS = {fact: citations(fact) for fact in FACTS}
BESIDE: dict[type[Any], Shower] = {
    Event: taking_part,
    Statement: actors("speaker", "on_behalf_of", "audience"),
    BaseStatus: actors("recipient"),
    Role: actors("organisation"),
}
"""What only facts of some kinds show."""
SHOWERS: dict[type[Any], tuple[Shower, ...]] = {
    **{
        fact: (places, cited, *filter(None, [BESIDE.get(fact)]))
        for fact, cited in CITATIONS.items()
    },
    Base: (places, facts(BaseStatus, "base_id", "statuses")),
    Mission: (
        countries,
        headquarters,
        facts(Milestone, "mission_id", "milestones"),
        facts(ResolutionAction, "mission_id", "actions"),
    ),
    Resolution: (facts(ResolutionAction, "resolution_id", "actions"),),
    Actor: (facts(Role, "holder_id", "roles"),),
}
