"""MCP: the official inspector lists the tools and calls each, over HTTP and over standard input and output."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from conformance.check import PATIENCE_SECONDS, Bench, Check, Kind, holds
from conformance.tools import NODE, OWN

CALLS: Mapping[str, tuple[str, ...]] = {
    "coverage": ("limit=3",),
    "search": ("q=timbuktu camp",),
    "assess": ('measure=["deaths"]',),
    "list_facts": ("resource=casualties", 'outcome=["death"]'),
    "get_fact": ("resource=bases", "id=minusma-timbuktu-camp"),
    "timeline": ('mission=["minusma"]', "datetime=2023-12", "limit=5"),
    "mission": ("id=minusma", "datetime=2024-01"),
    "document_passages": ("id=diplomatic-insight-2023-12-12",),
}
"""What each tool is asked, as the inspector takes arguments: lists as JSON."""

Inspect = Callable[..., dict[str, Any]]


def over_http(bench: Bench) -> None:
    """The inspector is answered by a server, and each answer is what the API gives at its address."""

    def inspect(*asked: str) -> dict[str, Any]:
        return inspected(bench, f"{bench.address}/mcp", "--transport", "http", *asked)

    for answer in answers(inspect):
        told = httpx.get(answer["api"], timeout=PATIENCE_SECONDS).raise_for_status().json()
        rows, own = told.get("items", told), answer.get("items", answer.get("item"))
        holds(own == rows, f"{answer['api']} gives other rows")


def over_stdio(bench: Bench) -> None:
    """The inspector starts the command itself."""
    command = OWN / "mission-kb"
    url = f"sqlite:///{bench.folder / 'own.sqlite3'}"
    for step in ("migrate", "seed"):
        bench.run(command, step, MISSION_KB_DATABASE_URL=url)
    own = ("-e", f"MISSION_KB_DATABASE_URL={url}")
    answers(lambda *asked: inspected(bench, command, "mcp", *own, *asked))


def inspected(bench: Bench, *words: str | Path) -> dict[str, Any]:
    """What the inspector prints."""
    told: dict[str, Any] = json.loads(bench.run("mcp-inspector", "--cli", *words))
    return told


def answers(inspect: Inspect) -> list[dict[str, Any]]:
    """What every tool answers; there are no others, and what is asked wrongly is refused."""
    tools = inspect("--method", "tools/list")["tools"]
    holds({tool["name"] for tool in tools} == set(CALLS), f"other tools: {tools}")
    found = []
    for name, given in CALLS.items():
        answer = call(inspect, name, *given)
        holds(not answer.get("isError"), f"{name}: {answer}")
        found.append(answer["structuredContent"])
    refused = call(inspect, "timeline", "datetime=2023-13")
    holds(refused["isError"], f"2023-13 was taken: {refused}")
    holds("there is no month 13" in refused["structuredContent"]["detail"], str(refused))
    return found


def call(inspect: Inspect, tool: str, *given: str) -> dict[str, Any]:
    """What one tool answers."""
    arguments = [word for one in given for word in ("--tool-arg", one)]
    return inspect("--method", "tools/call", "--tool-name", tool, *arguments)


CHECKS = (
    Check("http", over_http, needs=(NODE,), databases=tuple(Kind)),
    Check("stdio", over_stdio, needs=(NODE,)),
)
