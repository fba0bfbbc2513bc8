"""The migrations make exactly the tables that the records describe, and unmake them."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from app.database import SCHEMA_REVISION, Database
from app.errors import OperatorError
from app.records import Record
from app.settings import ROOT
from app.sources.prepare import migrate
from tests.migrations.schema import VERSION_TABLE, schema_of

MIGRATIONS = ROOT / "migrations"
REVISIONS = sorted((MIGRATIONS / "versions").glob("*.py"))


def config() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("path_separator", "os")
    return settings


def alembic(connection: Connection, order: Callable[..., None], *given: Any) -> None:
    settings = config()
    settings.attributes["connection"] = connection
    order(settings, *given)


@pytest.fixture
def empty(empty_url: str) -> Any:
    database = Database(empty_url)
    yield database
    database.close()


def test_upgrading_an_empty_database_makes_what_the_records_describe(
    empty: Database, database: Database
) -> None:
    with empty.writing() as connection:
        Record.metadata.create_all(connection)
    with empty.engine.connect() as created, database.engine.connect() as migrated:
        assert schema_of(migrated) == schema_of(created)


def test_alembic_finds_nothing_that_is_not_migrated(database: Database) -> None:
    with database.engine.connect() as connection:
        alembic(connection, command.check)


def test_up_down_and_up_again_leaves_the_same_schema(database: Database) -> None:
    with database.engine.connect() as connection:
        before = schema_of(connection)
    with database.writing() as connection:
        alembic(connection, command.downgrade, "base")
    with database.writing() as connection:
        alembic(connection, command.upgrade, "head")
    with database.engine.connect() as connection:
        assert schema_of(connection) == before


def test_each_revision_can_be_taken_back_one_by_one(database: Database) -> None:
    for _ in REVISIONS:
        with database.writing() as connection:
            alembic(connection, command.downgrade, "-1")
    with database.engine.connect() as connection:
        assert schema_of(connection) == {}


def test_down_leaves_nothing_but_the_table_of_versions(database: Database) -> None:
    with database.writing() as connection:
        alembic(connection, command.downgrade, "base")
    with database.engine.connect() as connection:
        inspector = inspect(connection)
        assert inspector.get_table_names() == [VERSION_TABLE]
        assert inspector.get_view_names() == []
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 0


def test_a_database_that_was_taken_down_counts_as_empty(database: Database) -> None:
    with database.writing() as connection:
        alembic(connection, command.downgrade, "base")
    assert database.revision() is None
    assert migrate(database) == f"Migrated {database.name} to revision {SCHEMA_REVISION}."


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.engine.connect() as connection:
        before = schema_of(connection)
    assert (
        migrate(database) == f"Database {database.name} is at revision {SCHEMA_REVISION} already."
    )
    with database.engine.connect() as connection:
        assert schema_of(connection) == before


def test_a_migration_that_fails_halfway_leaves_nothing(empty: Database) -> None:
    class Fails(Exception):
        pass

    def fail() -> None:
        with empty.writing() as connection:
            alembic(connection, command.upgrade, "head")
            raise Fails

    with pytest.raises(Fails):
        fail()
    with empty.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


@pytest.mark.parametrize("revision", ["0000", "9999", "cafe", "4f975cf808f3"])
def test_a_database_of_an_unknown_revision_is_not_migrated(
    database: Database, revision: str
) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
        before = schema_of(connection)
    with pytest.raises(OperatorError, match=revision):
        migrate(database)
    with database.engine.connect() as connection:
        assert schema_of(connection) == before
    assert database.revision() == revision


def test_the_revision_that_the_code_names_is_the_only_head() -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [SCHEMA_REVISION]


def test_revisions_are_numbered_in_the_order_in_which_they_follow_each_other() -> None:
    scripts = list(ScriptDirectory.from_config(config()).walk_revisions())
    names = [script.revision for script in reversed(scripts)]
    assert names == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert [path.name[:4] for path in REVISIONS] == names


@pytest.mark.parametrize("path", REVISIONS, ids=lambda path: path.stem)
def test_a_revision_is_history_and_imports_nothing_of_the_code(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            imported.add((node.module or "").partition(".")[0])
    assert imported <= {"alembic", "collections", "datetime", "sqlalchemy", "typing"}
