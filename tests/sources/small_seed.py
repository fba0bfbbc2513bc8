"""A seed of a few rows, to be bent by a test: a mission, a document, and one fact with its citation."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.sources.rows import FILES

Cells = dict[str, str]
Seed = dict[str, list[Cells]]

TEXT = "A heading\n\nSome 180 members of the force were killed by hostile acts.\n\nThe end."
SENTENCE = "Some 180 members of the force were killed by hostile acts."


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


def paragraph_of(text: str, start: int) -> int:
    """Counted the plain way: lines up to the passage that hold more than white space."""
    return sum(1 for line in text[:start].split("\n")[:-1] if line.strip()) + 1


def cite(text: str, passage: str, **other: str) -> Cells:
    """A citation of the passage, right unless told otherwise."""
    start = text.index(passage)
    right = {
        "kind": "casualty",
        "fact": "deaths",
        "document": "report",
        "paragraph": str(paragraph_of(text, start)),
        "start": str(start),
        "end": str(start + len(passage)),
        "sha256": sha256(passage),
    }
    return right | other


def small_seed(text: str = TEXT, passage: str = SENTENCE) -> Seed:
    return {
        "countries": [
            {"id": "MLI", "alpha2": "ML", "m49": "466", "name_en": "Mali", "name_fr": "Mali"}
        ],
        "places": [
            {"id": "mali", "kind": "country", "country": "MLI", "name_en": "Mali"},
            {"id": "gao", "kind": "town", "parent": "mali", "country": "MLI", "name_en": "Gao"},
        ],
        "missions": [
            {
                "id": "force",
                "acronym": "FORCE",
                "name_en": "A force",
                "kind": "peacekeeping",
                "lead": "un",
                "countries": "MLI",
            }
        ],
        "documents": [
            {
                "id": "report",
                "kind": "article",
                "title": "A report",
                "origin": "agency",
                "published": "2023-12",
                "language": "en",
                "file_name": "report.txt",
                "sha256": sha256(text),
            }
        ],
        "people": [{"id": "someone", "name": "Someone"}],
        "organisations": [{"id": "agency", "type": "news-agency", "name_en": "An agency"}],
        "casualties": [
            {
                "id": "deaths",
                "mission": "force",
                "place": "mali",
                "date": "2013/2023",
                "summary": "About 180 died.",
                "outcome": "death",
                "cause": "hostile-act",
                "group": "mission-personnel",
                "quantity": "about 180",
                "basis": "cumulative",
                "is_derived": "false",
            }
        ],
        "citations": [cite(text, passage)],
    }


def csv_text(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_seed(folder: Path, seed: Seed) -> Path:
    """Write every seed file; those without rows have a header only."""
    folder.mkdir(exist_ok=True)
    for file in FILES:
        text = csv_text(list(file.model_fields), seed.get(file.file, []))
        (folder / f"{file.file}.csv").write_text(text, encoding="utf-8", newline="")
    return folder
