"""The server: a socket taken first, then requests answered until it is told to stop."""

import importlib.util
import logging
import multiprocessing
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn

import click

from app.commands import one_line
from app.errors import OperatorError
from app.logs import logging_as
from app.settings import Settings

BACKLOG = 2048
LISTENERS = 16
"""uvloop takes one new connection of each socket each time round: of one alone, a busy server takes few."""

MOST_FILES = 65_536
GRACE_SECONDS = 8
"""How long requests that are under way may take when the server is told to stop."""

HEALTH_SECONDS = 60
"""How long a worker may take to say that it runs, when another one has ended."""

SERVER = "app.main:create_server"
"""Where each of several workers finds the application; it reads the settings of the environment."""

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

log = logging.getLogger(__name__)


def run(settings: Settings, listener: socket.socket) -> None:
    """Answer requests until told to stop."""
    raise_file_limit()
    if settings.mcp:
        from app.mcp.installed import check_installed

        check_installed("MISSION_KB_MCP")
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

    app = create_server(settings)
    server = uvicorn.Server(uvicorn.Config(app, **served(settings)))
    on_stop(server.handle_exit)  # as its own loop does, but from now on
    with exposed(settings, app.metrics.registry):
        say(settings, told)
        server.run(sockets=repeated(listener))
    on_stop(signal.SIG_IGN)  # it ends already, and being told again is no failure


def run_workers(settings: Settings, listener: socket.socket, told: str) -> None:
    """Have several processes answer, each of which is started anew if it dies."""
    import uvicorn

    from app.api.together import SHARED, of_all
    from app.workers import Workers

    config = uvicorn.Config(SERVER, factory=True, workers=settings.workers, **served(settings))
    supervisor = Workers(config, repeated(listener))
    with (
        shared_folder() as folder,
        exposed(settings, of_all(folder)),
    ):
        os.environ[SHARED] = folder
        say(settings, told)
        supervisor.run()


def shared_folder() -> "TemporaryDirectory[str]":
    """A folder that several workers keep their numbers in; it goes with the server."""
    try:
        return TemporaryDirectory(prefix="mission-kb-metrics-")
    except OSError as error:
        raise OperatorError(
            "several workers need a temporary folder for what /metrics tells, and none can be written"
            " to: name one in TMPDIR"
        ) from error


@contextmanager
def exposed(settings: Settings, registry: "CollectorRegistry") -> Iterator[None]:
    """Have Prometheus read at an address of its own, where there is to be one."""
    from prometheus_client import start_http_server

    if settings.metrics_address is None:
        yield
        return
    host, port = settings.metrics_address
    try:
        server, _ = start_http_server(port, host, registry)
    except (OSError, OverflowError) as error:
        raise OperatorError(
            f"cannot listen on {settings.metrics}, which MISSION_KB_METRICS names: {error}"
        ) from error
    try:
        yield
    finally:
        server.shutdown()


def say(settings: Settings, line: str) -> None:
    """Tell the operator how far it is; where the log is JSON, in the log."""
    if settings.log_format == "json":
        log.info("%s", line)
    else:
        click.echo(line)


def served(settings: Settings) -> dict[str, Any]:
    """How requests are answered, by however many processes.

    uvicorn would believe whoever asks from this machine that it is a proxy; here only those that are named.
    """
    return {
        "log_config": logging_as(settings.log_format),
        "access_log": False,
        "forwarded_allow_ips": settings.proxies,
        "http": connection(),
        "timeout_worker_healthcheck": HEALTH_SECONDS,
        "proxy_headers": bool(settings.proxies),
        "server_header": False,
        "timeout_graceful_shutdown": GRACE_SECONDS,
        "ws": "none",
    }


def connection() -> Any:
    """What speaks HTTP: our own bounds need the extra `speed`; without it uvicorn's own hold."""
    if importlib.util.find_spec("httptools") is None:
        return "h11"
    from app.api.connections import Connection

    return Connection


def raise_file_limit() -> None:
    """As many connections as the system lets this process have: each is a file."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(most, MOST_FILES)
    if resource.RLIM_INFINITY != now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def apart(work: Callable[[Settings], None], settings: Settings, *held: Any) -> None:
    """Have work done by a process of its own: what only the work needs goes with it.

    Its failure is one. What is `held` here it does not hold; what is imported here it need not import.
    """
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


def repeated(listener: socket.socket) -> list[socket.socket]:
    """The same socket several times over."""
    return [listener, *(listener.dup() for _ in range(LISTENERS - 1))]
