"""How far an import is: a bar on a terminal, plain lines elsewhere, and the report apart from both."""

import os
import pty
import subprocess
from pathlib import Path

import pytest

from app.sources import progress as telling
from tests.cli.commands import COMMAND, PATIENCE_SECONDS, Here, environment
from tests.imports.made_up import death, new_file


def on_a_terminal(here: Here, *arguments: str) -> tuple[str, str]:
    """Run a command whose standard error is a terminal; what it wrote there, and elsewhere."""
    ours, theirs = pty.openpty()
    settings = environment() | here.variables({}) | {"TERM": "xterm", "COLUMNS": "80"}
    process = subprocess.Popen(
        [str(COMMAND), *arguments],
        cwd=here.folder,
        env=settings,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    try:
        out, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0
        return everything(ours), out
    finally:
        process.kill()
        os.close(ours)


def everything(terminal: int) -> str:
    """All that was written to a terminal."""
    found = b""
    while True:
        try:
            chunk = os.read(terminal, 1 << 16)
        except OSError:  # Linux says so where nobody has the other side open any more
            return found.decode()
        if not chunk:
            return found.decode()
        found += chunk


def test_a_terminal_shows_a_bar_and_standard_output_the_report_alone(
    here: Here, tmp_path: Path
) -> None:
    path = new_file(tmp_path / "new.csv", [death("A-1"), death("A-2")])
    shown, out = on_a_terminal(here, "import", "un-fatalities", str(path))
    for label in ("Reading new.csv", "Keeping un-fatalities"):
        assert f"{label}  [" in shown
    assert "100%" in shown
    assert "#" in shown
    assert out.startswith("new.csv: un-fatalities of 2023-11-28")
    assert "2 added" in out
    assert "Reading" not in out
    assert "\x1b" not in out


def test_elsewhere_there_are_plain_lines_and_none_where_it_is_quick(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_file(tmp_path / "new.csv", [death(f"A-{number}") for number in range(1500)])
    ran = here.run_within("import", "un-fatalities", str(path), "--dry-run")
    assert (ran.status, ran.err) == (0, "")
    monkeypatch.setattr(telling, "SECONDS", 0.0)
    ran = here.run_within("import", "un-fatalities", str(path))
    lines = ran.err.splitlines()
    assert lines[-3:] == [
        "Reading new.csv: 100%", "Keeping un-fatalities: 67%", "Keeping un-fatalities: 100%",
    ]  # fmt: skip
    assert all(line.endswith("%") for line in lines)
    assert "\x1b" not in ran.err
    assert "\r" not in ran.err
    assert "1,500 added" in ran.out
