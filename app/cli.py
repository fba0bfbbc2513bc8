"""mission-kb: serve, migrate, seed and verify from the command line."""

import sys
from pathlib import Path

import click

from app import __version__
from app.errors import OperatorError
from app.settings import Settings


class Commands(click.Group):
    """Refuses in one line, on standard error, with exit status 1."""

    def invoke(self, context: click.Context) -> object:
        """Run a command; an operator's error is no stack trace."""
        try:
            return super().invoke(context)
        except OperatorError as error:
            raise click.ClickException(" ".join(str(error).split())) from error


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="mission-kb")
def main() -> None:
    """A source-cited knowledge base of peace operations behind a REST API.

    What can be set is set by environment variables: MISSION_KB_DATABASE_URL, MISSION_KB_HOST,
    MISSION_KB_PORT and more, which docs/settings.md lists with their defaults.
    """


@main.command()
@click.option("--host", help="The address to listen on.  [default: MISSION_KB_HOST or 127.0.0.1]")
@click.option("--port", type=int, help="The port.  [default: MISSION_KB_PORT or 8000]")
def serve(host: str | None, port: int | None) -> None:
    """Serve the API; an empty database is migrated and seeded first."""
    import uvicorn

    from app.main import create_app
    from app.sources.prepare import prepare

    settings = Settings()
    for line in prepare(settings):
        click.echo(line)
    uvicorn.run(
        create_app(settings),
        host=host or settings.host,
        port=settings.port if port is None else port,
        access_log=False,
        server_header=False,
    )


@main.command()
def migrate() -> None:
    """Bring the tables of the database up to this version."""
    from app.database import Database
    from app.sources.prepare import migrate as run

    database = Database.of(Settings())
    click.echo(run(database))
    database.close()


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Validate the files, load nothing.")
def seed(only_check: bool) -> None:
    """Load the seed files, whole or not at all."""
    from app.sources.prepare import check_seed, load_seed

    settings = Settings()
    click.echo(check_seed(settings) if only_check else load_seed(settings))


@main.command()
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the documents' texts.  [default: MISSION_KB_DOCUMENTS_DIR]",
)
def verify(documents: Path | None) -> None:
    """Check every citation against the documents' texts."""
    from app.database import Database
    from app.sources.verify import verify as run

    settings = Settings()
    folder = documents or settings.documents_dir
    if folder is None:
        raise OperatorError("name the folder of the texts: mission-kb verify --documents DIR")
    database = Database.of(settings)
    result = run(database, folder, settings.seed_dir)
    database.close()
    for line in result.lines():
        click.echo(line)
    if not result.is_clean:
        sys.exit(1)
