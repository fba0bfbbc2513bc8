"""People and bodies: one each, however they are spelt or spoken of."""

import pytest

from tests.readings.reader import (
    AFP_RETELLING,
    INSIGHT,
    NEWS,
    UN_RETELLING,
    Item,
    Reader,
    documents,
    edtf,
    ids,
    stated,
)


def test_there_are_seven_people(reader: Reader) -> None:
    # C30, and the pitfall of photographers
    assert ids(reader.things("people")) == {
        "abdoulaye-diop",
        "antonio-guterres",
        "assimi-goita",
        "el-ghassum-wane",
        "fatoumata-kaba",
        "stephane-dujarric",
        "unnamed-head-of-human-rights-minusma",
    }


def test_kaba_is_one_person_however_the_pronouns_run(reader: Reader) -> None:
    # C30
    assert ids(reader.things("people", q="Kaba")) == {"fatoumata-kaba"}
    (role,) = reader.one("people/fatoumata-kaba")["roles"]
    assert (role["title"], documents(role)) == ("spokesperson", {INSIGHT, AFP_RETELLING})
    assert {label for _, label in stated(role, "label")} == {
        "her",
        "he",
        "she",
        "spokesman",
        "spokeswoman",
    }
    said = reader.facts("statements", speaker="fatoumata-kaba")
    assert {fact["on_behalf_of"]["id"] for fact in said} == {"minusma"}
    assert {edtf(fact) for fact in said} == {"2023-12-11"}


def test_the_head_of_human_rights_has_neither_name_nor_sex_nor_day(reader: Reader) -> None:
    # C42
    expelled = reader.one("events/human-rights-head-expelled")
    assert (edtf(expelled), documents(expelled)) == ("[2013..2024-01-01]", {UN_RETELLING})
    assert {actor["id"] for actor in expelled["actors"]} == {
        "authorities-of-mali",
        "unnamed-head-of-human-rights-minusma",
    }
    assert stated(expelled, "label") == {(UN_RETELLING, "her")}
    assert not {"she", "her", "he", "his"} & set(expelled["summary"].lower().split())
    assert reader.facts("events", type="expulsion", datetime="2023", match="certain") == []


@pytest.mark.parametrize("name", ["Dormino", "Dicko", "Liecht", "Liechti"])
def test_photographers_are_nobody(reader: Reader, name: str) -> None:
    # the pitfall of credits
    assert reader.things("people", q="Wane")
    assert reader.things("people", q=name) == []
    assert reader.things("organisations", q=name) == []
    assert reader.facts("statements", q=name) == []


@pytest.mark.parametrize(
    ("spelt", "id"),
    [
        ("Assimi Goita", "assimi-goita"),
        ("Assimi Goïta", "assimi-goita"),
        ("El-Ghassum Wane", "el-ghassum-wane"),
        ("El-Ghassim Wane", "el-ghassum-wane"),
        ("Antonio Guterres", "antonio-guterres"),
        ("Stephane Dujarric", "stephane-dujarric"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(reader: Reader, spelt: str, id: str) -> None:
    # the pitfall of spellings
    (person,) = reader.things("people", q=spelt)
    assert person["id"] == id
    assert spelt in (person["name"], *person["other_names"])


def test_21_are_agencies_and_no_casualties(reader: Reader, everything: list[Item]) -> None:
    (role,) = reader.one("organisations/un-agencies-in-mali")["roles"]
    assert stated(role, "count") == {(NEWS, 21)}
    assert 21 not in {fact["quantity"]["value"] for fact in everything if "quantity" in fact}
