"""The records' shape: names by one convention, nothing loaded unasked, texts in one order."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.orm import RelationshipProperty

import app.records
from app.database import Database
from app.records import FACTS, Fetched, Record
from tests.records.rows import CITATION_TABLES, DATED_TABLES, FACT_TABLES

TABLES = list(Record.metadata.tables.values())
MAPPERS = sorted(Record.registry.mappers, key=lambda mapper: mapper.class_.__name__)
RELATIONSHIPS = [relation for mapper in MAPPERS for relation in mapper.relationships]
LONGEST_NAME = 63
"""PostgreSQL cuts longer names off."""


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_tables_and_columns_are_named_in_lower_case_and_in_the_singular(table: Table) -> None:
    names = [table.name, *table.columns.keys()]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert not table.name.endswith("s") or table.name.endswith("status")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_constraint_has_a_name_by_the_convention(table: Table) -> None:
    for rule in table.constraints:
        columns = "_".join(column.name for column in getattr(rule, "columns", []))
        match rule:
            case PrimaryKeyConstraint():
                assert rule.name == f"pk_{table.name}"
            case ForeignKeyConstraint():
                assert rule.name == f"fk_{table.name}_{columns}"
            case UniqueConstraint():
                assert rule.name == f"uq_{table.name}_{columns}"
            case CheckConstraint():
                assert re.fullmatch(rf"ck_{table.name}_[a-z0-9_]+", str(rule.name))
            case _:
                pytest.fail(f"{rule!r} is of an unknown kind")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_index_has_a_name_by_the_convention(table: Table) -> None:
    for index in table.indexes:
        names = [column.name for column in index.columns]
        told = index.info.get("told")
        is_of_some = index.dialect_options["sqlite"]["where"] is not None
        assert is_of_some == (told == "of_those_spanning_years")
        assert index.name == f"ix_{table.name}_" + (
            "_".join(names) if told is None else f"{names[0]}_{told}"
        )


def test_no_name_is_cut_off_or_used_twice() -> None:
    indexes: list[Index] = [index for table in TABLES for index in table.indexes]
    rules = [str(rule.name) for table in TABLES for rule in table.constraints]
    names = [*rules, *(str(index.name) for index in indexes), *(table.name for table in TABLES)]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= LONGEST_NAME


def test_the_database_knows_the_constraints_by_the_same_names(filled: Database) -> None:
    with filled.engine.connect() as connection:
        inspector = inspect(connection)
        for table in TABLES:
            found = {inspector.get_pk_constraint(table.name)["name"]}
            found |= {rule["name"] for rule in inspector.get_foreign_keys(table.name)}
            found |= {rule["name"] for rule in inspector.get_unique_constraints(table.name)}
            found |= {rule["name"] for rule in inspector.get_check_constraints(table.name)}
            assert found == {rule.name for rule in table.constraints}


@pytest.mark.parametrize("relation", RELATIONSHIPS, ids=str)
def test_nothing_is_loaded_unasked(relation: RelationshipProperty[object]) -> None:
    assert relation.lazy == "raise"


@pytest.mark.parametrize("mapper", MAPPERS, ids=lambda mapper: mapper.class_.__name__)
def test_a_record_lives_in_the_file_of_its_noun(mapper: object) -> None:
    record = mapper.class_  # type: ignore[attr-defined]
    assert record.__name__ in app.records.__all__
    folder = Path(str(app.records.__file__)).parent
    assert (folder / f"{record.__module__.rpartition('.')[2]}.py").is_file()


def test_every_kind_of_fact_has_its_table_its_citations_and_its_own_name() -> None:
    assert {inspect(fact).local_table.description for fact in FACTS} == set(FACT_TABLES)
    assert {fact.citations.property.mapper.local_table.name for fact in FACTS} == set(
        CITATION_TABLES
    )
    assert len({fact.kind for fact in FACTS}) == len(FACTS)


@pytest.mark.parametrize("table", FACT_TABLES)
def test_facts_can_be_found_by_date_by_mission_and_by_place(table: str) -> None:
    indexes = {
        tuple(column.name for column in index.columns)
        for index in Record.metadata.tables[table].indexes
    }
    assert indexes >= {
        ("began_earliest", "id", "ended_latest"),
        ("place_id", "began_earliest", "id", "ended_latest"),
    }
    by_mission = ("mission_id", "began_earliest", "id", "ended_latest", "place_id")
    assert any(columns[:5] == by_mission for columns in indexes)


@pytest.mark.parametrize("table", DATED_TABLES)
def test_what_is_sorted_by_is_never_null(table: str) -> None:
    bounds = [
        column
        for column in Record.metadata.tables[table].columns
        if column.name.startswith(("began_", "ended_"))
    ]
    assert len(bounds) == 4
    assert not any(column.nullable for column in bounds)


TEXTS = ["", " ", "-", "10", "9", "A", "Z", "_", "a", "a b", "a-b", "ab", "e\u0301", "z", "É", "é",
         "œ", "ω", "ж", "ب", "中", "\uffee", "𐎀", "😀"]  # fmt: skip


def fetched(*urls: str) -> list[dict[str, object]]:
    """A row for each text, of a table whose key is any text."""
    instant = datetime(2023, 12, 31, tzinfo=UTC).replace(tzinfo=None)
    return [{"url": url, "sha256": "x", "digest": "x", "fetched_at": instant} for url in urls]


def test_texts_sort_by_code_point(undone: Connection) -> None:
    url = Fetched.__table__.c.url
    undone.execute(text("DELETE FROM fetched"))
    undone.execute(insert(Fetched), fetched(*reversed(TEXTS)))
    found = list(undone.scalars(select(url).order_by(url)))
    assert found == sorted(TEXTS)
    assert set(undone.scalars(select(url).where(url > "é"))) == {
        text for text in TEXTS if text > "é"
    }


def test_texts_that_differ_in_case_or_accent_are_two(undone: Connection) -> None:
    url = Fetched.__table__.c.url
    undone.execute(insert(Fetched), fetched("É"))
    assert undone.scalars(select(url).where(url == "é")).all() == []
    assert undone.scalars(select(url).where(url == "E\u0301")).all() == []


def test_sqlite_keeps_foreign_keys_on_every_connection() -> None:
    database = Database("sqlite://")
    for _ in range(2):
        with database.engine.connect() as connection:
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        database.engine.dispose()
