"""Claims: each fact leads to the documents that say it, and says what it is about."""

import httpx

from tests.api.gathered import documents_of, gathered
from tests.api.graphs import (
    OA,
    PROV,
    at,
    graph,
    home,
    ids,
    rows,
    thing,
    types,
    values,
)


def test_every_fact_leads_to_each_document_that_says_it_and_to_no_other(
    api: httpx.Client,
) -> None:
    facts = gathered(api)
    assert len(facts) > 100
    pages = {path: graph(api, f"{path}.jsonld") for path in {fact["href"] for fact in facts}}
    for fact in facts:
        claim = pages[fact["href"]][at(api, home(fact))]
        sources = {at(api, f"/v1/documents/{id}") for id in documents_of(fact)}
        assert types(claim) == {"Claim"}
        assert values(claim, "text") == [fact["summary"]]
        assert sources
        assert set(ids(claim, f"{PROV}hadPrimarySource")) == sources
        assert set(ids(claim, "appearance")) == sources


def test_every_citation_points_at_the_characters_of_its_passage(api: httpx.Client) -> None:
    for row in rows(api, "statements"):
        nodes = graph(api, f"/v1/statements/{row['id']}.jsonld")
        told = set()
        for id in ids(nodes[at(api, f"/v1/statements/{row['id']}")], "citation"):
            (source,) = ids(nodes[id], f"{OA}hasSource")
            (selector,) = ids(nodes[id], f"{OA}hasSelector")
            ends = [values(nodes[selector], f"{OA}{end}")[0] for end in ("start", "end")]
            told.add((source, *ends))
        assert told == {
            (
                at(api, f"/v1/documents/{citation['document']['id']}"),
                citation["locator"]["start"],
                citation["locator"]["end"],
            )
            for citation in row["citations"]
        }


def test_a_row_of_a_dataset_is_cited_by_its_key(odd_api: httpx.Client) -> None:
    nodes = graph(odd_api, "/v1/events/event-dated-1.jsonld")
    (citation,) = ids(nodes[at(odd_api, "/v1/events/event-dated-1")], "citation")
    assert values(nodes[citation], "identifier") == ["row-1"]
    assert f"{OA}hasSelector" not in nodes[citation]


def test_who_said_it_is_the_author_of_a_claim(api: httpx.Client) -> None:
    for row in rows(api, "statements"):
        node = thing(api, f"/v1/statements/{row['id']}")
        noun = {"person": "people", "organisation": "organisations"}
        said_by = [row["speaker"]] if row["speaker"] else []
        expected = [at(api, f"/v1/{noun[who['kind']]}/{who['id']}") for who in said_by]
        assert ids(node, "author") == expected


def test_a_fact_is_about_what_it_names(api: httpx.Client) -> None:
    about = ids(thing(api, "/v1/contingents/chad-in-kidal"), "about")
    assert at(api, "/v1/missions/minusma") in about
    assert at(api, "/v1/countries/TCD") in about
    for row in rows(api, "events"):
        taking_part = {actor["id"] for actor in row["actors"]}
        told = ids(thing(api, f"/v1/events/{row['id']}"), "about")
        assert taking_part <= {id.rpartition("/")[2] for id in told}


def test_every_code_is_a_term_of_its_vocabulary(api: httpx.Client) -> None:
    schemas = api.get("/openapi.json").json()["components"]["schemas"]
    nodes = graph(api, "/v1/casualties/minusma-deaths-hostile-acts.jsonld")
    terms = [node for node in nodes.values() if types(node) == {"DefinedTerm"}]
    told = {}
    for term in terms:
        (vocabulary,) = ids(term, "inDefinedTermSet")
        (code,) = values(term, "termCode")
        told[vocabulary.rpartition("/")[2]] = code
        assert code in schemas[vocabulary.rpartition("/")[2]]["enum"]
    assert told == {
        "Outcome": "death",
        "Cause": "hostile-act",
        "CasualtyGroup": "mission-personnel",
        "CasualtyBasis": "cumulative",
    }
