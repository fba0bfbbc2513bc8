"""Things in the words of schema.org, told from the same responses as their JSON.

What identifies a thing is told of the thing; what documents say of it is told by its claims. Its
`status` is left out, for it is told for a day, and graphs of several days would mix.
"""

from typing import Any

from app.api import (
    actors,
    bases,
    documents,
    missions,
    places,
    resolutions,
)
from app.api.linked.address import Address
from app.api.linked.claims import CLAIM, claims
from app.api.linked.context import Node
from app.api.linked.telling import (
    Kind,
    also,
    calendar_date,
    code,
    edtf,
    field,
    identifiers,
    names,
    ours,
    place,
    point,
    publisher,
    reference,
)
from app.api.schemas import Answer, Fact
from app.values.terms import DocumentKind, PlaceKind


def countries(mission: missions.Mission, at: Address) -> list[Node]:
    """Where a mission worked."""
    return [{**at.of("countries", id).node(), "@type": "Country"} for id in mission.countries]


def headquarters(mission: missions.Mission, at: Address) -> Node | None:
    """The base that a mission was led from."""
    base = mission.headquarters
    return None if base is None else HEADQUARTERS.node(base, at.of("bases", base.id))


def lies_in(place: places.Place, at: Address) -> list[Node]:
    """What a place lies in; a country does not lie in itself."""
    parent = [] if place.parent is None else [at.of("places", place.parent).node()]
    if place.country is None or place.kind is PlaceKind.COUNTRY:
        return parent
    return [*parent, at.of("countries", place.country).node()]


def same_place(place: places.Place, at: Address) -> list[str]:
    """The same place as a country, and in GeoNames."""
    same = [f"https://sws.geonames.org/{place.geonames_id}/"] if place.geonames_id else []
    if place.kind is PlaceKind.COUNTRY and place.country is not None:
        return [str(at.of("countries", place.country)), *same]
    return same


def licence(document: documents.Document, at: Address) -> Node | None:
    """The licence of a document by its name."""
    name = document.licence
    return None if name is None else {"@type": "CreativeWork", "name": name}


HEADQUARTERS = Kind("Place", {"name": ours("name"), "containedInPlace": place})
DOCUMENT = {
    "name": field("title"),
    "publisher": publisher,
    "datePublished": calendar_date("published"),
    "dcterms:issued": edtf("published"),
    "creditText": field("origin"),
    "inLanguage": field("language"),
    "url": field("url"),
    "license": licence,
    "identifier": identifiers({"sha256": "SHA-256"}),
    "description": ours("note"),
}
DOCUMENTS = {
    DocumentKind.ARTICLE: Kind("NewsArticle", DOCUMENT),
    DocumentKind.DATASET: Kind("Dataset", DOCUMENT),
}
THINGS: dict[type[Answer], Kind] = {
    missions.Mission: Kind(
        "Organization",
        {
            "name": names,
            "alternateName": also("acronym", "other_names"),
            "areaServed": countries,
            "location": headquarters,
            "keywords": code("kind"),
            "subjectOf": claims("milestones", "resolutions"),
        },
    ),
    resolutions.Resolution: Kind(
        "Legislation",
        {
            "name": field("title"),
            "legislationIdentifier": field("symbol"),
            "legislationDate": calendar_date("adopted_on"),
            "dcterms:issued": edtf("adopted_on"),
            "keywords": code("body"),
            "subjectOf": claims("actions"),
        },
    ),
    bases.Base: Kind(
        "Place",
        {
            "name": names,
            "alternateName": also("other_names"),
            "containedInPlace": place,
            "keywords": code("kind"),
            "subjectOf": claims("statuses"),
        },
    ),
    places.Place: Kind(
        "Place",
        {
            "name": names,
            "alternateName": also("other_names", "former_names"),
            "geo": point,
            "containedInPlace": lies_in,
            "sameAs": same_place,
            "identifier": identifiers(
                {
                    "iso_3166_2": "ISO 3166-2",
                    "m49": "UN M49",
                    "pcode": "P-code",
                    "geonames_id": "GeoNames",
                }
            ),
            "keywords": code("kind"),
        },
    ),
    places.Country: Kind(
        "Country",
        {
            "name": names,
            "alternateName": also("other_names", "former_names"),
            "identifier": identifiers(
                {
                    "id": "ISO 3166-1 alpha-3",
                    "alpha2": "ISO 3166-1 alpha-2",
                    "m49": "UN M49",
                }
            ),
        },
    ),
    actors.Person: Kind(
        "Person",
        {
            "name": field("name"),
            "alternateName": also("other_names"),
            "subjectOf": claims("roles"),
        },
    ),
    actors.Organisation: Kind(
        "Organization",
        {
            "name": names,
            "alternateName": also("acronym", "other_names"),
            "location": reference("country", "countries"),
            "parentOrganization": reference("part_of", "organisations"),
            "keywords": code("type"),
            "subjectOf": claims("roles"),
        },
    ),
}


def described(item: Any, at: Address) -> Node:
    """A response as a node: a thing by its kind, a fact as a claim."""
    return kind_of(item).node(item, at)


def kind_of(item: Any) -> Kind:
    """What a response is as linked data."""
    if isinstance(item, Fact):
        return CLAIM
    if isinstance(item, documents.Document):
        return DOCUMENTS[item.kind]
    return THINGS[type(item)]
