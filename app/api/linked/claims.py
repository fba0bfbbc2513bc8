"""Claims: a fact is what documents claim, and each claim leads to them."""

from collections.abc import Iterable
from typing import Any

from app.api.linked.address import Address
from app.api.linked.context import Node
from app.api.linked.telling import (
    Kind,
    Telling,
    actor,
    calendar_date,
    codes,
    edtf,
    field,
    ours,
    place,
    publisher,
    reference,
)
from app.api.resolutions import ResolutionAction
from app.api.schemas import Citation, Fact, PassageLocator, Quantity
from app.records import ActorKind

DOCUMENT_REF = Kind(
    "CreativeWork",
    {
        "name": field("title"),
        "publisher": publisher,
        "datePublished": calendar_date("published"),
        "dcterms:issued": edtf("published"),
        "creditText": field("origin"),
    },
)
REFERENCES: tuple[Telling, ...] = (
    reference("mission", "missions"),
    reference("base", "bases"),
    reference("contributor", "countries"),
    reference("resolution", "resolutions"),
    lambda fact, at: actor(getattr(fact, "recipient", None), at),
    lambda fact, at: actor(getattr(fact, "organisation", None), at),
)
"""What a fact may be about, beside the thing that it is shown inside of."""


def about(fact: Fact, at: Address) -> list[Node]:
    """The things that a fact is of, each once."""
    told = [tell(fact, at) for tell in REFERENCES]
    told += [actor(each, at) for each in getattr(fact, "actors", ())]
    return once(node for node in told if node is not None)


def once(nodes: Iterable[Node]) -> list[Node]:
    """The first node of each id."""
    first: dict[str, Node] = {}
    for node in nodes:
        first.setdefault(node["@id"], node)
    return list(first.values())


def speaker(fact: Fact, at: Address) -> Node | None:
    """Who said it."""
    return actor(getattr(fact, "speaker", None), at)


def spoken_for(fact: Fact, at: Address) -> Node | None:
    """The organisation that the speaker spoke for."""
    ref = getattr(fact, "on_behalf_of", None)
    return actor(ref, at) if ref and ref.kind is ActorKind.ORGANISATION else None


def quantity(fact: Fact, at: Address) -> Node | None:
    """How many: a value where it is exact, else only the range that the words allow."""
    told: Quantity | None = getattr(fact, "quantity", None) or getattr(fact, "personnel", None)
    if told is None:
        return None
    if told.low == told.high:
        return {"@type": "QuantitativeValue", "value": told.low}
    span = {"@type": "QuantitativeValue", "minValue": told.low}
    return span if told.high is None else {**span, "maxValue": told.high}


def documents(fact: Fact, at: Address) -> list[Node]:
    """The documents that say it, in short."""
    cited = [citation.document for citation in fact.citations]
    return once(DOCUMENT_REF.node(each, at.of("documents", each.id)) for each in cited)


def sources(fact: Fact, at: Address) -> list[Node]:
    """References to the documents that say it."""
    return [{"@id": document["@id"]} for document in documents(fact, at)]


def passages(fact: Fact, at: Address) -> list[Node]:
    """Where in its documents each citation points, as Web Annotation has it."""
    return [passage(citation, at) for citation in fact.citations]


def passage(citation: Citation, at: Address) -> Node:
    """Characters of a text, counted from 0, or a row of a dataset by its key."""
    source = {
        "@type": ["CreativeWork", "oa:SpecificResource"],
        "oa:hasSource": at.of("documents", citation.document.id).node(),
    }
    locator = citation.locator
    if not isinstance(locator, PassageLocator):
        return {**source, "identifier": locator.record}
    position = {"oa:start": locator.start, "oa:end": locator.end}
    return {**source, "oa:hasSelector": {"@type": "oa:TextPositionSelector", **position}}


CLAIM = Kind(
    "Claim",
    {
        "text": ours("summary"),
        "description": ours("note"),
        "about": about,
        "author": speaker,
        "sourceOrganization": spoken_for,
        "temporalCoverage": edtf("date"),
        "spatialCoverage": place,
        "mainEntity": quantity,
        "keywords": codes,
        "appearance": documents,
        "citation": passages,
        "prov:hadPrimarySource": sources,
    },
)


def claims(*fields: str) -> Telling:
    """The facts that a thing shows."""
    return lambda thing, at: [claim(fact, at) for name in fields for fact in getattr(thing, name)]


def claim(fact: Any, thing: Address) -> Node:
    """A fact that is shown inside of a thing; an action of a resolution is at the resolution."""
    home = thing
    if isinstance(fact, ResolutionAction):
        home = thing.of("resolutions", fact.resolution)
    node = CLAIM.node(fact, home.part(fact.id))
    return {**node, "about": once([*node.get("about", []), thing.node()])}
