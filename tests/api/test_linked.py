"""Linked data: every thing and fact in JSON-LD, at addresses that join the answers up."""

import json
from collections.abc import Iterator

import httpx
import pytest

from app.settings import Settings
from tests.api.gathered import LISTED, gathered
from tests.api.graphs import (
    Graph,
    at,
    graph,
    home,
    ids,
    linked,
    rows,
    thing,
    types,
)
from tests.api.served import NOUNS
from tests.conftest import serve

TYPES = {
    "missions": "Organization",
    "resolutions": "Legislation",
    "bases": "Place",
    "places": "Place",
    "countries": "Country",
    "people": "Person",
    "organisations": "Organization",
    "documents": "NewsArticle",
}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_item_has_a_node_at_its_own_address(odd_api: httpx.Client, noun: str) -> None:
    for row in rows(odd_api, noun, most=25):
        node = thing(odd_api, f"/v1/{noun}/{row['id']}")
        assert types(node) == {TYPES.get(noun, "Claim")}


def test_the_context_stands_in_every_answer(api: httpx.Client) -> None:
    contexts = [linked(api, f"/v1/{noun}/{rows(api, noun)[0]['id']}.jsonld") for noun in NOUNS]
    assert all(isinstance(answer["@context"], dict) for answer in contexts)
    assert len({json.dumps(answer["@context"]) for answer in contexts}) == 1


def test_nodes_of_several_answers_join_up(api: httpx.Client) -> None:
    mission = linked(api, "/v1/missions/minusma.jsonld")
    assert mission["location"]["@id"] == at(api, "/v1/bases/minusma-headquarters")
    shown = {claim["@id"]: claim for claim in mission["subjectOf"]}
    actions = [row for row in gathered(api) if row["kind"] == "action"]
    assert actions
    for action in actions:
        claims = linked(api, f"{action['href']}.jsonld")["subjectOf"]
        (claim,) = (each for each in claims if each["@id"] == at(api, home(action)))
        assert shown[claim["@id"]] == claim
        about = {at(api, path) for path in (action["href"], "/v1/missions/minusma")}
        assert {each["@id"] for each in claim["about"]} == about


def test_a_fact_inside_of_a_thing_is_about_that_thing(api: httpx.Client) -> None:
    within = [row for row in gathered(api) if row["kind"] not in LISTED]
    pages = {path: graph(api, f"{path}.jsonld") for path in {row["href"] for row in within}}
    for row in within:
        claim = pages[row["href"]][at(api, home(row))]
        assert at(api, row["href"]) in ids(claim, "about")
        assert claim["@id"] in ids(pages[row["href"]][at(api, row["href"])], "subjectOf")


@pytest.mark.parametrize("noun", NOUNS)
def test_every_id_leads_somewhere(api: httpx.Client, noun: str) -> None:
    base = str(api.base_url).rstrip("/")
    found: set[str] = set()
    for row in rows(api, noun, most=15):
        nodes = graph(api, f"/v1/{noun}/{row['id']}.jsonld")
        found |= {id for id in named(nodes) if not id.startswith("_:")}
    elsewhere = {id for id in found if not id.startswith(f"{base}/")}
    assert all(id.startswith("https://sws.geonames.org/") for id in elsewhere)
    within = found - elsewhere
    assert within
    for target in {id.partition("#")[0] for id in within}:
        assert api.get(target).status_code == 200, target
    for id in within:
        check_fragment(api, *id.partition("#")[::2])


def named(nodes: Graph) -> Iterator[str]:
    """Every id that occurs in a graph, but those of types."""
    for id, node in nodes.items():
        yield id
        for told in node.values():
            yield from (each["@id"] for each in told if isinstance(each, dict) and "@id" in each)


def check_fragment(api: httpx.Client, target: str, fragment: str) -> None:
    """What follows `#` is a schema of the OpenAPI document, or a fact that the thing shows."""
    if target.endswith("/openapi.json"):
        _, *steps = fragment.split("/")
        node = api.get(target).json()
        for step in steps:
            node = node[step]
        assert node["enum"]
    elif fragment:
        path = target.removeprefix(str(api.base_url).rstrip("/"))
        assert f"{target}#{fragment}" in graph(api, f"{path}.jsonld")


def test_known_on_and_datetime_mean_what_they_mean_for_the_item(api: httpx.Client) -> None:
    path = "/v1/missions/minusma"
    for params in ({"known_on": "2023-12-12"}, {"datetime": "2014"}):
        row = api.get(path, params=params).json()
        told = {fact["id"] for field in ("milestones", "resolutions") for fact in row[field]}
        claims = ids(thing(api, path, **params), "subjectOf")
        assert {id.rpartition("#")[2] for id in claims} == told
        assert len(claims) < len(ids(thing(api, path), "subjectOf"))
    late = api.get("/v1/casualties/minusma-deaths-all-causes-311.jsonld?known_on=2023-12-12")
    assert late.status_code == 404


def test_what_is_not_there_or_wrongly_asked_is_refused_as_elsewhere(api: httpx.Client) -> None:
    for id in ("nope", "minusma.jsonld", "a_b", "%00", ""):
        assert api.get(f"/v1/missions/{id}.jsonld").status_code == 404
    assert api.get("/v1/events/chad-in-kidal.jsonld").status_code == 404
    assert api.get("/v1/missions/minusma.jsonld?colour=blue").status_code == 400
    assert api.get("/v1/dataset.jsonld?known_on=2024").status_code == 400
    refused = api.post("/v1/missions/minusma.jsonld")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_an_edition_is_told_apart_from_the_json_and_is_not_sent_twice(address: str) -> None:
    path = "/v1/missions/minusma.jsonld"
    with httpx.Client(base_url=address) as asking:
        first, head = asking.get(path), asking.head(path)
        tag = first.headers["etag"]
        again = asking.get(path, headers={"If-None-Match": tag})
        assert tag != asking.get("/v1/missions/minusma").headers["etag"]
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == first.headers["content-length"]


def test_ids_are_on_the_public_address(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://kb.example.org/un/"})
    for server in serve(public):
        with httpx.Client(base_url=server) as api:
            for path in ("/v1/missions/minusma", "/v1/dataset"):
                found = set(named(graph(api, f"{path}.jsonld")))
                ours = {id for id in found if not id.startswith(("_:", "https://creative"))}
                assert all(id.startswith("https://kb.example.org/un/") for id in ours)
                assert "https://kb.example.org/un/v1/countries/MLI" in ours
