"""The pages of everything else that has an id: one fact, one base, one person, from what its model declares."""

from typing import Any

from app.api.answer import Body
from app.api.routes import SHOWINGS
from app.api.showing import Showing
from app.web.described import NESTED, described
from app.web.element import Reading
from app.web.labels import labels
from app.web.names import Names
from app.web.page import WebPage
from app.web.rendering import render
from app.web.view import View

DESIGNED = ("/missions/{id}", "/resolutions/{id}", "/places/{id}", "/documents/{id}")
"""What has a page of its own making."""


def noun_page(showing: Showing) -> WebPage:
    """The page of one row: its sentence or its name, its fields, and who says so."""

    def body(session: Any, view: View, id: str) -> Body:
        row, api = Reading(session, view).one(showing, id)
        names, t = Names(session, view.lang), labels(view.lang)
        if (where := row.get("place")) and where["country"]:
            names.places_in([where["country"]])
        return render(
            "noun.html",
            session,
            view,
            path=showing.path.replace("{id}", id),
            row=row,
            api=api,
            names=names,
            heading=row.get("summary") or names.name(row.get("names") or {"en": row.get("name")}),
            is_fact="summary" in row,
            fields=list(described(showing.item, row, t)),
            nested=[fact for name in NESTED for fact in row.get(name, ())],
        )

    return WebPage(path=showing.path, body=body, queries=[showing.query])


NOUN_PAGES = [noun_page(showing) for showing in SHOWINGS if showing.path not in DESIGNED]
