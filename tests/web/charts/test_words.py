"""Words and colours of charts: the same keys in both languages, a colour for every code."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.values.terms import BaseState, Cause, FactKind, Outcome, StrengthCategory
from app.web.charts.catalogue import CHARTS
from app.web.charts.filling import specification
from app.web.charts.style import COLOURS, wrapped
from app.web.charts.words import words
from app.web.view import Lang


def shape(part: Any) -> Any:
    """The keys of words, without the words."""
    if isinstance(part, Mapping):
        return {name: shape(value) for name, value in part.items()}
    return len(part) if isinstance(part, list) else None


def test_both_languages_have_the_same_words() -> None:
    assert shape(words(Lang.ENGLISH)) == shape(words(Lang.FRENCH))


@pytest.mark.parametrize("codes", [StrengthCategory, Cause, Outcome, BaseState, FactKind])
def test_every_code_has_a_colour_of_its_own(codes: Any) -> None:
    colours = [COLOURS[code] for code in codes]
    assert len(set(colours)) == len(colours)


@pytest.mark.parametrize("chart", CHARTS)
def test_every_specification_is_vega_lite_with_its_sources_in_it(chart: str) -> None:
    file = specification(chart)
    assert file["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json"
    assert file["vconcat"][-1] == "@footer"


def test_no_line_is_longer_than_its_room() -> None:
    lines = wrapped("x" * 200 + " and some words", 300, 12)
    assert max(map(len, lines)) <= 300 / (12 * 0.5)
    assert "".join(lines).replace(" ", "") == "x" * 200 + "andsomewords"
