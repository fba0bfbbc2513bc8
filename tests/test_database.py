"""Addresses of databases: which file, which name for the operator, and what a transaction keeps."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.database import Database, parse_url
from app.errors import OperatorError


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("sqlite:///data/kb.sqlite3", "data/kb.sqlite3"),
        ("sqlite:////srv/kb.sqlite3", "/srv/kb.sqlite3"),
        ("sqlite:////srv/kb.sqlite3?timeout=1", "/srv/kb.sqlite3"),
        ("sqlite:///file:/srv/kb.sqlite3?mode=ro&uri=true", "/srv/kb.sqlite3"),
        ("sqlite:///file:///srv/kb.sqlite3?mode=ro&uri=true", "/srv/kb.sqlite3"),
        ("sqlite:///file:/srv/my%2520kb.sqlite3?uri=true", "/srv/my kb.sqlite3"),
        ("postgresql:///kb", None),
    ],
)
def test_a_database_knows_its_file(url: str, file: str | None) -> None:
    database = Database(url)
    assert database.file == (Path(file) if file else None)
    database.close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://kb:hunter2@db/kb",
        "postgresql://db/kb?user=kb&password=hunter2",
        "postgresql://db/kb?sslpassword=hunter2",
    ],
)
def test_an_operator_is_shown_no_password(url: str) -> None:
    database = Database(url)
    assert "hunter2" not in database.name
    assert database.name.startswith("postgresql://")
    database.close()


@pytest.mark.parametrize("url", ["", "kb.sqlite3", "postgres://db/kb", "postgresql://db:x/kb"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(OperatorError, match="not the address of a database"):
        parse_url(url)


def test_a_transaction_that_fails_keeps_neither_tables_nor_rows(empty_url: str) -> None:
    database = Database(empty_url)

    def fail() -> None:
        with database.writing() as connection:
            connection.execute(text("CREATE TABLE recipe (id INTEGER)"))
            connection.execute(text("INSERT INTO recipe VALUES (1)"))
            connection.execute(text("INSERT INTO recipes VALUES (1)"))

    with pytest.raises(OperatorError, match="recipes"):
        fail()
    assert database.revision() is None
    database.close()


def test_a_refusal_is_one_sentence_that_names_the_database(empty_url: str) -> None:
    database = Database(empty_url)
    with pytest.raises(OperatorError) as caught, database.session() as session:
        session.execute(text("SELECT * FROM recipes"))
    assert str(caught.value).startswith(f"database {database.name}: ")
    assert "\n" not in str(caught.value)
    database.close()
