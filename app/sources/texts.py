"""The texts of documents, where they are at hand."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.database import Database
from app.errors import OperatorError
from app.records import Document


class Text:
    """A document's text; a paragraph is a line that is not blank, counted from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        breaks = [-1, *(at for at, letter in enumerate(text) if letter == "\n"), len(text)]
        lines = [(before + 1, after) for before, after in pairwise(breaks)]
        self.paragraphs = [(start, end) for start, end in lines if text[start:end].strip()]

    def paragraph_of(self, start: int, end: int) -> int | None:
        """The number of the paragraph that the whole of a passage lies in."""
        for number, (first, last) in enumerate(self.paragraphs, start=1):
            if first <= start and end <= last:
                return number
        return None


def read_files(folder: Path) -> dict[str, bytes]:
    """The bytes of every text in the folder, by file name."""
    try:
        names = sorted(path for path in folder.iterdir() if path.suffix == ".txt")
        return {path.name: path.read_bytes() for path in names}
    except OSError as error:
        raise OperatorError(
            f"the folder of documents {folder} cannot be read: {error.strerror};"
            " name the right one with --documents or MISSION_KB_DOCUMENTS_DIR"
        ) from error


def texts_at_hand(database: Database, folder: Path) -> tuple[dict[str, str], list[str]]:
    """The texts that are just those of documents, by SHA-256, and a word on all that are not."""
    with database.session() as session:
        documents = session.execute(select(Document.id, Document.file_name, Document.sha256)).all()
    wanted = {document.sha256 for document in documents}
    files = read_files(folder)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    texts = {hashes[name]: files[name].decode() for name in files if hashes[name] in wanted}
    return texts, list(amiss(documents, hashes, texts))


def amiss(documents: Iterable[Any], hashes: dict[str, str], texts: dict[str, str]) -> Iterator[str]:
    """The documents whose text is missing or is not the one that the citations were made from."""
    for document in documents:
        if document.sha256 in texts:
            continue
        if document.file_name in hashes:
            yield f"{document.file_name} is not the text of {document.id}: it is not quoted from"
        else:
            yield f"the text of {document.id} is not at hand: it is not quoted from"
