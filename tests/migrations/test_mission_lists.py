"""Revision 0005 makes tables anew on SQLite: no fact and no citation is lost on the way."""

from pathlib import Path

from alembic import command
from sqlalchemy import Connection, text

from app.database import Database
from app.sources.seed import seed
from tests.migrations.test_migrations import alembic

TABLES = ("milestone", "milestone_citation", "mandate_task", "mandate_task_citation")


def held(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    ordered = {table: f"SELECT * FROM {table} ORDER BY 1, 2" for table in TABLES}
    return {
        table: [tuple(row) for row in connection.execute(text(query))]
        for table, query in ordered.items()
    }


def test_facts_and_who_says_them_outlive_the_revision(database: Database, seed_dir: Path) -> None:
    seed(database, seed_dir)
    with database.writing() as connection:
        before = held(connection)
        assert all(before.values())
        alembic(connection, command.downgrade, "0004")
        assert held(connection) == before
        alembic(connection, command.upgrade, "0005")
        assert held(connection) == before


def test_facts_of_the_new_codes_go_when_it_is_taken_back(
    database: Database, seed_dir: Path
) -> None:
    seed(database, seed_dir)
    with database.writing() as connection:
        connection.execute(
            text("UPDATE milestone SET type = 'started' WHERE id = 'minusma-deployed'")
        )
        alembic(connection, command.downgrade, "0004")
        left = held(connection)
    assert "minusma-deployed" not in {row[0] for rows in left.values() for row in rows}
    assert len(left["milestone"]) == 6
