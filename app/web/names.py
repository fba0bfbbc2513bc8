"""Names: what countries and places are called in the language of a page, asked once for a release."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from app.api.places import COUNTRIES, PLACES
from app.queries.memory import memory_of
from app.web.view import Lang, Pairs

MOST_PLACES = 400
MOST_COUNTRIES = 1000

Row = dict[str, Any]


class Names:
    """The names of countries, and of the places in some of them."""

    def __init__(self, session: Any, lang: Lang) -> None:
        self.session = session
        self.lang = str(lang)
        self.of_places: dict[str, str] = {}

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """Every country by its code."""
        rows = self.listed(COUNTRIES, [("limit", str(MOST_COUNTRIES))])
        return {row["id"]: self.name(row["names"]) for row in rows}

    def country(self, code: str | None) -> str | None:
        """What a country is called; its code, where there is no such country."""
        return None if code is None else self.countries.get(code, code)

    def places_in(self, countries: Iterable[str]) -> list[Row]:
        """The places of some countries, by their names; none where there are too many to choose from.

        From now on those that are known are called by their names in the language.
        """
        codes = [("country", code) for code in sorted(countries)]
        if not codes:
            return []
        rows = self.listed(PLACES, [("limit", str(MOST_PLACES + 1)), *codes])
        self.of_places |= {row["id"]: self.name(row["names"]) for row in rows}
        if len(rows) > MOST_PLACES:
            return []
        return sorted(rows, key=lambda row: self.of_places[row["id"]])

    def place(self, place: Row) -> str:
        """What a place is called: in the language where that is known, else in English."""
        english: str = place["name"]
        return self.of_places.get(place["id"], english)

    def name(self, names: Mapping[str, str]) -> str:
        """The name in the language, else in English, else any."""
        return names.get(self.lang) or names.get("en") or next(iter(names.values()), "")

    def listed(self, listing: Any, pairs: Pairs) -> list[Row]:
        """The first page of a list, the same for every page of one release."""

        def ask() -> list[Row]:
            found = listing.search(self.session, listing.query.read(pairs))
            shown: list[Row] = listing.shown(found.rows)
            return shown

        question = ("listed", listing.path, tuple(pairs))
        return memory_of(self.session).recall(question, ask)
