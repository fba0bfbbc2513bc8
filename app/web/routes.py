"""Routes: the pages, and the files that they load."""

from fastapi import APIRouter

from app.settings import Settings
from app.web import embeds, oembed
from app.web.pages.lists import LIST_PAGES
from app.web.pages.mission import MISSION_PAGES
from app.web.pages.nouns import NOUN_PAGES
from app.web.pages.things import THING_PAGES
from app.web.static import get_static

PAGES = (*MISSION_PAGES, *LIST_PAGES, *THING_PAGES, *NOUN_PAGES)


def router(settings: Settings) -> APIRouter:
    """Every page of a deployment; none of them is part of the OpenAPI document."""
    routes = APIRouter(include_in_schema=False)
    for page in PAGES:
        page.add_to(routes)
    embeds.add_to(routes)
    oembed.add_to(routes)
    routes.get("/static/{name}")(get_static)
    return routes
