"""The tools as the SDK serves them, over whatever carries them."""

import logging
from collections.abc import Mapping
from typing import Any

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from pydantic_core import from_json, to_json

from app import __version__, errors
from app.api.problems import body
from app.database import Database
from app.mcp.reading import Reading
from app.mcp.tool import Tool
from app.mcp.tools import BY_NAME, INSTRUCTIONS, TOOLS
from app.queries.memory import Memories, remember
from app.queries.query import nearest, quoted
from app.queries.readiness import held_release

log = logging.getLogger(__name__)

Context = ServerRequestContext[Any, Any]

READS_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class Assistants:
    """Answers assistants from the database; `home` is the address of the deployment, if it has one."""

    def __init__(self, database: Database, memories: Memories, home: str | None = None) -> None:
        self.database = database
        self.memories = memories
        self.home = home

    def server(self) -> Server[Any]:
        """What a transport is to serve."""
        return Server(
            "mission-kb",
            version=__version__,
            title="Mission KB",
            instructions=INSTRUCTIONS,
            get_tool_input_schema=schema_of,
            on_list_tools=self.list_tools,
            on_call_tool=self.call_tool,
        )

    async def list_tools(self, context: Context, params: Any) -> types.ListToolsResult:
        """All of them: they are few."""
        return types.ListToolsResult(tools=[told(tool) for tool in TOOLS])

    async def call_tool(
        self, context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        """The answer, or why there is none, so that an assistant can put it right."""
        tool = BY_NAME.get(params.name)
        if tool is None:
            close = nearest(params.name, BY_NAME)
            wrong = f"There is no tool {quoted(params.name)}; did you mean {close}?"
            raise MCPError(types.INVALID_PARAMS, wrong)
        home = self.home or home_of(context)
        try:
            return answered(await self.ask(tool, params.arguments or {}, home))
        except errors.Problem as problem:
            return refused(problem)
        except Exception:
            log.exception("unhandled error")
            return refused(errors.InternalFault("Something broke here; it has been logged."))

    async def ask(self, tool: Tool, arguments: Mapping[str, Any], home: str) -> bytes:
        """The answer of a tool, as JSON."""

        def question(session: Any) -> bytes:
            remember(session, self.memories.of(held_release(session)))
            return to_json(tool.answer(Reading(session, home), arguments))

        return await self.database.read(question)


def home_of(context: Context) -> str:
    """The address that was asked; none where nothing is asked over HTTP."""
    return "" if context.request is None else str(context.request.base_url)


def schema_of(name: str) -> Mapping[str, Any] | None:
    """What a tool takes."""
    tool = BY_NAME.get(name)
    return None if tool is None else tool.input_schema


def told(tool: Tool) -> types.Tool:
    """A tool as assistants are told of it."""
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        annotations=READS_ONLY,
    )


def answered(answer: bytes, *, is_error: bool = False) -> types.CallToolResult:
    """An answer as values, and once more as text, for assistants that read nothing else."""
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=answer.decode())],
        structured_content=from_json(answer),
        is_error=is_error,
    )


def refused(problem: errors.Problem) -> types.CallToolResult:
    """A problem in the words of the API."""
    told = body(problem, "").model_dump(exclude={"instance"})
    return answered(to_json(told), is_error=True)
