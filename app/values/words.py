"""Words as `q` compares them: case and accents do not count."""

import re
import unicodedata
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`Tombouctou, Ménaka` becomes `tombouctou, menaka`, and so does a letter that stands for others.

    What is decomposed may have a case of its own: `№` becomes `No` before it becomes `no`.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a text in their order, folded."""
    return WORD.findall(fold(text))


def padded(texts: Iterable[str | None]) -> str:
    """All different words of several texts, each between spaces, so that ` word ` finds whole ones."""
    found = dict.fromkeys(word for text in texts if text for word in words(text))
    return f" {' '.join(found)} "
