"""mission-kb import as whoever runs it sees it; killed in the middle, it leaves what was there."""

import json
import re
from pathlib import Path

from app.database import Database
from app.sources.datasets import DATASETS
from tests.cli.commands import Here, refusal, until
from tests.cli.held_up import held_up, is_writing
from tests.imports.made_up import death, new_file
from tests.imports.test_vintages import NEWER, held


def test_an_import_says_what_it_did_and_reports_every_row(here: Here, tmp_path: Path) -> None:
    rows = [*NEWER, death("B-1", mission="UNTSO'"), death("B-2", mission="UNTSI")]
    path = new_file(tmp_path / "new.csv", rows)
    report = tmp_path / "report.ndjson"
    ran = here.run(
        "import", "un-fatalities", str(path), "--report", str(report), "--most-refused", "0.5"
    )
    assert ran.status == 0, ran
    assert "4 added" in ran.out
    assert "Repaired, row 5: The dataset writes UNTSO'." in ran.out
    assert "No mission is called 'UNTSI': untso" in ran.out
    assert ran.err == ""
    whole, *remarks = map(json.loads, report.read_text(encoding="utf-8").splitlines())
    assert (whole["rows"], whole["added"], whole["refused"]) == (5, 4, 1)
    assert whole["unresolved"] == {"UNTSI": ["untso", "unmik"]}
    assert [(one["outcome"], one["row"]) for one in remarks] == [("repaired", 5), ("refused", 6)]


def test_a_file_that_is_not_loaded_is_reported_all_the_same(here: Here, tmp_path: Path) -> None:
    path = new_file(tmp_path / "new.csv", [death(), death("B-2", mission="UNTSI")])
    report = tmp_path / "report.ndjson"
    ran = here.run_within("import", "un-fatalities", str(path), "--report", str(report))
    assert "1 of 2 rows of new.csv cannot be read" in refusal(ran)
    assert json.loads(report.read_text(encoding="utf-8"))["row"] == 3


def test_what_cannot_be_imported_is_told(here: Here, tmp_path: Path) -> None:
    for arguments, said in {
        ("un-fatality", "x.csv"): "did you mean un-fatalities?",
        ("un-fatalities", str(tmp_path / "none.csv")): "cannot be read: No such file or directory",
    }.items():
        assert said in refusal(here.run_within("import", *arguments))


def test_the_help_names_every_dataset(here: Here) -> None:
    said = re.sub(
        r"-\n +", "-", here.run_within("import", "--help").out
    )  # it breaks lines at hyphens
    assert DATASETS.keys() <= set(re.findall(r"[a-z-]+", said))


def test_an_import_wants_the_seed_first(tmp_path: Path, empty_url: str) -> None:
    here = Here(tmp_path, {"database_url": empty_url})
    path = new_file(tmp_path / "new.csv", NEWER)
    said = "holds no data yet: run `mission-kb migrate` and `mission-kb seed`"
    assert said in refusal(here.run_within("import", "un-fatalities", str(path)))
    here.run_within("migrate")
    said = "holds no data yet: run `mission-kb seed`"
    assert said in refusal(here.run_within("import", "un-fatalities", str(path)))


def test_an_import_that_is_killed_leaves_what_was_there(
    here: Here, filled: Database, tmp_path: Path
) -> None:
    path = new_file(tmp_path / "new.csv", NEWER)
    before = held(filled)
    with held_up(filled, "casualty_figure_citation"):
        process = here.start("import", "un-fatalities", str(path))
        until(
            lambda: is_writing(filled, "casualty_figure_citation") or process.poll() is not None,
            seconds=30,
        )
        assert process.poll() is None
        process.kill()
        process.communicate()
    assert held(filled) == before
    assert "3 added" in here.run("import", "un-fatalities", str(path)).out
