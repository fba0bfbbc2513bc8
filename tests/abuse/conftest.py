"""Servers set up as those who have abuse to fear set them up."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import httpx
import pytest

from app.settings import Settings
from tests.abuse.raw import until_open
from tests.api.served import check
from tests.conftest import free_port, serve

Serving = Callable[..., httpx.Client]


@pytest.fixture
def serving(settings: Settings) -> Iterator[Serving]:
    """Starts a server over the seed with settings of the test's own; every answer is held to its documentation."""
    with ExitStack() as stack:
        yield lambda **own: stack.enter_context(client(settings, own))


@pytest.fixture
def redis() -> Iterator["subprocess.Popen[bytes]"]:
    """A Redis of the test's own, which may be killed; `args` has its address last."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed; .ci/run installs it")
    port = free_port()
    command = [program, "--port", str(port), "--save", "", "--bind", "127.0.0.1"]
    process = subprocess.Popen([*command, "--logfile", os.devnull], stdout=subprocess.DEVNULL)
    until_open(port)
    yield process
    process.kill()
    process.wait(10)


@contextmanager
def client(settings: Settings, own: dict[str, Any]) -> Iterator[httpx.Client]:
    """A server, and a client of it."""
    with closing(serve(Settings.model_validate({**settings.model_dump(), **own}))) as running:
        hooks = {"request": [], "response": [check]}
        with httpx.Client(base_url=next(running), event_hooks=hooks, timeout=30) as asking:
            yield asking
