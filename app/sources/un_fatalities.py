"""UN fatalities: one dead member of a mission a row, as the United Nations publishes them.

Vintages differ in their columns and not in their keys. The key is not unique: six people are listed
twice, under two nationalities, and are one fact here, of no one country.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from app.records import CasualtyFigure
from app.records.counted import quantity_columns
from app.sources.dataset import DAYS, Alike, Dataset, Line, Thing, Told, Vintage, dated, slug
from app.sources.names import Names
from app.values.quantities import Quantity
from app.values.terms import CasualtyBasis, CasualtyGroup, Cause, Outcome

ONE = quantity_columns(Quantity(1))
CAUSES = {
    "Malicious Act": (Cause.HOSTILE_ACT, "by a hostile act"),
    "Accident": (Cause.ACCIDENT, "in an accident"),
    "Illness": (Cause.ILLNESS, "of an illness"),
    "Self-Inflicted": (Cause.SELF_INFLICTED, "by their own hand"),
    "To Be Determined": (Cause.TO_BE_DETERMINED, "of a cause still to be determined"),
    "Unknown": (Cause.NOT_STATED, "of an unknown cause"),
}
GROUPS = {
    "Military": (CasualtyGroup.MILITARY, "A soldier"),
    "Military Observer": (CasualtyGroup.MILITARY, "A military observer"),
    "Police": (CasualtyGroup.POLICE, "A police officer"),
    "International Civilian": (CasualtyGroup.CIVILIAN_STAFF, "An international civilian"),
    "Local": (CasualtyGroup.CIVILIAN_STAFF, "A locally recruited civilian"),
    "Other": (CasualtyGroup.MISSION_PERSONNEL, "A member of the personnel"),
}
OUTCOMES = {"Fatality": Outcome.DEATH}
NO_COUNTRY = "The dataset gives no nationality."
TWO_COUNTRIES = "The dataset lists this death more than once, under different nationalities."


def facts(line: Line, names: Names) -> Iterator[Told]:
    """One death."""
    day = line.day("date")
    outcome = line.coded("outcome", OUTCOMES)
    cause, how = line.coded("cause", CAUSES)
    group, who = line.coded("group", GROUPS)
    mission = names.mission(line, "mission")
    contributor = names.country(line, "nationality", "iso3", "m49")
    if not line.text("nationality"):
        line.note(NO_COUNTRY)
    of = "the United Nations" if mission is None else names.missions.first[mission]
    yield Told(
        record=CasualtyFigure,
        id=fact_id(key(line)),
        mission=mission,
        date=dated(day.isoformat()),
        summary=f"{who} of {of} died {on(day)}, {how}.",
        columns=columns_of(outcome, cause, group, contributor),
    )


@lru_cache(maxsize=DAYS)
def columns_of(
    outcome: Outcome, cause: Cause, group: CasualtyGroup, contributor: str | None
) -> Alike:
    """The columns of one death: a thousandth of the rows has others."""
    return Alike(
        outcome=outcome,
        cause=cause,
        population_group=group,
        contributor_id=contributor,
        basis=CasualtyBasis.INCIDENT,
        is_derived=False,
        **ONE,
    )


@lru_cache(maxsize=DAYS)
def on(day: date) -> str:
    """`on 6 July 1948`: few days stand in many rows."""
    return f"on {day.day} {day:%B %Y}"


def key(line: Line) -> str:
    """The dataset's own key, which later vintages keep: not to be read for what it seems to say."""
    return line.needed("key")


def fact_id(key: str) -> str:
    """`un-fatality-untso-1948-07-02408`."""
    return f"un-fatality-{slug(key)}"


def together(told: Sequence[Told | Thing]) -> Told | Thing:
    """One death that is listed under several nationalities is of none of them for certain."""
    first, *others = told
    if not isinstance(first, Told):
        raise TypeError("this dataset brings no things")
    columns = {**first.columns, "contributor_id": None}
    for other in others:
        same = first._replace(columns=columns, note=None)
        if not isinstance(other, Told) or same != other._replace(
            columns={**other.columns, "contributor_id": None}, note=None
        ):
            raise ValueError("the key is that of another death, too")
    return first._replace(columns=columns, note=TWO_COUNTRIES)


UN_FATALITIES = Dataset(
    name="un-fatalities",
    title="Fatalities in United Nations peace operations",
    publisher="United Nations, Department of Operational Support",
    origin="un-fatalities",
    licence=None,
    url=None,
    vintages=(
        Vintage(
            name="2023",
            columns={
                "key": "casualty_id",
                "date": "incident_date",
                "mission": "mission_acronym",
                "outcome": "type_of_casualty",
                "nationality": "casualty_nationality",
                "group": "casualty_personnel_type",
                "cause": "type_of_incident",
                "m49": "m49_code",
                "iso3": "isocode3",
                "updated": "last_update",
            },
            updated_in="updated",
            unread=frozenset({"id", "gender"}),
        ),
        Vintage(
            name="2021",
            columns={
                "key": "Casualty_ID",
                "date": "Incident_Date",
                "mission": "Mission_Acronym",
                "outcome": "Type_of_Casualty",
                "nationality": "Casualty_Nationality",
                "group": "Casualty_Personnel_Type",
                "cause": "Type_Of_Incident",
                "m49": "M49_Code",
                "iso3": "ISOCode3",
            },
            not_before="date",
        ),
    ),
    key=key,
    facts=facts,
    together=together,
)
