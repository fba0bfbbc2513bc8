"""Search: things and facts of every kind by their words, the nearest first."""

from dataclasses import dataclass
from typing import Any

from app.api.listing import Listing
from app.api.schemas import Answer, Page, told
from app.queries.search import Hit, Searching, search
from app.queries.walk import ByPages
from app.values.terms import SearchKind, SearchTier

ADDRESSES = {
    SearchKind.MISSION: "missions",
    SearchKind.COUNTRY: "countries",
    SearchKind.PLACE: "places",
    SearchKind.RESOLUTION: "resolutions",
    SearchKind.BASE: "bases",
    SearchKind.PERSON: "people",
    SearchKind.ORGANISATION: "organisations",
    SearchKind.DOCUMENT: "documents",
    SearchKind.CASUALTY: "casualties",
    SearchKind.STRENGTH: "strengths",
    SearchKind.CONTINGENT: "contingents",
    SearchKind.EVENT: "events",
    SearchKind.STATEMENT: "statements",
    SearchKind.TASK: "tasks",
}
"""Where what has an address of its own is shown."""


class SearchResult(Answer):
    """A thing or a fact that a search has found."""

    key = ("kind", "id")

    kind: SearchKind = told("What sort of thing or fact it is.", "base")
    id: str = told("Its id, unique within its kind.", "minusma-timbuktu-camp")
    title: str = told("A thing's name, or a fact in one sentence.", "Timbuktu camp")
    mission: str | None = told("The mission that it is about; null for none or several.", "minusma")
    href: str = told(
        "The path where it is shown: its own, or that of the thing that it is told of.",
        "/v1/bases/minusma-timbuktu-camp",
    )
    matched: SearchTier = told(
        "Where the words were found: they are a whole name (`name`), all of them are in names or"
        " in a fact's sentence (`title`), or some only in what else is told of it (`text`).",
        "title",
    )


class SearchPage(Page):
    """A page of what a search has found."""

    items: list[SearchResult] = told("What was found, the nearest first.")


@dataclass(frozen=True, kw_only=True)
class SearchQuery(Searching):
    """What a search can be asked for."""


def shown(hit: Hit) -> dict[str, Any]:
    """An entry as the answer shows it."""
    entry = hit.entry
    return {
        "kind": entry.kind,
        "id": entry.id,
        "title": entry.title,
        "mission": entry.mission_id,
        "href": f"/v1/{ADDRESSES[entry.home_kind]}/{entry.home_id}",
        "matched": hit.tier,
    }


SEARCH = Listing(
    path="/search",
    operation="search",
    what="what has the words",
    tag="search",
    query=SearchQuery,
    page=SearchPage,
    search=ByPages(search),
    shape=shown,
    summary="Search everything",
    description="Things and facts of every kind that hold all the words, the nearest first.",
)
