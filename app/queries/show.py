"""What an answer shows of a row beside its own columns, in a number of statements that is constant.

The rows are the records' own; what they refer to is read by plain statements, once for the whole
page, for mapping it all to records took three times as long (docs/benchmarks.md).
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_dict

from app.records import (
    FACTS,
    Actor,
    ActorKind,
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
from app.records.dated import parsed
from app.values.dates import FuzzyDate
from app.values.terms import BaseKind, PlaceKind

Rows = Sequence[Any]


class Only(NamedTuple):
    """What of the facts and citations is shown: None for all."""

    documents: Select[str] | None = None
    """The ids of the documents whose citations count."""
    begun: Callable[[Any], ColumnElement[bool]] | None = None
    """Whether a fact within a thing had begun by the day that the thing is shown for."""


Shower = Callable[[Session, Rows, Only], None]
EVERYTHING = Only()


class ShownPlace(NamedTuple):
    """A place, as rows at it show it."""

    id: str
    name: str
    kind: PlaceKind
    country_id: str | None
    longitude: float | None
    latitude: float | None


class ShownActor(NamedTuple):
    """A person or an organisation, as facts name it."""

    id: str
    kind: ActorKind
    name: str


class ShownDocument(NamedTuple):
    """A document, as citations show it."""

    id: str
    title: str | None
    publisher: str | None
    origin: str
    sha256: str
    date: FuzzyDate | None


class ShownCitation(NamedTuple):
    """A citation, with its document."""

    document: ShownDocument
    paragraph: int | None
    start: int | None
    end: int | None
    sha256: str | None
    record: str | None
    stated: dict[str, Any] | None
    quote: str | None


IDS: BindParameter[Any] = bindparam("ids", expanding=True)


def table(record: type[Record]) -> FromClause:
    """The plain table of a record: its statements need none of the mapping, nor its time."""
    return record.__table__


def citations_of(fact: type[Fact]) -> Select[Any]:
    """The citations of some facts with their documents, in their order."""
    citation: FromClause = fact.citations.property.mapper.local_table
    document = table(Document).c
    cited = citation.c
    return (
        select(
            cited.fact_id,
            document.id,
            document.title,
            document.publisher,
            document.origin,
            document.sha256.label("text"),
            document.edtf,
            cited.paragraph,
            cited.start_offset,
            cited.end_offset,
            cited.sha256,
            cited.record,
            cited.stated,
        )
        .join_from(citation, table(Document), document.id == cited.document_id)
        .where(cited.fact_id.in_(IDS))
        .order_by(cited.fact_id, cited.position)
    )


PLACE = table(Place).c
ACTOR = table(Actor).c
PLACES = select(
    PLACE.id, PLACE.names, PLACE.kind, PLACE.country_id, PLACE.longitude, PLACE.latitude
).where(PLACE.id.in_(IDS))
ACTORS = select(ACTOR.id, ACTOR.kind, ACTOR.names).where(ACTOR.id.in_(IDS))
TAKING_PART = (
    select(event_actor.c.event_id, ACTOR.id, ACTOR.kind, ACTOR.names)
    .join_from(event_actor, table(Actor), ACTOR.id == event_actor.c.actor_id)
    .where(event_actor.c.event_id.in_(IDS))
    .order_by(ACTOR.id)
)
CITATIONS = {fact: citations_of(fact) for fact in FACTS}


def show(session: Session, record: type[Any], rows: Rows, only: Only = EVERYTHING) -> None:
    """Put into the rows of a record all that an answer shows of them."""
    if rows:
        for shower in SHOWERS.get(record, ()):
            shower(session, rows, only)


def set_all(rows: Rows, name: str, values: Callable[[Any], Any]) -> None:
    """Set what each row's relationship holds, as loaded.

    Straight into the row, for it is only read: `set_committed_value` took a third of a list's time.
    """
    for row in rows:
        instance_dict(row)[name] = values(row)


def referred(rows: Rows, *columns: str) -> list[str]:
    """The ids that the rows hold in some columns."""
    ids = {getattr(row, column) for row in rows for column in columns}
    return list(ids - {None})


def places(session: Session, rows: Rows, only: Only = EVERYTHING) -> None:
    """Where each row is."""
    found = session.connection().execute(PLACES, {"ids": referred(rows, "place_id")})
    by_id = {row[0]: ShownPlace(row[0], row[1]["en"], *row[2:]) for row in found}
    set_all(rows, "place", lambda row: by_id.get(row.place_id))


def actors(*names: str) -> Shower:
    """Who is meant by columns such as `speaker_id`."""
    columns = [f"{name}_id" for name in names]

    def shower(session: Session, rows: Rows, only: Only) -> None:
        found = session.connection().execute(ACTORS, {"ids": referred(rows, *columns)})
        by_id = {row.id: ShownActor(row.id, row.kind, row.names["en"]) for row in found}
        for row in rows:
            for name, column in zip(names, columns, strict=True):
                instance_dict(row)[name] = by_id.get(getattr(row, column))

    return shower


def citations(session: Session, facts: Rows, only: Only = EVERYTHING) -> None:
    """Who says each fact, and where."""
    by_fact: dict[str, list[ShownCitation]] = {fact.id: [] for fact in facts}
    documents: dict[str, ShownDocument] = {}
    query = CITATIONS[type(facts[0])]
    if only.documents is not None:
        query = query.where(query.selected_columns.id.in_(only.documents))
    texts = session.info.get("texts", {})
    for row in session.connection().execute(query, {"ids": list(by_fact)}):
        fact, id, title, publisher, origin, text, edtf, paragraph, start, end, hash, *rest = row
        document = documents.get(id)
        if document is None:
            date = parsed(edtf) if edtf is not None else None
            document = documents[id] = ShownDocument(id, title, publisher, origin, text, date)
        quote = quoted(texts.get(text), start, end, hash)
        shown = ShownCitation(document, paragraph, start, end, hash, rest[0], rest[1], quote)
        by_fact[fact].append(shown)
    set_all(facts, "citations", lambda fact: by_fact[fact.id])


def quoted(text: str | None, start: int | None, end: int | None, sha256: str | None) -> str | None:
    """The passage itself, where its text is at hand and it is the very passage that was cited."""
    if text is None or start is None:
        return None
    passage = text[start:end]
    return passage if hashlib.sha256(passage.encode()).hexdigest() == sha256 else None


def taking_part(session: Session, events: Rows, only: Only = EVERYTHING) -> None:
    """Who took part in each event."""
    by_event: dict[str, list[ShownActor]] = {event.id: [] for event in events}
    for row in session.connection().execute(TAKING_PART, {"ids": list(by_event)}):
        by_event[row.event_id].append(ShownActor(row.id, row.kind, row.names["en"]))
    set_all(events, "actors", lambda event: by_event[event.id])


def facts(fact: Any, column: str, name: str) -> Shower:
    """The facts that are told of each thing, the oldest first, each shown whole."""

    def shower(session: Session, things: Rows, only: Only) -> None:
        of_thing: dict[str, list[Any]] = {thing.id: [] for thing in things}
        query = select(fact).where(getattr(fact, column).in_(of_thing))
        if only.documents is not None:
            cited = fact.citations.property.mapper.class_.document_id
            query = query.where(fact.citations.any(cited.in_(only.documents)))
        if only.begun is not None:
            query = query.where(only.begun(fact))
        found = session.scalars(query.order_by(fact.began_earliest, fact.id)).all()
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
    query = select(Base).where(Base.mission_id.in_(ids), Base.kind == BaseKind.HEADQUARTERS)
    found = session.scalars(query).all()
    if found:
        places(session, found)
    of_mission = {base.mission_id: base for base in found}
    set_all(missions, "headquarters", lambda mission: of_mission.get(mission.id))


WHOLE = (places, citations)
SHOWERS: dict[type[Any], tuple[Shower, ...]] = {
    **dict.fromkeys(FACTS, WHOLE),
    Event: (*WHOLE, taking_part),
    Statement: (*WHOLE, actors("speaker", "on_behalf_of", "audience")),
    BaseStatus: (*WHOLE, actors("recipient")),
    Role: (*WHOLE, actors("organisation")),
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
