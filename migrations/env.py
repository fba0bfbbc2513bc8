"""How Alembic reaches the database: a connection that is handed over, or the settings' address."""

from alembic import context
from sqlalchemy import Connection

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


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database.of(Settings())
    with database.writing() as opened:
        migrate(opened)
    database.close()
