"""What the words of an answer in JSON-LD mean: told in each answer, so that no network is needed."""

from typing import Any

MEDIA_TYPE = "application/ld+json"

Node = dict[str, Any]
"""One thing with what is told of it, as JSON-LD writes it."""

IRI = {"@type": "@id"}
EDTF = {"@type": "edtf"}
DATE = {"@type": "schema:Date"}
DATE_TIME = {"@type": "schema:DateTime"}

CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "edtf": "http://id.loc.gov/datatypes/edtf",
    "contentUrl": {"@id": "schema:contentUrl", **IRI},
    "dateModified": {"@id": "schema:dateModified", **DATE_TIME},
    "datePublished": {"@id": "schema:datePublished", **DATE},
    "dcterms:issued": {"@id": "dcterms:issued", **EDTF},
    "inDefinedTermSet": {"@id": "schema:inDefinedTermSet", **IRI},
    "legislationDate": {"@id": "schema:legislationDate", **DATE},
    "license": {"@id": "schema:license", **IRI},
    "sameAs": {"@id": "schema:sameAs", **IRI},
    "temporalCoverage": {"@id": "schema:temporalCoverage", **EDTF},
    "url": {"@id": "schema:url", **IRI},
}
"""Words are those of schema.org but where a prefix says otherwise; the rest are types of values."""
