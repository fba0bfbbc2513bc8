"""The real seed against the texts that it was made from, where these are at hand."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.database import Database
from app.sources.verify import verify

WORD = re.compile(r"[^\W_]+")
RUN = 8
"""So many words in a row are a sentence of somebody else's."""

NAMES = {"documents.csv": {"title"}}
OFFICIAL_NAMES = {"name_en", "name_fr", "other_names"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def texts(seed_dir: Path, documents_dir: Path) -> dict[str, str]:
    """The documents' texts by the name of their file."""
    names = [row["file_name"] for row in rows(seed_dir / "documents.csv")]
    return {name: (documents_dir / name).read_bytes().decode("utf-8") for name in names}


@pytest.fixture(scope="module")
def inventory(documents_dir: Path) -> list[dict[str, Any]]:
    """What can be checked in the documents, passage by passage."""
    path = documents_dir / "inventory.json"
    if not path.exists():
        pytest.skip("the folder of documents has no inventory.json to hold the seed against")
    entries: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return [entry for entry in entries if entry["scope"] == "core"]


def test_every_citation_and_every_number_stands_in_the_documents(
    seeded: Database, documents_dir: Path, seed_dir: Path
) -> None:
    done = verify(seeded, documents_dir, seed_dir)
    assert done.is_clean, "\n".join(done.lines())
    assert done.documents == len(rows(seed_dir / "documents.csv"))
    assert done.citations == len(rows(seed_dir / "citations.csv"))
    assert done.left_out == len(rows(seed_dir / "left_out.csv"))


def test_everything_that_the_documents_say_is_cited_or_left_out_with_a_reason(
    seed_dir: Path, texts: dict[str, str], inventory: list[dict[str, Any]]
) -> None:
    file_of = {row["id"]: row["file_name"] for row in rows(seed_dir / "documents.csv")}
    told: dict[str, set[int]] = {name: set() for name in texts}
    for file in ("citations.csv", "left_out.csv"):
        for row in rows(seed_dir / file):
            told[file_of[row["document"]]].update(range(int(row["start"]), int(row["end"])))
    untold = [
        (entry["id"], start, end)
        for entry in inventory
        for start, end in passages(entry)
        for at in range(start, end)
        if at not in told[entry["doc"]] and texts[entry["doc"]][at].isalnum()
    ]
    assert untold == []
    assert len(inventory) > 200


def passages(entry: dict[str, Any]) -> Iterator[tuple[int, int]]:
    yield entry["start"], entry["end"]
    for also in entry["also"]:
        yield also["start"], also["end"]


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def runs(text: str) -> set[str]:
    """Every run of eight words."""
    all_words = words(text)
    return {" ".join(all_words[at : at + RUN]) for at in range(len(all_words) - RUN + 1)}


def test_no_sentence_of_a_document_is_in_the_seed(seed_dir: Path, texts: dict[str, str]) -> None:
    theirs = set().union(*map(runs, texts.values()))
    copied = [
        (path.name, number, column, run)
        for path in sorted(seed_dir.glob("*.csv"))
        for number, row in enumerate(rows(path), start=2)
        for column, cell in row.items()
        if column not in NAMES.get(path.name, OFFICIAL_NAMES)
        for run in runs(cell) & theirs
    ]
    assert copied == []


def test_no_sentence_of_a_document_is_in_the_descriptions(
    seed_dir: Path, texts: dict[str, str]
) -> None:
    theirs = set().union(*map(runs, texts.values()))
    for path in (*seed_dir.glob("*.md"), seed_dir / "datapackage.json"):
        assert not runs(path.read_text("utf-8")) & theirs, path.name
