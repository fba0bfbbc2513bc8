"""mission-kb: serve, migrate, seed, import, export, load, backup, check, announce, verify and mcp."""

import contextlib
import importlib
import logging.config
import signal
import sys
from pathlib import Path

import click

from app import __version__
from app.commands import Commands, read_settings
from app.errors import OperatorError
from app.logs import logging_as
from app.settings import Settings


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="mission-kb")
def main() -> None:
    """A source-cited knowledge base of peace operations behind a REST API.

    What can be set is set by environment variables: MISSION_KB_DATABASE_URL, MISSION_KB_HOST,
    MISSION_KB_PORT and more, which docs/settings.md lists with their defaults.
    """


@main.command()
@click.option("--host", help="The address to listen on.  [default: MISSION_KB_HOST or 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The port; 0 takes any free one.  [default: MISSION_KB_PORT or 8000]",
)
def serve(host: str | None, port: int | None) -> None:
    """Serve the API; an empty database is migrated and seeded first."""
    from app.serving import apart, listening, run, stop

    signal.signal(signal.SIGTERM, stop)  # before the imports, which take most of a start
    settings = read_settings(host=host, port=port)
    logging.config.dictConfig(logging_as(settings.log_format))
    with listening(settings.host, settings.port) as listener:
        if settings.workers == 1:
            importlib.import_module("app.main")  # what both processes need is there once
        apart(make_ready, settings, listener)
        run(settings, listener)


def make_ready(settings: Settings) -> None:
    """Bring the database to what this code serves, and tell the caches in front."""
    from app.serving import say
    from app.sources.prepare import prepare

    for line in prepare(settings):
        say(settings, line)
    announce_or_warn(settings)


def announce_or_warn(settings: Settings) -> None:
    """What this code answers may differ from before; a cache that is not there yet keeps nothing."""
    from app.serving import say
    from app.sources.announcing import announce as run

    try:
        for line in run(settings):
            say(settings, line)
    except OperatorError as error:
        click.echo(f"Warning: {error}", err=True)


@main.command()
def migrate() -> None:
    """Bring the tables of the database up to this version."""
    from app.database import Database
    from app.sources.prepare import migrate as run

    with contextlib.closing(Database.of(read_settings())) as database:
        click.echo(run(database))


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Validate the files, load nothing.")
def seed(only_check: bool) -> None:
    """Load the seed files, whole or not at all, and tell the caches in front."""
    from app.sources.announcing import announce as run
    from app.sources.prepare import check_seed, load_seed

    settings = read_settings()
    if only_check:
        click.echo(check_seed(settings))
        return
    click.echo(load_seed(settings))
    for line in run(settings):
        click.echo(line)


@main.command()
def announce() -> None:
    """Tell the caches in front which release is served."""
    from app.sources.announcing import announce as run

    settings = read_settings()
    if not settings.cache_addresses:
        raise OperatorError("no cache is named: set MISSION_KB_CACHES, as to http://127.0.0.1:6081")
    for line in run(settings):
        click.echo(line)


@main.command("import")
@click.argument("kind")
@click.argument("source", metavar="FILE|URL")
@click.option("--dry-run", is_flag=True, help="Say what would be done, keep nothing.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every remark to this file, an object of JSON a line.",
)
@click.option(
    "--most-refused",
    metavar="SHARE",
    type=click.FloatRange(0, 1),
    default=0.01,
    show_default=True,
    help="The share of rows that may be refused; above it nothing is loaded.",
)
def import_(
    kind: str, source: str, dry_run: bool, report: Path | None, most_refused: float
) -> None:
    """Import a public dataset, whole or not at all.

    KIND is the dataset: un-missions, unpmm, sc-resolutions, un-contributions-missions,
    un-contributions, un-fatalities or geo-pko. An unchanged file at a URL is not fetched again.
    """
    from app.sources.announcing import announce as tell
    from app.sources.command import Order, run

    settings = read_settings()
    for line in run(settings, Order(kind, source, dry_run, report, most_refused)):
        click.echo(line)
    if not dry_run:
        for line in tell(settings):
            click.echo(line)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    type=click.Choice(("csv", "ndjson", "parquet")),
    multiple=True,
    default=("csv",),
    show_default=True,
    help="The form of the files; repeat it for several.",
)
@click.option(
    "--redistributable",
    is_flag=True,
    help="Leave out datasets whose licence does not let them be passed on.",
)
def export(folder: Path, formats: tuple[str, ...], redistributable: bool) -> None:
    """Write everything to a new folder: a file a table, and datapackage.json."""
    from app.sources.exports.exporting import Order, run

    for line in run(read_settings(), Order(folder, formats, redistributable)):
        click.echo(line)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def load(folder: Path) -> None:
    """Load an export into an empty database, whole or not at all."""
    from app.sources.announcing import announce as tell
    from app.sources.exports.loading import run

    settings = read_settings()
    for line in run(settings, folder):
        click.echo(line)
    for line in tell(settings):
        click.echo(line)


@main.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the SQLite database to a new file, while it is served and loaded.

    To restore, name the copy in MISSION_KB_DATABASE_URL, or put it in the place of the other one.
    """
    from app.database import Database
    from app.sources.backup import run

    with contextlib.closing(Database.of(read_settings(), is_read_only=True)) as database:
        for line in run(database, file):
            click.echo(line)


@main.command()
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the documents' texts.  [default: MISSION_KB_DOCUMENTS_DIR]",
)
def check(documents: Path | None) -> None:
    """Look through the whole database for what cannot be: a line each, and status 1.

    References that lead nowhere, codes that are not known, rows that are not as they were loaded,
    passages that the texts do not bear out, entries of the search that are not those of the rows.
    """
    from app.database import Database
    from app.sources.checking.run import run

    settings = read_settings(documents_dir=documents)
    with contextlib.closing(Database.of(settings, is_read_only=True)) as database:
        checked = run(database, settings)
        for line in checked:
            click.echo(line)
    if checked.findings:
        sys.exit(1)


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

    settings = read_settings(documents_dir=documents)
    if settings.documents_dir is None:
        raise OperatorError("name the folder of the texts: mission-kb verify --documents DIR")
    with contextlib.closing(Database.of(settings)) as database:
        result = run(database, settings.documents_dir, settings.seed_dir)
    for line in result.lines():
        click.echo(line)
    if not result.is_clean:
        sys.exit(1)


@main.command()
def mcp() -> None:
    """Answer an assistant over MCP, on standard input and output; nothing is written."""
    from app.mcp.installed import check_installed
    from app.serving import on_stop, stop

    on_stop(stop)
    check_installed("mission-kb mcp")
    from app.main import opened
    from app.mcp.stdio import run

    settings = read_settings()
    with opened(settings) as database:
        run(database, settings.public_url)


@main.command(hidden=True)
def openapi() -> None:
    """Print the OpenAPI document as docs/openapi.json keeps it."""
    from app.api.openapi import text
    from app.main import create_app

    click.echo(text(create_app(read_settings())), nl=False)
