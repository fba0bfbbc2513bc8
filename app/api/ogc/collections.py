"""Collections: which lists are served as features, and what is told of each."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api import bases, casualties, contingents, events, places
from app.api.answer import Answering, Body
from app.api.asking import pairs
from app.api.ogc.addresses import Addresses
from app.api.ogc.collection import Collection
from app.api.ogc.queries import (
    BaseFeatures,
    CasualtyFeatures,
    ContingentFeatures,
    EventFeatures,
    PlaceFeatures,
)
from app.api.ogc.schemas import CRS84, CollectionInfo, CollectionList, shown_extent
from app.api.ogc.times import BaseTimes, FactTimes, Times
from app.api.refusals import refusals
from app.queries.extent import extent
from app.queries.query import Query

TAG = "collections"
COLLECTIONS = (
    Collection(
        title="Bases",
        description="Premises of missions, what became of each, and its status on a date. A base"
        " matches a `datetime` from when anything told of it may have begun, for as long as we"
        " know: a closed base stays, as closed.",
        listing=bases.BASES,
        showing=bases.BASE,
        query=BaseFeatures,
        times=BaseTimes,
    ),
    Collection(
        title="Events",
        description="What happened, and who took part.",
        listing=events.EVENTS,
        showing=events.EVENT,
        query=EventFeatures,
        times=FactTimes,
    ),
    Collection(
        title="Contingents",
        description="Which country's people served where.",
        listing=contingents.CONTINGENTS,
        showing=contingents.CONTINGENT,
        query=ContingentFeatures,
        times=FactTimes,
    ),
    Collection(
        title="Casualty figures",
        description="How many died, were injured or displaced. Figures of one scope may repeat one"
        " another and must not be added up.",
        listing=casualties.CASUALTIES,
        showing=casualties.CASUALTY,
        query=CasualtyFeatures,
        times=FactTimes,
    ),
    Collection(
        title="Places",
        description="Places, and what each lies in; regions and countries have no geometry.",
        listing=places.PLACES,
        showing=places.PLACE,
        query=PlaceFeatures,
        times=Times,
    ),
)


class Described:
    """What is told of collections, and where it is asked for."""

    def info(self, collection: Collection, session: Any, addresses: Addresses) -> CollectionInfo:
        """One collection as it stands."""
        return CollectionInfo(
            id=collection.id,
            title=collection.title,
            description=collection.description,
            links=addresses.collection(collection.id, collection.listing.path),
            extent=shown_extent(extent(session, collection.showing.record)),
            itemType="feature",
            crs=[CRS84],
        )

    async def answer_all(self, request: Request) -> Response:
        """All collections."""
        Query.read(pairs(request))
        answering = Answering(request)
        addresses = Addresses(answering)

        def listed(session: Any) -> Body:
            shown = [self.info(collection, session, addresses) for collection in COLLECTIONS]
            page = CollectionList(links=addresses.collections(), collections=shown)
            return Body(page.model_dump_json())

        return await answering.answer(listed)

    def one(self, collection: Collection) -> Callable[[Request], Any]:
        """The endpoint that tells of a collection."""

        async def answer_one(request: Request) -> Response:
            Query.read(pairs(request))
            answering = Answering(request)
            addresses = Addresses(answering)
            return await answering.answer(
                lambda session: Body(self.info(collection, session, addresses).model_dump_json())
            )

        return answer_one

    def add_to(self, router: APIRouter) -> None:
        """Serve what is told of all collections, and of each."""
        router.get(
            "/collections",
            operation_id="getCollections",
            tags=[TAG],
            summary="List the collections",
            description="Every collection, with its extent and where its features are.",
            response_model=CollectionList,
            response_description="The collections.",
            responses=refusals(400, 405, 500, 503),
        )(self.answer_all)
        for collection in COLLECTIONS:
            router.get(
                f"/collections/{collection.id}",
                operation_id=f"describe{collection.operation}",
                tags=[TAG],
                summary=f"Describe the collection of {collection.listing.what}",
                description=collection.description,
                response_model=CollectionInfo,
                response_description="The collection.",
                responses=refusals(400, 405, 500, 503),
            )(self.one(collection))
