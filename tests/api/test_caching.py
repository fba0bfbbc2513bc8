"""Answers tell how they may be kept, and are not sent again to whoever holds them (RFC 9110, 9111)."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import func, insert, select, update

from app.database import Database
from app.records import Release
from app.settings import Settings
from tests.api.served import LISTS, OPERATIONS
from tests.conftest import serve

PATHS = (*LISTS, "/v1/bases/minusma-gao", "/v1/search?q=mali", "/v1/events?limit=2&sort=-date")
PAGES = ("/docs", "/openapi.json", "/static-offline-docs/swagger-ui.css")
ASK_EACH_TIME = "public, max-age=0, must-revalidate"
LONG_AGO, LONG_TO_COME = "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"


@pytest.fixture(scope="module", autouse=True)
def loaded(api: httpx.Client) -> None:
    """The seed was loaded a second ago at least, so that the release has a date."""
    deadline = time.monotonic() + 20
    while "last-modified" not in api.get("/v1/missions").headers:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_has_a_weak_tag_a_date_a_release_and_how_long_it_holds(
    api: httpx.Client, path: str
) -> None:
    headers = api.get(path).headers
    assert headers["etag"].startswith('W/"')
    assert headers["cache-control"] == ASK_EACH_TIME
    assert headers["vary"] == "Accept-Encoding"
    assert headers["mission-kb-release"] == api.get("/ready").json()["release"]
    told_on = parsedate_to_datetime(headers["date"])
    assert parsedate_to_datetime(headers["last-modified"]) <= told_on <= datetime.now(UTC)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [*PATHS, *PAGES])
def test_whoever_holds_an_answer_gets_304_and_all_that_tells_about_keeping_it(
    api: httpx.Client, method: str, path: str
) -> None:
    whole = api.get(path).headers
    held = api.request(method, path, headers={"If-None-Match": whole["etag"]})
    assert held.status_code == 304
    assert held.content == b""
    kept = {"etag", "cache-control", "vary", "last-modified", "mission-kb-release"}
    for name in kept & set(whole) - ({"last-modified"} if path in PAGES else set()):
        assert held.headers[name] == whole[name]
    assert not [name for name in held.headers if name.startswith("content-")]


def tag_of(api: httpx.Client, path: str) -> str:
    return str(api.get(path).headers["etag"]).removeprefix("W/")


@pytest.mark.parametrize("path", ["/v1/bases", "/openapi.json"])
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("W/{}", 304),
        ("{}", 304),
        ('"other", W/{}', 304),
        ('W/{} , "other"', 304),
        ('"a,b",{}', 304),
        ('W/"a, ", W/"",\t{}', 304),
        ("*", 304),
        ('"other"', 200),
        ('W/"a,b", "c"', 200),
        ("", 200),
        ("nonsense", 200),
        ("w/", 200),
        ('"*"', 200),
        ('*, "other"', 200),
    ],
)
def test_tags_are_compared_weakly_in_lists_of_any_form(
    api: httpx.Client, path: str, given: str, status: int
) -> None:
    value = given.format(tag_of(api, path))
    assert api.get(path, headers={"If-None-Match": value}).status_code == status


def test_a_tag_within_the_quotes_of_another_is_none(api: httpx.Client) -> None:
    inner = tag_of(api, "/v1/bases").strip('"')
    for given in (inner, f'"x,{inner}"', f'"{inner} "', f'"{inner[:-1]}"'):
        assert api.get("/v1/bases", headers={"If-None-Match": given}).status_code == 200


def test_tags_may_come_in_several_headers(api: httpx.Client) -> None:
    two = [("If-None-Match", '"other"'), ("If-None-Match", tag_of(api, "/v1/bases"))]
    assert api.get("/v1/bases", headers=two).status_code == 304


def test_a_date_holds_from_the_one_that_was_told(api: httpx.Client) -> None:
    told = api.get("/v1/bases").headers["last-modified"]
    date = parsedate_to_datetime(told)
    for since, status in (
        (told, 304),
        (format_datetime(date + timedelta(seconds=1), usegmt=True), 304),
        (format_datetime(date - timedelta(seconds=1), usegmt=True), 200),
        (f"{date:%A, %d-%b-%y %H:%M:%S} GMT", 304),
        (f"{date:%a %b %e %H:%M:%S %Y}", 304),
        (LONG_TO_COME, 304),
        (LONG_AGO, 200),
    ):
        answer = api.get("/v1/bases", headers={"If-Modified-Since": since})
        assert answer.status_code == status, since


@pytest.mark.parametrize(
    "since",
    ["", "yesterday", "0", "2026-11-21T10:00:00Z", "Fri, 32 Dec 2026 23:59:59 GMT", "Fri, 31 Dec",
     "Fri, 31 Dec 99999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", f"{LONG_TO_COME}, x y",
     "Mon, 01 Jan 0001 00:00:00 +2359", "é"],
)  # fmt: skip
def test_a_bad_date_is_none(api: httpx.Client, since: str) -> None:
    answer = api.get("/v1/bases", headers={b"If-Modified-Since": since.encode()})
    assert answer.status_code == 200


def test_a_tag_counts_before_a_date(api: httpx.Client) -> None:
    headers = {"If-None-Match": '"other"', "If-Modified-Since": LONG_TO_COME}
    assert api.get("/v1/bases", headers=headers).status_code == 200
    headers = {"If-None-Match": tag_of(api, "/v1/bases"), "If-Modified-Since": LONG_AGO}
    assert api.get("/v1/bases", headers=headers).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/bases/nope", 404),
        ("/v1/bases?colour=blue", 400),
        ("/v1/bases?mission=nope", 400),
        ("/v1/bases?cursor=nope", 400),
        ("/nope", 404),
    ],
)
def test_what_is_wrong_is_refused_whatever_the_client_holds(
    api: httpx.Client, path: str, status: int
) -> None:
    for headers in (
        {"If-None-Match": "*"},
        {"If-None-Match": tag_of(api, "/v1/bases")},
        {"If-Modified-Since": LONG_TO_COME},
    ):
        answer = api.get(path, headers=headers)
        assert answer.status_code == status
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", path) for path in OPERATIONS] + [("POST", "/v1/bases"), ("OPTIONS", "/v1/bases")],
)
def test_how_it_stands_just_now_is_for_nobody_to_keep(
    api: httpx.Client, method: str, path: str
) -> None:
    answer = api.request(method, path)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_the_order_of_parameters_does_not_matter_to_the_tag(api: httpx.Client) -> None:
    one = "/v1/events?mission=minusma&type=vote&datetime=2023"
    other = "/v1/events?datetime=2023&type=vote&mission=minusma"
    encoded = "/v1/events?datetime=2023&%74ype=vote&mission=minusm%61"
    assert tag_of(api, one) == tag_of(api, other) == tag_of(api, encoded)
    assert api.get(one).json()["items"] == api.get(other).json()["items"]


def test_different_questions_have_different_tags(api: httpx.Client) -> None:
    paths = [
        *PATHS,
        *PAGES,
        "/v1/events?limit=3",
        "/v1/events?limit=3&type=vote",
        "/v1/events?q=mali%26gao",
        "/v1/events?q=mali&limit=3",
        "/v1/events?bbox=-5,12,2,20",
        "/v1/events?bbox=-5&bbox=12&bbox=2&bbox=20",
        "/v1/events?bbox=2&bbox=12&bbox=-5&bbox=20",
        "/v1/events/flag-lowered",
        "/v1/events/flag-lowered?known_on=2024-06-30",
    ]
    assert {path: api.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    tags = [tag_of(api, path) for path in paths]
    assert len(set(tags)) == len(paths)
    host = {"Host": "kb.example.org"}
    assert api.get("/v1/bases", headers=host).headers["etag"] not in tags


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_changes_with_the_code_only_has_a_tag_too(api: httpx.Client, path: str) -> None:
    first, second = api.get(path), api.get(path, headers={"If-None-Match": '"other"'})
    assert first.status_code == second.status_code == 200
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["etag"].startswith('W/"')
    assert first.headers["cache-control"] == ASK_EACH_TIME


def own_address(own: Database, **given: object) -> Settings:
    url = own.url.render_as_string(hide_password=False)
    return Settings(database_url=SecretStr(url), cache_bytes=0, **given)  # type: ignore[arg-type]


def load(own: Database, id: str, loaded_at: datetime) -> None:
    """Note a release as the newest."""
    with own.writing() as connection:
        connection.execute(update(Release).values(loaded_at=loaded_at - timedelta(days=1)))
        number = connection.execute(select(func.count()).select_from(Release)).scalar_one() + 1
        row = {"id": id, "number": number, "source": "seed", "digest": id, "loaded_at": loaded_at}
        connection.execute(insert(Release).values(row))


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def test_another_release_is_another_edition(own: Database) -> None:
    load(own, "one", now() - timedelta(days=9))
    for address in serve(own_address(own)):
        one = httpx.get(f"{address}/v1/missions").headers
        held = {"If-None-Match": one["etag"]}
        since = {"If-Modified-Since": one["last-modified"]}
        for headers in (held, since):
            assert httpx.get(f"{address}/v1/missions", headers=headers).status_code == 304
        load(own, "two", now() - timedelta(days=2))
        for headers in (held, since):
            two = httpx.get(f"{address}/v1/missions", headers=headers)
            assert two.status_code == 200
            assert two.headers["mission-kb-release"] == "two"
            assert two.headers["etag"] != one["etag"]


def test_no_date_is_told_of_two_releases_within_one_second(own: Database) -> None:
    moment = now().replace(microsecond=0) + timedelta(seconds=30)
    load(own, "one", moment)
    for address in serve(own_address(own)):
        first = httpx.get(f"{address}/v1/missions")
        assert "last-modified" not in first.headers
        load(own, "two", moment - timedelta(days=1, microseconds=-500_000))
        date = format_datetime((moment - timedelta(days=1)).replace(tzinfo=UTC), usegmt=True)
        since = {"If-Modified-Since": date}
        second = httpx.get(f"{address}/v1/missions", headers=since)
        assert second.status_code == 200
        assert parsedate_to_datetime(second.headers["last-modified"]) > parsedate_to_datetime(date)


def test_another_deployment_has_other_tags(own: Database) -> None:
    load(own, "one", now() - timedelta(days=9))
    tags = set()
    for public_url in (None, "https://kb.example.org", "https://kb.example.org/kb"):
        for address in serve(own_address(own, public_url=public_url)):
            tags.add(httpx.get(f"{address}/v1/missions").headers["etag"])
    assert len(tags) == 3


def test_behind_one_public_address_it_does_not_matter_which_server_is_asked(own: Database) -> None:
    load(own, "one", now() - timedelta(days=9))
    behind = own_address(own, public_url="https://kb.example.org/kb")
    one, other = (
        httpx.get(f"{address}/v1/missions") for _ in range(2) for address in serve(behind)
    )
    assert one.headers["etag"] == other.headers["etag"]
    assert one.content == other.content


def test_an_operator_may_let_clients_repeat_answers_for_a_while(own: Database) -> None:
    for address in serve(own_address(own, cache_seconds=60)):
        for path in ("/v1/missions", "/docs"):
            told = httpx.get(f"{address}{path}").headers["cache-control"]
            assert told == "public, max-age=60, must-revalidate"
        assert httpx.get(f"{address}/v1/nope").headers["cache-control"] == "no-store"


def test_next_links_keep_the_prefix_of_the_public_address(settings: Settings) -> None:
    public = "https://kb.example.org/kb"
    behind = settings.model_copy(update={"public_url": public})
    for address in serve(behind):
        path, ids = "/v1/places?limit=40", []
        while path:
            answer = httpx.get(address + path)
            ids += [row["id"] for row in answer.json()["items"]]
            links = {link["rel"]: link["href"] for link in answer.json()["links"]}
            assert {rel: link["url"] for rel, link in answer.links.items()} == links
            assert all(href.startswith(f"{public}/v1/places?") for href in links.values())
            path = links.get("next", "").removeprefix(public)
        everything = httpx.get(f"{address}/v1/places?limit=1000").json()["items"]
        assert ids == [row["id"] for row in everything]
        assert len(ids) > 80
