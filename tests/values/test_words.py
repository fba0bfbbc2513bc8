"""Words: what is the same word however it is written."""

import pytest

from app.values.words import fold, padded, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("MINUSMA", "minusma"),
        ("Tombouctou, Ménaka", "tombouctou, menaka"),
        ("Côte d’Ivoire", "cote d’ivoire"),
        ("Me\u0301naka", "menaka"),
        ("Straße", "strasse"),
        ("№ 5", "no 5"),
        ("ﬁfty", "fifty"),
        ("２１００", "2100"),
        ("МАЛИ", "мали"),
        ("", ""),
    ],
)
def test_case_and_accents_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_told_in_their_order_and_as_often_as_they_come() -> None:
    assert words("Gao, Kidal & GAO: camp_2") == ["gao", "kidal", "gao", "camp", "2"]


def test_of_several_texts_each_word_stands_once_between_spaces() -> None:
    assert padded(["Camp Gao", None, "", "GAO, Mali"]) == " camp gao mali "
    assert padded([]) == "  "
