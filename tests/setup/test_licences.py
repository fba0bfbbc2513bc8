"""What is locked may be used, and passed on, beside code under Apache-2.0."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([a-z0-9][a-z0-9-]*)==[^\s;]+(?: ; ([^\\]+?))? \\$", re.MULTILINE)
LIST = ROOT / "docs" / "licences.md"
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|$", re.MULTILINE)

COMPATIBLE = re.compile(
    r"MIT|MIT-0|BSD(-[23]-Clause)?|0BSD|Apache-2\.0|ISC|PSF-2\.0|Python-2\.0|MPL-2\.0|LGPL-3\.0-only|Zlib|Unlicense|CC0-1\.0"
)
"""Permissive licences, and those that ask for changes to the package alone (MPL, LGPL): it is used as it comes."""

CLASSIFIED = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def locked(name: str) -> list[str]:
    """The packages of a lock."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    return list(dict.fromkeys(package for package, _ in PINNED.findall(text)))


def licence(package: Distribution) -> str:
    """The licence that a package names, as an expression of SPDX."""
    told = package.metadata
    for expression in told.get_all("License-Expression") or ():
        return str(expression)
    classes = [
        each.rpartition(" :: ")[2]
        for each in told.get_all("Classifier") or ()
        if each.startswith("License ::")
    ]
    names = [CLASSIFIED.get(each, each) for each in classes if each != "OSI Approved"]
    named = " AND ".join(names) or "".join(told.get_all("License") or ()).partition("\n")[0].strip()
    return CLASSIFIED.get(named, named)


def is_compatible(expression: str) -> bool:
    """Whether one of the licences to choose from may be used: `is_compatible("GPL-3.0-only OR MIT")`."""
    choices = re.split(r"\s+OR\s+", expression.replace("(", "").replace(")", ""))
    return any(
        all(COMPATIBLE.fullmatch(each) for each in re.split(r"\s+(?:AND|WITH)\s+", choice))
        for choice in choices
    )


def found() -> dict[str, str]:
    """The licence of each locked package that this machine needs."""
    licences = {}
    for name in dict.fromkeys([*locked("runtime"), *locked("dev")]):
        try:
            licences[name] = licence(distribution(name))
        except PackageNotFoundError:
            continue  # for another system, or another Python
    return licences


def test_every_licence_is_compatible_with_our_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    licences = found()
    assert len(licences) > 60
    assert {name: each for name, each in licences.items() if not is_compatible(each)} == {}


def test_the_list_of_licences_is_that_of_what_the_server_is_made_of() -> None:
    listed = dict(ROW.findall(LIST.read_text(encoding="utf-8")))
    licences = found()
    assert {name: text.strip() for name, text in listed.items() if name in licences} == {
        name: licences[name] for name in locked("runtime") if name in licences
    }
    assert list(listed) == locked("runtime")


@pytest.mark.parametrize(
    ("expression", "is_so"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-or-later", False),
        ("GPL-2.0-or-later", False),
        ("AGPL-3.0", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_what_is_not_known_to_be_compatible_is_refused(expression: str, is_so: bool) -> None:
    assert is_compatible(expression) == is_so
