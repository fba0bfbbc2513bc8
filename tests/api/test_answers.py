"""Answers are what the OpenAPI document says: every field, in lists and items alike."""

import httpx
import pytest

from tests.api.served import (
    FACTS,
    LISTS,
    NOUNS,
    OPERATIONS,
    SEARCHED,
    Row,
    check_body,
    found,
    page,
    pages,
)


@pytest.mark.parametrize("path", LISTS)
def test_every_row_of_every_list_has_every_documented_field_and_no_other(
    odd_api: httpx.Client, path: str
) -> None:
    response = odd_api.get(path, params={"limit": 1000})
    assert response.json()["items"]
    check_body(response)


@pytest.mark.parametrize("path", SEARCHED)
def test_a_filtered_an_empty_and_a_second_page_have_every_field_too(
    odd_api: httpx.Client, path: str
) -> None:
    for query in ("limit=5000&q=mali", "q=zzzzz", "limit=1"):
        check_body(odd_api.get(f"{path}?{query}"))
    for _, href in zip(range(2), next_links(odd_api, path), strict=False):
        check_body(odd_api.get(href))


def next_links(api: httpx.Client, path: str) -> list[str]:
    return [
        link["href"]
        for each in pages(api, path, limit=150)
        for link in each["links"]
        if link["rel"] == "next"
    ]


@pytest.mark.parametrize("path", OPERATIONS)
def test_the_operations_answer_as_documented(api: httpx.Client, path: str) -> None:
    check_body(api.get(path))


@pytest.mark.parametrize("noun", NOUNS)
def test_an_item_is_the_row_that_its_list_has(odd_api: httpx.Client, noun: str) -> None:
    rows = page(odd_api, f"/v1/{noun}", limit=1000)["items"]
    some = rows[:: max(1, len(rows) // 25)]
    for row in some:
        response = odd_api.get(f"/v1/{noun}/{row['id']}")
        assert response.json() == row
    check_body(response)


def rows_of(api: httpx.Client, noun: str) -> list[Row]:
    rows: list[Row] = page(api, f"/v1/{noun}", limit=1000)["items"]
    return rows


def facts(api: httpx.Client) -> list[Row]:
    """Every fact that is shown anywhere, those inside things included."""
    told = [row for noun in FACTS for row in rows_of(api, noun)]
    told += [fact for base in rows_of(api, "bases") for fact in base["statuses"]]
    told += [fact for mission in rows_of(api, "missions") for fact in mission["milestones"]]
    told += [fact for mission in rows_of(api, "missions") for fact in mission["resolutions"]]
    told += [
        fact
        for noun in ("people", "organisations")
        for a in rows_of(api, noun)
        for fact in a["roles"]
    ]
    return told


def test_every_fact_is_cited(api: httpx.Client) -> None:
    told = facts(api)
    assert len(told) > 100
    assert [fact["id"] for fact in told if not fact["citations"]] == []


def test_every_citation_is_of_a_document_that_can_be_asked_for(api: httpx.Client) -> None:
    documents = {row["id"]: row for row in rows_of(api, "documents")}
    for fact in facts(api):
        for citation in fact["citations"]:
            whole = documents[citation["document"]["id"]]
            assert citation["document"] == {name: whole[name] for name in citation["document"]}


def test_a_passage_is_located_by_paragraph_offsets_and_hash(api: httpx.Client) -> None:
    for fact in facts(api):
        for citation in fact["citations"]:
            locator = citation["locator"]
            assert set(locator) == {"paragraph", "start", "end", "sha256"}
            assert locator["paragraph"] >= 1
            assert 0 <= locator["start"] < locator["end"]
            assert len(bytes.fromhex(locator["sha256"])) == 32


def test_a_row_of_a_dataset_is_located_by_its_own_key(odd_api: httpx.Client) -> None:
    (citation,) = odd_api.get("/v1/events/event-dated-1").json()["citations"]
    assert citation["locator"] == {"record": "row-1"}
    assert citation["document"]["published"] is None


def test_what_refers_to_another_row_can_be_followed(api: httpx.Client) -> None:
    bases = found(api, "/v1/bases")
    places = {row["id"]: row for row in rows_of(api, "places")}
    countries = {row["id"] for row in rows_of(api, "countries")}
    actors = {row["id"] for noun in ("people", "organisations") for row in rows_of(api, noun)}
    for fact in facts(api):
        assert fact["mission"] in (None, "minusma")
        assert fact.get("base") in (None, *bases)
        assert fact.get("contributor") in (None, *countries)
        for name in ("speaker", "on_behalf_of", "audience", "recipient"):
            assert fact.get(name) is None or fact[name]["id"] in actors
        if fact["place"] is not None:
            whole = places[fact["place"]["id"]]
            assert fact["place"] == {name: whole[name] for name in fact["place"]}
    for place in places.values():
        assert place["parent"] in (None, *places)
        assert place["country"] in (None, *countries)


def test_null_is_never_zero(api: httpx.Client) -> None:
    rows = [*rows_of(api, "contingents"), *rows_of(api, "casualties"), *rows_of(api, "strengths")]
    quantities = [row["quantity"] if "quantity" in row else row["personnel"] for row in rows]
    assert None in quantities
    for quantity in filter(None, quantities):
        assert quantity["value"] != 0
        assert quantity["high"] is None or quantity["low"] <= quantity["high"]
    (vote,) = (row["vote"] for row in rows_of(api, "resolutions") if row["id"] == "2690")
    assert vote["is_unanimous"] is True
    assert vote["in_favour"] is None


def test_the_first_casualties_and_the_rounded_ones_are_facts_apart(api: httpx.Client) -> None:
    rows = {
        row["id"]: row
        for row in page(api, "/v1/casualties", mission="minusma", outcome="death")["items"]
    }
    exact, rounded = (
        rows["minusma-deaths-all-causes-311"],
        rows["minusma-deaths-all-causes-over-300"],
    )
    hostile = rows["minusma-deaths-hostile-acts"]
    assert exact["quantity"] == {"value": 311, "qualifier": "exactly", "low": 311, "high": 311}
    assert rounded["quantity"] == {"value": 300, "qualifier": "more-than", "low": 301, "high": None}
    assert (hostile["quantity"]["value"], hostile["quantity"]["qualifier"]) == (180, "about")
    assert hostile["quantity"]["low"] < 180 < hostile["quantity"]["high"]
    assert (exact["cause"], rounded["cause"], hostile["cause"]) == ("any", "any", "hostile-act")
    assert len(exact["citations"]) == 2
    assert len(rounded["citations"]) == 2


def test_causes_outcomes_and_groups_are_told_apart(api: httpx.Client) -> None:
    hostile = found(api, "/v1/casualties", mission="minusma", cause="hostile-act")
    assert hostile == ["minusma-deaths-hostile-acts"]
    assert found(api, "/v1/casualties", outcome="injury") == ["minusma-injuries"]
    assert set(found(api, "/v1/casualties", group="population")) == {
        "mali-conflict-deaths",
        "mali-conflict-displacement",
    }
    both = api.get("/v1/casualties?outcome=injury&outcome=displacement").json()["items"]
    assert {row["outcome"] for row in both} == {"injury", "displacement"}


def test_filters_narrow_one_another(api: httpx.Client) -> None:
    votes = set(found(api, "/v1/events", type="vote"))
    in_2023 = set(found(api, "/v1/events", datetime="2023"))
    assert set(found(api, "/v1/events", type="vote", datetime="2023")) == votes & in_2023


def test_facts_are_found_by_the_document_that_says_them(api: httpx.Client) -> None:
    everything = rows_of(api, "events")
    for document in found(api, "/v1/documents"):
        expected = [
            row["id"]
            for row in everything
            if document in [citation["document"]["id"] for citation in row["citations"]]
        ]
        assert found(api, "/v1/events", document=document, limit="1000") == expected
        assert expected


def test_statements_are_found_by_their_speaker(api: httpx.Client) -> None:
    rows = page(api, "/v1/statements", speaker="fatoumata-kaba")["items"]
    assert rows
    assert {row["speaker"]["id"] for row in rows} == {"fatoumata-kaba"}


def test_resolutions_are_found_by_what_they_do_and_to_which_mission(api: httpx.Client) -> None:
    assert found(api, "/v1/resolutions", action="establishes") == ["2100"]
    assert found(api, "/v1/resolutions", action="terminates", mission="minusma") == ["2690"]
    assert found(api, "/v1/resolutions", mission="minusma") == ["2100", "2690"]


def test_missions_are_found_by_country_and_lead(api: httpx.Client) -> None:
    assert found(api, "/v1/missions", country="466", lead="un") == ["minusma"]
    assert found(api, "/v1/missions", country="NER") == []
    assert found(api, "/v1/missions", kind="special-political") == []


def test_people_and_organisations_are_apart(api: httpx.Client) -> None:
    people, organisations = found(api, "/v1/people"), found(api, "/v1/organisations")
    assert not set(people) & set(organisations)
    assert api.get(f"/v1/people/{organisations[0]}").status_code == 404
    assert api.get(f"/v1/organisations/{people[0]}").status_code == 404


def test_the_mission_has_its_headquarters_milestones_and_resolutions(api: httpx.Client) -> None:
    mission = api.get("/v1/missions/minusma").json()
    assert mission["headquarters"]["id"] == "minusma-headquarters"
    assert mission["headquarters"]["place"]["id"] == "bamako"
    assert mission["countries"] == ["MLI"]
    began = [milestone["date"]["began"]["earliest"] for milestone in mission["milestones"]]
    assert began == sorted(began)
    assert {"established", "withdrawal-completed"} <= {m["type"] for m in mission["milestones"]}
    assert {action["resolution"] for action in mission["resolutions"]} == {"2100", "2690"}
