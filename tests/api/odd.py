"""Rows such as the seed has none of, made through the records as the seed's own are."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from app.database import Database
from app.records import (
    Base,
    BaseStatus,
    CasualtyFigure,
    Contingent,
    Country,
    Document,
    Event,
    EventCitation,
    MandateTask,
    Milestone,
    Mission,
    Place,
    ResolutionAction,
    Role,
    Statement,
    StrengthFigure,
)
from app.records.counted import quantity_columns
from app.records.dated import date_columns
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.terms import (
    ActionType,
    BaseKind,
    BaseState,
    CasualtyBasis,
    CasualtyGroup,
    Cause,
    ContingentRelation,
    DocumentKind,
    EventType,
    MilestoneType,
    MissionKind,
    Outcome,
    PlaceKind,
    StrengthBasis,
    StrengthCategory,
    TaskCategory,
    UnitType,
)
from app.values.words import padded

DATES = (
    None,
    "2023",
    "2023-06",
    "2023-06-30",
    "2023-06~",
    "2013/2023-12-31",
    "2020/..",
    "../2015",
    "[2023-12-04..2023-12-10]",
    "[..2014-03]",
    "[2022..]",
)
"""One of each form of date, and none."""

PLACES = {
    "fiji-suva": (178.44, -18.14),
    "east-of-the-line": (-179.5, -17.0),
    "on-the-line": (180.0, -16.5),
    "south-pole": (0.0, -90.0),
    "north-pole": (0.0, 90.0),
}
"""Places where a box or a circle is no plain rectangle."""


def add(database: Database, *rows: Any) -> None:
    """Keep rows, each after those that it refers to."""
    with Session(database.engine) as session:
        for row in rows:
            session.add(row)
            session.flush()
        session.commit()


def dated(edtf: str | None) -> dict[str, Any]:
    """The columns of a date, or of none."""
    return date_columns(None if edtf is None else FuzzyDate.parse(edtf))


def place(id: str, longitude: float | None, latitude: float | None, **more: Any) -> Place:
    """A place, a landmark in no country unless said otherwise."""
    given = {"kind": PlaceKind.LANDMARK, "parent_id": None, "country_id": None} | more
    return Place(
        id=id,
        names={"en": id},
        other_names=[],
        former_names=[],
        longitude=longitude,
        latitude=latitude,
        words=padded([id]),
        **given,
    )


def fact(kind: type[Any], id: str, date: str | None, place: str | None, **more: Any) -> Any:
    """A fact of any kind, of no mission unless said otherwise."""
    summary = f"{id} is an odd row."
    given = {"mission_id": None, "note": None} | more
    return kind(
        id=id, place_id=place, summary=summary, words=padded([summary]), **dated(date), **given
    )


def event(id: str, date: str | None = None, place: str | None = None, **more: Any) -> Event:
    """An event, a vote unless said otherwise."""
    made: Event = fact(Event, id, date, place, **({"type": EventType.VOTE} | more))
    return made


def casualty(id: str, date: str | None, place: str | None, **more: Any) -> CasualtyFigure:
    """A casualty figure."""
    coded = {
        "outcome": Outcome.INJURY,
        "cause": Cause.ACCIDENT,
        "group": CasualtyGroup.POLICE,
        "basis": CasualtyBasis.INCIDENT,
        "is_derived": False,
        **quantity_columns(Quantity.parse("between 3 7")),
    }
    made: CasualtyFigure = fact(CasualtyFigure, id, date, place, **coded, **more)
    return made


def of_each_kind(name: str, date: str | None, place: str | None) -> Iterator[Any]:
    """A fact of each kind with the same date and place."""
    yield event(f"event-{name}", date, place)
    yield casualty(f"casualty-{name}", date, place, contributor_id="RWA")
    yield fact(
        Contingent,
        f"contingent-{name}",
        date,
        place,
        contributor_id="FRA",
        unit_type=UnitType.AVIATION,
        relation=ContingentRelation.SEEN,
        **quantity_columns(None),
    )
    yield fact(
        StrengthFigure,
        f"strength-{name}",
        date,
        place,
        contributor_id="SEN",
        category=StrengthCategory.POLICE,
        basis=StrengthBasis.AUTHORISED,
        is_derived=False,
        **quantity_columns(Quantity.parse("up-to 10")),
    )
    yield fact(Statement, f"statement-{name}", date, place)
    yield fact(
        MandateTask,
        f"task-{name}",
        date,
        place,
        category=TaskCategory.ELECTIONS,
        description="Do odd things.",
    )


def inside_things() -> Iterator[Any]:
    """A fact without a date, and one with an open one, of each kind that is shown inside a thing."""
    for date in (None, "[..2014-03]"):
        name = "undated" if date is None else "open"
        yield fact(
            Milestone,
            f"milestone-{name}",
            date,
            "gao",
            mission_id="minusma",
            type=MilestoneType.ESTABLISHED,
        )
        yield fact(
            ResolutionAction,
            f"action-{name}",
            date,
            None,
            mission_id="minusma",
            resolution_id="2690",
            type=ActionType.AMENDS,
        )
        yield fact(
            BaseStatus,
            f"status-{name}",
            date,
            "gao",
            base_id="minusma-gao",
            status=BaseState.IN_USE,
        )
        for holder in ("fatoumata-kaba", "minusma"):
            yield fact(Role, f"role-{name}-of-{holder}", date, None, holder_id=holder, title="odd")


def rows() -> Iterator[Any]:
    """Facts of each kind with each form of date, at odd places, in regions and nowhere."""
    for name, (longitude, latitude) in PLACES.items():
        yield place(name, longitude, latitude)
    spots = (*PLACES, None, "gao", "mali", "northern-mali", "world")
    for number, date in enumerate(DATES):
        yield from of_each_kind(f"dated-{number}", date, spots[number % len(spots)])
    for number, spot in enumerate(spots):
        yield from of_each_kind(f"placed-{number}", DATES[number * 3 % len(DATES)], spot)
    yield from of_each_kind("undated-in-gao", None, "gao")
    yield from inside_things()
    yield article("undated-article", None)
    yield article("article-of-an-unknown-day", "2023-12~")
    yield EventCitation(
        fact_id="event-dated-1", position=0, document_id="undated-article", record="row-1"
    )
    yield Base(
        id="base-without-a-status",
        mission_id="minusma",
        place_id="gao",
        kind=BaseKind.SITE,
        names={"en": "Somewhere"},
        other_names=[],
        words=padded(["Somewhere"]),
    )


def article(id: str, date: str | None) -> Document:
    """An article."""
    return Document(
        id=id,
        kind=DocumentKind.ARTICLE,
        origin="afp",
        language="en",
        sha256="0" * 64,
        words=padded([id]),
        **dated(date),
    )


def ground() -> Iterator[Any]:
    """What a database needs before facts can be put into it."""
    yield Country(
        id="MLI",
        alpha2="ML",
        m49="466",
        names={"en": "Mali"},
        other_names=[],
        former_names=[],
        words=padded(["Mali"]),
    )
    yield place("mali", None, None, kind=PlaceKind.COUNTRY, country_id="MLI")
    yield place("gao", -0.04, 16.27, kind=PlaceKind.TOWN, parent_id="mali", country_id="MLI")
    yield Mission(
        id="minusma",
        acronym="MINUSMA",
        names={"en": "MINUSMA"},
        other_names=[],
        kind=MissionKind.PEACEKEEPING,
        lead="un",
        words=padded(["MINUSMA"]),
    )
    yield article("article", "2023-12-12")
