"""Coverage: what there is, and how fresh."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from app.api.listing import Listing
from app.api.schemas import DATE_EXAMPLE, Answer, Day, MaybeDate, Page, told
from app.api.shaping import Shaped, shaper
from app.queries import coverage as queries
from app.queries.about import OfMission
from app.queries.changed import Changed
from app.queries.text import Text
from app.queries.walk import AtOnce
from app.queries.when import When
from app.queries.where import Within
from app.values.terms import FactKind

MaybeDay = Annotated[Day | None, Shaped(date.isoformat)]

FIRST = "The earliest `began.earliest` of the facts that have one, ISO 8601; null where none has."
LAST = "The latest `ended.latest` of the facts that have one, ISO 8601; null where none has."


class CoverageCell(Answer):
    """The facts of one kind, on one mission, of one year, in one document."""

    key = ("kind", "mission", "year", "document")

    kind: FactKind = told("What kind of facts they are.", "event")
    mission: str | None = told("The mission; null for facts on none.", "minusma")
    year: int | None = told(
        "The year of `began.earliest`; null for facts without a date or with an open beginning.",
        2023,
    )
    document: str | None = told(
        "The document that says them; null for facts that no document says.",
        "diplomatic-insight-2023-12-12",
    )
    published: MaybeDate = told("When the document was published.", DATE_EXAMPLE)
    facts: int = told("How many facts there are.", 12)
    undated: int = told("How many of them have no date.", 0)
    unlocated: int = told("How many of them have no place, or none with coordinates.", 3)
    first: MaybeDay = told(FIRST, "2023-06-16")
    last: MaybeDay = told(LAST, "2023-12-31")


class CoverageTotals(Answer):
    """All facts that match, on all pages, each counted once however many documents say it."""

    facts: int = told("How many facts match.", 187)
    undated: int = told("How many of them have no date.", 4)
    unlocated: int = told("How many of them have no place, or none with coordinates.", 90)
    documents: int = told("How many documents say them.", 5)
    first: MaybeDay = told(FIRST, "2012-01-01")
    last: MaybeDay = told(LAST, "2024-01-01")
    release: str | None = told(
        "The id of the data that is served; null where none was loaded.", "2026-11-21-0f3a9c1b2d4e"
    )


class CoveragePage(Page):
    """A page of what there is."""

    items: list[CoverageCell] = told("The kinds, missions, years and documents that have facts.")
    totals: CoverageTotals = told("All of it together.")


@dataclass(frozen=True, kw_only=True)
class CoverageQuery(OfMission, When, Within, Text, Changed, queries.Covering):
    """What coverage can be asked for."""


COVERAGE = Listing(
    path="/coverage",
    operation="listCoverage",
    what="what there is",
    tag="coverage",
    query=CoverageQuery,
    page=CoveragePage,
    search=AtOnce(queries.coverage),
    beside=lambda found: {"totals": shaper(CoverageTotals)(found.totals)},
)
