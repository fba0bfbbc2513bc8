"""Schemathesis: whatever is asked, sound or odd, the answer is one that the document tells of."""

import re
import shutil

from conformance.check import Bench, Check, Kind, holds
from conformance.tools import HERE, PYTHON

FUZZING = HERE / "fuzzing"
PATIENCE_SECONDS = 1800
PHASES = ("Examples", "Coverage", "Fuzzing", "Stateful")


def schemathesis(bench: Bench) -> None:
    """Every check that there is, in every phase."""
    for name in ("schemathesis.toml", "meaning.py"):
        shutil.copy(FUZZING / name, bench.folder)
    said = bench.run(
        "schemathesis",
        "run",
        f"{bench.address}/openapi.json",
        "--checks=all",
        seconds=PATIENCE_SECONDS,
        SERVER=bench.address,
    )
    for phase in PHASES:
        holds(f"✅ {phase}" in said, said)
    links = re.search(r"API Links:\s+(\d+) covered", said)
    holds(links and int(links[1]) > 0, said)


CHECKS = (Check("schemathesis", schemathesis, (PYTHON,), tuple(Kind)),)
