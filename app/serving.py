"""The server: a socket taken first, then requests answered until it is told to stop."""

import importlib
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from app.commands import one_line
from app.errors import OperatorError
from app.settings import Settings

BACKLOG = 2048
GRACE_SECONDS = 8
"""How long requests that are under way may take when the server is told to stop."""

SERVER = "app.main:create_server"
"""Where each of several workers finds the application; it reads the settings of the environment."""


def run(settings: Settings, listener: socket.socket) -> None:
    """Answer requests until told to stop."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    told = f"Serving on http://{host}:{listener.getsockname()[1]} (Ctrl+C stops it)."
    if settings.workers == 1:
        run_here(settings, listener, told)
    else:
        run_workers(settings, listener, told)


def run_here(settings: Settings, listener: socket.socket, told: str) -> None:
    """Answer within this process."""
    import uvicorn

    from app.main import create_server

    server = uvicorn.Server(uvicorn.Config(create_server(settings), **served()))
    on_stop(server.handle_exit)  # as its own loop does, but from now on
    click.echo(told)
    server.run(sockets=[listener])
    on_stop(signal.SIG_IGN)  # it ends already, and being told again is no failure


def run_workers(settings: Settings, listener: socket.socket, told: str) -> None:
    """Have several processes answer, each of which is started anew if it dies."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    config = uvicorn.Config(SERVER, factory=True, workers=settings.workers, **served())
    supervisor = Multiprocess(config, [listener])
    click.echo(told)
    supervisor.run()


def served() -> dict[str, Any]:
    """How requests are answered, by however many processes."""
    return {
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }


def apart(work: Callable[[Settings], None], settings: Settings, *held: Any) -> None:
    """Have work done by a process of its own: what only the work needs goes with it.

    Its failure is one. What is `held` here it does not hold.
    """
    importlib.import_module("app.main")  # what both need is there once
    process = multiprocessing.get_context("fork").Process(target=do, args=(work, settings, held))
    process.start()

    def stop_both(number: int, frame: object) -> NoReturn:
        process.terminate()
        process.join()
        stop(number, frame)

    signal.signal(signal.SIGTERM, stop_both)
    try:
        process.join()
    finally:
        signal.signal(signal.SIGTERM, stop)
        process.terminate()
        process.join()
    if process.exitcode and process.exitcode > 0:
        raise click.exceptions.Exit(process.exitcode)
    if process.exitcode:
        name = signal.Signals(-process.exitcode).name
        raise OperatorError(f"making the database ready was ended from outside, by {name}")


def do(work: Callable[[Settings], None], settings: Settings, held: tuple[Any, ...]) -> None:
    """Do the work; a refusal is one line, as that of a command."""
    on_stop(signal.SIG_DFL)
    for each in held:
        each.close()
    try:
        with one_line():
            work(settings)
    except click.ClickException as refusal:
        refusal.show()
        sys.exit(refusal.exit_code)


def on_stop(handler: Any) -> None:
    """What is done when the server is told to stop."""
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, handler)


def stop(_signal: int, _frame: object) -> NoReturn:
    """End at once: to be told to stop is no failure, and what is being loaded is whole or not there.

    An exception would be lost where Python happens to run a callback of its garbage collector, and
    with it the signal.
    """
    os._exit(0)


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
