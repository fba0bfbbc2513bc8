"""Gaps: years without a figure are told as such, and never where a figure may be of them."""

from typing import Any

import pytest

from app.api.schemas import shaped_date
from app.values.dates import FuzzyDate
from app.web.gaps import with_gaps
from app.web.grouping import by_year


@pytest.mark.parametrize(
    ("dates", "gaps"),
    [
        (["2013", "2016"], ["2014–2015"]),
        (["2013-05", "2015-01-01"], ["2014"]),
        (["2013", "2014"], []),
        (["2013", "2013", "2013-12"], []),
        (["2013", "[2013..2023]", "2023-07"], ["2014–2022"]),
        (["2013/2016", "2014", "2018"], ["2017"]),
        (["2013", None, "2015"], ["2014"]),
        (["2013/..", "2020"], []),
        (["[..2012]", "2013"], []),
        ([], []),
    ],
)
def test_years_between_figures_are_gaps(dates: list[str | None], gaps: list[str]) -> None:
    rows = [
        {"date": None if edtf is None else shaped_date(FuzzyDate.parse(edtf))} for edtf in dates
    ]
    told = list(with_gaps(rows))
    assert [gap for _, gap in told if gap] == gaps
    assert [row for row, _ in told if row is not None] == rows


def test_years_between_sums_are_gaps_and_unknown_years_are_none() -> None:
    rows: list[dict[str, Any]] = [{"year": 2013}, {"year": 2013}, {"year": 2016}, {"year": None}]
    assert [gap for _, gap in by_year(rows) if gap] == ["2014–2015"]
