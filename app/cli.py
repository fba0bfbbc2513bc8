"""mission-kb: serve, migrate, seed and verify from the command line."""

import contextlib
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import click
from pydantic import ValidationError

from app import __version__
from app.errors import OperatorError
from app.settings import PREFIX, Settings

BACKLOG = 2048
GRACE_SECONDS = 8
"""How long requests that are under way may take when the server is told to stop."""


class WrongUsage(click.ClickException):
    """The command is not one that there is."""

    exit_code = 2


class Commands(click.Group):
    """Refuses in one line, on standard error: status 1, or 2 where the command itself is wrong."""

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        """Read the options that stand before the command's name."""
        with one_line():
            return super().make_context(*given, **more)

    def invoke(self, context: click.Context) -> Any:
        """Run a command; an operator's error is no stack trace."""
        with one_line():
            return super().invoke(context)


@contextlib.contextmanager
def one_line() -> Iterator[None]:
    """What is wrong and what to do about it, without a stack trace."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "mission-kb"
        raise WrongUsage(f"{error.format_message()} See {command} --help") from error
    except OperatorError as error:
        raise click.ClickException(" ".join(str(error).split())) from error


def read_settings(**given: object) -> Settings:
    """The settings of the environment; what an option gives wins."""
    options = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**options)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        about = Settings.model_fields[name].description
        raise OperatorError(
            f"{PREFIX}{name.upper()} cannot be {str(first['input'])!r}. What it sets: {about}"
        ) from error


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
    signal.signal(signal.SIGTERM, stop)  # before the imports, which take most of a start
    from app.sources.prepare import prepare

    settings = read_settings(host=host, port=port)
    with listening(settings.host, settings.port) as listener:
        for line in prepare(settings):
            click.echo(line)
        run(settings, listener)


def run(settings: Settings, listener: socket.socket) -> None:
    """Answer requests until told to stop."""
    import uvicorn

    from app.main import create_app

    config = uvicorn.Config(
        create_app(settings),
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(f"Serving on http://{host}:{listener.getsockname()[1]} (Ctrl+C stops it).")
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def stop(_signal: int, _frame: object) -> NoReturn:
    """To be told to stop is no failure."""
    sys.exit(0)


def listening(host: str, port: int) -> socket.socket:
    """The socket to serve on: taken first, so that nothing is touched where it is not to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise OperatorError(
            f"cannot listen on port {port} of {host}: {reason}; stop what is there, or"
            " set MISSION_KB_HOST and MISSION_KB_PORT to others"
        ) from error
    # Connections inherit it; asyncio sets it only on sockets that it has opened itself.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


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
    """Load the seed files, whole or not at all."""
    from app.sources.prepare import check_seed, load_seed

    settings = read_settings()
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

    settings = read_settings(documents_dir=documents)
    if settings.documents_dir is None:
        raise OperatorError("name the folder of the texts: mission-kb verify --documents DIR")
    with contextlib.closing(Database.of(settings)) as database:
        result = run(database, settings.documents_dir, settings.seed_dir)
    for line in result.lines():
        click.echo(line)
    if not result.is_clean:
        sys.exit(1)


@main.command(hidden=True)
def openapi() -> None:
    """Print the OpenAPI document as docs/openapi.json keeps it."""
    from app.api.openapi import text
    from app.main import create_app

    click.echo(text(create_app(read_settings())), nl=False)
