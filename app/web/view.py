"""Views: what a page is asked for, in the words of the API, and the addresses that follow from it.

A page passes its own parameters on: `view.href` to other pages, `view.api` to the call that answers
what an element of the page shows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Self
from urllib.parse import urlencode

from app.api.formats import FORMATS
from app.api.routes import LISTINGS, SHOWINGS
from app.errors import InvalidParameters, NotFound
from app.queries.about import OfContributor
from app.queries.known import Known
from app.queries.page import Page
from app.queries.query import Query, code_of, parameter, unknown_parameter
from app.queries.search import Searching
from app.queries.when import When
from app.queries.where import Within
from app.values.dates import Interval

Pairs = list[tuple[str, str]]

ENDINGS = "|".join(re.escape(format.ending) for format in FORMATS)


class Lang(StrEnum):
    """The languages of the pages (ISO 639-1)."""

    ENGLISH = "en"
    FRENCH = "fr"


def taken(query: type[Query], name: str) -> Any:
    """A parameter as one of the API's queries declares it: the same name, reading and meaning."""
    declared = next(each for each in fields(query) if each.name == name)
    return field(default=declared.default, metadata=declared.metadata)


@dataclass(frozen=True, kw_only=True)
class View(Query):
    """What every page takes: the filters, each as the API has it, and the language."""

    datetime: Interval | None = taken(When, "datetime")
    known_on: date | None = taken(Known, "known_on")
    place: tuple[str, ...] = taken(Within, "place")
    contributor: tuple[str, ...] = taken(OfContributor, "contributor")
    home: str = ""
    """The address of the deployment, for links that leave it; no parameter."""

    lang: Lang = parameter(
        lambda text: code_of(Lang, text),
        "The language of the labels.",
        example="fr",
        schema={"type": "string", "enum": [str(lang) for lang in Lang]},
        default=Lang.ENGLISH,
    )

    @classmethod
    def of(
        cls,
        pairs: Iterable[tuple[str, str]],
        queries: Iterable[type[Query]],
        fixed: Iterable[str] = (),
    ) -> Self:
        """The view that an address asks for.

        A filter that none of the page's queries takes, or that the path decides, is refused.
        """
        view = cls.read(pairs)
        taken = {"lang"}.union(*(query.parameters() for query in queries)).difference(fixed)
        known = {name: told for name, told in cls.parameters().items() if name in taken}
        unknown = [name for name, _ in view.asked if name not in known]
        if unknown:
            raise InvalidParameters(*(unknown_parameter(name, known) for name in unknown))
        return view

    def given(self, name: str) -> list[str]:
        """A parameter as it was written, as often as it was given."""
        return [text for each, text in self.asked if each == name]

    @property
    def filters(self) -> Pairs:
        """What narrows the page: all parameters but the language."""
        return [(name, text) for name, text in self.asked if name != "lang"]

    def href(self, path: str, **changes: str | None) -> str:
        """The address of a page with the same parameters, but for some that change; None drops one."""
        kept = [(name, text) for name, text in self.asked if name not in changes]
        return address(path, [*kept, *spread(changes)])

    def bare(self, path: str, **more: str) -> str:
        """The address of a page without filters, in the same language and as known on the same day."""
        kept = [(name, text) for name, text in self.asked if name in ("lang", "known_on")]
        return address(path, [*kept, *spread(more)])

    def asked_of(self, query: type[Query], **more: Any) -> Pairs:
        """The parameters of a call to the API: more, and the filters that this resource takes."""
        known = query.parameters()
        own = [(name, text) for name, text in self.filters if name in known and name not in more]
        return [*spread(more), *own]

    def api(self, path: str, **more: Any) -> str:
        """The call to the API behind an element, as `/v1/strengths?mission=minusma&known_on=…`.

        The path may end in a format's name, as `/v1/strengths.csv`. A list in `more` is a parameter
        that is repeated, None one that is left out.
        """
        return address(path, self.asked_of(query_at(path), **more))


@dataclass(frozen=True, kw_only=True)
class ListView(View):
    """What a page of a list takes."""

    cursor: str | None = taken(Page, "cursor")


@dataclass(frozen=True, kw_only=True)
class SearchView(ListView):
    """What the page of a search takes; without words it asks for some."""

    q: tuple[str, ...] = parameter(
        Searching.parameters()["q"].parse,
        Searching.parameters()["q"].description,
        example="timbuktu camp",
        default=(),
    )


def spread(more: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Parameters as pairs, those of a list one by one."""
    for name, value in more.items():
        if isinstance(value, (list, tuple)):
            yield from ((name, str(each)) for each in value)
        elif value is not None:
            yield name, str(value)


def address(path: str, pairs: Pairs) -> str:
    """A path with its query string."""
    return f"{path}?{urlencode(pairs, safe='/:,')}" if pairs else path


@cache
def query_at(path: str) -> type[Query]:
    """What can be asked of a resource of the API, by its path: the query that its listing declares."""
    for resource in (*LISTINGS, *SHOWINGS):
        template = re.escape(f"/v1{resource.path}").replace(r"\{id\}", "[^/]+")
        if re.fullmatch(rf"{template}({ENDINGS})?", path):
            return resource.query
    raise NotFound(f"{path} is no resource of the API.")
