"""MCP over standard input and output, for an assistant that starts the command itself."""

import asyncio

from mcp.server.stdio import stdio_server

from app.database import Database
from app.mcp.server import Assistants
from app.queries.memory import Memories


def run(database: Database, home: str | None) -> None:
    """Answer until the input ends."""
    asyncio.run(serve(database, home))


async def serve(database: Database, home: str | None) -> None:
    """Answer one assistant."""
    server = Assistants(database, Memories(), home).server()
    async with stdio_server() as (asked, answers):
        await server.run(asked, answers, server.create_initialization_options())
