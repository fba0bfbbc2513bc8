"""Releases: the loads that made the data what it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app import records
from app.api.listing import Listing
from app.api.schemas import Answer, Page, told
from app.api.shaping import Shaped
from app.queries.releases import Releasing
from app.queries.walk import rows_of


def shaped_instant(value: datetime) -> str:
    """An instant in UTC as answers show it."""
    return f"{value.isoformat(timespec='seconds')}Z"


class Release(Answer):
    """One load that changed the data, and what it did to the rows of its source."""

    id: str = told("The id of the data after this load.", "2026-11-21-0f3a9c1b2d4e")
    source: str = told("Who was loaded: `seed`, or the name of a dataset.", "un-fatalities")
    document: str | None = told(
        "The document that was loaded: one release of the dataset; null for the seed, which has"
        " many.",
        "un-fatalities-2023-11-28",
        validation_alias="document_id",
    )
    loaded: Annotated[str, Shaped(shaped_instant)] = told(
        "When (RFC 3339, UTC).", "2026-11-21T08:00:00Z", validation_alias="loaded_at"
    )
    added: int = told("How many things and facts were new.", 233)
    changed: int = told("How many said otherwise before.", 2)
    confirmed: int = told(
        "How many facts say the same as before and are now cited from this document too.", 4109
    )
    unchanged: int = told("How many say the same as before.", 0)
    superseded: int = told(
        "How many are told otherwise by a newer document of the dataset, and were left alone.", 0
    )
    withdrawn: int = told("How many ids are gone: they answer 410.", 0)
    repaired: int = told("How many rows were put right; the notes of their facts say how.", 38)
    refused: int = told("How many rows could not be read.", 0)
    aggregate: int = told("How many rows add up others, and are no facts.", 0)


class ReleasePage(Page):
    """A page of releases."""

    items: list[Release] = told("The releases.")


@dataclass(frozen=True, kw_only=True)
class ReleaseQuery(Releasing):
    """What releases can be asked for."""


RELEASES = Listing(
    path="/releases",
    operation="listReleases",
    what="releases",
    tag="releases",
    query=ReleaseQuery,
    page=ReleasePage,
    search=rows_of(records.Release),
)
