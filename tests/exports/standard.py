"""A reader of data packages that knows nothing but datapackage.json and the standard (datapackage.org)."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from arro3.io import read_parquet

Row = dict[str, Any]

OF_CSV: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda cell: {"true": True, "false": False}[cell],
    "date": date.fromisoformat,
    "datetime": lambda cell: datetime.strptime(cell, "%Y-%m-%dT%H:%M:%S.%f%z"),
    "array": json.loads,
    "object": json.loads,
}
OF_JSON = {
    **OF_CSV,
    **dict.fromkeys(("integer", "number", "boolean", "array", "object"), lambda x: x),
}
OF_PARQUET = {
    **OF_CSV,
    **dict.fromkeys(("integer", "number", "boolean", "date", "datetime"), lambda x: x),
}
TYPES = {
    "string": str, "integer": int, "number": float, "boolean": bool, "date": date,
    "datetime": datetime, "array": list, "object": dict,
}  # fmt: skip


def package_of(folder: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return package


def of_csv(content: bytes) -> Iterable[Row]:
    return csv.DictReader(io.StringIO(content.decode(), newline=""))


def of_json(content: bytes) -> Iterable[Row]:
    return map(json.loads, content.splitlines())


def of_parquet(content: bytes) -> Iterable[Row]:
    for batch in read_parquet(content):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield dict(zip(batch.column_names, row, strict=True))


READERS = {
    "csv": (OF_CSV, of_csv),
    "ndjson": (OF_JSON, of_json),
    "parquet": (OF_PARQUET, of_parquet),
}


def rows(folder: Path, resource: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of a resource, each value of the type that its field has."""
    path, fields = folder / resource["path"], resource["schema"]["fields"]
    of, held = READERS[resource["format"]]
    for row in held(path.read_bytes()):
        assert list(row) == [field["name"] for field in fields]
        yield {field["name"]: typed(row[field["name"]], field, of, resource) for field in fields}


def typed(given: Any, field: Mapping[str, Any], of: Any, resource: Mapping[str, Any]) -> Any:
    rules = field.get("constraints", {})
    if given is None or given in resource["schema"]["missingValues"]:
        assert not rules.get("required"), field
        return None
    value = of[field["type"]](given)
    assert isinstance(value, TYPES[field["type"]]), (field, given)
    assert value in rules.get("enum", [value]), (field, given)
    return value


def check(folder: Path) -> dict[str, list[Row]]:
    """All rows by resource, after everything that the package says of them was seen to hold."""
    package = package_of(folder)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert package["resources"]
    held: dict[str, list[Row]] = {}
    for resource in package["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        held[resource["name"]] = list(rows(folder, resource))
        assert resource["rows"] == len(held[resource["name"]])
    assert len(held) == len(package["resources"])
    named = {resource["path"] for resource in package["resources"]}
    assert {path.name for path in folder.iterdir()} == named | {"datapackage.json"}
    for resource in package["resources"]:
        check_keys(resource, held)
    return held


def check_keys(resource: Mapping[str, Any], held: Mapping[str, list[Row]]) -> None:
    own, schema = held[resource["name"]], resource["schema"]
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in own]
    assert len(set(keys)) == len(keys)
    for key in schema["foreignKeys"]:
        (column,), reference = key["fields"], key["reference"]
        other = held[reference.get("resource", resource["name"])]
        known = {row[reference["fields"][0]] for row in other}
        assert {row[column] for row in own} - {None} <= known, (resource["name"], column)
