"""Options: the countries that a form offers, written once for each release and language."""

from collections.abc import Collection
from typing import Any

from markupsafe import Markup

from app.queries.memory import memory_of
from app.web.names import Names

OPTION = Markup('<option value="{id}">{name}</option>\n')


def country_options(session: Any, names: Names, chosen: Collection[str]) -> Markup:
    """Every country by its name, those chosen marked; a code that is no country's id comes first."""
    countries = names.countries

    def write() -> Markup:
        by_name = sorted(countries.items(), key=lambda country: country[1])
        return Markup().join(OPTION.format(id=id, name=name) for id, name in by_name)

    written = memory_of(session).recall(("country options", names.lang), write)
    for id in chosen:
        if id not in countries:
            written = OPTION.format(id=id, name=id) + written
        option = Markup('<option value="{id}"').format(id=id)
        written = written.replace(option, option + Markup(" selected"))
    return written
