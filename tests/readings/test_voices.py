"""Voices: who said what, for whom, and what is only somebody's opinion."""

import pytest

from tests.readings.reader import (
    NEWS,
    TIMES,
    UN_RETELLING,
    Item,
    Reader,
    dates,
    documents,
    edtf,
    ids,
    origins,
    stated,
)


def test_all_that_kaba_said_is_by_one_voice(reader: Reader) -> None:
    # C30, C48
    said = reader.facts("statements", speaker="fatoumata-kaba")
    assert ids(said) == {
        "kaba-ceremony-marks-end",
        "kaba-elements-remain",
        "kaba-escalation-feared-in-north",
        "kaba-mission-ended-with-flag",
        "kaba-withdrawal-smooth",
    }
    assert {origin for fact in said for origin in origins(fact)} == {"afp"}


@pytest.mark.parametrize(
    ("claim", "said_by"),
    [
        ("mission-called-deadliest", TIMES),
        ("mission-called-most-dangerous", TIMES),
        ("mission-called-most-demanding", NEWS),
    ],
)
def test_superlatives_are_claims_with_one_source_each(
    reader: Reader, claim: str, said_by: str
) -> None:
    # C35
    fact = reader.one(f"statements/{claim}")
    assert documents(fact) == {said_by}


def test_only_the_mildest_superlative_comes_from_the_un(reader: Reader) -> None:
    # C35
    called = [
        fact for fact in reader.facts("statements") if fact["id"].startswith("mission-called-")
    ]
    assert {fact["id"]: origins(fact) for fact in called} == {
        "mission-called-deadliest": {"diplomatic-times"},
        "mission-called-most-dangerous": {"diplomatic-times"},
        "mission-called-most-demanding": {"united-nations"},
    }


def test_success_and_failure_are_positions_of_those_who_hold_them(reader: Reader) -> None:
    # C36
    speakers = {
        fact["id"]: fact["speaker"] and fact["speaker"]["id"]
        for fact in reader.facts("statements", mission="minusma")
    }
    held = {
        "diop-mission-part-of-problem": "abdoulaye-diop",
        "goita-accuses-un": "assimi-goita",
        "wane-important-results": "el-ghassum-wane",
        "wane-political-support": "el-ghassum-wane",
        "guterres-contribution": "antonio-guterres",
        "un-says-mission-helped": "united-nations",
        "instability-unresolved": None,
        "mali-unstable-despite-peacekeepers": None,
    }
    assert speakers.items() >= held.items()


def test_one_message_of_the_secretary_general_is_one_statement(reader: Reader) -> None:
    # C37
    mourning = reader.facts("statements", mission="minusma", q="311 700 injured")
    assert ids(mourning) == {"guterres-mourns-dead-and-injured"}
    (message,) = mourning
    assert (message["speaker"]["id"], edtf(message)) == ("antonio-guterres", "2023-12-30")
    assert stated(message, "label") == {(NEWS, "Dujarric"), (UN_RETELLING, "Guterres")}
    assert origins(message) == {"united-nations"}
    committed = reader.one("statements/guterres-un-stays-committed")
    assert (committed["speaker"]["id"], edtf(committed)) == ("antonio-guterres", "2023-12-30")
    assert documents(committed) == {NEWS, UN_RETELLING}


def test_what_the_spokesperson_says_himself_is_of_the_same_day(reader: Reader) -> None:
    # C37
    own = reader.facts("statements", speaker="stephane-dujarric")
    assert dates(own) == {
        "dujarric-praises-wane": "2023-12-30",
        "dujarric-on-cooperation-framework": "2023-12-30",
    }


def test_quotation_marks_around_a_paraphrase_make_no_speaker(reader: Reader) -> None:
    # C38
    for id in ("guterres-mourns-dead-and-injured", "guterres-solidarity"):
        fact = reader.one(f"statements/{id}")
        assert fact["speaker"]["id"] == "antonio-guterres"
        assert (NEWS, "Dujarric") in stated(fact, "label")
        assert "quotation marks" in fact["note"]


def test_a_footer_in_quotation_marks_is_no_statement(everything: list[Item]) -> None:
    # C38
    paragraphs = {
        citation["locator"]["paragraph"]
        for fact in everything
        for citation in fact["citations"]
        if citation["document"]["id"] == NEWS
    }
    assert {7, 11, 45} <= paragraphs
    assert not {50, 51} & paragraphs


def test_wanes_words_are_one_statement_with_the_paraphrase_marked(reader: Reader) -> None:
    # C39
    said = [
        fact
        for fact in reader.facts("statements", speaker="el-ghassum-wane", q="civilians")
        if "work" in fact["summary"]
    ]
    assert ids(said) == {"wane-work-touched-civilians"}
    assert documents(said[0]) == {TIMES, NEWS}
    assert stated(said[0], "label") == {(NEWS, "citizens")}
    assert "civilians" in said[0]["summary"]


def test_moscow_and_bamako_in_one_sentence_are_two_governments(reader: Reader) -> None:
    # the pitfall of capitals
    insist = reader.facts("statements", q="trained local soldiers")
    assert {fact["speaker"]["id"] for fact in insist} == {
        "russian-federation",
        "authorities-of-mali",
    }
