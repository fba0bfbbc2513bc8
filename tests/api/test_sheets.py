"""Sheets: what is written by columns is what pages show, however the rows are cut and remembered."""

import json
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from app.api.formats import written
from app.api.formats.as_csv import doubled
from app.api.formats.citing import Citing
from app.api.formats.sheet import Field
from app.api.formats.written import Written
from app.api.schemas import shaped_citation
from app.database import Database
from app.queries import facts
from app.queries.batches import Citations, Column
from app.queries.shown import ShownCitation, shown_document
from app.records import EventCitation
from tests.api import odd
from tests.api.served import FACTS, pages

ARTICLE = shown_document("article", 'He said: "no", é', None, "afp", "0" * 64, "2023-12~")
DATASET = shown_document("dataset", None, "UN", "un", "1" * 64, None)
CITED = [
    ShownCitation(ARTICLE, 4, 10, 20, "9f" * 32, None, {"date": "2023-06"}, 'So "it" is\n, é.'),
    ShownCitation(DATASET, None, None, None, None, 'row "1",\\2', None, None),
    ShownCitation(DATASET, None, None, None, None, "row-2", {}, None),
]
QUERIES = (
    {"sort": "-date"},
    {"known_on": "2023-12-12"},
    {"known_on": "2023-12-12", "match": "certain", "sort": "-date"},
    {"datetime": "2023-06/2023-12"},
    {"bbox": "-5,12,2,20"},
    {"document": "diplomatic-insight-2023-12-12", "mission": "minusma"},
    {"q": "mali"},
)


def listed(api: httpx.Client, noun: str, **params: str) -> list[Any]:
    """All rows of a list as JSON."""
    found = pages(api, f"/v1/{noun}", limit=1000, **params)
    return [row for page in found for row in page["items"]]


def streamed(api: httpx.Client, noun: str, **params: str) -> list[Any]:
    """All rows of a list as NDJSON."""
    text = api.get(f"/v1/{noun}.ndjson", params=params).text
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("noun", FACTS)
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_filter_and_order_gives_the_rows_of_the_json(
    odd_api: httpx.Client, noun: str, query: dict[str, str]
) -> None:
    assert streamed(odd_api, noun, **query) == listed(odd_api, noun, **query)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_fact_keeps_its_citations_wherever_the_rows_are_cut(
    odd_api: httpx.Client, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(facts, "FIRST_BATCH", size)
    monkeypatch.setattr(facts, "BATCH", size)
    rows = listed(odd_api, "events")
    assert {len(row["citations"]) for row in rows} >= {0, 1, 2, 3}
    assert streamed(odd_api, "events") == rows


def test_citations_are_in_their_order_whatever_order_they_were_kept_in(
    own: Database, own_api: httpx.Client
) -> None:
    cited = [{"fact_id": "event", "document_id": "article", "position": at} for at in (2, 0, 1)]
    made = [EventCitation(record=f"row-{one['position']}", **one) for one in cited]
    odd.add(own, odd.event("event"), *made)
    (row,) = streamed(own_api, "events")
    assert [one["locator"]["record"] for one in row["citations"]] == ["row-0", "row-1", "row-2"]


def written_citations(counts: list[int], cited: list[ShownCitation]) -> Citations:
    """Citations as facts have them by columns."""
    documents, *places, stated, quotes = zip(*cited, strict=True)
    kept = [None if one is None else json.dumps(one) for one in stated]
    return Citations._make([counts, Column(documents), *places, kept, quotes])


def test_citations_are_written_as_pages_shape_them() -> None:
    counts = [2, 0, 1]
    cited = written_citations(counts, CITED)
    shaped = [shaped_citation(one) for one in CITED]
    texts = Citing().of(cited)
    assert list(map(json.loads, texts)) == [shaped[:2], [], shaped[2:]]
    assert Citing(doubled).of(cited) == list(map(doubled, texts))
    without = Citing().of(cited._replace(quotes=None))
    assert all(one["quote"] is None for row in map(json.loads, without) for one in row)


@pytest.mark.parametrize("keys", [["row-1", "é ☃"], ['row "1"', "row-2"], ["a\\b", "\x7f\n\u2028"]])
def test_keys_of_datasets_are_written_alike_together_and_alone(keys: list[str]) -> None:
    cited = [ShownCitation(DATASET, None, None, None, None, key, None, None) for key in keys]
    together = Citing(doubled).of(written_citations([1, 1], cited))
    alone = [Citing(doubled).of(written_citations([1], [one]))[0] for one in cited]
    assert together == alone
    assert together == [doubled(to_json([shaped_citation(one)]).decode()) for one in cited]


def test_what_was_forgotten_is_written_again_and_what_seldom_comes_again_is_not_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(written, "MOST_KNOWN", 10)
    asked: list[int] = []

    def write(value: int) -> str:
        asked.append(value)
        return str(value)

    often, seldom = Written(write), Written(write)
    for _ in range(3):
        for start in (0, 6):
            keys = list(range(start, start + 6)) * 4
            assert list(often.of(Field(keys, is_keyed=True))) == list(map(str, keys))
    assert len(asked) == 3 * 12
    assert often.comes_again
    assert list(seldom.of(Field(range(11), is_keyed=True))) == list(map(str, range(11)))
    assert not seldom.comes_again
    assert list(seldom.of(Field([1, 1], is_keyed=True))) == ["1", "1"]
