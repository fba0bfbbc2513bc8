"""A collection: a list as OGC API - Features serves it, declared once."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from pydantic_core import to_json
from starlette.responses import JSONResponse, Response

from app.api.answer import Answering, Body
from app.api.asking import documented, id_of, pairs, pascal
from app.api.formats.features import MEDIA_TYPE as GEOJSON
from app.api.formats.features import feature
from app.api.listing import LINK_HEADER, Listing, header
from app.api.ogc.addresses import Addresses
from app.api.ogc.shapes import Shape
from app.api.ogc.times import Times
from app.api.refusals import refusals, unless_shown
from app.api.showing import Showing
from app.queries.page import Page
from app.queries.query import Query

TAG = "features"


class GeoJSON(JSONResponse):
    """A response of features, for the API definition."""

    media_type = GEOJSON


@dataclass(frozen=True, kw_only=True)
class Collection:
    """The rows of a list as features: found by the same filters, in the standard's meaning."""

    title: str
    description: str
    listing: Listing
    showing: Showing
    query: type[Page]
    times: type[Times]

    @property
    def id(self) -> str:
        """The collection's id: the name of the list."""
        return self.listing.path.strip("/")

    @property
    def path(self) -> str:
        """Where the features are."""
        return f"/collections/{self.id}/items"

    @property
    def operation(self) -> str:
        """How operations are named after the collection: `Events`."""
        return pascal(self.id)

    def feature(self, row: Any) -> dict[str, Any]:
        """A row as a feature, with its times flat among its properties."""
        (shown,) = self.listing.shown([row])
        made = feature(self.listing.item, shown)
        return made | {"properties": {**shown, **self.times.of(shown)}}

    async def items(self, request: Request) -> Response:
        """A page of features."""
        query = self.query.read(pairs(request))
        answering = Answering(request)
        return await answering.answer(lambda session: self.page(session, query, answering), GEOJSON)

    def page(self, session: Any, query: Page, answering: Answering) -> Body:
        """The page of features that a query asks for."""
        found = self.listing.search(session, query)
        links = list(answering.links(found.cursor, GEOJSON))
        home = Addresses(answering).link("collection", f"/collections/{self.id}")
        counted = {} if found.matched is None else {"numberMatched": found.matched}
        page = {
            "type": "FeatureCollection",
            "timeStamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            **counted,
            "numberReturned": len(found.rows),
            "links": [link.model_dump() for link in (*links, home)],
            "features": [self.feature(row) for row in found.rows],
        }
        return Body(to_json(page), {"Link": header(links)})

    async def item(self, request: Request) -> Response:
        """One feature."""
        query = self.showing.query.read(pairs(request))
        (id,) = id_of(request)
        answering = Answering(request)
        return await answering.answer(
            lambda session: self.one(session, query, id, answering), GEOJSON
        )

    def one(self, session: Any, query: Query, id: str, answering: Answering) -> Body:
        """The feature of an id."""
        row = self.showing.row(session, query, id)
        links = Addresses(answering).feature(self.id, id, self.listing.path)
        made = self.feature(row) | {"links": [link.model_dump() for link in links]}
        return Body(to_json(made), {"Link": header(links)})

    def add_to(self, router: APIRouter) -> None:
        """Serve the features, all and each."""
        shape = Shape(self.listing.item, self.times)
        self.add_items_to(router, shape)
        self.add_item_to(router, shape)

    def add_items_to(self, router: APIRouter, shape: Shape) -> None:
        """Serve pages of features."""
        router.get(
            self.path,
            operation_id=f"list{self.operation}",
            tags=[TAG],
            summary=f"List {self.listing.what} as features",
            description=f"A page of {self.listing.what} as GeoJSON, all that match every filter.",
            response_class=GeoJSON,
            response_model=shape.page,
            response_description=f"A page of {self.listing.what}.",
            responses={200: {"headers": LINK_HEADER}, **refusals(400, 405, 500, 503)},
            openapi_extra={"parameters": documented(self.query)},
        )(self.items)

    def add_item_to(self, router: APIRouter, shape: Shape) -> None:
        """Serve each feature by its id."""
        router.get(
            f"{self.path}/{{id}}",
            operation_id=f"get{self.operation}Feature",
            tags=[TAG],
            summary=f"Get {self.showing.what} as a feature",
            description=f"{self.showing.title} by its id.",
            response_class=GeoJSON,
            response_model=shape.linked,
            response_description=f"{self.showing.title}.",
            responses=unless_shown(),
            openapi_extra={"parameters": self.showing.parameters},
        )(self.item)
