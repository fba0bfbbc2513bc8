"""Where: countries, places and what lies in them, boxes and circles, and what these leave out."""

import httpx
import pytest

from app.database import Database
from tests.api import odd
from tests.api.served import FACTS, found, page, refused

GAO = {"lat": 16.27167, "lon": -0.04469, "radius_km": 25}
GAO_BOX = "-0.5,16,0.5,16.6"


def test_a_town_has_its_own_contingents(api: httpx.Client) -> None:
    mopti = page(api, "/v1/contingents", place="mopti")["items"]
    recent = {row["contributor"] for row in mopti if row["relation"] == "most-recent"}
    assert {row["contributor"] for row in mopti} == {"BGD", "EGY", "PAK", "SEN", "TGO"}
    assert recent == {"BGD", "TGO"}


def test_kidal_in_2016_had_chad(api: httpx.Client) -> None:
    (row,) = page(api, "/v1/contingents", place="kidal", datetime="2016")["items"]
    assert row["contributor"] == "TCD"


def test_a_place_holds_all_that_lies_within_it(api: httpx.Client) -> None:
    north = set(found(api, "/v1/contingents", place="northern-mali"))
    assert north >= set(found(api, "/v1/contingents", place="gao"))
    assert north >= set(found(api, "/v1/contingents", place="kidal-region"))
    assert not north & set(found(api, "/v1/contingents", place="mopti"))
    assert set(found(api, "/v1/contingents", place="mali")) >= north
    assert found(api, "/v1/contingents", place="world") == found(api, "/v1/contingents")


def test_several_places_hold_what_each_of_them_holds(api: httpx.Client) -> None:
    both = api.get("/v1/contingents?place=gao&place=kidal").json()
    each = found(api, "/v1/contingents", place="gao") + found(api, "/v1/contingents", place="kidal")
    assert sorted(row["id"] for row in both["items"]) == sorted(each)


@pytest.mark.parametrize("path", [f"/v1/{noun}" for noun in (*FACTS, "bases", "places")])
def test_a_country_is_found_by_any_of_its_codes(api: httpx.Client, path: str) -> None:
    codes = ("MLI", "ML", "466")
    answers = [page(api, path, country=code, limit=1000)["items"] for code in codes]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]


def test_codes_of_one_country_mix_with_those_of_another(api: httpx.Client) -> None:
    mixed = api.get("/v1/events?country=466&country=NE&country=MLI").json()["items"]
    countries = {row["place"]["country"] for row in mixed}
    assert countries == {"MLI", "NER"}


def test_a_contributor_is_found_by_any_of_its_codes_and_is_not_where_it_happened(
    api: httpx.Client,
) -> None:
    answers = [found(api, "/v1/contingents", contributor=code) for code in ("TCD", "TD", "148")]
    assert answers == [["chad-in-kidal"]] * 3
    assert found(api, "/v1/contingents", country="TCD") == []
    assert found(api, "/v1/contingents", contributor="FRA") == []


@pytest.mark.parametrize("asked", [GAO, {"bbox": GAO_BOX}])
@pytest.mark.parametrize("noun", ["contingents", "events", "statements"])
def test_around_gao_are_the_facts_of_gao_and_those_of_mali_are_counted_as_left_out(
    api: httpx.Client, noun: str, asked: dict[str, str]
) -> None:
    answer = page(api, f"/v1/{noun}", **asked)
    everything = page(api, f"/v1/{noun}", limit=1000)["items"]
    located = [row for row in everything if row["place"] and row["place"]["longitude"] is not None]
    expected = [row for row in located if row["place"]["id"] == "gao"]
    assert answer["items"] == expected
    assert answer["unlocatedExcluded"] == len(everything) - len(located)


def test_around_gao_is_its_base(api: httpx.Client) -> None:
    assert found(api, "/v1/bases", **GAO) == ["minusma-gao"]
    assert found(api, "/v1/bases", bbox=GAO_BOX) == ["minusma-gao"]
    assert "gao" in found(api, "/v1/places", bbox=GAO_BOX)


def test_without_a_box_or_a_circle_nothing_is_left_out(api: httpx.Client) -> None:
    assert page(api, "/v1/events", country="MLI")["unlocatedExcluded"] == 0


@pytest.mark.parametrize(
    ("box", "places"),
    [
        ("177,-19,-179,-16", {"fiji-suva", "east-of-the-line", "on-the-line"}),
        ("179,-19,-179,-16", {"east-of-the-line", "on-the-line"}),
        ("180,-19,-179.9,-16", {"on-the-line"}),
        ("-180,-19,-179,-16.9", {"east-of-the-line"}),
        ("177,-19,180,-16", {"fiji-suva", "on-the-line"}),
        ("178.44,-18.14,178.44,-18.14", {"fiji-suva"}),
        ("178.441,-19,178.5,-18", set()),
        ("-180,-90,180,-90", {"south-pole"}),
        ("-180,-90,180,90", set(odd.PLACES)),
        ("10,-90,-10,90", set(odd.PLACES) - {"south-pole", "north-pole"}),
    ],
)
def test_a_box_may_cross_the_antimeridian(
    odd_api: httpx.Client, box: str, places: set[str]
) -> None:
    assert set(found(odd_api, "/v1/places", bbox=box)) & set(odd.PLACES) == places


@pytest.mark.parametrize(
    ("lon", "lat", "radius_km", "places"),
    [
        (179.9, -17, 100, {"east-of-the-line", "on-the-line"}),
        (-179.9, -17, 100, {"east-of-the-line", "on-the-line"}),
        (180, -16.5, 0.001, {"on-the-line"}),
        (-180, -16.5, 0.001, {"on-the-line"}),
        (123, -89.9, 12, {"south-pole"}),
        (-77, 89.9, 12, {"north-pole"}),
        (-77, 89.9, 11, set()),
        (0, 0, 20037, set(odd.PLACES)),
    ],
)
def test_a_circle_may_hold_the_antimeridian_or_a_pole(
    odd_api: httpx.Client, lon: float, lat: float, radius_km: float, places: set[str]
) -> None:
    asked = {"lon": lon, "lat": lat, "radius_km": radius_km}
    assert set(found(odd_api, "/v1/places", limit=1000, **asked)) & set(odd.PLACES) == places


def test_a_box_may_be_given_as_four_repetitions(api: httpx.Client) -> None:
    repeated = api.get("/v1/events?bbox=-0.5&bbox=16&bbox=0.5&bbox=16.6").json()["items"]
    assert [row["id"] for row in repeated] == found(api, "/v1/events", bbox=GAO_BOX)


def test_what_is_nowhere_or_in_a_region_is_in_no_box(own: Database, own_api: httpx.Client) -> None:
    odd.add(own, odd.event("in-gao", "2023", "gao"), odd.event("in-mali", "2023", "mali"))
    odd.add(own, odd.event("nowhere", "2023"), odd.event("nowhere-undated"))
    world = page(own_api, "/v1/events", bbox="-180,-90,180,90")
    assert [row["id"] for row in world["items"]] == ["in-gao"]
    assert world["unlocatedExcluded"] == 3
    in_2023 = page(own_api, "/v1/events", bbox="-180,-90,180,90", datetime="2023")
    assert (in_2023["unlocatedExcluded"], in_2023["undatedExcluded"]) == (2, 0)
    in_mali = page(own_api, "/v1/events", bbox="0,0,1,1", country="ML")
    assert (in_mali["numberMatched"], in_mali["unlocatedExcluded"]) == (0, 1)


def test_only_what_is_no_wider_than_a_town_has_coordinates(api: httpx.Client) -> None:
    for row in page(api, "/v1/places", limit=1000)["items"]:
        assert (row["longitude"] is None) == (row["latitude"] is None)
        if row["kind"] in ("world", "world-region", "country", "area", "admin1"):
            assert row["longitude"] is None


@pytest.mark.parametrize(
    ("box", "why"),
    [
        ("1,2,3", "four numbers"),
        ("1,2,3,4,5", "four numbers"),
        ("1,2,3,4,5,6", "four numbers"),
        ("1,3,2,2", "north of"),
        ("-181,0,0,1", "not between"),
        ("0,0,181,1", "not between"),
        ("0,-91,1,1", "not between"),
        ("nan,0,1,1", "not a plain decimal number"),
        ("0,0,inf,1", "not a plain decimal number"),
        ("0,0,1e999,1", "maxlon inf is not between -180 and 180"),
        ("0,0,1_0,1", "not a plain decimal number"),
        ("0, 0, 1, 1", "not a plain decimal number"),
        ("0,,1,1", "not a plain decimal number"),
        ("a,b,c,d", "not a plain decimal number"),
    ],
)
def test_what_is_no_box_is_refused(api: httpx.Client, box: str, why: str) -> None:
    (error,) = refused(api, "/v1/events", bbox=box)["errors"]
    assert error["parameter"] == "bbox"
    assert why in error["detail"]
    assert api.get("/v1/events", params={"bbox": error["example"]}).status_code == 200


def test_numbers_may_be_written_as_programs_write_them(api: httpx.Client) -> None:
    plain = found(api, "/v1/events", bbox="-10,10,0.0000001,25")
    assert plain
    assert found(api, "/v1/events", bbox="-10.0,1e1,1e-7,2.5E+1") == plain


@pytest.mark.parametrize("name", ["lat", "lon", "radius_km"])
@pytest.mark.parametrize("number", ["nan", "NaN", "inf", "-Infinity", "1e999", "1e", "x", "٣", ""])
def test_what_is_no_number_is_refused(api: httpx.Client, name: str, number: str) -> None:
    problem = refused(api, "/v1/events", **{**GAO, name: number})
    assert [error["parameter"] for error in problem["errors"]] == [name]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("lat", "90.1"),
        ("lat", "-91"),
        ("lon", "180.5"),
        ("radius_km", "0"),
        ("radius_km", "-1"),
        ("radius_km", "30000"),
        ("radius_km", "9" * 150),
    ],
)
def test_a_number_out_of_range_is_refused(api: httpx.Client, name: str, number: str) -> None:
    (error,) = refused(api, "/v1/events", **{**GAO, name: number})["errors"]
    assert error["parameter"] == name
    assert "out of range" in error["detail"]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (["lat"], ["lon", "radius_km"]),
        (["lon"], ["lat", "radius_km"]),
        (["radius_km"], ["lat", "lon"]),
        (["lat", "lon"], ["radius_km"]),
        (["lat", "radius_km"], ["lon"]),
    ],
)
def test_a_circle_needs_all_three_and_is_told_once_what_is_missing(
    api: httpx.Client, given: list[str], missing: list[str]
) -> None:
    problem = refused(api, "/v1/events", **{name: GAO[name] for name in given})
    assert [error["parameter"] for error in problem["errors"]] == missing
    told = f"{' and '.join(missing)} {'is' if missing[1:] == [] else 'are'} missing."
    assert problem["detail"].count(f"lat, lon and radius_km go together; {told}") == 1
    for error in problem["errors"]:
        assert api.get(f"/v1/events?{error['example']}").status_code == 200
