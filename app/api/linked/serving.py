"""Serving: each item once more at `.jsonld`, told from the response that its JSON is."""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from pydantic import ConfigDict
from starlette.responses import JSONResponse, Response

from app.api.answer import Answering, Body
from app.api.asking import id_of, pairs
from app.api.linked.address import Address
from app.api.linked.context import CONTEXT, MEDIA_TYPE, Node
from app.api.linked.things import described
from app.api.refusals import unless_shown
from app.api.schemas import Answer, told
from app.api.showing import Showing
from app.queries.query import Query


class LinkedData(Answer):
    """A node in JSON-LD: what is told of it stands beside its address, by the words of the context."""

    model_config = ConfigDict(extra="allow")

    context: dict[str, Any] = told(
        "What the words mean: all of it, so that nothing need be fetched.",
        {"@vocab": "https://schema.org/", "prov": "http://www.w3.org/ns/prov#"},
        alias="@context",
    )
    id: str = told(
        "The address that identifies it, without an ending.",
        "http://127.0.0.1:8000/v1/missions/minusma",
        alias="@id",
    )
    type: str = told("What it is, in the words of schema.org.", "Organization", alias="@type")


class LinkedResponse(JSONResponse):
    """What FastAPI takes the media type from that it documents."""

    media_type = MEDIA_TYPE


def written(node: Node) -> Body:
    """A node with the context that its words are read by."""
    return Body(json.dumps({"@context": CONTEXT, **node}, ensure_ascii=False))


def base_of(answering: Answering) -> str:
    """What every address begins with."""
    return answering.public_url.rstrip("/")


@dataclass(frozen=True)
class Linked:
    """An item as linked data."""

    showing: Showing

    async def answer(self, request: Request) -> Response:
        """The item as a node."""
        query = self.showing.query.read(pairs(request))
        (id,) = id_of(request)
        answering = Answering(request)
        noun = self.showing.path.split("/")[1]
        at = Address(base_of(answering), "").of(noun, id)
        return await answering.answer(lambda session: self.body(session, query, id, at), MEDIA_TYPE)

    def body(self, session: Any, query: Query, id: str, at: Address) -> Body:
        """The item as JSON-LD."""
        shown = self.showing.shown(session, query, id)
        return written(described(self.showing.item.model_validate(shown, by_name=True), at))

    def add_to(self, router: APIRouter) -> None:
        """Serve the item's node."""
        showing = self.showing
        router.get(
            f"{showing.path}.jsonld",
            operation_id=f"{showing.operation}AsJsonLd",
            tags=[showing.tag],
            summary=f"Get {showing.what} as JSON-LD",
            description=f"{showing.title} by its id, in the words of schema.org and PROV.",
            response_model=LinkedData,
            response_class=LinkedResponse,
            response_description=f"{showing.title} as JSON-LD.",
            responses=unless_shown(),
            openapi_extra={"parameters": showing.parameters},
        )(self.answer)
