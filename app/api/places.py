"""Places and countries."""

from dataclasses import dataclass

from app import records
from app.api.listing import Listing
from app.api.schemas import Answer, Page, told
from app.api.showing import Showing
from app.queries.changed import Changed
from app.queries.known import Known
from app.queries.page import ById
from app.queries.query import codes
from app.queries.text import Text
from app.queries.walk import rows_of
from app.queries.where import Within
from app.values.terms import PlaceKind

NAMES_EXAMPLE = {"en": "Timbuktu", "fr": "Tombouctou"}


class Place(Answer):
    """A place, and what it lies in."""

    id: str = told("The place's id.", "timbuktu")
    kind: PlaceKind = told("What sort of place it is.", "town")
    name: str = told("The English name.", "Timbuktu")
    names: dict[str, str] = told("Names by language (ISO 639-1).", NAMES_EXAMPLE)
    other_names: list[str] = told("Other spellings and names.", ["Tombouctou"])
    former_names: list[str] = told("Names it had before.", [])
    parent: str | None = told(
        "The place it lies in.", "timbuktu-region", validation_alias="parent_id"
    )
    country: str | None = told(
        "The country it is in, ISO alpha-3.", "MLI", validation_alias="country_id"
    )
    iso_3166_2: str | None = told("The ISO 3166-2 code of a region.", "ML-6")
    m49: str | None = told("The UN M49 code of a country or a region of the world.", "466")
    pcode: str | None = told("The P-code of a region, as humanitarian agencies use it.", "ML06")
    geonames_id: int | None = told("The id in GeoNames.", 2449067)
    longitude: float | None = told(
        "Degrees east (WGS 84); null for what is no point, such as a region.", -3.00742
    )
    latitude: float | None = told("Degrees north (WGS 84); null as above.", 16.77348)


class Country(Answer):
    """A country or territory, by its codes."""

    id: str = told("ISO 3166-1 alpha-3.", "MLI")
    alpha2: str = told("ISO 3166-1 alpha-2.", "ML")
    m49: str = told("UN M49, with its leading zeros.", "466")
    names: dict[str, str] = told("Names by language (ISO 639-1).", {"en": "Mali", "fr": "Mali"})
    other_names: list[str] = told("Other names.", ["Republic of Mali"])
    former_names: list[str] = told("Names it had before.", [])


class PlacePage(Page):
    """A page of places."""

    items: list[Place] = told("The places.")


class CountryPage(Page):
    """A page of countries."""

    items: list[Country] = told("The countries.")


@dataclass(frozen=True, kw_only=True)
class PlaceQuery(Known, Within, Text, Changed, ById):
    """What places can be asked for."""

    kind: tuple[PlaceKind, ...] = codes(PlaceKind, "What sort of place it is.")


@dataclass(frozen=True, kw_only=True)
class CountryQuery(Known, Text, Changed, ById):
    """What countries can be asked for."""


PLACES = Listing(
    path="/places",
    operation="listPlaces",
    what="places",
    tag="places",
    query=PlaceQuery,
    page=PlacePage,
    search=rows_of(records.Place),
)
PLACE = Showing(
    path="/places/{id}",
    operation="getPlace",
    what="a place",
    tag="places",
    item=Place,
    record=records.Place,
)
COUNTRIES = Listing(
    path="/countries",
    operation="listCountries",
    what="countries",
    tag="countries",
    query=CountryQuery,
    page=CountryPage,
    search=rows_of(records.Country),
)
COUNTRY = Showing(
    path="/countries/{id}",
    operation="getCountry",
    what="a country",
    tag="countries",
    item=Country,
    record=records.Country,
)
