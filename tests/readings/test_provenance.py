"""Documents: when they appeared, whose voice they retell, and what in them is no fact."""

import pytest

from tests.readings.reader import (
    AFP_RETELLING,
    FIVE,
    INSIGHT,
    NEWS,
    TIMES,
    UN_RETELLING,
    Item,
    Reader,
    documents,
    edtf,
    ids,
    origins,
    stated,
)


@pytest.mark.parametrize(
    ("document", "published", "origin", "publisher"),
    [
        (INSIGHT, "2023-12-12", "afp", "The Diplomatic Insight"),
        (AFP_RETELLING, "[2023-12-11..2023-12-17]", "afp", None),
        (TIMES, "[2023-12-31..2024-01-06]", "diplomatic-times", "Diplomatic Times"),
        (UN_RETELLING, "[2024-01-01..]", "united-nations", None),
        (NEWS, "[2023-12-30..2023-12-31]", "united-nations", "Africa World News"),
    ],
)
def test_a_document_is_dated_no_finer_than_its_text_allows(
    reader: Reader, document: str, published: str, origin: str, publisher: str | None
) -> None:
    # C46, C48, C49, C50
    shown = reader.one(f"documents/{document}")
    assert shown["published"]["edtf"] == published
    assert (shown["origin"], shown["publisher"]) == (origin, publisher)


def test_only_one_document_has_a_day(reader: Reader) -> None:
    # the pitfall of publication dates
    days = {
        document["id"]
        for document in reader.things("documents", kind="article")
        if document["published"]["began"]["earliest"] == document["published"]["ended"]["latest"]
    }
    assert days & set(FIVE) == {INSIGHT}


def test_five_documents_are_three_voices(reader: Reader) -> None:
    # C48
    by_origin = {
        origin: ids(reader.things("documents", origin=origin))
        for origin in ("afp", "united-nations", "diplomatic-times")
    }
    assert by_origin == {
        "afp": {INSIGHT, AFP_RETELLING},
        "united-nations": {UN_RETELLING, NEWS},
        "diplomatic-times": {TIMES},
    }


def test_15000_by_two_retellings_is_one_voice(reader: Reader) -> None:
    # C48
    level = reader.one("strengths/minusma-uniformed-over-the-decade")
    assert (len(level["citations"]), origins(level)) == (2, {"afp"})


@pytest.mark.parametrize(
    ("path", "date", "when"),
    [
        ("events/flag-lowered", "2023-12-11", "Monday"),
        ("strengths/minusma-personnel-departed", "2023-12-08", "Friday"),
        ("events/mopti-camp-handed-over", "[2023-12-04..2023-12-10]", "last week"),
        ("statements/kaba-mission-ended-with-flag", "2023-12-11", "Monday"),
    ],
)
def test_relative_days_are_resolved_and_kept_as_they_were_stated(
    reader: Reader, path: str, date: str, when: str
) -> None:
    # C49
    fact = reader.one(path)
    assert edtf(fact) == date
    assert (AFP_RETELLING, when) in stated(fact, "when")


def test_the_agency_without_a_name_is_afp(reader: Reader) -> None:
    # C48, C49
    (role,) = reader.one("organisations/afp")["roles"]
    assert documents(role) == {INSIGHT, AFP_RETELLING}
    assert stated(role, "label") == {(INSIGHT, "unnamed news agency")}


def test_an_advertisement_states_no_fact(everything: list[Item]) -> None:
    # C45
    cited = {
        citation["locator"]["paragraph"]
        for fact in everything
        for citation in fact["citations"]
        if citation["document"]["id"] == INSIGHT
    }
    assert {3, 11} <= cited
    assert not {1, 2, 10, 12, 13, 14} & cited


def test_the_numbers_of_an_advertisement_are_nowhere(everything: list[Item]) -> None:
    # C45
    figures = {fact["quantity"]["value"] for fact in everything if "quantity" in fact}
    assert {311, 15_000} <= figures
    assert not {11, 2009, 300_000_000} & figures
    told = " ".join(fact["summary"] for fact in everything)
    assert "2013" in told
    assert "2009" not in told
    assert "300 million" not in told
    assert [fact["id"] for fact in everything if edtf(fact).startswith("2009")] == []


def test_the_magazines_founding_is_told_in_the_note_on_the_document(reader: Reader) -> None:
    # C45
    note = reader.one(f"documents/{INSIGHT}")["note"]
    assert "2009" in note
    assert "decade" in note


def test_an_article_on_something_else_leaves_no_trace(reader: Reader) -> None:
    # the pitfall of links to other articles
    assert reader.things("places", q="bamako")
    for path in ("people", "organisations", "places"):
        assert reader.things(path, q="Sanya") == []
    assert reader.facts("events", q="Sanya") == []


def test_every_fact_is_cited_to_a_passage(everything: list[Item]) -> None:
    assert len(everything) > 150
    for fact in everything:
        for citation in fact["citations"]:
            locator = citation["locator"]
            assert locator["paragraph"] >= 1
            assert 0 <= locator["start"] < locator["end"]
            assert len(locator["sha256"]) == 64


def test_what_a_document_states_is_a_few_words_and_never_its_sentence(
    everything: list[Item],
) -> None:
    citations = [citation for fact in everything for citation in fact["citations"]]
    longest = max(
        (
            value
            for citation in citations
            for value in (citation["stated"] or {}).values()
            if isinstance(value, str)
        ),
        key=len,
    )
    assert 0 < len(longest) < 80


def test_every_fact_has_a_date_and_none_is_open_into_the_past_but_for_what_came_before(
    everything: list[Item],
) -> None:
    open_start = {fact["id"] for fact in everything if fact["date"]["began"]["earliest"] is None}
    assert open_start == {
        "coup-before-the-mission",
        "french-forces-in-niger",
        "rebels-seize-the-north",
        "separatist-rebellion-in-the-north",
    }


def test_only_what_really_lasted_is_certain_for_a_year_in_the_middle(
    everything: list[Item],
) -> None:
    lasting = {
        fact["id"]
        for fact in everything
        if "category" not in fact or "basis" in fact
        if (fact["date"]["began"]["latest"] or "9999") <= "2016-12-31"
        if (fact["date"]["ended"]["earliest"] or "0001") >= "2016-01-01"
        if not fact["date"]["approximate"]
    }
    assert lasting == {
        "chad-in-kidal",
        "mali-conflict-deaths",
        "mali-conflict-displacement",
        "minusma-deaths-all-causes-311",
        "minusma-deaths-all-causes-over-300",
        "minusma-deaths-hostile-acts",
        "minusma-injuries",
        "minusma-operation-of-the-un",
        "minusma-uniformed-over-the-decade",
        "mission-lasted-ten-years",
        "security-council-sets-mandates",
    }
