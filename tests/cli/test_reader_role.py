"""On PostgreSQL, a role that deploy/reader.sql has granted what it needs serves, and cannot write."""

import subprocess
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import ProgrammingError

from app.database import Database
from app.settings import ROOT
from tests.cli.commands import Here, refusal, serving

SCRIPT = ROOT / "deploy/reader.sql"


@pytest.fixture
def reader(loaded: Database) -> Iterator[URL]:
    """The address of the database, as a role of the script."""
    if loaded.is_sqlite:
        pytest.skip("this is about a PostgreSQL server")
    name = f"reader_{uuid.uuid4().hex[:12]}"
    with loaded.engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'"))
        schema = connection.scalar(text("SELECT current_schema()"))
    run = ["psql", "-X", "-v", f"reader={name}", "-v", f"schema={schema}", "-f", str(SCRIPT)]
    own = loaded.url.set(drivername="postgresql").render_as_string(hide_password=False)
    ran = subprocess.run([*run, own], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    yield loaded.url.set(username=name, password="secret")
    with loaded.engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))


def test_it_serves_what_is_loaded(here: Here, reader: URL) -> None:
    url = reader.render_as_string(hide_password=False)
    with serving(here, database_url=url) as served:
        assert served.said[0].endswith(" is loaded already.")
        assert served.get("/ready").status_code == 200
        assert served.get("/v1/casualties?mission=force").json()["numberReturned"] == 1


def test_it_cannot_write_even_where_nothing_else_keeps_it_from_that(reader: URL) -> None:
    engine = create_engine(reader)
    with engine.connect() as connection:
        connection.execute(text("SET TRANSACTION READ WRITE"))
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text("DELETE FROM release"))
    engine.dispose()


def test_it_may_read_what_is_made_later(loaded: Database, reader: URL) -> None:
    with loaded.engine.begin() as connection:
        connection.execute(text("CREATE TABLE made_later AS SELECT 1 AS one"))
    engine = create_engine(reader)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT one FROM made_later")) == 1
    engine.dispose()


def test_loading_with_it_is_refused_in_one_line(here: Here, reader: URL, changed: object) -> None:
    url = reader.render_as_string(hide_password=False)
    said = refusal(here.run("seed", database_url=url, seed_dir=changed))
    assert "it may not be written to" in said
