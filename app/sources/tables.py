"""Seed rows as the rows of tables: pure functions, one table's columns at a time."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Table

from app.records import (
    FACTS,
    Actor,
    ActorKind,
    Base,
    Country,
    Document,
    Fact,
    Mission,
    Place,
    Record,
    Resolution,
    event_actor,
    mission_country,
)
from app.records.counted import quantity_columns
from app.records.dated import date_columns
from app.sources import rows as seed
from app.sources.cells import Ref
from app.values.dates import FuzzyDate
from app.values.words import padded

THINGS: dict[type[seed.Row], type[Record]] = {
    seed.CountryRow: Country,
    seed.PlaceRow: Place,
    seed.DocumentRow: Document,
    seed.MissionRow: Mission,
    seed.ResolutionRow: Resolution,
    seed.PersonRow: Actor,
    seed.OrganisationRow: Actor,
    seed.BaseRow: Base,
}
FACT_OF_KIND: dict[str, type[Fact]] = {fact.kind: fact for fact in FACTS}


def tabulate(files: seed.Files) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Every table row that the seed files stand for, each with its table."""
    names = Names(files)
    for file, record in THINGS.items():
        for row in files[file]:
            yield table_of(record), thing_columns(row) | {"words": names.of_thing(row)}
    for mission in files[seed.MissionRow]:
        for country in mission.countries:
            yield mission_country, {"mission_id": mission.id, "country_id": country}
    for kind, file in seed.FACT_FILES.items():
        for row in files[file]:
            yield table_of(FACT_OF_KIND[kind]), columns(row) | {"words": names.of_fact(row)}
    for event in files[seed.EventRow]:
        for actor in event.actors:
            yield event_actor, {"event_id": event.id, "actor_id": actor}
    yield from citations(files[seed.CitationRow])


def heirs(files: seed.Files) -> Iterator[tuple[str, str, str]]:
    """The table, the id and the heir of what has become part of another row."""
    for row in files[seed.MergedRow]:
        record = FACT_OF_KIND.get(row.kind) or THINGS[seed.KIND_FILES[row.kind]]
        yield table_of(record).name, row.id, row.heir


def table_of(record: type[Any]) -> Table:
    """The table that a record is kept in."""
    table: Table = record.__table__
    return table


def citations(rows: Iterable[seed.CitationRow]) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Citations keep the order that the file gives them."""
    positions: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.kind, row.fact)
        positions[key] = positions.get(key, 0) + 1
        citation: Any = FACT_OF_KIND[row.kind].citations.property.mapper.local_table
        yield (
            citation,
            {
                "fact_id": row.fact,
                "position": positions[key],
                "document_id": row.document,
                "paragraph": row.paragraph,
                "start_offset": row.start,
                "end_offset": row.end,
                "sha256": row.sha256,
                "record": None,
                "stated": row.stated,
            },
        )


def thing_columns(row: seed.Row) -> dict[str, Any]:
    """The columns of a thing; people and organisations share a table."""
    if isinstance(row, seed.PersonRow):
        return {
            "id": row.id,
            "kind": ActorKind.PERSON,
            "type": None,
            "acronym": None,
            "names": {"en": row.name},
            "other_names": row.other_names,
            "country_id": None,
            "part_of_id": None,
        }
    if isinstance(row, seed.OrganisationRow):
        return columns(row) | {"kind": ActorKind.ORGANISATION}
    return columns(row)


def columns(row: seed.Row) -> dict[str, Any]:
    """Columns by the fields' own names: references to `_id`, names by language, values to columns."""
    made: dict[str, Any] = {}
    for name, value in row:
        made |= column(row, name, value)
    if "name_en" in type(row).model_fields:
        made["names"] = names_by_language(row)
    return made


def column(row: seed.Row, name: str, value: Any) -> dict[str, Any]:
    """What one field of a seed row becomes."""
    if name in ("date", "published", "adopted_on"):
        return date_columns(value)
    if name in ("quantity", "personnel"):
        return quantity_columns(value)
    if name == "group":
        return {"population_group": value}
    if name == "deadline":
        return {"deadline_edtf": value.edtf if isinstance(value, FuzzyDate) else None}
    if name in ("name_en", "name_fr", "countries", "actors"):
        return {}
    if any(isinstance(mark, Ref) for mark in type(row).model_fields[name].metadata):
        return {f"{name}_id": value}
    return {name: value}


def names_by_language(row: Any) -> dict[str, str]:
    """Names under their ISO 639-1 codes, those that are known."""
    names = {"en": row.name_en, "fr": row.name_fr}
    return {language: name for language, name in names.items() if name}


class Names:
    """What `q` looks through for each row: its own words and the names of what it is about."""

    def __init__(self, files: seed.Files) -> None:
        self.known: dict[str, list[str | None]] = {}
        for file in THINGS:
            for row in files[file]:
                self.known[f"{file.file}/{row.id}"] = own_names(row)
        self.acting: dict[str, list[str | None]] = {}
        for action in files[seed.ActionRow]:
            missions = self.known.get(f"missions/{action.mission}", [])
            self.acting.setdefault(action.resolution, []).extend([action.type, *missions])

    def of_thing(self, row: Any) -> str:
        """A thing's own names, those of what it belongs to, and what a resolution does to whom."""
        acts = self.acting.get(row.id, []) if isinstance(row, seed.ResolutionRow) else []
        return padded([*own_names(row), row.id, *self.referred(row), *acts])

    def of_fact(self, row: seed.FactRow) -> str:
        """A fact's sentences, its codes, and the names of everything it refers to."""
        told = ("role", "title", "description")
        coded = ("type", "outcome", "cause", "category", "status", "unit_type")
        own = [getattr(row, name, None) for name in (*told, *coded)]
        return padded([row.summary, row.note, *own, *self.referred(row)])

    def referred(self, row: seed.Row) -> list[str | None]:
        """The names of the rows that a row refers to."""
        found: list[str | None] = []
        for name, field in type(row).model_fields.items():
            value = getattr(row, name)
            for mark in field.metadata:
                if isinstance(mark, Ref) and value:
                    ids = value if isinstance(value, list) else [value]
                    for file in mark.files:
                        for id in ids:
                            found += self.known.get(f"{file}/{id}", [])
        return found


def own_names(row: Any) -> list[str | None]:
    """Every name that a thing goes by."""
    single = ("name", "name_en", "name_fr", "acronym", "title", "symbol", "number", "publisher")
    several = ("other_names", "former_names")
    found: list[str | None] = [getattr(row, name, None) for name in single]
    for name in several:
        found += getattr(row, name, [])
    return found
