"""Pictures show what the API answers, no more and no less, and say who says it."""

from typing import Any

import httpx
import pytest

from app.web.labels import labels
from app.web.view import Lang
from tests.web.charts.conftest import CROWD, LONG_NAME
from tests.web.charts.drawn import features, groups, marks, svg, texts

MINUSMA = {"mission": "minusma"}
TOLD = ["milestone", "action", "event", "base-status"]
EVERYONE = {
    "africa-world-news-2023-12-30",
    "diplomatic-insight-2023-12-12",
    "diplomatic-times-2023-12-31",
    "unnamed-afp-retelling-2023-12",
}
"""Who says how strong the mission was."""

CHARTS = ("strength", "casualties", "map", "timeline")


def test_each_strength_is_a_mark_and_none_of_those_who_had_left(api: httpx.Client) -> None:
    rows = features(api, "strengths", **MINUSMA, basis=["present", "average", "authorised"])
    all_rows = features(api, "strengths", **MINUSMA)
    assert 0 < len(rows) < len(all_rows)
    assert len(marks(svg(api, "/embed/strength.svg", **MINUSMA), "stated")) == len(rows)


def test_an_open_end_is_an_arrow_and_no_day(api: httpx.Client) -> None:
    rows = [row["properties"]["date"] for row in features(api, "timeline", **MINUSMA, kind=TOLD)]
    is_open = [date for date in rows if date and date["ended"]["latest"] is None]
    picture = svg(api, "/embed/timeline.svg", **MINUSMA)
    assert len(marks(picture, "going_on")) == len(is_open) > 0


def test_those_who_had_left_are_drawn_where_they_are_asked_for(api: httpx.Client) -> None:
    rows = features(api, "strengths", **MINUSMA, basis="departed")
    picture = svg(api, "/embed/strength.svg", **MINUSMA, basis="departed")
    assert len(marks(picture, "stated")) == len(rows) == 1


def test_a_number_without_an_upper_limit_has_an_arrow_and_no_invented_range(
    api: httpx.Client,
) -> None:
    rows = features(api, "strengths", **MINUSMA, basis=["present", "average"])
    numbers = [row["properties"]["quantity"] for row in rows]
    picture = svg(api, "/embed/strength.svg", **MINUSMA)
    is_open = [number for number in numbers if number["high"] is None]
    is_range = [number for number in numbers if number["high"] not in (None, number["low"])]
    assert len(marks(picture, "open")) == len(is_open) > 0
    assert len(marks(picture, "stated_range")) == len(is_range) > 0


def test_each_running_total_is_a_bar_of_its_own_and_never_among_the_incidents(
    api: httpx.Client,
) -> None:
    rows = features(api, "casualties", **MINUSMA, basis="cumulative")
    picture = svg(api, "/embed/casualties.svg", **MINUSMA)
    assert len(marks(picture, "totals")) == len(rows) > 0
    assert groups(picture, "incidents") == []  # the seed has none


@pytest.mark.parametrize("more", [{}, {"datetime": "2016"}, {"place": "gao"}])
def test_each_base_with_coordinates_is_a_mark(api: httpx.Client, more: dict[str, Any]) -> None:
    rows = [row for row in features(api, "bases", **MINUSMA, **more) if row["geometry"]]
    picture = svg(api, "/embed/map.svg", **MINUSMA, **more)
    assert len(marks(picture, "bases")) == len(rows)


def test_contingents_are_a_circle_for_each_place(api: httpx.Client) -> None:
    rows = [row for row in features(api, "contingents", **MINUSMA) if row["geometry"]]
    spots = {tuple(row["geometry"]["coordinates"]) for row in rows}
    assert len(marks(svg(api, "/embed/map.svg", **MINUSMA), "contingents")) == len(spots) > 0


def test_each_fact_with_a_date_is_a_span_of_the_timeline(api: httpx.Client) -> None:
    rows = [
        row for row in features(api, "timeline", **MINUSMA, kind=TOLD) if row["properties"]["date"]
    ]
    picture = svg(api, "/embed/timeline.svg", **MINUSMA)
    assert len(marks(picture, "spans")) == len(rows) > 0


def test_two_facts_that_say_the_same_have_a_line_each(api: httpx.Client) -> None:
    rows = [row["properties"] for row in features(api, "timeline", **MINUSMA, kind=TOLD)]
    assert len({row["summary"] for row in rows}) < len(rows)
    picture = svg(api, "/embed/timeline.svg", **MINUSMA)
    heights = {str(mark.get("transform")).partition(",")[2] for mark in marks(picture, "spans")}
    assert len(heights) == len([row for row in rows if row["date"]])


def test_a_month_is_never_a_point(api: httpx.Client) -> None:
    rows = [row["properties"]["date"] for row in features(api, "timeline", **MINUSMA, kind=TOLD)]
    days = [date for date in rows if date and date["began"]["earliest"] == date["ended"]["latest"]]
    picture = svg(api, "/embed/timeline.svg", **MINUSMA)
    assert len(marks(picture, "moments")) == len(days) < len(rows)


@pytest.mark.parametrize("chart", CHARTS)
def test_sources_and_release_are_in_the_picture(api: httpx.Client, chart: str) -> None:
    release = api.get("/v1/coverage", params={"limit": 1}).json()["totals"]["release"]
    written = texts(svg(api, f"/embed/{chart}.svg", **MINUSMA))
    assert release in written
    assert "Sources:" in written
    assert "documents" in written


def test_the_sources_are_the_documents_that_say_the_facts(api: httpx.Client) -> None:
    rows = features(api, "strengths", **MINUSMA, basis=["present", "average", "authorised"])
    cited = {
        citation["document"]["id"] for row in rows for citation in row["properties"]["citations"]
    }
    told = api.get("/embed/strength.vl.json", params=MINUSMA).json()["usermeta"]["missionKb"]
    assert set(told["documents"]) == cited


def test_what_was_not_known_then_is_not_drawn_nor_named(api: httpx.Client) -> None:
    asked = {**MINUSMA, "known_on": "2023-12-12"}
    rows = features(api, "strengths", **asked, basis=["present", "average", "authorised"])
    picture = svg(api, "/embed/strength.svg", **asked)
    assert len(marks(picture, "stated")) == len(rows)
    assert "known on: 2023-12-12" in texts(picture)
    told = api.get("/embed/strength.vl.json", params=asked).json()["usermeta"]["missionKb"]
    cited = {
        citation["document"]["id"] for row in rows for citation in row["properties"]["citations"]
    }
    assert set(told["documents"]) == cited < EVERYONE


def test_borders_are_said_to_imply_nothing(api: httpx.Client) -> None:
    assert "Borders imply no opinion" in texts(svg(api, "/embed/map.svg", **MINUSMA))


def test_a_picture_is_french_where_that_is_asked_for(api: httpx.Client) -> None:
    written = texts(svg(api, "/embed/strength.svg", **MINUSMA, lang="fr"))
    assert "MINUSMA : effectifs" in written
    assert f"environ 15{labels(Lang.FRENCH).thousands}000" in written


@pytest.mark.parametrize("chart", ["strength", "casualties", "timeline"])
def test_a_mission_without_data_is_told_from_one_with_none_to_tell(
    sparse: httpx.Client, chart: str
) -> None:
    written = texts(svg(sparse, f"/embed/{chart}.svg", **MINUSMA))
    assert "No source here says anything about this." in written
    assert "That is no zero" in written


def test_what_cannot_be_added_up_is_named_and_not_said_to_be_missing(
    estimated: httpx.Client,
) -> None:
    asked = {**MINUSMA, "basis": "map-estimate"}
    written = texts(svg(estimated, "/embed/strength.svg", **asked))
    assert "no sum of geo-pko is shown" in written
    assert "No source here says anything" not in written
    assert "No source here says anything" in texts(svg(estimated, "/embed/strength.svg", **MINUSMA))


def test_a_base_without_coordinates_is_counted_below_the_map(sparse: httpx.Client) -> None:
    picture = svg(sparse, "/embed/map.svg", **MINUSMA)
    assert len(marks(picture, "bases")) == 1
    assert "1 base is not on the map" in texts(picture)


def test_a_long_name_is_escaped_and_whole_for_screen_readers(sparse: httpx.Client) -> None:
    answer = sparse.get("/embed/map.svg", params=MINUSMA)
    assert "<b>" not in answer.text
    (mark,) = marks(svg(sparse, "/embed/map.svg", **MINUSMA), "bases")
    assert str(mark.get("aria-label")).startswith(LONG_NAME[:200].strip())


def test_fifteen_thousand_places_stay_readable(crowded: httpx.Client) -> None:
    picture = svg(crowded, "/embed/map.svg", **MINUSMA)
    assert len(features(crowded, "contingents", **MINUSMA)) == CROWD
    assert 0 < len(marks(picture, "contingents")) < 4000
    assert f"{CROWD} contingents" in str(
        crowded.get("/embed/map.vl.json", params=MINUSMA).json()["description"]
    )


def test_a_png_is_a_png_of_the_width_that_is_asked_for(api: httpx.Client) -> None:
    answer = api.get("/embed/map.png", params={**MINUSMA, "width": 500})
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")
    width = int.from_bytes(answer.content[16:20])
    assert width == pytest.approx(1000, abs=40)  # two pixels for each


@pytest.mark.parametrize("chart", ["strength", "casualties", "map"])
@pytest.mark.parametrize("width", [320, 640, 1200])
def test_an_svg_is_about_as_wide_as_is_asked_for(api: httpx.Client, chart: str, width: int) -> None:
    picture = svg(api, f"/embed/{chart}.svg", **MINUSMA, width=width)
    assert float(picture.get("width", "0")) == pytest.approx(width, rel=0.12)
