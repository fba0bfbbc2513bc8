"""Only words that schema.org, PROV, Dublin Core and Web Annotation have, and where they have them."""

import httpx
import pytest

from tests.api.graphs import OA, PROV, SCHEMA, Graph, graph, rows, types
from tests.api.served import NOUNS

BROADER = {
    "AdministrativeArea": "Place",
    "Article": "CreativeWork",
    "Claim": "CreativeWork",
    "Country": "AdministrativeArea",
    "CreativeWork": "Thing",
    "DataDownload": "MediaObject",
    "Dataset": "CreativeWork",
    "DefinedTerm": "Intangible",
    "GeoCoordinates": "StructuredValue",
    "Intangible": "Thing",
    "Legislation": "CreativeWork",
    "MediaObject": "CreativeWork",
    "NewsArticle": "Article",
    "Organization": "Thing",
    "Person": "Thing",
    "Place": "Thing",
    "PropertyValue": "StructuredValue",
    "QuantitativeValue": "StructuredValue",
    "StructuredValue": "Intangible",
}
"""Each type and the one that it is a kind of, from https://schema.org/docs/full.html."""

WORDS = {
    "Thing": {
        "alternateName",
        "description",
        "identifier",
        "name",
        "sameAs",
        "subjectOf",
        "url",
    },
    "CreativeWork": {
        "about",
        "author",
        "citation",
        "creditText",
        "dateModified",
        "datePublished",
        "inLanguage",
        "keywords",
        "license",
        "mainEntity",
        "publisher",
        "sourceOrganization",
        "spatialCoverage",
        "temporalCoverage",
        "text",
        "version",
    },
    "Claim": {"appearance"},
    "Legislation": {"legislationDate", "legislationIdentifier"},
    "Dataset": {"distribution"},
    "MediaObject": {"contentUrl", "encodingFormat"},
    "Organization": {"areaServed", "keywords", "location", "parentOrganization"},
    "Place": {"containedInPlace", "geo", "keywords"},
    "GeoCoordinates": {"latitude", "longitude"},
    "DefinedTerm": {"inDefinedTermSet", "termCode"},
    "PropertyValue": {"propertyID", "value"},
    "QuantitativeValue": {"maxValue", "minValue", "value"},
}
"""The words of each type, from its page, such as https://schema.org/Claim."""

ELSEWHERE = {
    f"{PROV}hadPrimarySource",
    "http://purl.org/dc/terms/issued",
    f"{OA}hasSource",
    f"{OA}hasSelector",
    f"{OA}start",
    f"{OA}end",
}
TYPES_ELSEWHERE = {f"{OA}SpecificResource", f"{OA}TextPositionSelector"}


def words_of(type: str) -> set[str]:
    """The words of a type and of all that are broader."""
    own = {SCHEMA + word for word in WORDS.get(type, set())}
    return own | (words_of(BROADER[type]) if type in BROADER else set())


def check_words(nodes: Graph) -> None:
    """Every type is one that exists, and every word one that its type has."""
    for node in nodes.values():
        assert types(node) <= {*BROADER, *TYPES_ELSEWHERE}, node
        allowed = ELSEWHERE.union(*(words_of(type) for type in types(node)))
        assert {word for word in node if not word.startswith("@")} <= allowed, node


@pytest.mark.parametrize("noun", NOUNS)
def test_every_word_is_one_that_its_type_has(odd_api: httpx.Client, noun: str) -> None:
    for row in rows(odd_api, noun, most=40):
        check_words(graph(odd_api, f"/v1/{noun}/{row['id']}.jsonld"))


def test_the_dataset_too_has_only_words_that_exist(api: httpx.Client) -> None:
    check_words(graph(api, "/v1/dataset.jsonld"))


def test_a_made_up_word_would_be_noticed() -> None:
    check_words({"a": {"@id": "a", "@type": [f"{SCHEMA}Claim"], f"{SCHEMA}text": []}})
    with pytest.raises(AssertionError):
        check_words({"a": {"@id": "a", "@type": [f"{SCHEMA}Claim"], f"{SCHEMA}geo": []}})
    with pytest.raises(AssertionError):
        check_words({"a": {"@id": "a", "@type": [f"{SCHEMA}Mission"]}})
