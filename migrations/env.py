"""How Alembic reaches the database: a connection that is handed over, or the settings' address."""

from alembic import context
from sqlalchemy import Connection

from app.database import Database
from app.records import Record
from app.settings import Settings


def migrate(connection: Connection) -> None:
    """Run the migrations on an open connection, in its transaction."""
    context.configure(
        connection=connection,
        target_metadata=Record.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
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
