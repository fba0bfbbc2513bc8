"""The conflict around the mission: withdrawals in the north, the French, the deals, the origins."""

from tests.readings.reader import (
    AFP_RETELLING,
    INSIGHT,
    NEWS,
    TIMES,
    UN_RETELLING,
    Reader,
    dates,
    documents,
    edtf,
    ids,
    stated,
)


def test_smooth_is_one_speakers_word_and_the_difficulties_cover_half_a_year(
    reader: Reader,
) -> None:
    # C28
    (smooth,) = reader.facts("statements", mission="minusma", q="smoothly")
    assert (smooth["speaker"]["id"], edtf(smooth)) == ("fatoumata-kaba", "2023-12-11")
    assert documents(smooth) == {INSIGHT, AFP_RETELLING}
    (difficult,) = reader.facts("events", mission="minusma", q="difficulties withdrawing")
    assert (difficult["id"], edtf(difficult), documents(difficult)) == (
        "minusma-faces-difficulties-leaving",
        "2023-07/2023-12",
        {NEWS},
    )


def test_fears_of_escalation_belong_to_the_withdrawals_in_the_north(reader: Reader) -> None:
    # C29
    north = reader.one("events/northern-withdrawals")
    assert (north["place"]["id"], edtf(north)) == ("northern-mali", "[2023-07..2023-12-11]")
    assert documents(north) == {INSIGHT, AFP_RETELLING}
    feared = reader.facts("statements", q="escalation", speaker="fatoumata-kaba")
    assert {fact["id"]: fact["place"]["id"] for fact in feared if "fears" in fact["summary"]} == {
        "kaba-escalation-feared-in-north": "northern-mali"
    }


def test_the_north_was_left_on_days_unknown(reader: Reader) -> None:
    # C29
    asked = {"mission": "minusma", "type": "withdrawal", "place": "northern-mali"}
    possible = reader.facts("events", datetime="2023-10", **asked)
    certain = reader.facts("events", datetime="2023-10", match="certain", **asked)
    assert ids(possible) == {"northern-withdrawals"}
    assert certain == []


def test_the_french_left_the_sahel_in_part_in_2022_and_niger_in_december_2023(
    reader: Reader,
) -> None:
    # C31
    french = [
        fact
        for fact in reader.facts("events", type="withdrawal")
        if "french-armed-forces" in {actor["id"] for actor in fact["actors"]}
    ]
    assert {fact["id"]: (edtf(fact), fact["place"]["id"]) for fact in french} == {
        "france-withdraws-from-sahel": ("2022", "sahel"),
        "french-forces-leave-niger": ("2023-12-22", "niger"),
        "french-sahel-operation-ends": ("2023-12-22", "sahel"),
    }
    assert {fact["mission"] for fact in french} == {None}
    assert [documents(fact) for fact in french] == [{TIMES}, {UN_RETELLING}, {UN_RETELLING}]


def test_barkhane_is_named_for_2022_only(reader: Reader) -> None:
    # C31
    (role,) = reader.one("organisations/operation-barkhane")["roles"]
    assert (edtf(role), documents(role), role["mission"]) == ("2022", {TIMES}, None)
    ended = reader.one("events/french-sahel-operation-ends")
    assert "operation-barkhane" not in {actor["id"] for actor in ended["actors"]}


def test_the_deal_of_2013_and_the_agreement_of_2015_are_two(reader: Reader) -> None:
    # C33
    agreed = reader.facts("events", type="agreement", datetime="2013/2015")
    assert dates(agreed) == {
        "peace-deal-of-2013": "2013",
        "peace-agreement-of-2015": "2015",
    }
    said_by = {fact["id"]: documents(fact) for fact in agreed}
    assert said_by == {"peace-deal-of-2013": {TIMES}, "peace-agreement-of-2015": {NEWS}}
    (protects,) = reader.facts("tasks", q="deal protect", category="peace-agreement")
    assert edtf(protects) == "2013"
    (ceasefire,) = reader.facts("tasks", category="ceasefire")
    assert edtf(ceasefire) == "2015/2023"


def test_the_years_of_a_plan_are_a_period_and_no_event_is_of_2030(reader: Reader) -> None:
    # the pitfall of names and plan periods
    assert edtf(reader.one("events/cooperation-framework")) == "2020/2024"
    framework = reader.facts("events", datetime="2024-06/2030")
    assert ids(framework) == {"cooperation-framework"}


def test_rebels_separatists_and_islamists_come_one_after_the_other(reader: Reader) -> None:
    # C34
    north = reader.facts(
        "events", type="armed-conflict", place="northern-mali", datetime="../2013-03"
    )
    assert {fact["id"]: (edtf(fact), *sorted(documents(fact))) for fact in north} == {
        "separatist-rebellion-in-the-north": ("[..2013]", NEWS),
        "rebels-seize-the-north": ("[..2013]", INSIGHT, AFP_RETELLING),
        "islamists-take-over-tuareg-uprising": ("2012", TIMES),
        "islamists-hold-northern-cities": ("2012/2013~", TIMES),
    }


def test_what_came_nearly_a_year_later_is_never_certain(reader: Reader) -> None:
    # C34
    drove_out = reader.one("events/french-intervention")
    assert (edtf(drove_out), drove_out["date"]["approximate"]) == ("2013~", True)
    certain = reader.facts("events", datetime="2012/2014", match="certain", place="northern-mali")
    assert ids(certain) == {"islamists-take-over-tuareg-uprising"}


def test_a_district_spelt_otherwise_is_found(reader: Reader) -> None:
    # the pitfall of typing errors
    (vote,) = reader.facts("events", type="election")
    assert vote["place"]["id"] == "banconi"
    assert stated(vote, "place") == {(NEWS, "Banaconi")}
