"""datapackage.json describes the seed files as they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.sources.checks import references
from app.sources.rows import FACT_FILES, FILES, Row


@pytest.fixture(scope="module")
def package(seed_dir: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((seed_dir / "datapackage.json").read_text("utf-8"))
    return content


def resource(package: dict[str, Any], file: type[Row]) -> dict[str, Any]:
    found = [one for one in package["resources"] if one["path"] == f"{file.file}.csv"]
    assert len(found) == 1
    return dict(found[0])


def test_the_package_is_named_licensed_and_sourced(package: dict[str, Any]) -> None:
    assert package["name"] == "mission-kb-seed"
    assert package["profile"] == "tabular-data-package"
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    assert all(source["title"] for source in package["sources"])


def test_every_file_is_a_resource_and_there_is_no_other(
    package: dict[str, Any], seed_dir: Path
) -> None:
    paths = [one["path"] for one in package["resources"]]
    assert paths == [f"{file.file}.csv" for file in FILES]
    assert sorted(paths) == sorted(path.name for path in seed_dir.glob("*.csv"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.file))
def test_a_resource_has_the_fields_of_its_rows_each_with_a_description(
    package: dict[str, Any], file: type[Row]
) -> None:
    fields = resource(package, file)["schema"]["fields"]
    assert [field["name"] for field in fields] == list(file.model_fields)
    for field in fields:
        assert field["type"]
        assert field["description"].endswith("."), field["name"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.file))
def test_codes_are_listed_as_they_are_in_the_vocabularies(
    package: dict[str, Any], file: type[Row]
) -> None:
    for field in resource(package, file)["schema"]["fields"]:
        annotation = file.model_fields[field["name"]].annotation
        if "enum" in field.get("constraints", {}) and field["name"] != "kind":
            assert field["constraints"]["enum"] == list(map(str, annotation))  # type: ignore[call-overload]
    if file.file == "citations":
        kinds = resource(package, file)["schema"]["fields"][0]["constraints"]["enum"]
        assert kinds == list(FACT_FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.file))
def test_columns_that_refer_to_one_file_are_foreign_keys(
    package: dict[str, Any], file: type[Row]
) -> None:
    schema = resource(package, file)["schema"]
    names = {one["name"]: one["path"] for one in package["resources"]}
    stated = {
        key["fields"]: names.get(key["reference"]["resource"], f"{file.file}.csv")
        for key in schema.get("foreignKeys", [])
    }
    single = {
        column: f"{mark.files[0]}.csv"
        for column, mark in references(file).items()
        if len(mark.files) == 1 and file.model_fields[column].annotation != list[str]
    }
    assert stated == single
    assert schema["primaryKey"] == "id" or set(schema["primaryKey"]) <= set(file.model_fields)
