"""What cannot be answered is told on a page, with the facts that programs get as a problem."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.database import Database
from app.records.release import Withdrawn
from tests.api import odd
from tests.web.reading import hrefs, page, text


def main(api: httpx.Client, path: str, status: int) -> str:
    return text(page(api, path, status).xpath("//main")[0])


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        ("/missions/minusma?datetime=2023-13", "/v1/events?datetime=2023-13"),
        ("/missions/minusma?known_on=2023", "/v1/events?known_on=2023"),
        ("/missions/minusma?contributor=Tschad", "/v1/contingents?contributor=Tschad"),
        ("/missions/minusma?place=goa", "/v1/contingents?place=goa"),
        ("/places?cursor=nonsense", "/v1/places?cursor=nonsense"),
        ("/missions/nope", "/v1/missions/nope"),
        ("/documents/nope", "/v1/documents/nope"),
        ("/missions/a_b", "/v1/missions/a_b"),
    ],
)
def test_a_refusal_has_the_facts_of_the_problem(api: httpx.Client, shown: str, asked: str) -> None:
    told: dict[str, Any] = api.get(asked).json()
    told_to_people = main(api, shown, told["status"])
    assert told["title"] in told_to_people
    assert told["detail"] in told_to_people
    for error in told["errors"]:
        assert error["detail"] in told_to_people
        assert not error["example"] or error["example"] in told_to_people


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/missions/minusma?colour=red", "'colour' is not a parameter here"),
        ("/missions/minusma?datetme=2023", "did you mean datetime?"),
        ("/missions/minusma?lang=de", "'de' is not known"),
        ("/resolutions/2690?place=gao", "'place' is not a parameter here"),
        ("/places/gao?place=mopti", "'place' is not a parameter here"),
        ("/missions/minusma/timeline?contributor=TCD", "'contributor' is not a parameter here"),
        ("/missions/minusma?cursor=abc", "'cursor' is not a parameter here"),
        ("/missions/minusma?lang=fr&lang=en", "it is given 2 times"),
    ],
)
def test_no_parameter_is_ignored(api: httpx.Client, path: str, detail: str) -> None:
    assert detail in main(api, path, 400)


def test_a_refusal_is_in_the_language_asked_for(api: httpx.Client) -> None:
    tree = page(api, "/missions/nope?lang=fr", 404)
    assert tree.get("lang") == "fr"
    assert text(tree.xpath("//h1")[0]) == "Il n’y a rien ici"


def test_an_unknown_mission_offers_the_search_and_the_list(api: httpx.Client) -> None:
    links = list(hrefs(page(api, "/missions/minustah", 404).xpath("//main")[0]))
    assert "/search?q=minustah" in links
    assert "/missions" in links


def test_an_unknown_section_of_a_mission_is_not_found(api: httpx.Client) -> None:
    assert "There is nothing here" in main(api, "/missions/minusma/nope", 404)


def test_empty_fields_of_a_form_are_left_out_of_the_address(api: httpx.Client) -> None:
    answer = api.get("/missions/minusma?datetime=2023&known_on=&place=&contributor=&lang=fr")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/missions/minusma?datetime=2023&lang=fr"
    assert api.get("/missions/minusma?datetime=").headers["location"] == "/missions/minusma"


def test_nothing_can_be_written_to_a_page(api: httpx.Client) -> None:
    answer = api.post("/missions/minusma")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/v1/missions/nope", "/v1/events?x=1", "/ready?x=1", "/nope"])
def test_programs_get_problems_as_json(api: httpx.Client, path: str) -> None:
    answer = api.get(path)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_browser_gets_a_page_wherever_it_goes_astray(api: httpx.Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert api.get("/nope", headers=browser).headers["content-type"].startswith("text/html")
    of_program = api.get("/v1/nope", headers=browser)
    assert of_program.headers["content-type"] == "application/problem+json"


def test_no_refusal_is_kept_and_each_has_the_policy_of_pages(api: httpx.Client) -> None:
    answer = api.get("/missions/nope")
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_what_is_asked_wrongly_is_not_run_by_the_browser(api: httpx.Client) -> None:
    answer = api.get("/search?lang=<script>alert(1)</script>")
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text


def test_a_withdrawn_mission_is_gone_and_a_merged_one_is_elsewhere(
    own: Database, own_api: httpx.Client
) -> None:
    when = datetime(2026, 11, 1, tzinfo=UTC)
    gone = {"kept_in": "mission", "source": "made-up", "withdrawn_at": when}
    odd.add(
        own,
        Withdrawn(id="withdrawn-one", heir_id=None, **gone),
        Withdrawn(id="timeline", heir_id="minusma", **gone),
    )
    assert "'withdrawn-one' was withdrawn on 2026-11-01" in main(
        own_api, "/missions/withdrawn-one", 410
    )
    for path, heir in (
        ("/missions/timeline?lang=fr", "/missions/minusma?lang=fr"),
        ("/missions/timeline/bases", "/missions/minusma/bases"),
    ):
        answer = own_api.get(path)
        assert answer.status_code == 308
        assert answer.headers["location"] == f"{own_api.base_url}{heir}"
