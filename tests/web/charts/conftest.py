"""Servers of charts: over a database of the test's own, and over a crowded one."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.orm import Session

from app.database import Database
from app.records import Base, Contingent, StrengthFigure, StrengthFigureCitation
from app.records.counted import quantity_columns
from app.settings import Settings
from app.sources.prepare import migrate
from app.values.quantities import Quantity
from app.values.terms import (
    BaseKind,
    ContingentRelation,
    StrengthBasis,
    StrengthCategory,
    UnitType,
)
from app.values.words import padded
from tests.api import odd
from tests.conftest import NewUrl, serve

CROWD = 15_000
LONG_NAME = "<b>" + "Äußerst & langer “Name” " * 9


def base(id: str, place: str, name: str) -> Base:
    """A base of the mission, of which no status is known."""
    return Base(
        id=id,
        mission_id="minusma",
        place_id=place,
        kind=BaseKind.SITE,
        names={"en": name},
        other_names=[],
        words=padded([name]),
    )


def contingent(id: str, place: str) -> Any:
    """A contingent of the mission."""
    return odd.fact(
        Contingent,
        id,
        "2016",
        place,
        mission_id="minusma",
        contributor_id="MLI",
        unit_type=UnitType.NOT_STATED,
        relation=ContingentRelation.SEEN,
        value=None,
        qualifier=None,
        low=None,
        high=None,
    )


@pytest.fixture(scope="module")
def sparse(new_url: NewUrl) -> Iterator[httpx.Client]:
    """A mission with two bases, one of them nowhere in particular, and nothing else."""
    database = Database(new_url())
    migrate(database)
    rows = [base("known", "gao", LONG_NAME[:200]), base("unknown", "mali", "Somewhere")]
    odd.add(database, *odd.ground(), *rows)
    yield from client(database)


@pytest.fixture(scope="module")
def estimated(new_url: NewUrl) -> Iterator[httpx.Client]:
    """A mission of which a dataset has nothing but an estimate off a map."""
    database = Database(new_url())
    migrate(database)
    estimate = odd.fact(
        StrengthFigure,
        "estimate",
        "2016-03",
        "gao",
        mission_id="minusma",
        contributor_id=None,
        category=StrengthCategory.TROOPS,
        basis=StrengthBasis.MAP_ESTIMATE,
        is_derived=False,
        source="geo-pko",
        **quantity_columns(Quantity.parse("650")),
    )
    cited = StrengthFigureCitation(
        fact_id="estimate", position=0, document_id="article", record="row-1"
    )
    odd.add(database, *odd.ground(), estimate, cited)
    yield from client(database)


@pytest.fixture(scope="module")
def crowded(new_url: NewUrl) -> Iterator[httpx.Client]:
    """A mission with 15,000 contingents, each at a place of its own."""
    database = Database(new_url())
    migrate(database)
    odd.add(database, *odd.ground())
    spots = [(f"spot-{n}", -10 + n % 150 / 10, 10 + n // 150 / 10) for n in range(CROWD)]
    with Session(database.engine) as session:
        session.add_all([odd.place(*spot) for spot in spots])
        session.flush()
        session.add_all([contingent(f"at-{id}", id) for id, *_ in spots])
        session.commit()
    yield from client(database)


def client(database: Database) -> Iterator[httpx.Client]:
    """A client of a server over a database."""
    url = database.url.render_as_string(hide_password=False)
    database.close()
    for address in serve(Settings(database_url=SecretStr(url))):
        with httpx.Client(base_url=address, timeout=60) as asking:
            yield asking
