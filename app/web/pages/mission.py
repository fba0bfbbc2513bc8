"""The page of a mission, and one for each list of what there is of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.api.answer import Body
from app.api.events import EVENTS
from app.api.missions import MISSION, MISSIONS
from app.api.stats import CASUALTIES as CASUALTY_SUMS
from app.errors import Merged, NotFound
from app.values.terms import FactKind, Measure
from app.web.charts.showing import charts_for, discovery
from app.web.charts.vega import script_address
from app.web.element import Element, Reading, Row
from app.web.gaps import with_gaps
from app.web.labels import labels
from app.web.lifetime import lifetime
from app.web.names import Names
from app.web.options import country_options
from app.web.page import WebPage
from app.web.pages.sections import (
    BASES_OF,
    CASUALTIES_OF,
    CONTINGENTS_OF,
    FIGURES,
    SECTIONS,
    STRENGTHS_OF,
    TIMELINE_OF,
    Section,
)
from app.web.rendering import render
from app.web.view import ListView, View

FIRST = "minusma"
"""The mission that the knowledge base began with, and shows first."""

HEADLINES = 12
"""How many figures of each sort the page of a mission has; the rest has a page of its own."""

CASUALTY_MEASURES = [measure for measure in Measure if measure is not Measure.STRENGTH]


@dataclass(frozen=True, slots=True)
class Mission:
    """What the page of a mission is read with."""

    id: str
    reading: Reading
    names: Names

    def listed(self, section: Section, **more: Any) -> Element:
        """The first rows of a list of what there is of the mission."""
        asked = {"mission": self.id, **section.more, "limit": section.limit, **more}
        return self.reading.rows(section.listing, **asked)

    def figures(self, *measures: Measure) -> Element:
        """Assessments; there may be too many facts to weigh."""
        asked = {"mission": self.id, "measure": measures, "limit": HEADLINES}
        return self.reading.rows_if_told(FIGURES.listing, **asked)


def home(session: Any, view: View) -> Body:
    """The page at `/`: the mission that is shown first, or that there is none yet."""
    try:
        return mission(session, view, FIRST)
    except (NotFound, Merged):
        found = Reading(session, view).rows(MISSIONS, limit=1, datetime=None)
    if found.items:
        return mission(session, view, found.items[0]["id"])
    return render("nothing.html", session, view, path="/")


def mission(session: Any, view: View, id: str) -> Body:
    """The page of a mission: each of its parts is what a call of the API answers."""
    reading, names = Reading(session, view), Names(session, view.lang)
    row, api = reading.one(MISSION, id)
    whole = row if view.datetime is None else reading.one(MISSION, id, datetime=None)[0]
    of = Mission(id, reading, names)
    places = names.places_in(row["countries"])
    elements = {
        "bases": of.listed(BASES_OF),
        "contingents": of.listed(CONTINGENTS_OF),
        "timeline": of.listed(TIMELINE_OF),
        "strengths": of.listed(STRENGTHS_OF),
        "casualties": of.listed(CASUALTIES_OF),
        "casualty_figures": of.figures(*CASUALTY_MEASURES),
        "strength_figures": of.figures(Measure.STRENGTH),
        "sums": reading.rows_if_told(CASUALTY_SUMS, mission=id, group_by="year,outcome"),
    }
    return render(
        "mission.html",
        session,
        view,
        path=f"/missions/{id}",
        mission=row,
        api=api,
        life=lifetime(whole, labels(view.lang), names),
        names=names,
        countries=country_options(session, names, view.contributor),
        places=places,
        elements=elements,
        citations=citations_of(reading, id, row, elements["timeline"]),
        charts=charts_for(view, row),
        vega=script_address(),
        oembed=discovery(view, f"/missions/{id}"),
        with_gaps=with_gaps,
    )


def citations_of(
    reading: Reading, id: str, mission: Row, timeline: Element
) -> Callable[[Row], list[Row]]:
    """Who says what the timeline has: events tell, and the mission's own milestones."""
    asked = {"mission": id, "limit": TIMELINE_OF.limit}
    events = reading.rows(EVENTS, **asked).items if timeline.items else []
    facts = [(FactKind.EVENT, event) for event in events]
    facts += [(FactKind.MILESTONE, milestone) for milestone in mission["milestones"]]
    cited = {(str(kind), fact["id"]): fact["citations"] for kind, fact in facts}
    return lambda moment: cited.get((moment["kind"], moment["id"]), [])


def uncited(_moment: Row) -> list[Row]:
    """A list's own rows say who says them; nothing more is to be told."""
    return []


def section_page(section: Section) -> WebPage:
    """The page of one list of what there is of a mission, from wherever its cursor stands."""

    def body(session: Any, view: ListView, id: str) -> Body:
        reading, names = Reading(session, view), Names(session, view.lang)
        row, _ = reading.one(MISSION, id, datetime=None)
        names.places_in(row["countries"])
        asked = {"mission": id, **section.more, "limit": section.limit, "cursor": view.cursor}
        element = reading.rows_if_told(section.listing, **asked)
        path = f"/missions/{id}/{section.name}"
        told = {"path": path, "mission": row, "section": section.name, "element": element}
        return render(
            "section.html",
            session,
            view,
            names=names,
            with_gaps=with_gaps,
            citations=uncited,
            **told,
        )

    return WebPage(
        path=f"/missions/{{id}}/{section.name}",
        body=body,
        queries=[section.listing.query],
        view=ListView,
    )


TAKEN = [MISSION.query, EVENTS.query, *(section.listing.query for section in SECTIONS)]
HOME = WebPage(path="/", body=home, queries=TAKEN)
MISSION_PAGE = WebPage(path="/missions/{id}", body=mission, queries=TAKEN)
MISSION_PAGES = [HOME, MISSION_PAGE, *map(section_page, SECTIONS)]
