"""How Alembic reaches the database: a connection that is handed over, or the settings' address."""

from alembic import context
from sqlalchemy import Connection, inspect, text

from app import fulltext
from app.database import Database
from app.records import Record
from app.settings import Settings


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is one that the records describe: the index of terms is not."""
    return kind != "table" or not fulltext.is_ours(name)


def migrate(connection: Connection) -> None:
    """Run the migrations on an open connection, in its transaction."""
    context.configure(
        connection=connection,
        target_metadata=Record.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=is_described,
    )
    with context.begin_transaction():
        context.run_migrations()
        note_readers(connection)


def note_readers(connection: Connection) -> None:
    """Note from which revision on code may read the tables as they now are.

    A revision that only adds to what there was says so by `readable_from`; any other is read by its
    own code alone.
    """
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision is None:
        return
    columns = {column["name"] for column in inspect(connection).get_columns("alembic_version")}
    if "readable_from" not in columns:
        connection.execute(text("ALTER TABLE alembic_version ADD COLUMN readable_from VARCHAR(32)"))
    script = context.script.get_revision(revision)
    oldest = getattr(script.module, "readable_from", revision)
    note = text("UPDATE alembic_version SET readable_from = :oldest")
    connection.execute(note, {"oldest": oldest})


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database.of(Settings())
    with database.writing() as opened:
        migrate(opened)
    database.close()
