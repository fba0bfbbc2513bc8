"""How commands run: their settings, and their refusals in one line."""

import contextlib
from collections.abc import Iterator
from typing import Any

import click
from pydantic import ValidationError

from app.errors import OperatorError
from app.settings import PREFIX, Settings


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
