"""Words: what charts say beside the labels that they share with the pages, in English and in French."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.web.view import Lang

FOLDER = Path(__file__).parent / "words"


@cache
def words(lang: Lang) -> Mapping[str, Any]:
    """The words of a language; both have the same keys."""
    told: Mapping[str, Any] = json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8"))
    return told


def counted(forms: Mapping[str, str], n: int, **more: object) -> str:
    """Words about so many things: one, or several."""
    return forms["one" if n == 1 else "many"].format(n=n, **more)
