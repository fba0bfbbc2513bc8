"""Rendering: what a page is written with, from templates that refuse what they are not given."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.api.answer import Body
from app.queries.memory import memory_of
from app.web.grouping import by_year, filter_name, in_groups
from app.web.headers import headers
from app.web.labels import labels
from app.web.static import static
from app.web.view import Lang, View

Row = dict[str, Any]


def page_of(href: str) -> str:
    """The page that shows what is at a path of the API: each item has one."""
    return href.removeprefix("/v1")


TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
TEMPLATES.globals["static"] = static
TEMPLATES.globals["page_of"] = page_of
TEMPLATES.filters |= {"in_groups": in_groups, "by_year": by_year, "filter_name": filter_name}


def render(template: str, session: Any, view: View, **context: Any) -> Body:
    """A page, and the headers that go with it."""
    release = memory_of(session).release
    told = {"release": None if release is None else release.id, **context}
    return Body(written(template, view, **told), headers())


def written(template: str, view: View, **context: Any) -> str:
    """The text of a page in the language of the view."""
    other = Lang.FRENCH if view.lang is Lang.ENGLISH else Lang.ENGLISH
    shared = {"view": view, "t": labels(view.lang), "other_lang": other}
    told: Mapping[str, Any] = {**shared, "named_document": naming_documents(shared), **context}
    return TEMPLATES.get_template(template).render(told)


def naming_documents(shared: Mapping[str, Any]) -> Callable[[Row], Markup]:
    """How a document is cited, written once a page: few documents say many facts."""
    known: dict[str, Markup] = {}

    def named(document: Row) -> Markup:
        if document["id"] not in known:
            template = TEMPLATES.get_template("cited.html")
            known[document["id"]] = Markup(template.render({**shared, "document": document}))  # noqa: S704  # a template escapes
        return known[document["id"]]

    return named
