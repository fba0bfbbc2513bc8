"""Geo-PKO: what locations on maps become, whatever their dirt."""

from pathlib import Path

import pytest

from app.database import Database
from app.records import Base, BaseStatus, Contingent, Place, StrengthFigure
from tests.imports import made_up_months
from tests.imports.made_up_months import bring, drawn, maps_file, rows_of
from tests.sources.small_seed import write_seed

KIND = "geo-pko"
BER = {
    "location": "Ber", "region": "Timbuktu", "latitude": "16.834927", "longitude": "-2.531944",
    "cell": "153715", "hq": "0",
}  # fmt: skip


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_seed(tmp_path_factory.mktemp("maps") / "seed", made_up_months.seed())


def on_map(revision: int, year: str, month: str, **other: str) -> dict[str, str]:
    return drawn(source=f"Map no. 4506 Rev. {revision}", year=year, month=month, **other)


def test_a_location_is_a_base_at_a_place_of_ours_with_an_estimate(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    done = bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", drawn()))
    assert rows_of(filled, Place, KIND) == {}
    base = rows_of(filled, Base, KIND)["geo-pko-minusma-kidal-kidal"]
    assert (base["place_id"], base["mission_id"], base["kind"]) == ("kidal", "minusma", "site")
    (status,) = rows_of(filled, BaseStatus, KIND).values()
    assert (status["status"], status["edtf"], status["place_id"]) == ("in-use", "2016-03", "kidal")
    found = rows_of(filled, StrengthFigure, KIND)
    start = "geo-pko-minusma-2016-03-map-no-4506-rev-13-kidal-kidal"
    assert {id: row["value"] for id, row in found.items()} == {
        f"{start}-all": 650, f"{start}-tcd": 650,
    }  # fmt: skip
    one = found[f"{start}-tcd"]
    assert (one["basis"], one["category"], one["edtf"]) == ("map-estimate", "troops", "2016-03")
    assert (done.report.document, done.remarks) == ("geo-pko-2021-03-01", [])


def test_a_location_that_nobody_has_becomes_a_place_with_its_coordinates(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", drawn(**BER)))
    place = rows_of(filled, Place, KIND)["geo-pko-ber-timbuktu"]
    assert (place["longitude"], place["latitude"]) == (-2.531944, 16.834927)
    assert (place["country_id"], place["parent_id"], place["names"]) == (
        "MLI",
        "mali",
        {"en": "Ber"},
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"latitude": "1.40778", "longitude": "18.44111"},
            "The dataset has latitude and longitude exchanged.",
        ),
        (
            {"latitude": "18,44111", "longitude": "1.40778"},
            "The dataset writes 18,44111 with a decimal comma.",
        ),
    ],
)
def test_coordinates_are_put_right_where_it_is_certain(
    filled: Database, seed_folder: Path, tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    done = bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", drawn(**wrong)))
    (base,) = rows_of(filled, Base, KIND).values()
    assert base["place_id"] == "kidal"
    assert done.of("repaired") == [(2, said)]
    assert {row["note"] for row in rows_of(filled, StrengthFigure, KIND).values()} == {said}


def test_a_small_number_written_as_a_power_is_a_number(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    row = drawn(
        **{**BER, "location": "Gao", "latitude": "16.27167", "longitude": "-4.4720000000000003E-2"},
    )
    bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", row | {"cell": "153000"}))
    (place,) = rows_of(filled, Place, KIND).values()
    assert (place["longitude"], place["latitude"]) == (-0.04472, 16.27167)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"latitude": "NA"}, "latitude: 'NA' is no number of degrees such as 12.65"),
        ({"latitude": "118.4", "cell": "NA"}, "118.4 north, 1.40778 east is nowhere on earth"),
        ({"month": "13"}, "year '2016', month '13' is no month"),
        ({"troops": "many"}, "troops: 'many' is no whole number"),
        ({"tcc1": "Atlantis"}, "no country is called 'Atlantis'"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused(
    filled: Database, seed_folder: Path, tmp_path: Path, wrong: dict[str, str], why: str
) -> None:
    done = bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", drawn(), drawn(**wrong)))
    assert [(row, said.split("; ")[0]) for row, said in done.of("refused")] == [(3, why)]


def test_coordinates_that_disagree_with_their_cell_are_kept_and_noted(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", drawn(cell="1")))
    notes = {row["note"] for row in rows_of(filled, StrengthFigure, KIND).values()}
    assert notes == {
        "The dataset puts it in cell 1 of the PRIO grid, where its coordinates are not."
    }


def test_a_location_on_map_after_map_is_one_base_and_one_contingent_until_a_map_lacks_it(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    rows = [
        on_map(14, "2016", "5"), drawn(),
        on_map(15, "2016", "9", tcc1="Togo", kinds="1, 2"), on_map(16, "2016", "12", kinds="8"),
        on_map(17, "2017", "2", **BER), on_map(18, "2017", "3"),
    ]  # fmt: skip
    bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", *rows))
    assert sorted(rows_of(filled, Base, KIND)) == [
        "geo-pko-minusma-ber-timbuktu", "geo-pko-minusma-kidal-kidal",
    ]  # fmt: skip
    found = rows_of(filled, BaseStatus, KIND)
    assert sorted((row["base_id"][16:], row["edtf"]) for row in found.values()) == [
        ("ber-timbuktu", "2017-02"),
        ("kidal-kidal", "2016-03/2016-12"),
        ("kidal-kidal", "2017-03"),
    ]
    kidal = {
        id: (row["contributor_id"], row["edtf"], row["unit_type"], row["low"])
        for id, row in rows_of(filled, Contingent, KIND).items()
        if row["place_id"] == "kidal"
    }
    assert kidal == {
        "geo-pko-minusma-kidal-kidal-tcd-2016-03": ("TCD", "2016-03/2016-05", "infantry", None),
        "geo-pko-minusma-kidal-kidal-tgo-2016-09": ("TGO", "2016-09", "not-stated", None),
        "geo-pko-minusma-kidal-kidal-tcd-2016-12": ("TCD", "2016-12", "medical", None),
        "geo-pko-minusma-kidal-kidal-tcd-2017-03": ("TCD", "2017-03", "infantry", None),
    }


def test_unknown_numbers_are_gaps_and_unknown_countries_nobodys(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    row = drawn(troops="unknown", troops1="unknown", tcc2="unknown", troops2="35")
    bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", row))
    assert rows_of(filled, StrengthFigure, KIND) == {}
    (one,) = rows_of(filled, Contingent, KIND).values()
    assert one["contributor_id"] == "TCD"


def test_formed_police_are_counted_as_uniformed_and_a_wrong_sum_is_noted(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    row = drawn(fpu="1", troops="800", tcc2="unknown", troops2="35")
    bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", row))
    found = rows_of(filled, StrengthFigure, KIND).values()
    assert {row["category"] for row in found} == {"uniformed"}
    assert {row["note"] for row in found} == {
        "Formed police units are counted. Nobody knows whose."
        " The map has 800 in all; those of its contributors add up to 685."
    }


def test_a_location_that_a_map_has_twice_is_added_up_and_flagged(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    rows = [drawn(), drawn(troops="150", troops1="150")]
    done = bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", *rows))
    found = rows_of(filled, StrengthFigure, KIND)
    one = found["geo-pko-minusma-2016-03-map-no-4506-rev-13-kidal-kidal-tcd"]
    assert (one["value"], one["is_derived"]) == (800, True)
    assert one["summary"].startswith("An estimated 800 troops of Chad")
    assert len(done.of("repaired")) == 2


def test_a_town_that_changed_its_country_is_one_place(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    juba = {
        "location": "Juba", "region": "Central Equatoria", "latitude": "4.85", "longitude": "31.6",
        "cell": "NA",
    }  # fmt: skip
    rows = [
        drawn(**juba, mission="UNMISS", country="South Sudan", year="2012"),
        drawn(**juba, mission="UNMIS", country="Sudan", year="2010"),
    ]
    bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", *rows))
    (place,) = rows_of(filled, Place, KIND).values()
    assert (place["id"], place["country_id"]) == ("geo-pko-juba-central-equatoria", "SSD")
    assert len(rows_of(filled, Base, KIND)) == 2


def test_a_name_of_two_towns_is_one_of_ours_only_where_it_lies(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    sevare = {
        "location": "Mopti/Sevare", "region": "Mopti", "latitude": "14.52742",
        "longitude": "-4.09344", "cell": "NA",
    }  # fmt: skip
    far = {**sevare, "location": "Kidal", "source": "Map no. 1"}
    bring(filled, seed_folder, KIND, maps_file(tmp_path / "g", drawn(**sevare), drawn(**far)))
    places = {row["id"]: row["place_id"] for row in rows_of(filled, Base, KIND).values()}
    assert places == {
        "geo-pko-minusma-mopti-sevare-mopti": "mopti",
        "geo-pko-minusma-kidal-mopti": "geo-pko-kidal-mopti",
    }


def test_the_same_file_again_changes_nothing(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    path = maps_file(tmp_path / "g", drawn(), drawn(**BER))
    bring(filled, seed_folder, KIND, path)
    again = bring(filled, seed_folder, KIND, path)
    assert again.report.tally.added == again.report.tally.changed == 0
    assert not again.report.is_new_release
