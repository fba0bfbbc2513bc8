"""An assistant as the SDK's own client is one, over a command that it starts or over HTTP."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx
import mcp_types as types
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from app.mcp.installed import __file__ as installed
from app.settings import PREFIX, Settings
from tests.cli.commands import COMMAND, environment

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(installed)))
HANDSHAKE, NEWEST = "legacy", "auto"
"""The two ways in which clients and servers find to each other; both are in use."""


class Answered(NamedTuple):
    """What a tool has answered, as values and as text."""

    told: dict[str, Any]
    text: str
    is_error: bool


class Assistant(NamedTuple):
    """A client that is connected."""

    client: Client
    portal: BlockingPortal

    def tools(self) -> Sequence[types.Tool]:
        """What there is to be asked."""
        return self.portal.call(self.client.list_tools).tools

    def call(self, tool: str, **arguments: Any) -> Answered:
        """What a tool answers, whether it refuses or not."""
        answer = self.portal.call(self.client.call_tool, tool, arguments)
        (content,) = answer.content
        assert isinstance(content, types.TextContent)
        return Answered(answer.structured_content, content.text, answer.is_error)

    def ask(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """What a tool answers, which is no refusal."""
        answered = self.call(tool, **arguments)
        assert not answered.is_error, answered.text
        return answered.told

    def refusal(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """With what a tool refuses."""
        answered = self.call(tool, **arguments)
        assert answered.is_error, answered.text
        return answered.told


@contextmanager
def connected(client: Client) -> Iterator[Assistant]:
    """A client for as long as it is needed."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client) as here:
        yield Assistant(here, portal)


def command(settings: Settings) -> StdioServerParameters:
    """`mission-kb mcp` over a database."""
    url = settings.database_url.get_secret_value()
    own = {f"{PREFIX}DATABASE_URL": url, "PYTHONPATH": ROOT}
    return StdioServerParameters(command=str(COMMAND), args=["mcp"], env=environment() | own)


def over_stdio(settings: Settings, mode: str) -> Client:
    """A client that starts the command."""
    return Client(stdio_client(command(settings)), mode=mode)


def over_http(address: str, mode: str) -> Client:
    """A client of a server."""
    return Client(f"{address}/mcp", mode=mode)


def question(method: str, **params: Any) -> dict[str, Any]:
    """A question as it goes over HTTP, to be asked without the SDK."""
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


def post(address: str, content: Any, **headers: str) -> httpx.Response:
    """Ask over HTTP."""
    accepted = {"Accept": "application/json, text/event-stream"}
    return httpx.post(f"{address}/mcp", json=content, headers={**accepted, **headers}, timeout=30)
