"""The texts of documents, where they are at hand."""

from itertools import pairwise
from pathlib import Path

from app.errors import OperatorError


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
