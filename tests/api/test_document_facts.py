"""All that a document says, against the citations of all facts."""

import httpx
import pytest
from sqlalchemy import select

from app.api.document_facts import DocumentFactQuery
from app.database import Database
from app.queries.said import said
from app.records import Document
from tests.api.gathered import documents_of, gathered, keys, ordered, shown
from tests.api.served import Params, Row, check_body, found, page, pages, refused
from tests.api.test_pages import next_cursor
from tests.queries.test_find import counted

DOCUMENT = "diplomatic-insight-2023-12-12"
PATH = f"/v1/documents/{DOCUMENT}/facts"


@pytest.fixture(scope="module")
def facts(odd_api: httpx.Client) -> list[Row]:
    return gathered(odd_api)


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_each_document_shows_every_fact_that_cites_it_and_where(
    odd_api: httpx.Client, facts: list[Row], sort: str
) -> None:
    for document in found(odd_api, "/v1/documents"):
        answer = odd_api.get(
            f"/v1/documents/{document}/facts", params={"sort": sort, "limit": 1000}
        )
        check_body(answer)
        told = ordered([fact for fact in facts if document in documents_of(fact)], sort)
        assert answer.json()["items"] == [
            {**shown(fact), "citations": citations_of(fact, document)} for fact in told
        ]
        assert answer.json()["numberMatched"] == len(told)


def citations_of(fact: Row, document: str) -> list[Row]:
    return [c for c in fact["citations"] if c["document"]["id"] == document]


def test_all_documents_together_say_every_fact(api: httpx.Client) -> None:
    told = {
        key
        for document in found(api, "/v1/documents")
        for key in keys(page(api, f"/v1/documents/{document}/facts", limit=1000)["items"])
    }
    assert told == set(keys(page(api, "/v1/timeline", limit=1000)["items"]))


def test_a_row_of_a_dataset_is_located_by_its_own_key(odd_api: httpx.Client) -> None:
    (row,) = page(odd_api, "/v1/documents/undated-article/facts")["items"]
    assert (row["kind"], row["id"]) == ("event", "event-dated-1")
    assert [citation["locator"] for citation in row["citations"]] == [{"record": "row-1"}]


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_of_any_size_hold_all_of_it_once(api: httpx.Client, limit: int, sort: str) -> None:
    whole = page(api, PATH, sort=sort, limit=1000)["items"]
    small = list(pages(api, PATH, sort=sort, limit=limit))
    assert [row for each in small for row in each["items"]] == whole
    assert {each["numberMatched"] for each in small} == {len(whole)}
    assert len(whole) > 20


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": ["event", "statement"]},
        {"datetime": "2023-12", "match": "certain"},
        {"place": "mali"},
        {"country": "ML", "kind": "task"},
        {"bbox": "-5,12,2,20"},
        {"q": "minusma"},
        {"mission": "minusma", "sort": "-date"},
    ],
)
def test_filters_keep_what_they_keep_of_the_timeline(api: httpx.Client, asked: Params) -> None:
    own = page(api, PATH, limit=1000, **asked)
    timeline = page(api, "/v1/timeline", document=DOCUMENT, limit=1000, **asked)
    assert keys(own["items"]) == keys(timeline["items"])
    assert own["items"]
    for name in ("numberMatched", "undatedExcluded", "unlocatedExcluded"):
        assert own[name] == timeline[name]


@pytest.mark.parametrize("id", ["nope", "n" * 101, "a_b", "%00", "é"])
def test_an_unknown_document_is_not_found(api: httpx.Client, id: str) -> None:
    response = api.get(f"/v1/documents/{id}/facts")
    assert response.status_code == 404
    assert response.json()["type"] == "urn:mission-kb:problem:not-found"


def test_a_document_that_was_not_there_yet_is_not_found(api: httpx.Client) -> None:
    assert api.get(PATH, params={"known_on": "2023-12-11"}).status_code == 404
    assert page(api, PATH, known_on="2023-12-12") == {
        **page(api, PATH),
        "links": page(api, PATH, known_on="2023-12-12")["links"],
    }


def test_another_document_cannot_be_asked_for_beside_it(api: httpx.Client) -> None:
    (error,) = refused(api, PATH, document=DOCUMENT)["errors"]
    assert error["parameter"] == "document"
    refused(api, PATH, kind="evnt")
    refused(api, PATH, limit="0")


def test_a_cursor_of_one_document_is_none_of_another(api: httpx.Client) -> None:
    other, *_ = (id for id in found(api, "/v1/documents") if id != DOCUMENT)
    cursor = next_cursor(page(api, PATH, limit=2))
    problem = refused(api, f"/v1/documents/{other}/facts", cursor=cursor)
    assert "other filters" in problem["detail"]
    refused(api, "/v1/timeline", cursor=cursor)
    assert page(api, PATH, cursor=cursor)["items"]


def test_the_number_of_statements_does_not_grow_with_the_rows(seeded: Database) -> None:
    run = []
    with seeded.session() as session:
        documents = session.scalars(select(Document.id)).all()
    for limit in ("20", "1000"):
        query = DocumentFactQuery.read([("limit", limit)])
        for document in documents:
            with counted(seeded) as statements, seeded.session() as session:
                said(session, query, document)
            run.append(len(statements))
    assert max(run) <= 4 + 10  # the citations of each kind that occurs
