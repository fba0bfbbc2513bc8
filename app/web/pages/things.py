"""The pages of one resolution, one place and one document."""

from typing import Any

from app.api.answer import Body
from app.api.bases import BASES
from app.api.document_facts import DOCUMENT_FACTS
from app.api.documents import DOCUMENT
from app.api.places import PLACE
from app.api.resolutions import RESOLUTION
from app.api.timeline import TIMELINE
from app.web.element import Reading
from app.web.names import Names
from app.web.page import WebPage
from app.web.rendering import render
from app.web.view import ListView, View

LIMIT = 60


def resolution(session: Any, view: View, id: str) -> Body:
    """A resolution, and what it does to missions."""
    row, api = Reading(session, view).one(RESOLUTION, id)
    path = f"/resolutions/{id}"
    return render("resolution.html", session, view, path=path, resolution=row, api=api)


def place(session: Any, view: ListView, id: str) -> Body:
    """A place, the bases that are there, and what sources tell of it and of all within it."""
    reading, names = Reading(session, view), Names(session, view.lang)
    row, api = reading.one(PLACE, id)
    if row["country"]:
        names.places_in([row["country"]])
    asked = {"place": id, "limit": LIMIT}
    return render(
        "place.html",
        session,
        view,
        path=f"/places/{id}",
        place=row,
        api=api,
        parent=None if row["parent"] is None else reading.one(PLACE, row["parent"])[0],
        bases=reading.rows(BASES, **asked),
        timeline=reading.rows(TIMELINE, **asked, cursor=view.cursor),
        names=names,
    )


def document(session: Any, view: ListView, id: str) -> Body:
    """A document, and each passage that the knowledge base took something from."""
    reading = Reading(session, view)
    row, api = reading.one(DOCUMENT, id)
    return render(
        "document.html",
        session,
        view,
        path=f"/documents/{id}",
        document=row,
        api=api,
        facts=reading.rows(DOCUMENT_FACTS, id, limit=LIMIT, cursor=view.cursor),
        names=Names(session, view.lang),
    )


THING_PAGES = [
    WebPage(path="/resolutions/{id}", body=resolution, queries=[RESOLUTION.query]),
    WebPage(
        path="/places/{id}",
        body=place,
        queries=[PLACE.query, BASES.query, TIMELINE.query],
        view=ListView,
        fixed=("place",),
    ),
    WebPage(
        path="/documents/{id}",
        body=document,
        queries=[DOCUMENT.query, DOCUMENT_FACTS.query],
        view=ListView,
    ),
]
