"""Linked data says no more than is known: no finer date, no made-up number, no lost language."""

import re
from typing import Any

import httpx
import pytest

from tests.api import odd
from tests.api.graphs import (
    EDTF,
    ISSUED,
    SCHEMA,
    at,
    graph,
    ids,
    literals,
    rows,
    thing,
    types,
    values,
)
from tests.api.served import NOUNS, Row

CALENDAR_DATE = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")
NAMED = ("missions", "bases", "places", "countries", "organisations")
MEASURES = ("value", "minValue", "maxValue")


def dates_in(told: Any) -> set[str]:
    """Every date in a row, as EDTF, however deep."""
    if isinstance(told, dict):
        own = {told["edtf"]} if "edtf" in told else set()
        return own.union(*(dates_in(each) for each in told.values()))
    return set().union(*map(dates_in, told)) if isinstance(told, list) else set()


@pytest.mark.parametrize("noun", NOUNS)
def test_no_date_is_finer_than_known(odd_api: httpx.Client, noun: str) -> None:
    for row in rows(odd_api, noun, most=40):
        known = dates_in(row)
        for word, told in literals(graph(odd_api, f"/v1/{noun}/{row['id']}.jsonld")):
            is_date = told.get("@type") in (EDTF, f"{SCHEMA}Date")
            looks_like_one = bool(re.match("[0-9]{4}-[0-9]{2}", str(told["@value"])))
            assert told["@value"] in known or not (is_date or looks_like_one), (word, told)


def test_dates_of_every_form_are_told_as_edtf(odd_api: httpx.Client) -> None:
    told = set()
    for row in rows(odd_api, "events"):
        node = thing(odd_api, f"/v1/events/{row['id']}")
        coverage = node.get(f"{SCHEMA}temporalCoverage", [])
        expected = [row["date"]["edtf"]] if row["date"] else []
        assert coverage == [{"@type": EDTF, "@value": date} for date in expected]
        told |= set(expected)
    assert set(odd.DATES) - {None} <= told


@pytest.mark.parametrize(
    ("noun", "field", "word"),
    [("documents", "published", "datePublished"), ("resolutions", "adopted_on", "legislationDate")],
)
def test_a_date_that_is_no_year_month_or_day_is_told_in_edtf_alone(
    odd_api: httpx.Client, noun: str, field: str, word: str
) -> None:
    for row in rows(odd_api, noun):
        node = thing(odd_api, f"/v1/{noun}/{row['id']}")
        dates = [row[field]["edtf"]] if row[field] else []
        plain = [date for date in dates if CALENDAR_DATE.fullmatch(date)]
        assert node.get(SCHEMA + word, []) == [
            {"@type": f"{SCHEMA}Date", "@value": date} for date in plain
        ]
        assert node.get(ISSUED, []) == [{"@type": EDTF, "@value": date} for date in dates]


def test_some_documents_have_a_plain_date_and_some_have_not(api: httpx.Client) -> None:
    nodes = [thing(api, f"/v1/documents/{row['id']}") for row in rows(api, "documents")]
    assert {len(values(node, "datePublished")) for node in nodes} == {0, 1}


@pytest.mark.parametrize("noun", NAMED)
def test_names_keep_their_languages(api: httpx.Client, noun: str) -> None:
    for row in rows(api, noun, most=60):
        node = thing(api, f"/v1/{noun}/{row['id']}")
        names = {(name["@language"], name["@value"]) for name in node[f"{SCHEMA}name"]}
        assert names == set(row["names"].items())
        others = {*row["other_names"], *row.get("former_names", [])}
        others |= {row["acronym"]} - {None} if "acronym" in row else set()
        assert set(values(node, "alternateName")) == others


def test_a_name_in_french_is_told_in_french(api: httpx.Client) -> None:
    names = thing(api, "/v1/organisations/united-nations")[f"{SCHEMA}name"]
    assert {"@language": "fr", "@value": "Nations Unies"} in names


def test_a_number_has_a_value_only_where_it_is_exact(odd_api: httpx.Client) -> None:
    forms = set()
    for noun, field in (
        ("casualties", "quantity"),
        ("strengths", "quantity"),
        ("contingents", "personnel"),
    ):
        for row in rows(odd_api, noun):
            nodes = graph(odd_api, f"/v1/{noun}/{row['id']}.jsonld")
            node = nodes[at(odd_api, f"/v1/{noun}/{row['id']}")]
            quantities = [nodes[id] for id in ids(node, "mainEntity")]
            told = [
                {word: values(each, word)[0] for word in MEASURES if values(each, word)}
                for each in quantities
            ]
            assert told == ([measured(row[field])] if row[field] else [])
            forms |= {tuple(each) for each in told}
    assert forms == {("value",), ("minValue",), ("minValue", "maxValue")}


def measured(quantity: Row) -> Row:
    if quantity["qualifier"] == "exactly":
        return {"value": quantity["value"]}
    bounds = {"minValue": quantity["low"], "maxValue": quantity["high"]}
    return {word: bound for word, bound in bounds.items() if bound is not None}


def test_a_town_has_coordinates_and_a_region_has_none(api: httpx.Client) -> None:
    nodes = graph(api, "/v1/places/gao.jsonld")
    (point,) = ids(nodes[at(api, "/v1/places/gao")], "geo")
    assert types(nodes[point]) == {"GeoCoordinates"}
    gao = api.get("/v1/places/gao").json()
    assert values(nodes[point], "longitude") == [gao["longitude"]]
    assert values(nodes[point], "latitude") == [gao["latitude"]]
    assert f"{SCHEMA}geo" not in thing(api, "/v1/places/gao-region")


def test_coordinates_of_whole_degrees_are_told_too(odd_api: httpx.Client) -> None:
    nodes = graph(odd_api, "/v1/places/south-pole.jsonld")
    (point,) = ids(nodes[at(odd_api, "/v1/places/south-pole")], "geo")
    assert (values(nodes[point], "longitude"), values(nodes[point], "latitude")) == ([0], [-90])


def test_a_place_lies_in_what_it_lies_in_and_a_country_is_itself(api: httpx.Client) -> None:
    gao, mali = thing(api, "/v1/places/gao"), thing(api, "/v1/places/mali")
    country = at(api, "/v1/countries/MLI")
    assert set(ids(gao, "containedInPlace")) == {at(api, "/v1/places/gao-region"), country}
    assert country in ids(mali, "sameAs")
    assert country not in ids(mali, "containedInPlace")
