"""Who is answered, over what, and that nobody pays for it who does not want it."""

import json
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from app.errors import OperatorError
from app.mcp import installed
from app.mcp.http import LARGEST_QUESTION
from app.serving import run
from app.settings import Settings
from tests.cli.commands import Here, environment, refusal
from tests.conftest import serve
from tests.mcp.assistant import (
    HANDSHAKE,
    NEWEST,
    ROOT,
    command,
    connected,
    over_http,
    over_stdio,
    post,
    question,
)

PUBLIC = "https://kb.example.org"
CALL = question("tools/call", name="search", arguments={"q": "gao"})
NOT_IMPORTED = """
import sys
from app.main import create_server
from app.settings import Settings
create_server(Settings(mcp={mcp}))
print(any(name.partition(".")[0] in ("mcp", "mcp_types") for name in sys.modules))
print(any(name.startswith("app.mcp") for name in sys.modules))
"""


@pytest.fixture(scope="module")
def public(settings: Settings) -> Iterator[str]:
    """A server that is known by another address."""
    yield from serve(settings.model_copy(update={"mcp": True, "public_url": PUBLIC}))


@pytest.mark.parametrize("mode", [NEWEST, HANDSHAKE])
def test_old_and_new_clients_are_answered_over_both_transports(
    settings: Settings, assisting: str, mode: str
) -> None:
    versions = set()
    for client in (over_stdio(settings, mode), over_http(assisting, mode)):
        with connected(client) as assistant:
            assert len(assistant.tools()) == 8
            assert assistant.ask("search", q="timbuktu camp")["numberMatched"] > 0
            versions.add(assistant.client.protocol_version)
    assert len(versions) == 1
    assert (min(versions) < "2026-07-28") == (mode == HANDSHAKE)


def test_over_http_addresses_are_whole_and_those_that_were_asked(assisting: str) -> None:
    with connected(over_http(assisting, NEWEST)) as assistant:
        answer = assistant.ask("search", q="gao", limit=1)
    assert answer["api"] == f"{assisting}/v1/search?q=gao&limit=1"
    assert httpx.get(answer["api"]).json()["items"] == answer["items"]


def test_where_nobody_serves_addresses_are_paths(settings: Settings) -> None:
    with connected(over_stdio(settings, NEWEST)) as assistant:
        assert assistant.ask("search", q="gao")["api"] == "/v1/search?q=gao&limit=20"


def test_the_public_address_is_told_and_may_be_asked(public: str) -> None:
    answer = post(public, CALL, Host="kb.example.org", Origin=PUBLIC)
    assert answer.status_code == 200, answer.text
    told = answer.json()["result"]["structuredContent"]
    assert told["api"] == f"{PUBLIC}/v1/search?q=gao&limit=20"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8000", "Origin": "http://localhost:3000"}, 200),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_only_those_who_ask_for_this_machine_are_answered(
    assisting: str, headers: dict[str, str], status: int
) -> None:
    assert post(assisting, CALL, **headers).status_code == status


def test_no_answer_is_kept(assisting: str) -> None:
    answer = post(assisting, CALL)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "OPTIONS"])
def test_no_connection_waits_for_what_never_comes(assisting: str, method: str) -> None:
    answer = httpx.request(method, f"{assisting}/mcp", timeout=5)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json()["type"] == "urn:mission-kb:problem:method-not-allowed"


def test_a_question_longer_than_any_is_refused(assisting: str) -> None:
    long = question("tools/call", name="search", arguments={"q": "x" * LARGEST_QUESTION})
    assert post(assisting, long).status_code == 413


@pytest.mark.parametrize("word", ["NaN", "1e999", r'"\ud800"'])
def test_what_json_can_write_and_no_address_is_no_fault_of_ours(assisting: str, word: str) -> None:
    content = json.dumps(CALL).replace('"gao"', word)
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    answer = httpx.post(f"{assisting}/mcp", content=content, headers=headers)
    told = answer.json().get("result", {}).get("structuredContent", {})
    assert 400 in (answer.status_code, told.get("status")), answer.text


def test_one_that_asks_for_nothing_known_is_told_so(assisting: str) -> None:
    assert post(assisting, question("tools/write")).json()["error"]["code"] == -32601
    assert post(assisting, [1, 2]).status_code == 400


def test_it_is_off_unless_it_is_set(address: str) -> None:
    assert post(address, CALL).status_code in (404, 405)


def test_it_is_no_part_of_the_openapi_document(assisting: str, address: str) -> None:
    assert (
        httpx.get(f"{assisting}/openapi.json").json() == httpx.get(f"{address}/openapi.json").json()
    )


@pytest.mark.parametrize("is_set", [False, True])
def test_a_server_without_assistants_imports_nothing_of_it(is_set: bool) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", NOT_IMPORTED.format(mcp=is_set)],
        env=environment() | {"PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == [str(is_set)] * 2, ran.stderr


def test_the_command_ends_when_its_input_does_and_writes_nothing_else(settings: Settings) -> None:
    started = command(settings)
    hello = question(
        "initialize",
        protocolVersion="2025-06-18",
        capabilities={},
        clientInfo={"name": "test", "version": "1"},
    )
    ran = subprocess.run(
        [started.command, *started.args],
        env=started.env,
        input=json.dumps(hello) + "\n",
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert json.loads(ran.stdout)["result"]["serverInfo"]["name"] == "mission-kb"
    assert ran.stderr == ""


def test_the_command_refuses_an_empty_database(here: Here) -> None:
    assert "mission-kb migrate" in refusal(here.run("mcp"))


def test_without_the_sdk_both_ways_are_refused_in_one_line(
    here: Here, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "find_spec", lambda name: None)
    told = refusal(here.run_within("mcp"))
    assert told == "mcp is not installed, which mission-kb mcp needs: install mission-kb[mcp]"
    with pytest.raises(OperatorError, match=r"MISSION_KB_MCP needs: install mission-kb\[mcp\]"):
        run(settings.model_copy(update={"mcp": True}), None)  # type: ignore[arg-type]
