"""Labels: both languages have the same, every code has one; dates and numbers are told as they are."""

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

from app.api.routes import SHOWINGS
from app.api.schemas import shaped_date
from app.values import terms
from app.values.dates import FuzzyDate
from app.web.described import NESTED, TOLD_APART
from app.web.labels import FOLDER, labels
from app.web.pages.nouns import DESIGNED
from app.web.rendering import TEMPLATES
from app.web.view import Lang

UNSHOWN = {
    "Match",
    "Count",
    "DateSort",
    "ReleaseSort",
    "IdSort",
    "CoverageSort",
    "StatsSort",
    "CasualtyKey",
    "StrengthKey",
    "ContingentKey",
    "EventKey",
}
"""What says how a list is asked for, and is on no page."""

GAP = re.compile(r"\{[a-z]+\}")


def flat(told: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield from flat(value, f"{path}/{key}")
    elif isinstance(told, list):
        for number, value in enumerate(told):
            yield from flat(value, f"{path}/{number}")
    else:
        yield path, told


def file(lang: str) -> dict[str, str]:
    return dict(flat(json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8"))))


def test_both_languages_have_the_same_labels_with_the_same_gaps() -> None:
    english, french = file("en"), file("fr")
    assert english.keys() == french.keys()
    for key, text in english.items():
        assert set(GAP.findall(text)) == set(GAP.findall(french[key])), key


def test_no_label_is_empty() -> None:
    for lang in Lang:
        empty = [key for key, text in file(lang).items() if not text.strip(" ")]
        assert empty in ([], ["/ui/summaries"], ["/thousands"])


@pytest.mark.parametrize("lang", list(Lang))
def test_every_code_has_a_label(lang: Lang) -> None:
    shown = {
        name: kind
        for name, kind in vars(terms).items()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
    }
    assert labels(lang).codes.keys() == shown.keys() - UNSHOWN
    for name, codes in labels(lang).codes.items():
        assert codes.keys() == set(map(str, shown[name])), name


def test_every_label_is_used_and_every_used_one_is_there() -> None:
    own = [
        path
        for path in FOLDER.parent.rglob("*")
        if "charts" not in path.relative_to(FOLDER.parent).parts
    ]
    read = (path.read_text(encoding="utf-8") for path in own if path.suffix in (".py", ".html"))
    text = "\n".join(read)
    words = set(re.findall(r"[\"']([a-z0-9_]+)[\"']", text))
    built = ("problem_", "filter_", "field_")
    known = labels(Lang.ENGLISH).ui
    assert [key for key in known if key not in words and not key.startswith(built)] == []
    assert set(re.findall(r"\bt\(\s*[\"']([a-z0-9_]+)[\"']\s*[,)]", text)) <= known.keys()


def test_every_field_of_what_has_a_page_has_a_label_and_no_other_does() -> None:
    shown = {
        f"field_{name}"
        for showing in SHOWINGS
        if showing.path not in DESIGNED
        for name in showing.item.model_fields
        if name not in (*TOLD_APART, *NESTED)
    }
    assert {key for key in labels(Lang.ENGLISH).ui if key.startswith("field_")} == shown


def test_every_template_can_be_compiled() -> None:
    for name in TEMPLATES.list_templates():
        TEMPLATES.get_template(name)


@pytest.mark.parametrize(
    ("edtf", "english", "french"),
    [
        ("2013", "2013", "2013"),
        ("2023-06", "June 2023", "juin 2023"),
        ("2024-01-01", "1 January 2024", "1er janvier 2024"),
        ("2023-06-30", "30 June 2023", "30 juin 2023"),
        ("2023-06~", "about June 2023", "vers juin 2023"),
        ("2023?", "perhaps 2023", "peut-être 2023"),
        ("2013/2023-12-31", "2013 to 31 December 2023", "de 2013 au 31 décembre 2023"),
        ("2024-01-01/..", "from 1 January 2024 on", "à partir du 1er janvier 2024"),
        ("../2015", "until 2015", "jusqu’en 2015"),
        (
            "[2023-12-04..2023-12-10]",
            "between 4 and 10 December 2023",
            "entre le 4 et le 10 décembre 2023",
        ),
        ("[2023-11-30..2023-12-01]", "between 30 November and 1 December 2023",
         "entre le 30 novembre et le 1er décembre 2023"),
        ("[2013..2023]", "between 2013 and 2023", "entre 2013 et 2023"),
        ("[..2014-03]", "by March 2014", "au plus tard en mars 2014"),
        ("[2022..]", "2022 or later", "en 2022 ou après"),
        ("2023-04/2023-06", "April to June 2023", "d’avril à juin 2023"),
        ("2023-04-03/2023-04-09", "3 to 9 April 2023", "du 3 au 9 avril 2023"),
        ("0900", "900", "900"),
    ],
)  # fmt: skip
def test_a_date_is_told_as_precisely_as_it_is_known(edtf: str, english: str, french: str) -> None:
    date = shaped_date(FuzzyDate.parse(edtf))
    assert labels(Lang.ENGLISH).date(date) == english
    assert labels(Lang.FRENCH).date(date) == french


def test_what_has_no_date_says_so() -> None:
    assert labels(Lang.ENGLISH).date(None) == "no date stated"


@pytest.mark.parametrize(
    ("quantity", "english", "french"),
    [
        (("exactly", 13000, 13000, 13000), "13,000", "13\u202f000"),
        (("about", 180, 171, 189), "about 180", "environ 180"),
        (("more-than", 700, 701, None), "more than 700", "plus de 700"),
        (("between", None, 3, 7), "between 3 and 7", "entre 3 et 7"),
        (("exactly", 0, 0, 0), "0", "0"),
    ],
)
def test_a_number_is_hedged_as_its_source_does(
    quantity: tuple[Any, ...], english: str, french: str
) -> None:
    told = dict(zip(("qualifier", "value", "low", "high"), quantity, strict=True))
    assert labels(Lang.ENGLISH).quantity(told) == english
    assert labels(Lang.FRENCH).quantity(told) == french


def test_null_is_not_zero() -> None:
    assert labels(Lang.ENGLISH).quantity(None) == "not stated"
    assert labels(Lang.FRENCH).quantity(None) == "non précisé"
    assert labels(Lang.ENGLISH).bounds(701, None) == "at least 701"
    assert labels(Lang.ENGLISH).bounds(0, 0) == "0"
    assert labels(Lang.ENGLISH).bounds(171, 189) == "171–189"
