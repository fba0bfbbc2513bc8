"""Datasets: a document that is one, and the knowledge base itself."""

import json
from pathlib import Path

import httpx

from app.database import Database
from app.records import Document
from app.values.terms import DocumentKind
from app.values.words import padded
from tests.api import odd
from tests.api.graphs import (
    SCHEMA,
    at,
    graph,
    ids,
    types,
    values,
)
from tests.api.served import NOUNS


def test_a_dataset_and_an_article_are_told_apart(own: Database, own_api: httpx.Client) -> None:
    given = {"licence": "CC-BY-4.0", "url": "https://data.example.org/x", "publisher": "X"}
    row = {"id": "figures", "kind": DocumentKind.DATASET, "origin": "x", "language": "fr"}
    odd.add(
        own, Document(**row, **given, sha256="f" * 64, words=padded(["x"]), **odd.dated("2022-05"))
    )
    nodes = graph(own_api, "/v1/documents/figures.jsonld")
    node = nodes[at(own_api, "/v1/documents/figures")]
    assert types(node) == {"Dataset"}
    assert values(node, "datePublished") == ["2022-05"]
    assert values(node, "inLanguage") == ["fr"]
    assert ids(node, "url") == ["https://data.example.org/x"]
    (licence,), (publisher,) = ids(node, "license"), ids(node, "publisher")
    assert values(nodes[licence], "name") == ["CC-BY-4.0"]
    assert values(nodes[publisher], "name") == ["X"]
    (identifier,) = ids(node, "identifier")
    assert values(nodes[identifier], "value") == ["f" * 64]


def test_the_knowledge_base_is_a_dataset_with_release_licence_and_extent(
    api: httpx.Client, seed_dir: Path
) -> None:
    nodes = graph(api, "/v1/dataset.jsonld")
    node = nodes[at(api, "/v1/dataset.jsonld")]
    assert types(node) == {"Dataset"}
    assert values(node, "version") == [api.get("/ready").json()["release"]]
    (licence,) = json.loads((seed_dir / "datapackage.json").read_text())["licenses"]
    assert ids(node, "license") == [licence["path"]]
    totals = api.get("/v1/coverage").json()["totals"]
    (period,) = values(node, "temporalCoverage")
    assert period == f"{totals['first'][:4]}/{totals['last'][:4]}"
    assert ids(node, "spatialCoverage") == [at(api, "/v1/countries/MLI")]
    downloads = [ids(nodes[id], "contentUrl")[0] for id in ids(node, "distribution")]
    assert sorted(downloads) == sorted(at(api, f"/v1/{noun}") for noun in NOUNS)


def test_a_knowledge_base_without_facts_claims_no_extent(own_api: httpx.Client) -> None:
    node = graph(own_api, "/v1/dataset.jsonld")[at(own_api, "/v1/dataset.jsonld")]
    assert f"{SCHEMA}temporalCoverage" not in node
    assert f"{SCHEMA}version" not in node
