import hashlib
from pathlib import Path

import pytest

from app.database import Database
from app.errors import OperatorError
from app.sources.seed import seed
from app.sources.verify import Verification, verify
from tests.sources.small_seed import (
    SENTENCE,
    TEXT,
    Cells,
    Seed,
    cite,
    sha256,
    small_seed,
    write_seed,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    return documents


def held_against(database: Database, folder: Path, rows: Seed) -> Verification:
    """Load the seed and verify it against the texts of the folder."""
    seed_dir = write_seed(folder.parent / "seed", rows)
    seed(database, seed_dir)
    return verify(database, folder, seed_dir)


def write(folder: Path, text: str, name: str = "report.txt") -> None:
    (folder / name).write_bytes(text.encode())


def only(done: Verification) -> str:
    """The one thing that does not match."""
    assert len(done.mismatches) == 1, list(done.lines())
    return str(done.mismatches[0])


def test_what_the_documents_say_matches(scratch: Database, folder: Path) -> None:
    write(folder, TEXT)
    done = held_against(scratch, folder, small_seed())
    assert done.is_clean
    assert list(done.lines()) == [
        "1 documents, 1 citations, 0 passages left out and 1 numbers checked: 0 do not match"
    ]


def test_a_document_is_found_by_its_hash_whatever_its_name(scratch: Database, folder: Path) -> None:
    write(folder, TEXT, "renamed.txt")
    write(folder, "another text", "report.txt")
    assert held_against(scratch, folder, small_seed()).is_clean


def test_a_missing_document_is_told_once_and_apart_from_an_altered_one(
    scratch: Database, folder: Path
) -> None:
    done = held_against(scratch, folder, small_seed())
    assert only(done) == (
        f"report: document: expected a text with SHA-256 {sha256(TEXT)[:12]},"
        " found no such file: it is missing"
    )
    assert not done.is_clean
    assert (done.documents, done.citations, done.numbers) == (0, 0, 0)


def test_an_altered_document_is_told_with_every_citation_that_it_breaks(
    scratch: Database, folder: Path
) -> None:
    altered = TEXT.replace("180", "190")
    write(folder, altered)
    document, citation = held_against(scratch, folder, small_seed()).mismatches
    assert document.found == f"report.txt with SHA-256 {sha256(altered)[:12]}: it was altered"
    assert (citation.document, citation.subject) == ("report", "casualty deaths")
    assert citation.expected.startswith(f"SHA-256 {sha256(SENTENCE)[:12]}")


def test_an_altered_document_whose_passages_still_stand_is_told_alone(
    scratch: Database, folder: Path
) -> None:
    write(folder, TEXT + "\nA new last line.")
    assert "it was altered" in only(held_against(scratch, folder, small_seed()))


def test_line_ends_that_were_converted_move_the_passages(scratch: Database, folder: Path) -> None:
    write(folder, TEXT.replace("\n", "\r\n"))
    first, *others = held_against(scratch, folder, small_seed()).mismatches
    assert "it was altered" in first.found
    assert others


def test_shifted_offsets_are_told_by_their_hash(scratch: Database, folder: Path) -> None:
    write(folder, TEXT)
    rows = small_seed()
    shifted = cite(TEXT, SENTENCE)
    shifted |= {"start": str(int(shifted["start"]) + 1), "end": str(int(shifted["end"]) + 1)}
    rows["citations"] = [shifted]
    hash_, paragraph = held_against(scratch, folder, rows).mismatches
    assert hash_.expected == f"SHA-256 {sha256(SENTENCE)[:12]} at 12 to 70"
    assert paragraph.found == "no single one"


def test_offsets_beyond_the_text_are_told(scratch: Database, folder: Path) -> None:
    write(folder, TEXT)
    rows = small_seed()
    rows["citations"] = [cite(TEXT, SENTENCE, end="5000")]
    assert only(held_against(scratch, folder, rows)).endswith(
        f"expected a passage at 11 to 5000, found a text of {len(TEXT)} characters"
    )


def test_a_wrong_paragraph_is_told(scratch: Database, folder: Path) -> None:
    write(folder, TEXT)
    rows = small_seed()
    rows["citations"] = [cite(TEXT, SENTENCE, paragraph="3")]
    assert only(held_against(scratch, folder, rows)).endswith(
        "expected 11 to 69 in paragraph 3, found paragraph 2"
    )


def test_a_passage_lies_in_one_paragraph(scratch: Database, folder: Path) -> None:
    write(folder, TEXT)
    both = f"A heading\n\n{SENTENCE}"
    assert only(held_against(scratch, folder, small_seed(passage=both))).endswith(
        "found no single one"
    )


def quoting(passage: str, quantity: str, **other: str) -> tuple[Seed, str]:
    """A seed whose one figure cites the passage, which stands alone in the document."""
    rows = small_seed(passage, passage)
    rows["casualties"][0] |= {"quantity": quantity, **other}
    return rows, passage


@pytest.mark.parametrize(
    ("passage", "quantity"),
    [
        ("311 died", "311"),
        ("thirteen died", "13"),
        ("Three hundred and eleven died", "311"),
        ("10,500 left", "more-than 10500"),
        ("10\u00a0500 left", "more-than 10500"),
        ("10\u202f500 left", "more-than 10500"),
        ("Thousands were killed", "order-of-magnitude 1000"),
        ("hundreds of thousands fled", "order-of-magnitude 100000"),
        ("between 3 and seven died", "between 3 7"),
    ],
)
def test_a_number_is_found_in_digits_and_in_words(
    scratch: Database, folder: Path, passage: str, quantity: str
) -> None:
    rows, text = quoting(passage, quantity)
    write(folder, text)
    done = held_against(scratch, folder, rows)
    assert done.is_clean, list(done.lines())
    assert done.numbers == 1


@pytest.mark.parametrize(
    ("passage", "quantity", "found"),
    [
        ("Many died", "311", "no number"),
        ("13,000 came", "13", "13000"),
        ("on 28/12", "12", "no number"),
        ("thirteen hundred died", "13", "1300"),
        ("1,000 died", "order-of-magnitude 1000", "1000"),
        ("dozens died", "order-of-magnitude 10", "no number"),
        ("thousands died", "1000", "1000"),
        ("at least 3 died", "between 3 7", "3"),
    ],
)
def test_a_number_that_is_not_in_the_passage_is_told(
    scratch: Database, folder: Path, passage: str, quantity: str, found: str
) -> None:
    rows, text = quoting(passage, quantity)
    write(folder, text)
    assert only(held_against(scratch, folder, rows)) == (
        f"report: casualty deaths: expected the number {quantity}, found {found}"
    )


def test_a_derived_figure_need_not_stand_in_the_passage(scratch: Database, folder: Path) -> None:
    rows, text = quoting("Some stayed", "up-to 3300", is_derived="true")
    write(folder, text)
    done = held_against(scratch, folder, rows)
    assert done.is_clean
    assert done.numbers == 0


@pytest.mark.parametrize(
    ("stated", "wrong"),
    [
        ('{"quantity": "more-than 300"}', False),
        ('{"quantity": "more-than 400"}', True),
        ('{"quantity": null}', False),
        ('{"label": "members"}', True),
    ],
)
def test_the_number_that_a_document_states_itself_is_the_one_looked_for(
    scratch: Database, folder: Path, stated: str, wrong: bool
) -> None:
    rows, text = quoting("Over 300 died", "311")
    rows["citations"][0]["stated"] = stated
    write(folder, text)
    assert held_against(scratch, folder, rows).is_clean is not wrong


def test_any_number_that_a_citation_states_has_to_be_there(scratch: Database, folder: Path) -> None:
    text = "It left 13 positions."
    rows = small_seed(text, text)
    del rows["casualties"]
    rows["events"] = [{"id": "closing", "summary": "It left.", "type": "closure"}]
    event: Cells = {"kind": "event", "fact": "closing"}
    rows["citations"] = [cite(text, text, stated='{"positions": 14}', **event)]
    write(folder, text)
    assert only(held_against(scratch, folder, rows)).endswith("expected the number 14, found 13")
    rows["citations"][0]["stated"] = '{"positions": 13}'
    assert held_against(scratch, folder, rows).is_clean


def test_contingents_without_a_number_need_none(scratch: Database, folder: Path) -> None:
    rows = small_seed()
    del rows["casualties"]
    contingent: Cells = {"kind": "contingent", "fact": "from-mali"}
    rows["contingents"] = [
        {
            "id": "from-mali",
            "summary": "Mali sent people.",
            "contributor": "MLI",
            "unit_type": "not-stated",
            "relation": "seen",
        }
    ]
    rows["citations"] = [cite(TEXT, "The end.", **contingent)]
    write(folder, TEXT)
    assert held_against(scratch, folder, rows).is_clean
    rows["contingents"][0]["personnel"] = "40"
    assert only(held_against(scratch, folder, rows)).endswith("the number 40, found no number")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"One\r\n\r\n{SENTENCE}\r\n", id="carriage returns count"),
        pytest.param(f"\ufeffOne\n{SENTENCE}", id="a byte order mark counts"),
        pytest.param(f"One\n\u00a0\n\t \n{SENTENCE}", id="a no-break space is a blank line"),
        pytest.param(f"𝕺𝖓𝖊 🕊\n{SENTENCE}", id="an astral character is one"),
        pytest.param(f"e\u0301té\n{SENTENCE}", id="nothing is normalised"),
        pytest.param(f"One\u2028Two\x0bThree\x85\n{SENTENCE}", id="only line feeds end lines"),
    ],
)
def test_offsets_are_code_points_and_paragraphs_lines(
    scratch: Database, folder: Path, text: str
) -> None:
    rows = small_seed(text)
    assert rows["citations"][0]["paragraph"] == "2"
    write(folder, text)
    done = held_against(scratch, folder, rows)
    assert done.is_clean, list(done.lines())


def test_a_document_that_is_not_utf8_is_told(scratch: Database, folder: Path) -> None:
    content = "caf\xe9".encode("latin-1")
    rows = small_seed()
    rows["documents"][0]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "report.txt").write_bytes(content)
    assert only(held_against(scratch, folder, rows)) == (
        "report: document: expected UTF-8, found byte 3, which is not"
    )


def test_passages_left_out_are_checked_as_citations_are(scratch: Database, folder: Path) -> None:
    def passage(text: str, **other: str) -> Cells:
        cells = cite(TEXT, text, **other)
        return {name: cells[name] for name in cells if name not in ("kind", "fact")}

    rows = small_seed()
    rows["left_out"] = [
        passage("A heading") | {"reason": "subheading"},
        passage("The end.", paragraph="7") | {"reason": "page furniture"},
    ]
    write(folder, TEXT)
    done = held_against(scratch, folder, rows)
    assert done.left_out == 2
    assert only(done).startswith("report: left_out.csv row 3: expected 71 to 79 in paragraph 7")


def test_a_folder_that_is_not_there_is_refused_in_one_line(
    scratch: Database, tmp_path: Path
) -> None:
    with pytest.raises(OperatorError, match="cannot be read: No such file or directory"):
        verify(scratch, tmp_path / "nowhere")


def test_a_database_that_holds_nothing_is_refused_and_not_called_right(
    database: Database, folder: Path
) -> None:
    with pytest.raises(OperatorError, match="holds no documents: run `mission-kb migrate`"):
        verify(database, folder)


def test_a_database_without_tables_is_refused(empty_url: str, folder: Path) -> None:
    nothing = Database(empty_url)
    with pytest.raises(OperatorError, match="holds no documents: run `mission-kb migrate`"):
        verify(nothing, folder)
    nothing.close()
