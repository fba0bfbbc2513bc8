"""The server: a socket taken first, then requests answered until it is told to stop."""

import os
import signal
import socket
from typing import Any, NoReturn

import click

from app.errors import OperatorError
from app.settings import Settings

BACKLOG = 2048
GRACE_SECONDS = 8
"""How long requests that are under way may take when the server is told to stop."""


def run(settings: Settings, listener: socket.socket) -> None:
    """Answer requests until told to stop."""
    import uvicorn

    from app.main import create_server

    config = uvicorn.Config(
        create_server(settings),
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = uvicorn.Server(config)
    on_stop(server.handle_exit)  # as its own loop does, but from now on
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(f"Serving on http://{host}:{listener.getsockname()[1]} (Ctrl+C stops it).")
    server.run(sockets=[listener])
    on_stop(signal.SIG_IGN)  # it ends already, and being told again is no failure


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
