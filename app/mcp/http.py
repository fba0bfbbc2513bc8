"""MCP over HTTP, at /mcp: a question a request, and nothing kept between two."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from app.api.problems import UNKEPT, respond
from app.errors import MethodNotAllowed
from app.mcp.server import Assistants
from app.settings import Settings

PATH = "/mcp"
LARGEST_QUESTION = 65_536
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - looked for, not listened on


class Door:
    """Lets questions in, and keeps no connection open: GET would be to wait for what never comes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a question; no cache is to repeat it."""
        if scope["method"] != "POST":
            problem = MethodNotAllowed("MCP is asked with POST; docs/mcp.md says how.")
            response = respond(problem, Request(scope), {"Allow": "POST"})
            await response(scope, receive, send)
            return

        async def unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(raw=message["headers"]).update(UNKEPT)
            await send(message)

        manager: StreamableHTTPSessionManager = scope["app"].state.assistants
        await manager.handle_request(scope, receive, unkept)


def add_to(app: FastAPI) -> None:
    """Serve it; it is no part of the OpenAPI document."""
    app.router.routes.append(Route(PATH, endpoint=Door(), include_in_schema=False))


@asynccontextmanager
async def serving(app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    """What answers, for as long as the application runs."""
    assistants = Assistants(app.state.database, app.state.memories, settings.public_url)
    manager = StreamableHTTPSessionManager(
        assistants.server(),
        json_response=True,
        stateless=True,
        security_settings=security(settings),
        max_request_body_size=LARGEST_QUESTION,
    )
    app.state.assistants = manager
    async with manager.run():
        yield


def security(settings: Settings) -> TransportSecuritySettings:
    """Whom it answers: this machine, and those who ask for the address that the settings name.

    Any page could otherwise have a browser ask what only this machine is to reach.
    """
    own = [] if settings.host in EVERYWHERE else [bracketed(settings.host)]
    hosts = [name for host in (*LOOPBACK, *own) for name in (host, f"{host}:*")]
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    if settings.public_url is not None:
        public = urlsplit(settings.public_url)
        hosts.append(public.netloc)
        origins.append(f"{public.scheme}://{public.netloc}")
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)


def bracketed(host: str) -> str:
    """A host as headers write it."""
    return f"[{host}]" if ":" in host else host
