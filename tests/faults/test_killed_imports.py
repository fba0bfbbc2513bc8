"""An import that is killed at any moment leaves the release before it or its own, whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

from app.database import Database
from app.settings import PREFIX, ROOT
from tests.faults.killing import CAUSES, ROWS

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "12"))
"""`FAULT_ROUNDS=100` is what docs/operations.md tells of."""

SHOWN = {"Malicious Act": "hostile-act", "Accident": "accident", "Illness": "illness"}


def test_what_is_there_after_each_is_whole(
    filled: Database, seed_folder: Path, tmp_path: Path
) -> None:
    settings = {
        f"{PREFIX}DATABASE_URL": filled.url.render_as_string(hide_password=False),
        f"{PREFIX}SEED_DIR": str(seed_folder),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.killing", str(tmp_path), str(ROUNDS)],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(told) == ROUNDS + 2
    shown, releases = -1, told[0]["releases"] - 1
    killed = 0
    for number, found in enumerate(told):
        killed += not found["ended"]
        if found["releases"] == releases + 1:
            shown, releases = number, releases + 1
        assert found == {
            "ended": found["ended"],
            "rows": ROWS + shown,
            "causes": [SHOWN[CAUSES[shown % len(CAUSES)]]],
            "releases": releases,
            "integrity": "ok",
        }
        assert shown == number or not found["ended"]
    assert killed >= ROUNDS // 3, "too few were killed before their end to say anything"
