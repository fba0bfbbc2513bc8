"""The charts that there are: what each asks of the API."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from app import records
from app.api.bases import BASES
from app.api.casualties import CASUALTIES
from app.api.contingents import CONTINGENTS
from app.api.listing import Listing
from app.api.stats import CASUALTIES as CASUALTY_SUMS
from app.api.stats import STRENGTHS as STRENGTH_SUMS
from app.api.strengths import STRENGTHS
from app.api.timeline import TIMELINE
from app.queries.tellers import Teller, tellers, tellers_of_kinds
from app.values.terms import CasualtyBasis, FactKind, Outcome, StrengthBasis, StrengthCategory
from app.web.charts.casualties import MOST_TOTALS, casualties
from app.web.charts.chart import Calls, Chart, Series, Tellers
from app.web.charts.look import Asked
from app.web.charts.places import places
from app.web.charts.strength import strength
from app.web.charts.summing import Summing
from app.web.charts.timeline import timeline
from app.web.view import Pairs

LEVELS = (StrengthBasis.PRESENT, StrengthBasis.AVERAGE, StrengthBasis.AUTHORISED)
"""How many there were; who had left and what was estimated off maps is drawn where it is asked for."""

TOLD_KINDS = (FactKind.MILESTONE, FactKind.ACTION, FactKind.EVENT, FactKind.BASE_STATUS)
INCIDENT, CUMULATIVE = CasualtyBasis.INCIDENT, CasualtyBasis.CUMULATIVE

RANGE = ("low", "best", "high")

MONTHLY = Summing(
    listing=STRENGTH_SUMS, record=records.StrengthFigure, name="category", codes=StrengthCategory
)
YEARLY = Summing(
    listing=CASUALTY_SUMS, record=records.CasualtyFigure, name="outcome", codes=Outcome
)


def is_read(teller: Teller) -> bool:
    """Whether a text was read for it."""
    return teller.is_read


def is_brought(teller: Teller) -> bool:
    """Whether an importer brought it."""
    return not teller.is_read


def wanted(asked: Asked, name: str, *usual: object) -> list[str]:
    """The codes that are asked for, or else the usual ones."""
    return asked.given(name) or [str(code) for code in usual]


def brought_by(told: Tellers) -> list[str]:
    """Who brought the facts: sums are of one source each."""
    return sorted({teller.source for teller in told})


def levels(asked: Asked) -> Pairs:
    """Strengths of the bases that are drawn."""
    return asked.asked_of(STRENGTHS, basis=wanted(asked, "basis", *LEVELS))


def stated_calls(session: Any, asked: Asked, told: Tellers) -> Calls:
    """What documents state: theirs alone, for datasets have thousands of figures."""
    documents = sorted({teller.document for teller in told})
    among = [one for one in documents if one in wanted(asked, "document", *documents)]
    basis = wanted(asked, "basis", *LEVELS)
    return Calls([asked.asked_of(STRENGTHS, basis=basis, document=among)] if among else [])


def monthly_calls(session: Any, asked: Asked, told: Tellers) -> Calls:
    """Sums by month, one call for each dataset; what has another basis is in none."""
    present = [StrengthBasis.PRESENT]
    bases = wanted(asked, "basis", *LEVELS)
    others = [basis for basis in bases if basis not in present]
    left_out = [(source, None) for source in bringing(session, asked, others)]
    summed = bringing(session, asked, present) if len(others) < len(bases) else []
    calls = MONTHLY.calls(session, asked, summed, basis=present, group_by=["month,category"])
    return Calls(calls.calls, [*calls.left_out, *left_out])


def bringing(session: Any, asked: Asked, bases: Sequence[str]) -> list[str]:
    """Who has brought strengths of some bases."""
    if not bases:
        return []
    query = STRENGTHS.query.read(asked.asked_of(STRENGTHS, basis=bases))
    return brought_by(list(filter(is_brought, of_strengths(session, query))))


def of_basis(basis: CasualtyBasis, asked: Asked) -> Pairs | None:
    """Casualties of a basis; of incidents, deaths unless something else is asked for."""
    if basis not in wanted(asked, "basis", basis):
        return None
    if basis is CUMULATIVE:
        return asked.asked_of(CASUALTIES, basis=[basis])
    outcome = wanted(asked, "outcome", Outcome.DEATH)
    return asked.asked_of(CASUALTIES, basis=[basis], outcome=outcome)


def incident_calls(session: Any, asked: Asked, told: Tellers) -> Calls:
    """Sums by year and cause, one call for each source."""
    outcome = wanted(asked, "outcome", Outcome.DEATH)
    return YEARLY.calls(
        session,
        asked,
        brought_by(told),
        basis=[INCIDENT],
        outcome=outcome,
        group_by=["year,cause"],
    )


def total_calls(session: Any, asked: Asked, told: Tellers) -> Calls:
    """Running totals, the latest."""
    fixed: Mapping[str, Any] = {"basis": [CUMULATIVE], "sort": ["-date"], "limit": [MOST_TOTALS]}
    return Calls([asked.asked_of(CASUALTIES, **fixed)] if told else [])


def kinds(asked: Asked) -> Pairs:
    """Facts of the kinds that are drawn."""
    return asked.asked_of(TIMELINE, kind=wanted(asked, "kind", *TOLD_KINDS))


def whole(name: str, listing: Listing, record: Any, *fields: str) -> Series:
    """All that a list has."""
    return Series(
        name=name,
        listing=listing,
        facts=listing,
        fields=fields,
        tells=lambda session, query: tellers(session, record, query),
        asks=lambda asked: asked.asked_of(listing),
        calls=lambda session, asked, told: Calls([asked.asked_of(listing)]),
    )


def of_strengths(session: Any, query: Any) -> list[Teller]:
    """Who says strengths."""
    return tellers(session, records.StrengthFigure, query)


def of_casualties(session: Any, query: Any) -> list[Teller]:
    """Who says casualties."""
    return tellers(session, records.CasualtyFigure, query)


STRENGTH = Chart(
    name="strength",
    make=strength,
    series=(
        Series(
            name="stated",
            listing=STRENGTHS,
            fields=("category", "quantity", "date", "summary"),
            facts=STRENGTHS,
            tells=of_strengths,
            asks=levels,
            calls=stated_calls,
            counts=is_read,
        ),
        Series(
            name="monthly",
            listing=STRENGTH_SUMS,
            fields=("month", "category", *RANGE),
            facts=STRENGTHS,
            tells=of_strengths,
            asks=levels,
            calls=monthly_calls,
            counts=is_brought,
        ),
    ),
)
CASUALTY = Chart(
    name="casualties",
    make=casualties,
    series=(
        Series(
            name="incidents",
            listing=CASUALTY_SUMS,
            fields=("year", "cause", "facts", *RANGE),
            facts=CASUALTIES,
            tells=of_casualties,
            asks=partial(of_basis, INCIDENT),
            calls=incident_calls,
        ),
        Series(
            name="totals",
            listing=CASUALTIES,
            fields=("outcome", "cause", "quantity", "date", "summary"),
            facts=CASUALTIES,
            tells=of_casualties,
            asks=partial(of_basis, CUMULATIVE),
            calls=total_calls,
        ),
    ),
)
MAP = Chart(
    name="map",
    make=places,
    series=(
        whole("bases", BASES, records.Base, "name", "place", "status"),
        whole("contingents", CONTINGENTS, records.Contingent, "contributor", "place"),
    ),
)
TIME = Chart(
    name="timeline",
    make=timeline,
    series=(
        Series(
            name="facts",
            listing=TIMELINE,
            fields=("kind", "id", "date", "summary"),
            facts=TIMELINE,
            tells=tellers_of_kinds,
            asks=kinds,
            calls=lambda session, asked, told: Calls([kinds(asked)]),
        ),
    ),
)
CHARTS: Mapping[str, Chart] = {chart.name: chart for chart in (STRENGTH, CASUALTY, MAP, TIME)}
