"""Charts: what each draws of the API's lists, and how one is read from a release."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from app.api.formats.features import geometries, identities
from app.api.formats.sheet import Sheet
from app.api.listing import Listing
from app.api.missions import MISSION
from app.api.places import COUNTRY
from app.errors import InvalidParameters, ParameterError
from app.queries.readiness import held_release
from app.queries.tellers import Teller, together
from app.queries.walk import of_page
from app.web.charts.filling import Data
from app.web.charts.look import Asked
from app.web.charts.scene import Document, Feature, Named, Scene, Source
from app.web.view import Pairs, address

MOST_ROWS = 20_000

Tellers = Sequence[Teller]
LeftOut = Sequence[tuple[str, StrEnum | None]]


class CannotAddUp(Exception):
    """The API refuses to add up what matches, for someone would be counted twice."""


class Calls(NamedTuple):
    """The parameters of calls, and what they leave out: who brought it, and its code, or all of it."""

    calls: Sequence[Pairs]
    left_out: LeftOut = ()


class Found(NamedTuple):
    """What is found for one of the lists of a chart."""

    sources: Sequence[Source] = ()
    tellers: Tellers = ()
    left_out: LeftOut = ()


@dataclass(frozen=True, kw_only=True)
class Series:
    """A list that a chart draws.

    `facts` are what is behind it, asked for with `asks`, and `tells` finds the documents that say them;
    of these, `counts` says which this list is about. `calls` gives the calls that it takes. `fields` are
    what is drawn of a row: the rest of thousands of rows would only take room.
    """

    name: str
    listing: Listing
    facts: Listing
    tells: Callable[[Any, Any], list[Teller]]
    asks: Callable[[Asked], Pairs | None]
    calls: Callable[[Any, Asked, Tellers], Calls]
    fields: Sequence[str]
    counts: Callable[[Teller], bool] = lambda teller: True

    def read(self, session: Any, asked: Asked) -> "Found":
        """The rows of every call, and who says them; nothing where the chart is asked for other facts."""
        pairs = self.asks(asked)
        if pairs is None:
            return Found()
        told = list(filter(self.counts, self.tells(session, self.facts.query.read(pairs))))
        calls, left_out = self.calls(session, asked, told)
        sources, refused = [], list(left_out)
        for call in calls:
            try:
                sources.append(gathered(session, self.listing, call, self.fields))
            except CannotAddUp:
                refused += [(text, None) for name, text in call if name == "source"]
        return Found(sources, told, refused)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart: its name in addresses, what it draws, and the pure function that makes the document."""

    name: str
    series: Sequence[Series]
    make: Callable[[Scene, Data], Document]

    @property
    def listings(self) -> list[Listing]:
        """The lists that say what it can be asked for."""
        return [series.facts for series in self.series]

    def read(self, session: Any, asked: Asked) -> Scene:
        """All that the chart is made from."""
        found = {series.name: series.read(session, asked) for series in self.series}
        release = held_release(session)
        return Scene(
            look=asked.look,
            filters=asked.filters,
            missions=[named(session, id) for id in asked.given("mission")],
            sources={name: each.sources for name, each in found.items()},
            tellers=together(teller for each in found.values() for teller in each.tellers),
            left_out=[one for each in found.values() for one in each.left_out],
            release=None if release is None else release.id,
        )


def gathered(session: Any, listing: Listing, call: Pairs, fields: Sequence[str]) -> Source:
    """The rows of a call, as its GeoJSON has them, but with some of their fields."""
    query = listing.query.read(call)
    is_page = any(name == "limit" for name, _ in call)
    find = listing.search if is_page else listing.search.walk
    try:
        found: Any = find(session, query)
    except InvalidParameters as refusal:
        raise CannotAddUp(str(refusal)) from refusal
    walk = of_page(found) if is_page else found
    features: list[Feature] = []
    for batch in walk.batches:
        features += of_sheet(listing, listing.sheet(batch), fields)
        if len(features) > MOST_ROWS:
            raise too_many()
    return Source(address(f"/v1{listing.path}.geojson", call), features, walk.matched)


def of_sheet(listing: Listing, sheet: Sheet, fields: Sequence[str]) -> Iterator[Feature]:
    """Some rows as features."""
    columns = zip(*(sheet.values(name) for name in fields), strict=True)
    geometry = geometries(sheet).values()
    for id, point, row in zip(identities(listing.item, sheet), geometry, columns, strict=True):
        properties = dict(zip(fields, row, strict=True))
        yield {"type": "Feature", "id": id, "geometry": point, "properties": properties}


def too_many() -> InvalidParameters:
    """What is said where nobody could read the picture, nor wait for it."""
    detail = f"More than {MOST_ROWS:,} rows match; ask for fewer, for example with datetime."
    return InvalidParameters(ParameterError("datetime", detail, "datetime=2016"))


def named(session: Any, id: str) -> Named:
    """What a mission is called, and where it worked."""
    row = MISSION.row(session, MISSION.query.read(()), id)
    codes = [COUNTRY.row(session, COUNTRY.query.read(()), code).m49 for code in row.countries]
    return Named(id, row.acronym, codes)


def live(scene: Scene, base: str) -> Data:
    """The data of a document that others draw: addresses of the API, so that it is always of today."""
    return {
        name: [
            {"url": f"{base}{source.path}", "format": {"type": "json", "property": "features"}}
            for source in sources
        ]
        for name, sources in scene.sources.items()
    }


def held(scene: Scene) -> Data:
    """The data of a picture: the rows themselves."""
    return {
        name: [{"values": source.features} for source in sources]
        for name, sources in scene.sources.items()
    }
