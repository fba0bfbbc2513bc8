"""migrate, seed and verify do what they say, and refuse in one line what cannot be done."""

import re
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from app.database import SCHEMA_REVISION, Database
from tests.cli.commands import Here, refusal
from tests.sources.small_seed import TEXT, small_seed, write_seed

RELEASE = r"\d{4}-\d\d-\d\d-[0-9a-f]{12}"


def count(here: Here, table: str) -> int:
    database = Database(here.settings["database_url"])
    with database.engine.connect() as connection:
        found = connection.scalar(text(f"SELECT count(*) FROM {table}"))
    database.close()
    return int(found or 0)


def test_migrate_makes_the_tables_and_a_second_time_nothing(here: Here) -> None:
    first = here.run("migrate")
    assert first.status == 0
    assert re.fullmatch(rf"Migrated \S+ to revision {SCHEMA_REVISION}\.\n", first.out)
    assert first.err == ""
    second = here.run("migrate")
    assert second.status == 0
    assert re.fullmatch(rf"Database \S+ is at revision {SCHEMA_REVISION} already\.\n", second.out)
    assert count(here, "mission") == 0


def test_seed_loads_all_rows_once(here: Here, database: Database) -> None:
    first = here.run("seed")
    assert first.status == 0, first.err
    assert re.fullmatch(rf"Loaded release {RELEASE}: \d+ rows\.\n", first.out)
    began = time.monotonic()
    second = here.run("seed")
    assert second.status == 0
    assert re.fullmatch(rf"Release {RELEASE} is loaded already\.\n", second.out)
    assert time.monotonic() - began < 10
    assert count(here, "release") == 1
    assert count(here, "casualty_figure") == 1


def test_seed_replaces_another_release(here: Here, loaded: Database, changed: Path) -> None:
    ran = here.run("seed", seed_dir=changed)
    assert ran.out.startswith("Loaded release"), ran
    assert count(here, "release") == 2
    assert count(here, "place") == 2


def test_seed_wants_the_tables_first(here: Here) -> None:
    assert "is empty: run `mission-kb migrate`" in refusal(here.run("seed"))


def test_seed_check_validates_and_loads_nothing(files: Here, file: Path) -> None:
    ran = files.run("seed", "--check")
    assert ran.status == 0, ran.err
    assert re.fullmatch(r"small: \d+ rows are right\.\n", ran.out)
    assert not file.exists()


def test_seed_check_tells_file_row_column_and_reason(files: Here, tmp_path: Path) -> None:
    wrong = small_seed()
    wrong["casualties"][0]["date"] = "2023-13"
    folder = write_seed(tmp_path / "wrong", wrong)
    message = refusal(files.run_within("seed", "--check", seed_dir=folder))
    assert message.startswith("casualties.csv, row 2, column date: '2023-13'")


def test_verify_passes_where_the_documents_say_so(
    here: Here, loaded: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "report.txt").write_text(TEXT, encoding="utf-8")
    ran = here.run("verify", "--documents", str(folder))
    assert ran.status == 0, ran
    assert ran.err == ""
    assert here.run_within("verify", documents_dir=folder) == ran


def test_verify_fails_where_they_do_not(here: Here, loaded: Database, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "report.txt").write_text(TEXT.replace("180", "170"), encoding="utf-8")
    ran = here.run("verify", "--documents", str(folder))
    assert ran.status == 1
    assert "report" in ran.out
    assert ran.err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["verify"], "name the folder of the texts: mission-kb verify --documents DIR"),
        (["verify", "--documents", "."], "run `mission-kb migrate`"),
    ],
)
def test_verify_says_what_it_lacks(files: Here, arguments: list[str], message: str) -> None:
    assert message in refusal(files.run_within(*arguments))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--colour"], "No such option '--colour'. See mission-kb --help"),
        (["servo"], "No such command 'servo'"),
        (["serve", "--colour"], "No such option '--colour'. See mission-kb serve --help"),
        (["seed", "now"], "unexpected extra argument"),
        (["serve", "--port", "http"], "'http' is not a valid integer"),
        (["serve", "--port", "70000"], "70000 is not in the range"),
        (["serve", "--port"], "Option '--port' requires an argument"),
        (["verify", "--documents", "nowhere"], "Directory 'nowhere' does not exist"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_that_there_is_not_is_refused(
    files: Here, file: Path, arguments: list[str], message: str
) -> None:
    assert message in refusal(files.run_within(*arguments), status=2)
    assert not file.exists()


def test_help_and_version_need_no_database(files: Here, file: Path) -> None:
    for arguments in (["--version"], ["serve", "--help"]):
        ran = files.run_within(*arguments, port="not even a number")
        assert (ran.status, ran.err) == (0, "")
    assert not file.exists()


@pytest.mark.parametrize(
    ("command", "setting", "value"),
    [
        ("serve", "port", "http"),
        ("migrate", "port", "70000"),
        ("seed", "reader_threads", "0"),
        ("verify", "public_url", "kb"),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    files: Here, file: Path, command: str, setting: str, value: str
) -> None:
    message = refusal(files.run_within(command, **{setting: value}))
    assert message.startswith(f"MISSION_KB_{setting.upper()} cannot be '{value}'. What it sets: ")
    assert not file.exists()


WRITE_ONE = "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
UNREACHABLE = "see that it is there and may be used"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", WRITE_ONE),
        ("hunter2", WRITE_ONE),
        ("postgres://kb:hunter2@127.0.0.1/kb", WRITE_ONE),
        ("postgresql://kb:hunter2@127.0.0.1:port/kb", WRITE_ONE),
        ("sqlite:///kb.sqlite3?colour=blue", WRITE_ONE),
        ("sqlite:///kb.sqlite3?timeout=long", WRITE_ONE),
        ("sqlite://", WRITE_ONE),
        ("sqlite:///:memory:", WRITE_ONE),
        ("sqlite:///file:kb?mode=memory&uri=true", WRITE_ONE),
        ("mysql://kb:hunter2@127.0.0.1/kb", "mysql is not supported; use SQLite or PostgreSQL"),
        ("postgresql+asyncpg://kb:hunter2@127.0.0.1/kb", "write just postgresql://"),
        ("sqlite+aiosqlite:///kb.sqlite3", "write just sqlite://"),
        ("postgresql://kb:hunter2@hunter2@127.0.0.1/kb", "an @ in its password: write it as %40"),
        ("postgresql://kb:hunter2@127.0.0.1:1/kb", UNREACHABLE),
        ("postgresql://127.0.0.1:1/kb?password=hunter2", UNREACHABLE),
        ("postgresql://kb:hunter2@no-such-host.invalid/kb", UNREACHABLE),
        ("postgresql://kb@127.0.0.1:1/kb?colour=blue", 'invalid connection option "colour"'),
        ("sqlite:////dev/null/kb.sqlite3", "name another place in MISSION_KB_DATABASE_URL"),
        ("sqlite:////", UNREACHABLE),
    ],
)
def test_an_address_of_no_database_is_refused_without_its_password(
    files: Here, url: str, message: str
) -> None:
    said = refusal(files.run_within("migrate", database_url=url))
    assert message in said
    assert "hunter2" not in said
    assert list(files.folder.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "seed", "migrate"])
def test_every_command_refuses_an_address_alike(files: Here, command: str) -> None:
    assert WRITE_ONE in refusal(files.run(command, database_url="hunter2", port=0))


@pytest.mark.parametrize(
    ("arguments", "status"), [(["servo"], 2), (["serve", "--colour"], 2), (["verify"], 1)]
)
def test_a_refusal_is_the_same_from_a_shell(files: Here, arguments: list[str], status: int) -> None:
    ran = files.run(*arguments)
    assert refusal(ran, status)
    assert files.run_within(*arguments) == ran


def test_a_setting_that_cannot_be_is_no_stack_trace(files: Here) -> None:
    assert "MISSION_KB_PORT cannot be 'http'" in refusal(files.run("serve", port="http"))


def test_a_server_without_the_database_says_so(files: Here, new_url_of_postgresql: str) -> None:
    said = refusal(files.run("migrate", database_url=new_url_of_postgresql))
    assert '"no_such_database" does not exist' in said
    assert UNREACHABLE in said


@pytest.fixture
def new_url_of_postgresql(empty_url: str) -> str:
    database = Database(empty_url)
    database.close()
    if database.is_sqlite:
        pytest.skip("this is about a PostgreSQL server")
    url = database.url.set(database="no_such_database").difference_update_query(["options"])
    return url.render_as_string(hide_password=False)
