"""The driver of `make conformance`: what fails is told and is not 0, what is left out is told."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from conformance import driver, tools
from conformance.__main__ import main
from conformance.check import Bench, Check, Failed, Kind, holds
from conformance.families import FAMILIES
from conformance.tools import Skipped, Tool


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(driver, "CACHE", tmp_path)
    return tmp_path


def answers(bench: Bench) -> None:
    found = httpx.get(f"{bench.address}/v1/bases?country=MLI").json()
    holds(found["numberMatched"] > 1, "no bases in Mali")


def commands(bench: Bench) -> None:
    bench.run("sh", "-c", "echo what is amiss; exit 3")


def breaks(bench: Bench) -> None:
    raise KeyError("numberMatched")


def absent() -> None:
    raise Skipped("the tool is not here")


def broken() -> None:
    raise tools.NotInstalled("npm ci: status 1")


def test_checks_run_against_a_live_server_and_a_line_tells_of_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert driver.run({"first.answers": Check("answers", answers)}) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["ok"] * 3
    assert lines[1].endswith(" s  first.answers")
    assert lines[-1].startswith("conformance: 3 ok, 0 skipped, 0 FAILED")


@pytest.mark.parametrize(
    ("run", "why"),
    [(commands, "status 3\n    what is amiss\n"), (breaks, "KeyError: 'numberMatched'\n")],
)
def test_a_failure_is_told_with_its_reason_and_the_others_still_run(
    run: Callable[[Bench], None], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = {"a.fails": Check("fails", run), "a.answers": Check("answers", answers)}
    assert driver.run(checks) == 1
    said = capsys.readouterr().out
    assert "  a.fails\n" in said
    assert why in said
    assert "1 FAILED" in said
    assert any(line.startswith("ok ") and "a.answers" in line for line in said.splitlines())


def test_what_needs_a_tool_that_cannot_be_had_is_left_out_and_said_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert driver.run({"a.b": Check("b", answers, (Tool("gdal", absent),))}) == 0
    said = capsys.readouterr().out
    assert "install gdal: the tool is not here\n" in said
    assert "a.b: gdal could not be had\n" in said


def test_an_installation_that_breaks_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert driver.run({"a.b": Check("b", answers, (Tool("npm", broken),))}) == 1
    assert "npm ci: status 1" in capsys.readouterr().out


def test_postgresql_is_left_out_only_where_no_server_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "TEST_DATABASE_URL", None)
    assert driver.run({"a.b": Check("b", answers, databases=tuple(Kind))}) == 0
    said = capsys.readouterr().out
    assert "  a.b on sqlite\n" in said
    assert "a.b on postgresql: TEST_DATABASE_URL names no server\n" in said


def test_a_command_that_does_not_end_fails(tmp_path: Path) -> None:
    bench = Bench("http://127.0.0.1", Kind.SQLITE, tmp_path)
    with pytest.raises(Failed, match=r"not done after 0\.2 s"):
        bench.run("sleep", "60", seconds=0.2)


def test_an_unknown_name_is_refused() -> None:
    ran = CliRunner().invoke(main, ["documents"])
    assert ran.exit_code == 2
    assert "documents: no such check" in ran.output


def test_every_check_can_be_named() -> None:
    listed = CliRunner().invoke(main, ["--list"]).output.split()
    assert listed == [f"{family}.{check.name}" for family in FAMILIES for check in FAMILIES[family]]
    one = CliRunner().invoke(main, ["--list", listed[0]]).output.split()
    assert one == [listed[0]]
