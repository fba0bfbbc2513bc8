"""For each of the 53 points some fact, or document, has a note that says what is at odds."""

import pytest

from tests.readings.reader import AFP_RETELLING, INSIGHT, NEWS, TIMES, UN_RETELLING, Item, Reader

NOTES = [
    ("C01", "minusma-deaths-all-causes-311", ["exact", "180", "scope"]),
    ("C02", "minusma-deaths-all-causes-over-300", ["attacks", "loose", "180"]),
    ("C03", "minusma-deaths-all-causes-311", ["peacekeepers", "mission personnel"]),
    ("C04", "minusma-deaths-all-causes-over-300", ["casualties", "700", "deaths"]),
    ("C05", "minusma-troops-on-arrival", ["13,800", "15,000"]),
    ("C05", "minusma-troops-undated", ["13,800", "troops"]),
    ("C06", "minusma-uniformed-over-the-decade", ["level", "presence", "turns"]),
    ("C07", "minusma-uniformed-over-the-decade", ["over 15,000", "staff"]),
    ("C07", "minusma-personnel-over-15000", ["about", "police"]),
    ("C08", "minusma-personnel-departed", ["departures", "present"]),
    ("C09", "mission-lasted-ten-years", ["decades-old", "wrong"]),
    ("C10", "coup-of-august-2020", ["june", "request"]),
    ("C10", "mali-requests-withdrawal", ["june", "coup", "december"]),
    ("C11", "coup-of-may-2021", ["second", "2021", "2020"]),
    ("C11", "coup-undated", ["august 2020", "may 2021"]),
    ("C12", "coup-before-the-mission", ["north", "rebellion", "third"]),
    ("C13", "minusma-mandate-ended", ["four", "30 june", "11 december", "31 december"]),
    ("C14", "minusma-closing-ceremony", ["official end", "liquidation", "31 december"]),
    ("C15", "minusma-withdrawal-completed", ["complete", "team", "gao", "bamako"]),
    ("C16", "minusma-liquidation-started", ["after 1 january", "loose", "monday"]),
    ("C17", "gao-in-use", ["not yet closed", "being closed", "liquidation"]),
    ("C18", "timbuktu-closed", ["28 december", "11 december", "open"]),
    ("C19", "thirteen-positions-left", ["13", "not listed", "mopti"]),
    ("C20", "liquidation-equipment-to-authorities", ["two streams", "un-owned", "contingents"]),
    ("C21", "reduced-team-stays", ["operational support", "remaining personnel"]),
    ("C22", "mali-requests-withdrawal", ["directive", "order", "council", "mandate"]),
    ("C23", "mali-requests-withdrawal-by-year-end", ["deadline", "council", "prompt"]),
    ("C24", "diop-addresses-security-council", ["unnamed", "both"]),
    ("C25", "authorities-of-mali-in-power", ["one", "labels"]),
    ("C26", "peacekeepers-leave-without-fanfare", ["idiom", "ceremony"]),
    ("C27", "departure-ascribed-to-instability", ["mistranslated", "ordered", "council"]),
    ("C28", "kaba-withdrawal-smooth", ["mopti", "difficulties"]),
    ("C28", "minusma-faces-difficulties-leaving", ["six months", "smoothly"]),
    ("C29", "northern-withdrawals", ["fears", "present pull-out", "north"]),
    ("C30", "kaba-spokesperson", ["one person", "female", "spokesman"]),
    ("C31", "french-troops-withdrawn-from-sahel", ["never part of minusma", "niger", "overstates"]),
    ("C32", "protect-civilians", ["mandate", "hopes"]),
    ("C32", "train-malian-army", ["single", "neither"]),
    ("C33", "peace-deal-of-2013", ["unnamed", "2015"]),
    ("C34", "islamists-take-over-tuareg-uprising", ["rebels", "separatists"]),
    ("C35", "mission-called-most-demanding", ["three", "un text"]),
    ("C36", "goita-accuses-un", ["position", "otherwise"]),
    ("C36", "wane-important-results", ["assessment", "against"]),
    ("C37", "guterres-mourns-dead-and-injured", ["spokesperson", "one statement"]),
    ("C38", "guterres-solidarity", ["quotation marks", "indirect"]),
    ("C39", "wane-work-touched-civilians", ["directly", "paraphrases", "citizens"]),
    ("C40", "resolution-2690-terminates-mandate", ["previous mission", "mandate"]),
    ("C41", "resolution-2690-requests-withdrawal", ["unnumbered", "2100", "2690"]),
    ("C42", "human-rights-head-expelled", ["unnamed", "pronoun", "not reliable"]),
    ("C43", "minusma-personnel-departed", ["3,300", "subtraction"]),
    ("C44", "mopti-handed-over", ["whom", "not stated", "general practice"]),
    ("C45", INSIGHT, ["2009", "decade"]),
    ("C46", TIMES, ["sunday", "31 december 2023"]),
    ("C47", "minusma-withdrawal-started", ["six months", "short"]),
    ("C48", INSIGHT, ["one independent voice"]),
    ("C48", UN_RETELLING, ["one independent voice"]),
    ("C49", AFP_RETELLING, ["monday", "friday", "last week", "other document"]),
    ("C50", UN_RETELLING, ["june", "2023"]),
    ("C51", "minusma-deployed", ["25 april 2013", "deployment"]),
    ("C52", "minusma-established", ["ten years and eight months", "our own"]),
    ("C53", "guterres-withdrawal-completed", ["before", "future", "past"]),
]


@pytest.fixture(scope="module")
def notes(reader: Reader, everything: list[Item]) -> dict[str, str]:
    documents = [reader.one(f"documents/{id}") for id in (INSIGHT, AFP_RETELLING, TIMES)]
    documents += [reader.one(f"documents/{id}") for id in (UN_RETELLING, NEWS)]
    return {item["id"]: (item["note"] or "").lower() for item in (*everything, *documents)}


@pytest.mark.parametrize(("point", "id", "words"), NOTES)
def test_a_note_says_what_the_documents_say(
    notes: dict[str, str], point: str, id: str, words: list[str]
) -> None:
    missing = [word for word in words if word not in notes[id]]
    assert not missing, f"{point}: the note of {id} lacks {missing}: {notes[id]}"


def test_every_point_has_a_note() -> None:
    assert {point for point, *_ in NOTES} == {f"C{number:02}" for number in range(1, 54)}
