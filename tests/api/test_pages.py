"""Pages: a total order, nothing lost, nothing twice, and cursors that cannot be misused."""

import base64
import json
import re
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import Database
from app.queries import find
from tests.api import odd
from tests.api.served import DATED, LISTS, NOUNS, SEARCHED, found, ids, page, pages, refused

NARROWED = {"places": {"place": "eastern-africa"}, "countries": {"q": "islands"}}
"""So that paging one by one through these does not take hundreds of requests."""


def orders(noun: str) -> tuple[str, str]:
    return ("date", "-date") if noun in DATED else ("id", "-id")


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("noun", NOUNS)
def test_small_pages_hold_what_one_large_page_holds_in_both_directions(
    odd_api: httpx.Client, noun: str, limit: int
) -> None:
    asked = NARROWED.get(noun, {})
    for sort in orders(noun):
        whole = page(odd_api, f"/v1/{noun}", sort=sort, limit=1000, **asked)
        small = list(pages(odd_api, f"/v1/{noun}", sort=sort, limit=limit, **asked))
        rows = [row for each in small for row in each["items"]]
        assert rows == whole["items"]
        assert len(set(ids(rows))) == len(rows)
        assert {each["numberMatched"] for each in small} == {len(rows)}
        assert [each["numberReturned"] for each in small] == [len(p["items"]) for p in small]
        assert all(len(each["items"]) == limit for each in small[:-1])
        assert all(each["limit"] == limit for each in small)


@pytest.mark.parametrize("noun", NARROWED)
def test_what_is_narrowed_down_still_has_several_pages(odd_api: httpx.Client, noun: str) -> None:
    assert 10 < page(odd_api, f"/v1/{noun}", **NARROWED[noun])["numberMatched"] < 40


@pytest.mark.parametrize("noun", DATED)
def test_dated_rows_are_in_order_and_undated_ones_last_either_way(
    odd_api: httpx.Client, noun: str
) -> None:
    field = {"resolutions": "adopted_on", "documents": "published"}.get(noun, "date")

    def key(row: dict[str, Any]) -> tuple[str, str]:
        return row[field]["began"]["earliest"] or "", row["id"]

    for sort, is_newest_first in (("date", False), ("-date", True)):
        rows = page(odd_api, f"/v1/{noun}", sort=sort, limit=1000)["items"]
        dated = [row for row in rows if row[field] is not None]
        undated = [row for row in rows if row[field] is None]
        assert rows == dated + undated
        assert dated == sorted(dated, key=key, reverse=is_newest_first)
        assert ids(undated) == sorted(ids(undated), reverse=is_newest_first)
        assert undated or noun == "resolutions"


def test_the_first_order_is_the_oldest_first_and_by_id(api: httpx.Client) -> None:
    assert found(api, "/v1/events") == found(api, "/v1/events", sort="date")
    assert found(api, "/v1/bases") == sorted(found(api, "/v1/bases"))


def test_a_page_without_limit_holds_a_hundred(api: httpx.Client) -> None:
    answer = page(api, "/v1/countries")
    assert (answer["limit"], answer["numberReturned"], answer["notice"]) == (100, 100, None)
    assert answer["numberMatched"] > 200


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_what_has_no_date_comes_last_either_way_on_pages_of_any_size(
    own: Database, own_api: httpx.Client, limit: int
) -> None:
    # The last day of the calendar stands for no date: newest first, what holds it is among those without one.
    odd.add(own, *(odd.event(f"undated-{number}") for number in range(4)))
    dates = ("2014", "2023", "2023", "9999-12-31")
    odd.add(own, *(odd.event(f"dated-{number}", date) for number, date in enumerate(dates)))
    undated = [f"undated-{number}" for number in range(4)]
    oldest = ["dated-0", "dated-1", "dated-2", "dated-3", *undated]
    newest = ["dated-2", "dated-1", "dated-0", *reversed(undated), "dated-3"]
    for path in ("/v1/events", "/v1/timeline"):
        for sort, expected in (("date", oldest), ("-date", newest)):
            read = [
                row["id"]
                for answer in pages(own_api, path, sort=sort, limit=limit)
                for row in answer["items"]
            ]
            assert read == expected, (path, sort)


def test_any_limit_that_a_client_may_count_with_is_taken(api: httpx.Client) -> None:
    largest = page(api, "/v1/events", limit=2**31 - 1)
    assert (largest["limit"], len(largest["items"])) == (1000, largest["numberMatched"])
    assert page(api, "/v1/events", limit=1)["numberReturned"] == 1
    for wrong in ("0", str(2**31)):
        refused(api, "/v1/events", limit=wrong)


def test_a_larger_limit_is_served_as_a_thousand_and_says_so(
    own: Database, own_api: httpx.Client
) -> None:
    odd.add(own, *(odd.event(f"event-{number:04}") for number in range(1001)))
    answer = page(own_api, "/v1/events", limit=5000)
    assert (answer["limit"], answer["numberReturned"]) == (1000, 1000)
    assert answer["numberMatched"] == 1001
    assert "limit=5000" in answer["notice"]
    assert "1000" in answer["notice"]
    onward = own_api.get(answer["links"][1]["href"]).json()
    assert ids(onward["items"]) == ["event-1000"]
    assert "limit=5000" in onward["notice"]
    assert page(own_api, "/v1/events", limit=1000)["notice"] is None


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "ten", "1e2", "+5", " 5", "٥", "9" * 30])
def test_a_limit_is_a_whole_number_from_one(api: httpx.Client, limit: str) -> None:
    problem = refused(api, "/v1/events", limit=limit)
    assert problem["errors"][0]["parameter"] == "limit"
    assert "whole number" in problem["detail"]


def test_a_count_is_left_out_above_a_bound_unless_it_is_asked_for(
    asked_anew: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "MOST_COUNTED", 5)
    bounded = page(asked_anew, "/v1/events", limit=1)
    exact = page(asked_anew, "/v1/events", limit=1, count="exact")
    assert bounded["numberMatched"] is None
    assert exact["numberMatched"] == len(found(asked_anew, "/v1/events"))
    assert page(asked_anew, "/v1/missions")["numberMatched"] == 1


def test_the_exact_count_and_the_usual_one_agree(odd_api: httpx.Client) -> None:
    for path in LISTS:
        usual, exact = page(odd_api, path), page(odd_api, path, count="exact")
        assert usual["numberMatched"] == exact["numberMatched"]
        assert usual["items"] == exact["items"]


def next_cursor(answer: dict[str, Any]) -> str:
    (href,) = (link["href"] for link in answer["links"] if link["rel"] == "next")
    return str(httpx.URL(href).params["cursor"])


@pytest.mark.parametrize(
    "other",
    [
        {"sort": "-date"},
        {"mission": "minusma"},
        {"datetime": "2023", "q": "camp"},
        {"datetime": "2022"},
        {"datetime": "2023", "match": "certain"},
        {},
    ],
)
def test_a_cursor_is_refused_with_other_filters_or_another_order(
    api: httpx.Client, other: dict[str, str]
) -> None:
    cursor = next_cursor(page(api, "/v1/events", datetime="2023", limit=2))
    problem = refused(api, "/v1/events", cursor=cursor, **other)
    assert problem["errors"][0]["parameter"] == "cursor"
    assert "other filters or another order" in problem["detail"]


def test_a_cursor_may_go_on_with_another_limit(api: httpx.Client) -> None:
    cursor = next_cursor(page(api, "/v1/events", limit=2))
    assert found(api, "/v1/events", cursor=cursor, limit=3) == found(api, "/v1/events")[2:5]


def test_filters_in_another_order_are_the_same_filters(api: httpx.Client) -> None:
    cursor = next_cursor(api.get("/v1/events?type=vote&type=coup&datetime=../2023&limit=1").json())
    onward = api.get(f"/v1/events?datetime=../2023&type=coup&type=vote&limit=1&cursor={cursor}")
    assert onward.status_code == 200


@settings(max_examples=100, deadline=None)
@given(text=st.text(min_size=1, max_size=40))
def test_no_text_is_a_cursor(api: httpx.Client, text: str) -> None:
    problem = refused(api, "/v1/events", cursor=text)
    assert problem["errors"][0]["parameter"] == "cursor"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_changed_cursor_is_refused_or_followed_and_breaks_nothing(
    api: httpx.Client, data: st.DataObject
) -> None:
    noun = data.draw(st.sampled_from(["events", "bases"]))
    cursor = next_cursor(page(api, f"/v1/{noun}", limit=2))
    at = data.draw(st.integers(0, len(cursor) - 1))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    letter = data.draw(st.sampled_from(letters))
    changed = data.draw(
        st.sampled_from([cursor[:at] + letter + cursor[at + 1 :], cursor[:at] or "x", cursor * 2])
    )
    assert api.get(f"/v1/{noun}", params={"cursor": changed}).status_code in (200, 400)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["\ud800", "\x00", "0000-00-00", "2023-W01-1", "9999-12-31", "é"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None)
@given(sort=st.sampled_from(["date", "-date"]), keys=st.lists(JSON, max_size=4))
def test_a_cursor_with_strange_keys_is_refused_or_followed_and_breaks_nothing(
    api: httpx.Client, sort: str, keys: list[Any]
) -> None:
    cursor = next_cursor(page(api, "/v1/events", sort=sort, limit=2))
    fingerprint = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0]
    forged = base64.urlsafe_b64encode(json.dumps([fingerprint, *keys]).encode()).decode()
    response = api.get("/v1/events", params={"sort": sort, "cursor": forged.rstrip("=")})
    assert response.status_code in (200, 400)


@pytest.mark.parametrize("key", ['"\\ud800"', '"\\u0000"', "NaN", "true", "1e400", "[]", "{}"])
@pytest.mark.parametrize("first", ['"2023-01-01"', '"2023-01-01T00:00"', '"x"', "1"])
def test_a_forged_cursor_that_no_row_could_have_made_is_refused(
    api: httpx.Client, first: str, key: str
) -> None:
    cursor = next_cursor(page(api, "/v1/events", limit=2))
    fingerprint = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0]
    text = f'["{fingerprint}",{first},{key}]'
    forged = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    refused(api, "/v1/events", cursor=forged)


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_a_cursor_survives_rows_that_come_before_and_after_it(
    own: Database, own_api: httpx.Client, sort: str
) -> None:
    odd.add(own, *(odd.event(f"event-{year}", f"{year}") for year in range(2001, 2007)))
    first = page(own_api, "/v1/events", sort=sort, limit=3)
    odd.add(own, odd.event("new-oldest", "1999"), odd.event("new-newest", "2020"))
    odd.add(own, odd.event("new-undated"))
    odd.add(own, odd.event("event-2003-and-a-half", "2003-07"))
    onward = page(own_api, "/v1/events", sort=sort, limit=100, cursor=next_cursor(first))
    forward = ["event-2001", "event-2002", "event-2003"]
    forward_rest = ["event-2003-and-a-half", "event-2004", "event-2005", "event-2006", "new-newest"]
    backward = ["event-2006", "event-2005", "event-2004"]
    backward_rest = [
        "event-2003-and-a-half",
        "event-2003",
        "event-2002",
        "event-2001",
        "new-oldest",
    ]
    expected = forward if sort == "date" else backward
    rest = forward_rest if sort == "date" else backward_rest
    assert ids(first["items"]) == expected
    assert ids(onward["items"]) == [*rest, "new-undated"]
    assert onward["numberMatched"] == 10


def test_a_cursor_survives_the_removal_of_its_own_row(own: Database, own_api: httpx.Client) -> None:
    odd.add(own, *(odd.event(f"event-{year}", f"{year}") for year in range(2001, 2006)))
    first = page(own_api, "/v1/events", limit=2)
    with own.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM event WHERE id = 'event-2002'")
    onward = page(own_api, "/v1/events", cursor=next_cursor(first))
    assert ids(onward["items"]) == ["event-2003", "event-2004", "event-2005"]


@pytest.mark.parametrize("path", SEARCHED)
def test_the_link_header_says_what_links_say(api: httpx.Client, path: str) -> None:
    response = api.get(path, params={"limit": 1, "q": "un"})
    pattern = r'<([^>]*)>; rel="([^"]*)"; type="([^"]*)"'
    header = re.findall(pattern, response.headers["link"])
    links = [(link["href"], link["rel"], link["type"]) for link in response.json()["links"]]
    assert header == links
    assert links[0][1:] == ("self", "application/json")


@pytest.mark.parametrize("path", LISTS)
def test_the_self_link_gives_the_page_itself(odd_api: httpx.Client, path: str) -> None:
    first = odd_api.get(path, params={"limit": 2}).json()
    for link in first["links"]:
        answer = odd_api.get(link["href"]).json()
        assert answer["links"][0] == {**link, "rel": "self"}
    assert odd_api.get(first["links"][0]["href"]).json() == first


def test_links_keep_what_was_asked_however_it_is_written(api: httpx.Client) -> None:
    asked = [("q", "Ménaka & Gao + <b>"), ("type", "vote"), ("type", "coup"), ("bbox", "-1,2,3,4")]
    response = api.get("/v1/events", params=httpx.QueryParams(tuple(asked)))
    (link,) = response.json()["links"]
    assert httpx.URL(link["href"]).params.multi_items() == asked
    assert api.get(link["href"]).json() == response.json()


def test_the_last_page_has_no_next_link(api: httpx.Client) -> None:
    assert [link["rel"] for link in page(api, "/v1/missions")["links"]] == ["self"]
    assert [link["rel"] for link in page(api, "/v1/events", q="atlantis")["links"]] == ["self"]


@pytest.mark.parametrize("text", ["[]", "{}", "5", "null", "true", '"x"', "[[]]", '{"a": 1}'])
def test_what_is_no_list_of_keys_is_no_cursor(api: httpx.Client, text: str) -> None:
    cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    assert refused(api, "/v1/events", cursor=cursor)["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("mark", ["!", " ", "\n", "*", "é", "+/"])
def test_a_mark_in_a_cursor_is_not_read_over(api: httpx.Client, mark: str) -> None:
    cursor = next_cursor(page(api, "/v1/events", limit=2))
    for changed in (cursor + mark, mark + cursor, cursor[:4] + mark + cursor[4:]):
        problem = refused(api, "/v1/events", cursor=changed)
        assert "it is not one of ours; leave it out" in problem["detail"]
