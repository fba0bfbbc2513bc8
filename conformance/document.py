"""The OpenAPI document: valid, nothing for linters to report, and never less than what was released."""

import json
from collections.abc import Callable
from typing import Any

from conformance.check import Bench, Check, Failed, holds
from conformance.tools import HERE, NODE, PYTHON, ROOT

RELEASED = ROOT / "docs" / "openapi-released.json"
BREAKING = ("--fail-on", "major")


def validator(bench: Bench) -> None:
    """The document is OpenAPI 3.1."""
    bench.run("openapi-spec-validator", "--errors", "all", bench.document())


def spectral(bench: Bench) -> None:
    """Spectral's rules for OpenAPI, down to its hints."""
    rules = HERE / "spectral.yaml"
    bench.run("spectral", "lint", "--quiet", "-r", rules, "-F", "hint", bench.document())


def redocly(bench: Bench) -> None:
    """Redocly's recommended rules, every one of them an error."""
    said = bench.run("redocly", "lint", bench.document(), "--extends=recommended-strict")
    holds("is valid" in said, said)


def grows(bench: Bench) -> None:
    """Nothing that the last release had is gone or narrower."""
    bench.run("redocly", "diff", RELEASED, bench.document(), *BREAKING)


def less(bench: Bench) -> None:
    """Were something gone, the check above would fail: a document that has lost it does."""
    for finding, take in LOSSES.items():
        document = json.loads(RELEASED.read_text(encoding="utf-8"))
        take(document)
        poorer = bench.folder / f"{finding}.json"
        poorer.write_text(json.dumps(document), encoding="utf-8")
        try:
            bench.run("redocly", "diff", RELEASED, poorer, *BREAKING)
        except Failed as failed:
            holds(f"({finding})" in str(failed), str(failed))
        else:
            raise Failed(f"redocly diff lets it pass: {finding}")


def without_field(document: dict[str, Any]) -> None:
    """Bases have lost their status."""
    base = document["components"]["schemas"]["Base"]
    del base["properties"]["status"]
    base["required"].remove("status")


def without_parameter(document: dict[str, Any]) -> None:
    """Bases can no longer be asked for by date."""
    operation = document["paths"]["/v1/bases"]["get"]
    asked = operation["parameters"]
    operation["parameters"] = [each for each in asked if not each["$ref"].endswith("Datetime")]


def without_path(document: dict[str, Any]) -> None:
    """There are no bases any more."""
    del document["paths"]["/v1/bases"]


LOSSES: dict[str, Callable[[dict[str, Any]], None]] = {
    "property-removed": without_field,
    "parameter-removed": without_parameter,
    "path-removed": without_path,
}

CHECKS = (
    Check("validator", validator, (PYTHON,)),
    Check("spectral", spectral, (NODE,)),
    Check("redocly", redocly, (NODE,)),
    Check("grows", grows, (NODE,)),
    Check("less", less, (NODE,)),
)
