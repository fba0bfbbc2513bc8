"""An export is a data package: who knows the standard alone can read it, and sees that it holds."""

from pathlib import Path

import pytest

from app.database import SCHEMA_REVISION, Database
from app.records import Record
from tests.exports.conftest import FORMATS
from tests.exports.standard import Row, check, package_of
from tests.exports.test_round_trip import releases


@pytest.fixture(scope="module")
def held(exports: dict[str, Path]) -> dict[str, list[Row]]:
    return check(exports["all"])


def test_the_package_is_named_after_its_release_and_tells_its_sources(
    source: Database, exports: dict[str, Path]
) -> None:
    package = package_of(exports["all"])
    newest = releases(source)[-1]
    assert package["version"] == newest
    assert package["missionKb"] == {"release": newest, "schemaRevision": SCHEMA_REVISION}
    stated = {each["document"]: each["licence"] for each in package["sources"]}
    assert len(stated) == 8
    assert stated["open-fatalities-2023-11-28"] == "CC BY 3.0 IGO"
    assert stated["un-fatalities-2024-02-01"] is None


def test_what_holds_a_dataset_without_an_open_licence_has_none_as_a_whole(
    exports: dict[str, Path], redistributable: Path
) -> None:
    assert "licenses" not in package_of(exports["all"])
    assert [each["name"] for each in package_of(redistributable)["licenses"]] == [
        "CC-BY-4.0",
        "CC-BY-3.0-IGO",
    ]


def test_every_table_is_there_but_for_what_is_made_anew_or_is_of_the_machine(
    held: dict[str, list[Row]],
) -> None:
    tables = set(Record.metadata.tables) - {"search_entry", "search_common", "fetched"}
    assert set(held) == {f"{table}.{form}" for table in tables for form in FORMATS}


def test_all_formats_say_the_same_with_nulls_dates_and_names_in_every_script(
    held: dict[str, list[Row]],
) -> None:
    for name, rows in held.items():
        table, _, form = name.partition(".")
        if form == "csv":
            assert held[f"{table}.ndjson"] == rows
            assert held[f"{table}.parquet"] == rows
    ivory_coast = next(row for row in held["country.csv"] if row["id"] == "CIV")
    assert ivory_coast["names"] == {"en": "Côte d'Ivoire", "fr": "Côte d'Ivoire"}
    (gone,) = held["withdrawn.csv"]
    assert (gone["id"], gone["heir_id"]) == ("un-fatality-a-3", None)


def test_a_row_comes_after_the_row_that_it_lies_within(held: dict[str, list[Row]]) -> None:
    for name, column in (("place.csv", "parent_id"), ("actor.csv", "part_of_id")):
        seen: set[str | None] = {None}
        for row in held[name]:
            assert row[column] in seen
            seen.add(row["id"])
        assert len(seen) > 10
