"""Routes of OGC API - Features, with a definition of their own beside that of /v1."""

from fastapi import APIRouter

from app.api.ogc import landing
from app.api.ogc.collections import COLLECTIONS, Described
from app.api.ogc.definition import Definition


def router() -> APIRouter:
    """All routes, without the prefix."""
    routes = APIRouter()
    landing.add_to(routes)
    Described().add_to(routes)
    for collection in COLLECTIONS:
        collection.add_to(routes)
    Definition(routes).add_to(routes)
    return routes
