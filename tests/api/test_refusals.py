"""Refuse, do not repair: what cannot be meant gets 400, what is wrong and what would be right."""

import socket

import httpx
import pytest

from tests.api.served import LISTS, OPERATIONS, STATS, document, operation_at, page, refused

ITEMS = ("/v1/events/flag-lowered", "/v1/bases/minusma-gao", "/v1/missions/minusma")
PAGED = (*LISTS, *STATS)
EVERYWHERE = (*PAGED, *ITEMS, *OPERATIONS)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_an_unknown_parameter_is_refused_everywhere(api: httpx.Client, path: str) -> None:
    (error,) = refused(api, path, colour="blue")["errors"]
    assert error["parameter"] == "colour"
    assert "colour" in error["detail"]


@pytest.mark.parametrize("path", PAGED)
def test_an_unknown_parameter_is_told_the_nearest_known_one(api: httpx.Client, path: str) -> None:
    (error,) = refused(api, path, limmit="5")["errors"]
    assert "did you mean limit?" in error["detail"]
    assert api.get(f"{path}?{error['example']}").status_code == 200


NO_QUERIES = (
    "=",
    "=1",
    "&&=&",
    "%00=1",
    "%ff=1",
    "q=%ff",
    "q=%c0%80",
    "q=%ed%a0%80",
    "q=%00",
    "q=a%00b",
    "x" * 10_000,
    "q=" + "x" * 10_000,
    "colour=" + "%F0%9F%95%8A" * 1000,
    "q=" * 20 + "%2500" * 500,
    "q[]=1",
    "limit=1;sort=id",
    "colour",
    "?q=1",
)
"""Query strings that no resource can make sense of."""


@pytest.mark.parametrize("path", EVERYWHERE)
def test_no_query_string_is_ignored_or_breaks_anything(api: httpx.Client, path: str) -> None:
    for query in NO_QUERIES:
        response = api.get(f"{path}?{query}")
        assert response.status_code == 400, (query, response.text)
        assert len(response.content) < 3000
        assert b"\x00" not in response.content


@pytest.mark.parametrize("path", EVERYWHERE)
def test_five_thousand_parameters_are_too_many(api: httpx.Client, path: str) -> None:
    assert "too many" in api.get(f"{path}?{'q=&' * 5000}").json()["detail"]
    assert "too many" in api.get(f"{path}?{'&' * 5000}").json()["detail"]


def test_a_parameter_takes_two_hundred_values_and_no_more(api: httpx.Client) -> None:
    countries = ["MLI", "ML"] * 100
    assert api.get("/v1/events", params={"country": countries}).status_code == 200
    problem = refused(api, "/v1/events", country=[*countries, "466"])
    (error,) = problem["errors"]
    assert error["parameter"] == "country"
    assert error["detail"] == "country: 201 values are too many; at most 200 are taken."


def parameters(path: str) -> list[dict[str, object]]:
    operation = operation_at(path)
    assert operation is not None
    return [each for each in operation.get("parameters", []) if each["in"] == "query"]


@pytest.mark.parametrize("path", PAGED)
def test_every_parameter_refuses_an_empty_a_null_and_an_endless_value(
    api: httpx.Client, path: str
) -> None:
    for parameter in parameters(path):
        name = str(parameter["name"])
        for value in ("", "\x00", "a\x00b", "x" * 10_000, "9" * 10_000):
            (error,) = refused(api, path, **{name: value})["errors"]
            assert error["parameter"] == name
            assert len(error["detail"]) < 600


@pytest.mark.parametrize("path", PAGED)
def test_a_parameter_that_holds_one_value_is_refused_twice(api: httpx.Client, path: str) -> None:
    for parameter in parameters(path):
        name, example = str(parameter["name"]), parameter["example"]
        schema = parameter["schema"]
        assert isinstance(schema, dict)
        if schema.get("type") == "array":
            continue
        response = api.get(path, params={name: [str(example)] * 2})
        (error,) = response.json()["errors"]
        assert (response.status_code, error["parameter"]) == (400, name)
        assert "2 times" in error["detail"]


@pytest.mark.parametrize("path", LISTS)
def test_every_coded_parameter_names_the_nearest_code_and_takes_each_one(
    api: httpx.Client, path: str
) -> None:
    schemas = document()["components"]["schemas"]
    for parameter in parameters(path):
        schema = parameter["schema"]
        assert isinstance(schema, dict)
        reference = schema.get("$ref") or schema.get("items", {}).get("$ref")
        if reference is None:
            continue
        name, codes = str(parameter["name"]), schemas[reference.rpartition("/")[2]]["enum"]
        for code in codes:
            assert page(api, path, **{name: code}) is not None
        problem = refused(api, path, **{name: codes[-1] + "x"})
        assert f"did you mean {codes[-1]}?" in problem["detail"]
        assert problem["errors"][0]["parameter"] == name
        refused(api, path, **{name: codes[0].upper()})


@pytest.mark.parametrize(
    ("path", "asked", "nearest"),
    [
        ("/v1/events", {"country": "Mali"}, "MLI (Mali)"),
        ("/v1/events", {"country": "ml"}, "MLI (ML)"),
        ("/v1/events", {"country": "Côte d'Ivoir"}, "CIV (Côte d'Ivoire)"),
        ("/v1/events", {"country": "Germny"}, "DEU (Germany)"),
        ("/v1/contingents", {"contributor": "Tchad"}, "TCD (Tchad)"),
        ("/v1/events", {"place": "tombouctu"}, "timbuktu"),
        ("/v1/events", {"mission": "minusmah"}, "minusma"),
        ("/v1/events", {"document": "diplomatic-insight"}, "diplomatic-insight-2023-12-12"),
        ("/v1/missions", {"lead": "UN"}, "un"),
        ("/v1/documents", {"origin": "AFP"}, "afp"),
        ("/v1/statements", {"speaker": "kaba"}, "fatoumata-kaba"),
    ],
)
def test_what_names_no_row_is_told_the_nearest_that_does(
    api: httpx.Client, path: str, asked: dict[str, str], nearest: str
) -> None:
    (name,) = asked
    (error,) = refused(api, path, **asked)["errors"]
    assert error["parameter"] == name
    assert f"the nearest is {nearest}." in error["detail"]
    assert api.get(path, params={name: error["example"]}).status_code == 200


def test_atlantis_is_no_country_and_the_answer_names_one(api: httpx.Client) -> None:
    (error,) = refused(api, "/v1/events", country="Atlantis")["errors"]
    assert error["detail"].startswith("country: 'Atlantis' is not known; the nearest is ")
    assert api.get(f"/v1/countries/{error['example']}").status_code == 200


def test_everything_that_is_wrong_is_told_at_once(api: httpx.Client) -> None:
    problem = refused(api, "/v1/events", colour="blue", limit="0", datetime="2023-13", type="cup")
    names = {error["parameter"] for error in problem["errors"]}
    assert names == {"colour", "limit", "datetime", "type"}
    assert all(error["detail"] in problem["detail"] for error in problem["errors"])


def test_advice_on_two_hundred_unknown_codes_is_short(api: httpx.Client) -> None:
    response = api.get("/v1/events", params=[("country", f"x{n}") for n in range(200)])
    assert response.status_code == 400
    assert 1 <= len(response.json()["errors"]) <= 10


def test_a_code_among_good_ones_is_refused_alone(api: httpx.Client) -> None:
    response = api.get("/v1/events?country=MLI&country=Narnia&country=NER")
    assert [error["parameter"] for error in response.json()["errors"]] == ["country"]
    assert "Narnia" in response.json()["detail"]


def test_a_parameter_of_another_list_is_refused(api: httpx.Client) -> None:
    refused(api, "/v1/events", contributor="FRA")
    refused(api, "/v1/countries", country="MLI")
    refused(api, "/v1/documents", bbox="1,2,3,4")
    refused(api, "/v1/events/flag-lowered", datetime="2023")
    refused(api, "/v1/bases/minusma-gao", status="closed")


def raw(address: str, request: bytes) -> bytes:
    """What the server answers to bytes that no client library would send."""
    url = httpx.URL(address)
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        connection.sendall(request)
        return connection.recv(65536)


@pytest.mark.parametrize("host", [b"[::1", b'a"><b', b"x:99999", b"x:port", b"\xff", b"a b", b""])
def test_no_host_header_breaks_a_page(address: str, host: bytes) -> None:
    request = b"GET /v1/events?limit=1 HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n" % host
    status = raw(address, request).split(b" ", 2)[1]
    assert status in (b"200", b"400")


def test_bytes_outside_ascii_in_the_query_break_nothing(address: str) -> None:
    request = b"GET /v1/events?q=S\xc3\xa9gou\xff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert raw(address, request).split(b" ", 2)[1] in (b"200", b"400")
