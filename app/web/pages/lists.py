"""The pages of lists: every mission, resolution, place and document, page by page; and the search."""

from typing import Any

from app.api.answer import Body
from app.api.documents import DOCUMENTS
from app.api.listing import Listing
from app.api.missions import MISSIONS
from app.api.places import PLACES
from app.api.resolutions import RESOLUTIONS
from app.api.search import SEARCH
from app.web.element import Reading
from app.web.names import Names
from app.web.page import WebPage
from app.web.rendering import render
from app.web.view import ListView, SearchView

LIMIT = 100


def list_page(listing: Listing) -> WebPage:
    """The page of a list, from wherever its cursor stands; the filters are those that it takes."""
    noun = listing.path.removeprefix("/")

    def body(session: Any, view: ListView) -> Body:
        element = Reading(session, view).rows(listing, limit=LIMIT, cursor=view.cursor)
        names = Names(session, view.lang)
        told = {"path": listing.path, "noun": noun, "element": element, "names": names}
        return render("list.html", session, view, **told)

    return WebPage(path=listing.path, body=body, queries=[listing.query], view=ListView)


def search(session: Any, view: SearchView) -> Body:
    """What a search finds, the nearest first; without words, where to write them."""
    element = None
    if view.q:
        element = Reading(session, view).rows(SEARCH, limit=LIMIT, cursor=view.cursor)
    words = " ".join(view.given("q"))
    return render("search.html", session, view, path="/search", element=element, words=words)


LIST_PAGES = [
    *map(list_page, (MISSIONS, RESOLUTIONS, PLACES, DOCUMENTS)),
    WebPage(path="/search", body=search, queries=[SEARCH.query], view=SearchView),
]
