import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.database import Database
from app.errors import SeedError
from app.records import CasualtyFigure, CasualtyFigureCitation, Country, Place, Record, Release
from app.sources.rows import FILES
from app.sources.seed import check, seed
from tests.sources.small_seed import TEXT, Seed, cite, small_seed, write_seed

Change = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_seed(tmp_path / "seed", small_seed())


def held(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a database holds."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in Record.metadata.sorted_tables
        }


def count(database: Database, record: type[Record]) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(record)) or 0


def edit(file: str, old: str, new: str) -> Change:
    """A change of the file's text, which has to hold what is replaced."""

    def change(folder: Path) -> None:
        path = folder / f"{file}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    return change


def append(file: str, line: str) -> Change:
    def change(folder: Path) -> None:
        with (folder / f"{file}.csv").open("a", encoding="utf-8", newline="") as out:
            out.write(line + "\n")

    return change


def cut(file: str, length: int) -> Change:
    def change(folder: Path) -> None:
        path = folder / f"{file}.csv"
        path.write_bytes(path.read_bytes()[:-length])

    return change


def rewrite(file: str, content: bytes) -> Change:
    return lambda folder: (folder / f"{file}.csv").write_bytes(content)


REFUSED: dict[str, tuple[Change, str]] = {
    "an unknown column": (
        edit("people", "id,name,other_names", "id,name,nicknames"),
        "people.csv, row 1: 'other_names' is missing; 'nicknames' is not known;"
        " the header has to be id,name,other_names",
    ),
    "columns in another order": (
        edit("people", "id,name,other_names", "name,id,other_names"),
        "people.csv, row 1: the columns are in another order; the header has to be"
        " id,name,other_names",
    ),
    "a missing column": (
        edit("people", "id,name,other_names", "id,name"),
        "people.csv, row 1: 'other_names' is missing; the header has to be id,name,other_names",
    ),
    "an extra cell": (
        edit("people", "Someone,", "Someone,,x"),
        "people.csv, row 2: 4 cells where there are 3 columns",
    ),
    "a blank line": (append("people", ""), "people.csv, row 3: 0 cells where there are 3 columns"),
    "an unknown code": (
        edit("casualties", "hostile-act", "hostile"),
        "casualties.csv, row 2, column cause: 'hostile': Input should be 'hostile-act', ",
    ),
    "an unknown id": (
        edit("casualties", ",mali,", ",timbuktu,"),
        "casualties.csv, row 2, column place: 'timbuktu' is no id of places.csv",
    ),
    "an unknown id of a person or an organisation": (
        append("events", "it,,,,It was.,,coup,,someone nobody"),
        "events.csv, row 2, column actors: 'nobody' is no id of people.csv or organisations.csv",
    ),
    "an id that is no slug": (
        edit("people", "someone", "Some_One"),
        "people.csv, row 2, column id: 'Some_One': String should match pattern",
    ),
    "an id used twice": (
        append("people", "someone,Someone else,"),
        "people.csv, row 3, column id: 'someone' is taken already, by row 2 of people.csv",
    ),
    "an id of a person used for an organisation": (
        append("people", "agency,A person,"),
        "organisations.csv, row 2, column id: 'agency' is taken already, by row 3 of people.csv",
    ),
    "an id twice in one cell": (
        append("events", "it,,,,It was.,,coup,,someone someone"),
        "events.csv, row 2, column actors: 'someone someone': something is there twice",
    ),
    "a name with a separator too many": (
        edit("people", "Someone,", "Someone,A |  | B"),
        "people.csv, row 2, column other_names: 'A |  | B': there is a separator too many",
    ),
    "a day that is not in the calendar": (
        edit("casualties", "2013/2023", "2023-02-29"),
        "casualties.csv, row 2, column date: '2023-02-29': ",
    ),
    "a bad quantity": (
        edit("casualties", "about 180", "circa 180"),
        "casualties.csv, row 2, column quantity: 'circa 180': ",
    ),
    "a quantity with separators": (
        edit("casualties", "about 180", '"1,180"'),
        "casualties.csv, row 2, column quantity: '1,180': ",
    ),
    "no quantity": (
        edit("casualties", "about 180", ""),
        "casualties.csv, row 2, column quantity: '': ",
    ),
    "a truth that is neither": (
        edit("casualties", "false", "no"),
        "casualties.csv, row 2, column is_derived: 'no': this is neither true nor false",
    ),
    "a number with an underscore": (
        edit("citations", ",11,", ",1_1,"),
        "citations.csv, row 2, column start: '1_1': this is not a number in plain digits",
    ),
    "a passage that ends before it starts": (
        edit("citations", ",69,", ",9,"),
        "citations.csv, row 2, column end: '9': a passage has to end after its start",
    ),
    "a paragraph 0": (
        edit("citations", ",2,11,", ",0,11,"),
        "citations.csv, row 2, column paragraph: '0': Input should be greater than or equal to 1",
    ),
    "bad JSON": (
        append("citations", f"{','.join(cite(TEXT, 'The end.').values())},{{x}}"),
        "citations.csv, row 3, column stated: '{x}': Expecting property name",
    ),
    "JSON that is no object": (
        append("citations", f"{','.join(cite(TEXT, 'The end.').values())},[]"),
        "citations.csv, row 3, column stated: '[]': this is not a JSON object with something in it",
    ),
    "a stated date that is no EDTF": (
        append("citations", ",".join(cite(TEXT, "The end.").values()) + ',"{""date"": ""May""}"'),
        "citations.csv, row 3, column stated: ",
    ),
    "a fact without a citation": (
        edit("citations", "casualty,deaths", "event,it"),
        "citations.csv, row 2, column fact: there is no event 'it'",
    ),
    "a fact that nothing cites": (
        append("events", "it,,,,It was.,,coup,,"),
        "events.csv, row 2, column id: the event 'it' has no citation in citations.csv",
    ),
    "a citation of no kind of fact": (
        edit("citations", "casualty,deaths", "place,mali"),
        "citations.csv, row 2, column kind: 'place' is not one of milestone, action, ",
    ),
    "a citation of no document": (
        edit("citations", ",report,", ",rumour,"),
        "citations.csv, row 2, column document: 'rumour' is no id of documents.csv",
    ),
    "a passage cited twice for one fact": (
        append("citations", ",".join(cite(TEXT, TEXT.split("\n")[2]).values()) + ","),
        "citations.csv, row 3, column start: this passage is cited twice for the fact",
    ),
    "half a point": (
        edit("places", "gao,town,mali,MLI,Gao,,,,,,,,,", "gao,town,mali,MLI,Gao,,,,,,,,-0.04,"),
        "places.csv, row 3, column latitude: '': longitude and latitude are both given",
    ),
    "a longitude that is none": (
        edit("places", "gao,town,mali,MLI,Gao,,,,,,,,,", "gao,town,mali,MLI,Gao,,,,,,,,nan,1"),
        "places.csv, row 3, column longitude: 'nan': this is not a number of degrees",
    ),
    "a longitude out of range": (
        edit("places", "gao,town,mali,MLI,Gao,,,,,,,,,", "gao,town,mali,MLI,Gao,,,,,,,,181,1"),
        "places.csv, row 3, column longitude: 181.0: Input should be less than or equal to 180",
    ),
    "a place within itself": (
        edit("places", "mali,country,,", "mali,country,gao,"),
        "places.csv, row 2, column parent: a circle: ",
    ),
    "a code of two countries": (
        append("countries", "MLX,ML,999,Other,Autre,,"),
        "countries.csv, row 3, column alpha2: 'ML' is the code of MLI already",
    ),
    "a lead that is no country": (
        edit("missions", ",un,", ",XYZ,"),
        "missions.csv, row 2, column lead: 'XYZ' is neither un nor a country",
    ),
    "a merged thing of no kind": (
        append("merged", "colour,old-gao,gao"),
        "merged.csv, row 2, column kind: 'colour' is not one of ",
    ),
    "a merged thing that is still there": (
        append("merged", "place,gao,mali"),
        "merged.csv, row 2, column id: the place 'gao' is still there",
    ),
    "a merged thing without an heir": (
        append("merged", "place,old-gao,new-gao"),
        "merged.csv, row 2, column heir: there is no place 'new-gao'",
    ),
    "a name that a dataset has twice": (
        append("mission_aliases", "geo-pko,The Force,force,\ngeo-pko,The Force,force,"),
        "mission_aliases.csv, row 3, column name: geo-pko has 'The Force' already",
    ),
    "two headquarters": (
        append(
            "bases",
            "one,force,,headquarters,One,,\ntwo,force,,headquarters,Two,,",
        ),
        "bases.csv, row 3, column kind: force has a headquarters already",
    ),
    "white space around a cell": (
        edit("people", "Someone", "Someone "),
        "people.csv, row 2, column name: 'Someone ' has white space around it",
    ),
    "a control character": (
        edit("people", "Someone", "Some\x00one"),
        "people.csv, row 2, column name: 'Some\\x00one' has white space around it or a control",
    ),
    "bytes that are not UTF-8": (
        rewrite("people", "id,name,other_names\nsomeone,Andr\xe9,\n".encode("latin-1")),
        "people.csv: byte 32, in line 2, is not UTF-8",
    ),
    "a byte order mark": (
        rewrite("people", b"\xef\xbb\xbfid,name,other_names\n"),
        "people.csv: it starts with a byte order mark; save it as UTF-8 without one",
    ),
    "a file cut off in a row": (
        cut("casualties", 20),
        "casualties.csv: its last line has no line end: is the file whole?",
    ),
    "a file without its last line end": (
        cut("people", 1),
        "people.csv: its last line has no line end: is the file whole?",
    ),
    "a quote that is not closed": (
        edit("people", "Someone", '"Someone'),
        "people.csv, row 1: after this row the CSV is broken: unexpected end of data",
    ),
    "a quote within a cell": (
        edit("people", "Someone", '"Some"one'),
        "people.csv, row 1: after this row the CSV is broken: ",
    ),
    "an empty file": (rewrite("people", b""), "people.csv, row 1: 'id' is missing; "),
    "a missing file": (
        lambda folder: (folder / "people.csv").unlink(),
        "people.csv: this file is missing",
    ),
    "a file too many": (
        rewrite("persons", b"id\n"),
        "persons.csv: this is none of the seed files: countries.csv, ",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_bad_file_is_told_and_changes_nothing(
    scratch: Database, folder: Path, fault: str
) -> None:
    change, message = REFUSED[fault]
    seed(scratch, folder)
    before = held(scratch)
    change(folder)
    for load in (lambda: seed(scratch, folder), lambda: check(folder)):
        with pytest.raises(SeedError) as error:
            load()
        assert str(error.value).startswith(message)
    assert held(scratch) == before


def test_what_the_database_itself_refuses_changes_nothing(
    scratch: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(scratch, folder)
    before = held(scratch)
    append("people", "another,Another,")(folder)
    monkeypatch.setattr("app.sources.seeding.release", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        seed(scratch, folder)
    assert held(scratch) == before


def test_rows_are_counted_as_a_spreadsheet_does_even_where_a_cell_has_two_lines(
    folder: Path,
) -> None:
    append("people", 'one,"One,\nin two lines",\ntwo,Two,\nBad,Three,')(folder)
    with pytest.raises(SeedError, match=r"^people.csv, row 5, column id: 'Bad'"):
        check(folder)


def test_only_line_ends_end_rows(scratch: Database, folder: Path) -> None:
    append("people", "one,One\u2028and\u00a0more,\r")(folder)
    seed(scratch, folder)
    assert check(folder) == 11


def test_a_folder_that_is_not_there_is_told(scratch: Database, tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="name another in MISSION_KB_SEED_DIR"):
        seed(scratch, tmp_path / "nowhere")


def test_loading_twice_changes_nothing(scratch: Database, folder: Path) -> None:
    first = seed(scratch, folder)
    before = held(scratch)
    second = seed(scratch, folder)
    assert (second.release, second.rows, second.is_changed) == (first.release, 0, False)
    assert held(scratch) == before


def test_of_several_starts_at_once_one_loads_the_seed(database: Database, folder: Path) -> None:
    url = database.url.render_as_string(hide_password=False)
    starts = [Database(url) for _ in range(3)]
    with ThreadPoolExecutor(len(starts)) as pool:
        loaded = list(pool.map(lambda start: seed(start, folder), starts))
    for start in starts:
        start.close()
    assert sorted(one.is_changed for one in loaded) == [False, False, True]
    assert len({one.release for one in loaded}) == 1


def test_a_changed_seed_is_another_release_and_the_same_one_again_is_not(
    scratch: Database, folder: Path
) -> None:
    first = seed(scratch, folder)
    edit("casualties", "About 180", "Some 180")(folder)
    second = seed(scratch, folder)
    assert second.is_changed
    assert second.release != first.release
    with scratch.session() as session:
        newest = select(Release.id).order_by(Release.number.desc()).limit(1)
        assert session.scalar(newest) == second.release
        assert session.scalars(select(CasualtyFigure.summary)).all() == ["Some 180 died."]
    edit("casualties", "Some 180", "About 180")(folder)
    third = seed(scratch, folder).release
    assert third not in (first.release, second.release)
    assert third.startswith(first.release[: len("2026-11-21-0f3a9c1b2d4e")])


def test_rows_that_are_gone_from_the_files_are_gone_from_the_database(
    scratch: Database, tmp_path: Path
) -> None:
    fewer: Seed = small_seed()
    fewer["casualties"], fewer["citations"], fewer["people"] = [], [], []
    seed(scratch, write_seed(tmp_path / "more", small_seed()))
    assert count(scratch, CasualtyFigureCitation) == 1
    seed(scratch, write_seed(tmp_path / "fewer", fewer))
    assert count(scratch, CasualtyFigure) == 0
    assert count(scratch, CasualtyFigureCitation) == 0
    assert count(scratch, Country) == 1


def test_places_may_come_before_what_they_lie_in(scratch: Database, tmp_path: Path) -> None:
    rows = small_seed()
    rows["places"].reverse()
    seed(scratch, write_seed(tmp_path / "seed", rows))
    assert count(scratch, Place) == 2


def test_the_small_seed_has_every_file(folder: Path) -> None:
    assert len(list(folder.glob("*.csv"))) == len(FILES)
    assert check(folder) == 10


def test_the_real_seed_is_right_and_loads_within_a_second(
    scratch: Database, seed_dir: Path, folder: Path
) -> None:
    seed(scratch, folder)
    started = time.process_time()
    loaded = seed(scratch, seed_dir)
    took = time.process_time() - started
    assert loaded.is_changed
    assert loaded.rows > 1000
    assert took < 1


def test_a_start_with_nothing_new_reads_no_rows(
    scratch: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(scratch, folder)
    monkeypatch.setattr("app.sources.seed.content_of", lambda _: pytest.fail("the rows were read"))
    assert not seed(scratch, folder).is_changed


def test_the_seed_module_does_not_import_what_reads_rows() -> None:
    code = "import sys, app.sources.seed; print([m for m in sys.modules if 'app.sources.' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['app.sources.seed']"
