"""What may be passed on: datasets with an open licence, and what articles say in our own words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.database import Database
from app.records import Country, Place, Release
from app.sources.exports.exporting import Order, export
from app.sources.exports.licences import open_licence
from app.sources.seed import seed
from tests.conftest import NewUrl
from tests.exports.conftest import FREE, SHUT, Loading, fill, importing
from tests.exports.standard import Row, check, package_of
from tests.exports.test_round_trip import releases
from tests.imports.made_up import death, new_file


@pytest.fixture(scope="module")
def whole(exports: dict[str, Path]) -> dict[str, list[Row]]:
    return check(exports["all"])


@pytest.fixture(scope="module")
def part(redistributable: Path) -> dict[str, list[Row]]:
    return check(redistributable)


def ids(rows: list[Row]) -> set[str]:
    return {row["id"] for row in rows}


@pytest.mark.parametrize("form", ["csv", "ndjson", "parquet"])
def test_a_dataset_without_a_licence_is_left_out_and_nothing_else(
    whole: dict[str, list[Row]], part: dict[str, list[Row]], form: str
) -> None:
    gone = {"un-fatality-a-1", "un-fatality-a-2", "un-fatality-a-4"}
    deaths, documents = f"casualty_figure.{form}", f"document.{form}"
    assert ids(whole[deaths]) - ids(part[deaths]) == gone
    assert {"un-fatality-c-1", "un-fatality-c-2"} < ids(part[deaths])
    assert ids(whole[documents]) - ids(part[documents]) == {
        "un-fatalities-2023-11-28",
        "un-fatalities-2024-02-01",
    }
    assert part[f"withdrawn.{form}"] == []
    touched = ("casualty_figure", "casualty_figure_citation", "document", "withdrawn", "release")
    for name, rows in whole.items():
        if name.partition(".")[0] not in touched:
            assert part[name] == rows


def test_what_is_left_out_is_told_and_counted(source: Database, redistributable: Path) -> None:
    ours = package_of(redistributable)["missionKb"]
    assert ours["partOfRelease"] == releases(source)[-1] != ours["release"]
    assert ours["leftOut"] == {
        "documents": ["un-fatalities-2023-11-28", "un-fatalities-2024-02-01"],
        "rows": {
            "document": 2,
            "withdrawn": 1,
            "casualty_figure": 3,
            "casualty_figure_citation": 4,
        },
    }


@pytest.mark.parametrize("kind", ["the same kind", "sqlite"])
def test_a_part_is_loaded_as_a_release_of_its_own(
    source: Database,
    redistributable: Path,
    loading: Loading,
    seed_dir: Path,
    tmp_path: Path,
    kind: str,
) -> None:
    loaded = loading(redistributable, kind)
    (only,) = releases(loaded)
    assert only == package_of(redistributable)["version"]
    assert only not in releases(source)
    again = seed(loaded, seed_dir)
    assert (again.is_changed, again.release) == (False, only)
    export(loaded, Order(tmp_path / "whole", ("csv",)))
    assert package_of(tmp_path / "whole")["missionKb"].keys() == {"release", "schemaRevision"}


def test_where_everything_may_be_passed_on_a_part_is_the_whole(
    redistributable: Path, loading: Loading, tmp_path: Path
) -> None:
    loaded = loading(redistributable, "sqlite")
    export(loaded, Order(tmp_path / "part", is_redistributable=True))
    export(loaded, Order(tmp_path / "whole"))
    assert package_of(tmp_path / "part") == package_of(tmp_path / "whole")


def test_a_fact_that_an_open_document_tells_too_stays_with_that_citation_alone(
    loading: Loading, exports: dict[str, Path], seed_dir: Path, tmp_path: Path
) -> None:
    loaded = loading(exports["csv"], "sqlite")
    opened = replace(SHUT, licence="https://creativecommons.org/publicdomain/zero/1.0")
    rows = [death("A-1", updated="2025-01-01")]
    importing(loaded, opened, new_file(tmp_path / "opened.csv", rows), seed_dir)
    export(loaded, Order(tmp_path / "part", is_redistributable=True))
    part = check(tmp_path / "part")
    cited = [row for row in part["casualty_figure_citation.csv"]
             if row["fact_id"] == "un-fatality-a-1"]  # fmt: skip
    assert [row["document_id"] for row in cited] == ["un-fatalities-2025-01-01"]


@pytest.fixture
def brought(new_url: NewUrl, seed_dir: Path, tmp_path: Path) -> Iterator[Database]:
    """A dataset without a licence owns some of the things."""
    database = Database(new_url())
    fill(database, seed_dir, tmp_path)
    owned = ((Country, ["FRA", "FJI"]), (Place, ["fiji", "mali", "gao"]))
    with database.writing() as connection:
        for record, some in owned:
            mark = update(record).where(record.id.in_(some))
            connection.execute(mark.values(source=SHUT.name))
    yield database
    database.close()


def test_a_thing_of_a_left_out_dataset_goes_unless_something_that_stays_refers_to_it(
    brought: Database, whole: dict[str, list[Row]], tmp_path: Path
) -> None:
    export(brought, Order(tmp_path / "part", is_redistributable=True))
    part = check(tmp_path / "part")
    assert ids(whole["country.csv"]) - ids(part["country.csv"]) == {"FJI"}
    assert ids(whole["place.csv"]) - ids(part["place.csv"]) == {"fiji"}


@pytest.mark.parametrize(
    ("stated", "id"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc by 4.0", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by/3.0/igo", "CC-BY-3.0-IGO"),
        ("Open Data Commons Open Database License 1.0", "ODbL-1.0"),
        ("CC-BY-NC-4.0", None),
        ("CC BY", None),
        ("Free for non-commercial use", None),
        ("", None),
        (None, None),
    ],
)
def test_a_licence_is_open_only_if_it_is_known_to_be(stated: str | None, id: str | None) -> None:
    found = open_licence(stated)
    assert (found.id if found else None) == id


def test_a_release_is_named_after_what_it_holds(source: Database, redistributable: Path) -> None:
    with source.session() as session:
        query = select(Release.loaded_at).order_by(Release.number.desc())
        day = session.scalars(query.limit(1)).one().date()
    assert package_of(redistributable)["version"].startswith(f"{day}-")
    assert FREE.licence == "CC BY 3.0 IGO"
