"""Each tool answers what the API answers, within bounds, and refuses what the API refuses."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from mcp.shared.exceptions import MCPError

from app.api.routes import LISTINGS, SHOWINGS
from app.mcp.bounds import MOST_BYTES, MOST_ROWS, USUAL_ROWS, size
from app.mcp.http import LARGEST_QUESTION
from app.settings import ROOT
from tests.mcp.assistant import Assistant

NAMES = [
    "coverage",
    "search",
    "assess",
    "list_facts",
    "get_fact",
    "timeline",
    "mission",
    "document_passages",
]
ARTICLE = "diplomatic-insight-2023-12-12"
LISTED: list[tuple[str, dict[str, Any], str]] = [
    ("coverage", {"mission": ["minusma"], "limit": 5}, "/v1/coverage"),
    ("search", {"q": "timbuktu camp"}, "/v1/search"),
    ("assess", {"mission": ["minusma"], "measure": ["deaths"]}, "/v1/assessments"),
    ("list_facts", {"resource": "contingents", "place": "kidal"}, "/v1/contingents"),
    ("list_facts", {"resource": "bases", "datetime": "2024-01"}, "/v1/bases"),
    ("list_facts", {"resource": "events", "bbox": [-5, 14, 0, 17.5]}, "/v1/events"),
    ("timeline", {"mission": ["minusma"], "kind": ["event", "milestone"]}, "/v1/timeline"),
    ("document_passages", {"id": ARTICLE, "limit": 7}, f"/v1/documents/{ARTICLE}/facts"),
]
SHOWN: list[tuple[str, dict[str, Any], str]] = [
    ("get_fact", {"resource": "bases", "id": "minusma-timbuktu-camp"}, "/v1/bases/"),
    ("get_fact", {"resource": "documents", "id": ARTICLE}, "/v1/documents/"),
    ("mission", {"id": "minusma", "datetime": "2023-12-15"}, "/v1/missions/minusma"),
    ("mission", {"id": "minusma", "known_on": "2023-12-12"}, "/v1/missions/minusma"),
]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("coverage", {"datetime": "2023-13"}, "/v1/coverage?datetime=2023-13"),
    ("search", {}, "/v1/search"),
    ("assess", {"measure": ["death"]}, "/v1/assessments?measure=death"),
    (
        "assess",
        {"measure": ["deaths"], "category": ["troops"]},
        "/v1/assessments?measure=deaths&category=troops",
    ),
    ("list_facts", {"resource": "bases", "outcome": ["death"]}, "/v1/bases?outcome=death"),
    ("list_facts", {"resource": "events", "bbox": [5, 5, 4, 4]}, "/v1/events?bbox=5,5,4,4"),
    ("get_fact", {"resource": "bases", "id": "nowhere"}, "/v1/bases/nowhere"),
    ("get_fact", {"resource": "bases", "id": "no_id"}, "/v1/bases/no_id"),
    ("timeline", {"limit": 0, "cursor": "x"}, "/v1/timeline?limit=0&cursor=x"),
    ("timeline", {"cursor": "WyJ4Il0"}, "/v1/timeline?cursor=WyJ4Il0"),
    ("mission", {"id": "minusma", "place": ["gao"]}, "/v1/missions/minusma?place=gao"),
    ("document_passages", {"id": "nothing"}, "/v1/documents/nothing/facts"),
    ("timeline", {"mission": [None]}, "/v1/timeline?mission="),
    ("timeline", {"datetime": []}, "/v1/timeline?datetime="),
]


def at(api: httpx.Client, answer: dict[str, Any]) -> dict[str, Any]:
    """What the API answers at the address that an answer names."""
    parts = urlsplit(answer["api"])
    told: dict[str, Any] = api.get(f"{parts.path}?{parts.query}").raise_for_status().json()
    return told


def told_of(refusal: dict[str, Any]) -> dict[str, Any]:
    return {name: refusal[name] for name in ("type", "title", "status", "detail", "errors")}


def test_there_are_eight_tools_and_none_can_write(assistant: Assistant) -> None:
    tools = assistant.tools()
    assert [tool.name for tool in tools] == NAMES
    for tool in tools:
        hints = tool.annotations
        assert hints is not None
        assert (hints.read_only_hint, hints.destructive_hint) == (True, False)
        assert (hints.idempotent_hint, hints.open_world_hint) == (True, False)
        assert tool.title is not None
        assert tool.description is not None
        assert 100 < len(tool.description) < 500


def test_an_assistant_is_told_how_to_read_the_answers(assistant: Assistant) -> None:
    assert "EDTF" in (assistant.client.instructions or "")
    server = assistant.client.server_info
    assert server is not None
    assert server.name == "mission-kb"


@pytest.mark.parametrize(("tool", "arguments", "path"), LISTED)
def test_a_page_is_the_one_that_the_api_gives_at_its_address(
    assistant: Assistant, api: httpx.Client, tool: str, arguments: dict[str, Any], path: str
) -> None:
    answer = assistant.ask(tool, **arguments)
    page = at(api, answer)
    assert urlsplit(answer["api"]).path == path
    assert answer["items"]
    assert {name: answer[name] for name in page if name != "links"} == {
        name: page[name] for name in page if name != "links"
    }
    links = {link["rel"]: link["href"] for link in page["links"]}
    assert (answer["cursor"] is None) == ("next" not in links)


@pytest.mark.parametrize(("tool", "arguments", "path"), SHOWN)
def test_a_row_is_the_one_that_the_api_gives_at_its_address(
    assistant: Assistant, api: httpx.Client, tool: str, arguments: dict[str, Any], path: str
) -> None:
    answer = assistant.ask(tool, **arguments)
    assert urlsplit(answer["api"]).path.startswith(path)
    assert answer["item"] == at(api, answer)
    assert answer["notice"] is None


def test_a_mission_comes_with_what_its_bases_were_on_the_day(
    assistant: Assistant, api: httpx.Client
) -> None:
    answer = assistant.ask("mission", id="minusma", datetime="2024-01")
    assert answer["item"]["status"] == "liquidating"
    assert answer["bases"]["items"] == at(api, answer["bases"])["items"]
    assert {base["id"]: base["status"] for base in answer["bases"]["items"]} == {
        "minusma-bamako": "retained-for-liquidation",
        "minusma-gao": "retained-for-liquidation",
        "minusma-mopti-camp": "handed-over",
        "minusma-timbuktu-camp": "closed",
    }
    assert answer["bases"]["undatedExcluded"] == 1


def test_every_fact_of_an_answer_has_its_sources(assistant: Assistant) -> None:
    for tool, more in (
        ("document_passages", {"id": ARTICLE}),
        ("list_facts", {"resource": "events"}),
    ):
        for row in assistant.ask(tool, **more)["items"]:
            assert row["citations"]
            assert all(cited["document"]["id"] for cited in row["citations"])


def test_the_text_of_an_answer_is_the_same_as_its_values(assistant: Assistant) -> None:
    for arguments in ({"q": "gao"}, {}):
        answered = assistant.call("search", **arguments)
        assert json.loads(answered.text) == answered.told


@pytest.mark.parametrize(("tool", "arguments", "target"), REFUSED)
def test_what_the_api_refuses_is_refused_in_its_words(
    assistant: Assistant, api: httpx.Client, tool: str, arguments: dict[str, Any], target: str
) -> None:
    refused = api.get(target).json()
    assert refused["status"] in (400, 404)
    assert assistant.refusal(tool, **arguments) == told_of(refused)


@pytest.mark.parametrize("tool", NAMES)
def test_every_tool_refuses_a_parameter_that_it_does_not_take(
    assistant: Assistant, tool: str
) -> None:
    needed: dict[str, dict[str, Any]] = {
        "search": {"q": "gao"},
        "list_facts": {"resource": "events"},
        "get_fact": {"resource": "bases", "id": "minusma-timbuktu-camp"},
        "mission": {"id": "minusma"},
        "document_passages": {"id": ARTICLE},
    }
    refusal = assistant.refusal(tool, **needed.get(tool, {}), colour="blue")
    assert refusal["status"] == 400
    assert "'colour' is not a parameter here; did you mean" in refusal["detail"]


@pytest.mark.parametrize("value", [True, {"after": "2023"}, [["minusma"]], [False]])
def test_what_is_no_text_and_no_number_is_refused(assistant: Assistant, value: object) -> None:
    refusal = assistant.refusal("timeline", mission=value)
    assert refusal["errors"][0]["parameter"] == "mission"
    assert "is no text and no number" in refusal["detail"]


def test_more_parameters_than_anyone_means_are_refused(assistant: Assistant) -> None:
    refusal = assistant.refusal("timeline", **{f"p{number}": 1 for number in range(1001)})
    assert refusal["detail"] == "More than 1000 parameters are too many."


def test_a_list_that_is_not_there_is_refused_with_the_nearest_one(assistant: Assistant) -> None:
    assert (
        "did you mean casualties?" in assistant.refusal("list_facts", resource="casualty")["detail"]
    )
    assert "resource=casualties" in assistant.refusal("list_facts")["detail"]


def test_a_tool_that_is_not_there_is_an_error_that_names_the_nearest(assistant: Assistant) -> None:
    with pytest.raises(MCPError, match="did you mean coverage"):
        assistant.call("coverages")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("coverage", {}),
        ("search", {"q": "minusma"}),
        ("assess", {}),
        ("list_facts", {"resource": "events", "sort": "-date"}),
        ("timeline", {"mission": "minusma"}),
        ("document_passages", {"id": ARTICLE}),
    ],
)
@pytest.mark.parametrize("limit", [None, 7, 100])
def test_pages_lead_to_the_end_and_miss_nothing(
    assistant: Assistant,
    api: httpx.Client,
    tool: str,
    arguments: dict[str, Any],
    limit: int | None,
) -> None:
    asked = arguments if limit is None else {**arguments, "limit": limit}
    answer = assistant.ask(tool, **asked)
    rows, matched = answer["items"], answer["numberMatched"]
    while answer["cursor"] is not None:
        answer = assistant.ask(tool, **asked, cursor=answer["cursor"])
        assert 0 < answer["numberReturned"] <= (limit or 20)
        rows += answer["items"]
    address = urlsplit(answer["api"])
    query = {**httpx.QueryParams(address.query), "limit": "1000"}
    query.pop("cursor", None)
    assert rows == api.get(address.path, params=query).json()["items"]
    assert len(rows) == matched


def test_no_answer_holds_more_rows_than_it_may_and_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("timeline", limit=5000)
    assert answer["numberReturned"] == answer["limit"] == MOST_ROWS
    assert "limit=5000 was asked for; 100 rows are the most" in answer["notice"]
    assert answer["numberMatched"] > MOST_ROWS
    assert answer["cursor"]


def test_no_answer_holds_more_bytes_than_it_may_and_says_so(
    assistant: Assistant, api: httpx.Client
) -> None:
    answer = assistant.ask("list_facts", resource="events", limit=100)
    assert size(answer["items"]) <= MOST_BYTES
    assert f"{answer['numberReturned']} rows are here, for more do not fit" in answer["notice"]
    assert answer["items"] == at(api, answer)["items"]
    assert answer["cursor"]


def test_the_schemas_are_those_of_the_api(assistant: Assistant, api: httpx.Client) -> None:
    document = api.get("/openapi.json").json()
    shared = document["components"]["parameters"]
    paths = {
        "coverage": "/v1/coverage",
        "search": "/v1/search",
        "assess": "/v1/assessments",
        "timeline": "/v1/timeline",
        "mission": "/v1/missions/{id}",
        "document_passages": "/v1/documents/{id}/facts",
    }
    schemas = {tool.name: tool.input_schema for tool in assistant.tools()}
    for name, path in paths.items():
        references = document["paths"][path]["get"]["parameters"]
        taken = [shared[each["$ref"].rpartition("/")[2]] for each in references]
        properties = schemas[name]["properties"]
        assert properties.keys() == {each["name"] for each in taken}
        required = {each["name"] for each in taken if each["required"]}
        assert set(schemas[name]["required"]) == required
        for each in taken:
            if each["name"] not in ("id", "limit", "cursor"):
                assert properties[each["name"]]["description"] == each["description"]
    kinds = document["components"]["schemas"]["Outcome"]["enum"]
    assert schemas["list_facts"]["properties"]["outcome"]["items"]["enum"] == kinds
    assert not any("$ref" in json.dumps(schema) for schema in schemas.values())


def test_what_takes_any_list_takes_the_parameters_of_each(assistant: Assistant) -> None:
    schemas = {tool.name: tool.input_schema["properties"] for tool in assistant.tools()}
    names = schemas["list_facts"]["resource"]["enum"]
    assert names == schemas["get_fact"]["resource"]["enum"]
    assert {f"/{name}/{{id}}" for name in names} == {showing.path for showing in SHOWINGS}
    for listing in LISTINGS:
        if listing.path[1:] in names:
            assert listing.query.parameters().keys() <= schemas["list_facts"].keys()
    assert "Taken by casualties." in schemas["list_facts"]["outcome"]["description"]
    assert "Of organisations: What kind of body" in schemas["list_facts"]["type"]["description"]


def test_every_example_and_every_code_of_a_schema_is_taken(assistant: Assistant) -> None:
    (timeline,) = (tool for tool in assistant.tools() if tool.name == "timeline")
    alone = timeline.input_schema["properties"].keys() - {"lat", "lon", "radius_km", "cursor"}
    assert len(alone) > 10
    for name in alone:
        told = timeline.input_schema["properties"][name]
        codes = told.get("enum") or [told.get("items", {}).get("enum")]
        for value in told.get("examples") or codes:
            assistant.ask("timeline", **{name: value})


def test_the_documentation_has_every_tool_and_the_bounds(assistant: Assistant) -> None:
    text = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .+ \| .*`/v1/", text, re.MULTILINE)
    assert rows == [tool.name for tool in assistant.tools()]
    assert f"| {USUAL_ROWS}, unless `limit` says otherwise; {MOST_ROWS} at most |" in text
    assert f"| {MOST_BYTES:,} |" in text
    assert f"{LARGEST_QUESTION:,} bytes at most" in text
