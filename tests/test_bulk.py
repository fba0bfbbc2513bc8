"""Many rows at once: found by an index, however many and whatever their ids."""

import json
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, select, text

from app.bulk import MANY, among, indexed_afterwards, insert_new
from app.database import Database
from app.records import CasualtyFigure, Mission

MISSION: Any = Mission.__table__
CASUALTY: Any = CasualtyFigure.__table__
ODD = ["it's", 'a "quoted" one', "back\\slash", "tab\tand\nline", "{1,2}", "Côte", ""]


def mission(id: str) -> dict[str, Any]:
    return {
        "id": id, "acronym": f"{id}\\N", "names": {"en": f"\t{id}"}, "other_names": [id, "é"],
        "kind": "peacekeeping", "lead": "un", "words": f" {id} ",
    }  # fmt: skip


def test_rows_are_kept_and_found_as_they_were_given_whatever_their_signs(
    database: Database,
) -> None:
    with database.writing() as connection:
        insert_new(connection, MISSION, [mission(id) for id in ODD])
        query = select(MISSION).where(among(MISSION.c.id))
        for ids in (ODD, ODD[:1], ["none"], [*ODD, *map(str, range(40_000))], []):
            found = connection.execute(query, {"ids": ids}).mappings()
            kept = {row["id"]: {name: row[name] for name in mission("")} for row in found}
            assert kept == {id: mission(id) for id in ids if id in ODD}


def test_rows_are_found_by_an_index(database: Database) -> None:
    with database.writing() as connection:
        insert_new(connection, MISSION, [mission(f"c{number}") for number in range(2000)])
        query = select(MISSION.c.words).where(among(MISSION.c.id))
        compiled = query.compile(connection, compile_kwargs={"render_postcompile": True})
        if database.is_sqlite:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", (json.dumps(ODD),))
            assert "SEARCH mission USING INDEX sqlite_autoindex_mission_1 (id=?)" in str(plan.all())
        else:
            connection.execute(text("ANALYZE mission"))
            plan = connection.exec_driver_sql(f"EXPLAIN {compiled}", {"ids": ODD})
            assert "pk_mission" in str(plan.all())


def made(connection: Connection) -> list[Any]:
    """How the indexes of casualty figures were made, in their order."""
    query = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'casualty_figure'"
    if connection.dialect.name == "sqlite":
        query = (
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'casualty_figure' ORDER BY rowid"
        )
    return list(connection.exec_driver_sql(query))


def test_a_table_that_most_rows_are_new_of_has_the_same_indexes_afterwards(
    database: Database,
) -> None:
    with database.writing() as connection:
        before = made(connection)
        assert len(CASUALTY.indexes) == len(inspect(connection).get_indexes(CASUALTY.name))
        with indexed_afterwards(connection, CASUALTY, 2 * MANY):
            within = inspect(connection).get_indexes(CASUALTY.name)
        assert bool(within) != database.is_sqlite
        with indexed_afterwards(connection, CASUALTY, MANY - 1):
            assert inspect(connection).get_indexes(CASUALTY.name)
        assert made(connection) == before


def test_a_load_that_fails_leaves_the_indexes_as_they_were(database: Database) -> None:
    with database.writing() as connection:
        before = made(connection)
    with (
        pytest.raises(ZeroDivisionError),
        database.writing() as connection,
        indexed_afterwards(connection, CASUALTY, 2 * MANY),
    ):
        raise ZeroDivisionError
    with database.writing() as connection:
        assert made(connection) == before
