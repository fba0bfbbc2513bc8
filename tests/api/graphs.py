"""Answers in JSON-LD as graphs, read by a processor that nobody here wrote, without a network."""

from collections.abc import Iterator
from typing import Any, NoReturn

import httpx
from pyld import jsonld

from tests.api.gathered import LISTED
from tests.api.served import Row, page, validator

MEDIA_TYPE = "application/ld+json"
SCHEMA = "https://schema.org/"
PROV = "http://www.w3.org/ns/prov#"
ISSUED = "http://purl.org/dc/terms/issued"
OA = "http://www.w3.org/ns/oa#"
EDTF = "http://id.loc.gov/datatypes/edtf"

Graph = dict[str, Row]
"""The nodes of an answer by their ids."""


def no_network(url: str, options: Any) -> NoReturn:
    raise AssertionError(f"{url} would have to be fetched")


def linked(api: httpx.Client, path: str, **params: Any) -> Row:
    """An answer in JSON-LD as it was sent."""
    response = api.get(path, params=params)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == MEDIA_TYPE
    answer: Row = response.json()
    validator("LinkedData").validate(answer)
    return answer


def graph(api: httpx.Client, path: str, **params: Any) -> Graph:
    """All nodes of an answer, each once with everything that is told of it."""
    nodes = jsonld.flatten(linked(api, path, **params), None, {"documentLoader": no_network})
    return {node["@id"]: node for node in nodes}


def thing(api: httpx.Client, path: str, **params: Any) -> Row:
    """The node that an answer is of."""
    return graph(api, f"{path}.jsonld", **params)[at(api, path)]


def at(api: httpx.Client, path: str) -> str:
    """The id of what has a path."""
    return str(api.base_url).rstrip("/") + path


def values(node: Row, word: str) -> list[Any]:
    """The plain values of a word of schema.org, or of a whole IRI."""
    return [each["@value"] for each in node.get(iri(word), [])]


def ids(node: Row, word: str) -> list[str]:
    """The ids that a word leads to."""
    return [each["@id"] for each in node.get(iri(word), [])]


def iri(word: str) -> str:
    return word if ":" in word else SCHEMA + word


def types(node: Row) -> set[str]:
    """What a node is, in short for schema.org."""
    return {type.removeprefix(SCHEMA) for type in node.get("@type", [])}


def literals(nodes: Graph) -> Iterator[tuple[str, Row]]:
    """Every value in a graph that is no node, with the word that it is told by."""
    for node in nodes.values():
        for word, told in node.items():
            if not word.startswith("@"):
                yield from ((word, each) for each in told if "@value" in each)


def rows(api: httpx.Client, noun: str, most: int = 1000) -> list[Row]:
    """Rows of a list, spread over all of it where there are more."""
    found: list[Row] = page(api, f"/v1/{noun}", limit=1000)["items"]
    return found[:: max(1, len(found) // most)]


def home(fact: Row) -> str:
    """Where a fact is: at its own path, or within the thing that shows it."""
    return fact["href"] if fact["kind"] in LISTED else f"{fact['href']}#{fact['id']}"
