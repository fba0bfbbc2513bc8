"""OGC API - Features before its abstract test suite, GDAL, OWSLib and pyogrio."""

import json
import os
import sqlite3
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import httpx

from conformance import tools
from conformance.check import Bench, Check, Failed, Kind, holds
from conformance.server import serving
from conformance.tools import CACHE, HERE, OWN, PYTHON, ROOT, Tool, debian

VENV = CACHE / "venv-gis"
EVERY = tuple(Kind)
COLLECTIONS = ("bases", "events", "contingents", "casualties", "places")
DATED = ("bases", "events", "contingents", "casualties")
BOX = "-5,14,0,17"
SINCE = "2023-07-01"
NO_GEOMETRY = {
    "test_ast15": "geometries: 0    None",
    "test_ast22": "['geometry']:\n    None",
    "test_ast28": "['geometry']:\n    None",
}
"""Tests of the suite that know no feature without a geometry, and how each says so.

The standard has such features match any box, and RFC 7946 writes their geometry as null.
"""
TESTS = 28
IN_THE_SUITES_BOX = "longitude = 10, latitude = 50"


def install() -> None:
    """The suite and the readers of PyPI, in a virtual environment of their own."""
    lock = ROOT / "requirements" / "gis.lock"
    if tools.is_new("gis", lock):
        path = os.pathsep.join([str(OWN), os.environ.get("PATH", os.defpath)])
        tools.run(ROOT / "requirements" / "install.sh", VENV, "gis", PATH=path, WITH_PROJECT="no")
        tools.remember("gis", lock)


GIS = Tool("gis", install)
GDAL = debian("ogr2ogr", "gdal-bin")


def suite(bench: Bench) -> None:
    """Of the abstract tests of Core none fails but for a feature without a geometry."""
    ran = outcomes(bench, bench.address)
    for name, why in ran.items():
        known = NO_GEOMETRY.get(name)
        holds(why is None or (known is not None and known in why), f"{name}: {why}")


def located(bench: Bench) -> None:
    """All abstract tests of Core pass on data in which everything has a point.

    What is a region in the seed is moved into the box that the suite asks for, so that it finds some.
    The suite has pyogrio read a feature's text as if it were an address, which ends at a semicolon.
    """
    with serving(Kind.SQLITE, bench.folder) as server:
        with sqlite3.connect(bench.folder / "conformance.sqlite3") as database:
            database.execute(f"UPDATE place SET {IN_THE_SUITES_BOX} WHERE longitude IS NULL")
            for table in ("base", "event", "contingent", "casualty_figure"):
                database.execute(f"UPDATE {table} SET place_id = 'mali' WHERE place_id IS NULL")
            for table in ("base_status", "event", "contingent", "casualty_figure"):
                database.execute(
                    f"UPDATE {table} SET note = replace(note, ';', ','),"
                    " summary = replace(summary, ';', ',')"
                )
        database.close()
        ran = outcomes(bench, server.address)
        found = told(server.address, "ogc/collections/events/items", bbox="5,48,20,70")
    holds(found["numberMatched"] > 0, "the suite's box is empty: it would prove nothing")
    failed = {name: why for name, why in ran.items() if why is not None}
    holds(not failed, "\n".join(f"{name}: {why}" for name, why in failed.items()))


def outcomes(bench: Bench, address: str) -> Mapping[str, str | None]:
    """Each abstract test by its name, and why it has failed, if it has.

    They are run by pytest itself, for the suite's own command ends with 0 whatever it has found.
    """
    report = bench.folder / "suite.xml"
    try:
        bench.run(
            VENV / "bin" / "python",
            *("-m", "pytest", "-q", "--pyargs", "ogctests.features.core"),
            *("-k", "not test_crs", "-p", "no:cacheprovider", "--config-file", "/dev/null"),
            *("--rootdir", bench.folder, f"--junit-xml={report}"),
            INSTANCE_URL=f"{address}/ogc",
        )
    except Failed:
        if not report.exists():
            raise
    cases = ElementTree.parse(report).getroot().iter("testcase")
    ran = {case.attrib["name"]: reason(case) for case in cases}
    holds(len(ran) == TESTS, f"{len(ran)} tests ran, not {TESTS}: {', '.join(ran)}")
    return ran


def reason(case: ElementTree.Element) -> str | None:
    """What a test says that has not passed."""
    said = (child.get("message", child.tag) for child in case if child.tag != "properties")
    return next(said, None)


def copies(bench: Bench) -> None:
    """GDAL copies every feature of every collection."""
    for name in COLLECTIONS:
        matched = features(bench, name)["numberMatched"]
        holds(matched > 0, f"{name}: nothing to copy")
        same(f"{name} copied", copied(bench, name), matched)


def boxes(bench: Bench) -> None:
    """GDAL copies what is in a box: it drops by itself what has no geometry, and matches here."""
    for name in COLLECTIONS:
        rows = told(bench.address, f"v1/{name}", bbox=BOX)
        matched = features(bench, name, bbox=BOX)["numberMatched"]
        same(f"{name} in a box", matched, rows["numberMatched"] + rows["unlocatedExcluded"])
        copy = copied(bench, name, "-spat", *BOX.split(","))
        same(f"{name} copied from a box", copy, rows["numberMatched"])


def dates(bench: Bench) -> None:
    """GDAL hands a condition on a date to the server, and copies what that finds."""
    condition = ("-where", f"began_earliest >= '{SINCE.replace('-', '/')}'")
    for name in DATED:
        rows = told(bench.address, f"v1/{name}", datetime=f"{SINCE}/..")
        matched = features(bench, name, datetime=f"{SINCE}T00:00:00Z/..")["numberMatched"]
        same(f"{name} since then", matched, rows["numberMatched"] + rows["undatedExcluded"])
        same(f"{name} copied since then", copied(bench, name, *condition), matched)
        said = bench.run("ogrinfo", "--debug", "OAPIF", *source(bench), "-so", name, *condition)
        holds("client side" not in said, said)


def copied(bench: Bench, name: str, *filters: str) -> int:
    """How many features GDAL copies into a file."""
    copy = bench.folder / f"{name}.gpkg"
    copy.unlink(missing_ok=True)
    bench.run("ogr2ogr", "-f", "GPKG", copy, source(bench)[1], name, *filters)
    said = bench.run("ogrinfo", "-ro", "-so", copy, name)
    (count,) = [line for line in said.splitlines() if line.startswith("Feature Count: ")]
    return int(count.partition(": ")[2])


def source(bench: Bench) -> tuple[str, str]:
    """The API as GDAL opens it."""
    return "-ro", f"OAPIF:{bench.address}/ogc"


def readers(bench: Bench) -> None:
    """OWSLib and pyogrio read what the API says, all of it and filtered."""
    program = HERE / "ogc_readers.py"
    read = json.loads(
        bench.run(VENV / "bin" / "python", program, bench.address, BOX, f"{SINCE}/..")
    )
    for name in COLLECTIONS:
        for reader, counts in read[name].items():
            for asked, count in counts.items():
                same(f"{name}, {asked} by {reader}", count, expected(bench, name, asked, reader))


def expected(bench: Bench, name: str, asked: str, reader: str) -> int:
    """How many features a reader finds."""
    if asked == "all":
        return int(features(bench, name)["numberMatched"])
    if asked == "box" and reader == "pyogrio":  # it drops what has no geometry, as GDAL does
        return int(told(bench.address, f"v1/{name}", bbox=BOX)["numberMatched"])
    filters = {"box": {"bbox": BOX}, "dates": {"datetime": f"{SINCE}/.."}}[asked]
    return int(features(bench, name, **filters)["numberMatched"])


def definition(bench: Bench) -> None:
    """The API definition is valid OpenAPI 3.0."""
    file = bench.folder / "openapi30.json"
    file.write_bytes(httpx.get(f"{bench.address}/ogc/api").raise_for_status().content)
    bench.run("openapi-spec-validator", "--schema", "3.0", "--errors", "all", file)


def features(bench: Bench, name: str, **asked: str) -> dict[str, Any]:
    """A page of a collection."""
    return told(bench.address, f"ogc/collections/{name}/items", **asked)


def told(address: str, path: str, **asked: str) -> dict[str, Any]:
    """What the server answers."""
    answer = httpx.get(f"{address}/{path}", params=asked).raise_for_status()
    page: dict[str, Any] = answer.json()
    return page


def same(what: str, count: int, wanted: int) -> None:
    """Fail where a count is not what the API says."""
    holds(count == wanted, f"{what}: {count}, and the API says {wanted}")


CHECKS = (
    Check("definition", definition, (PYTHON,)),
    Check("suite", suite, (GIS,), EVERY),
    Check("located", located, (GIS,)),
    Check("copies", copies, (GDAL,), EVERY),
    Check("boxes", boxes, (GDAL,), EVERY),
    Check("dates", dates, (GDAL,), EVERY),
    Check("readers", readers, (GIS,)),
)
