"""Routes: every list and every item under /v1, in the order of the documentation."""

from app.api import (
    actors,
    assessments,
    bases,
    casualties,
    contingents,
    coverage,
    document_facts,
    documents,
    events,
    missions,
    places,
    releases,
    resolutions,
    search,
    statements,
    stats,
    strengths,
    tasks,
    timeline,
)
from app.api.linked.dataset import KnowledgeBase
from app.api.linked.serving import Linked

LISTINGS = (
    missions.MISSIONS,
    resolutions.RESOLUTIONS,
    contingents.CONTINGENTS,
    bases.BASES,
    casualties.CASUALTIES,
    strengths.STRENGTHS,
    events.EVENTS,
    statements.STATEMENTS,
    tasks.TASKS,
    places.PLACES,
    places.COUNTRIES,
    actors.PEOPLE,
    actors.ORGANISATIONS,
    documents.DOCUMENTS,
    document_facts.DOCUMENT_FACTS,
    timeline.TIMELINE,
    coverage.COVERAGE,
    *stats.STATS,
    assessments.ASSESSMENTS,
    search.SEARCH,
    releases.RELEASES,
)
SHOWINGS = (
    missions.MISSION,
    resolutions.RESOLUTION,
    contingents.CONTINGENT,
    bases.BASE,
    casualties.CASUALTY,
    strengths.STRENGTH,
    events.EVENT,
    statements.STATEMENT,
    tasks.TASK,
    places.PLACE,
    places.COUNTRY,
    actors.PERSON,
    actors.ORGANISATION,
    documents.DOCUMENT,
)
LINKED: tuple[Linked | KnowledgeBase, ...] = (
    *(Linked(showing) for showing in SHOWINGS),
    KnowledgeBase(SHOWINGS),
)
"""Before the items themselves, for `{id}` in a path would take `minusma.jsonld` as well."""
