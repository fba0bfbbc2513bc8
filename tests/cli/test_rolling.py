"""Old code on a newer schema: what was only added to is read, what was changed is refused."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from app.database import SCHEMA_REVISION, Database, check_revision, is_ahead
from app.errors import OperatorError
from app.settings import ROOT
from tests.cli.commands import Here, refusal, serving

NEXT = f"{int(SCHEMA_REVISION) + 1:04}"
REVISION = """
from collections.abc import Sequence
import sqlalchemy as sa
from alembic import op

revision: str = "{revision}"
down_revision: str | None = "{before}"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
{promise}

def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
"""
ADDITION = (
    'op.add_column("place", sa.Column("nickname", sa.Text())); op.create_table("gazette",'
    ' sa.Column("id", sa.Text(), primary_key=True)); op.create_index("ix_place_nickname", "place", ["nickname"])'
)
REMOVAL = 'op.drop_index("ix_place_nickname"); op.drop_table("gazette"); op.drop_column("place", "nickname")'


class Next:
    """The migrations of the version after this one."""

    def __init__(self, folder: Path, *, is_addition: bool) -> None:
        folder.mkdir()
        self.folder = folder
        promise = f'readable_from: str = "{SCHEMA_REVISION}"' if is_addition else ""
        written = REVISION.format(
            revision=NEXT,
            before=SCHEMA_REVISION,
            promise=promise,
            upgrade=ADDITION,
            downgrade=REMOVAL,
        )
        (folder / f"{NEXT}_more.py").write_text(written, encoding="utf-8")

    def run(self, database: Database, what: str, to: str) -> None:
        """Bring a database up or down, as that version's `migrate` does."""
        config = Config()
        config.set_main_option("script_location", str(ROOT / "migrations"))
        config.set_main_option("path_separator", "newline")
        config.set_main_option(
            "version_locations", f"{ROOT / 'migrations' / 'versions'}\n{self.folder}"
        )
        with database.writing() as connection:
            config.attributes["connection"] = connection
            getattr(command, what)(config, to)


@pytest.fixture
def addition(tmp_path: Path) -> Next:
    return Next(tmp_path / "next", is_addition=True)


@pytest.fixture
def change(tmp_path: Path) -> Next:
    return Next(tmp_path / "next", is_addition=False)


def answers(address: str) -> Iterator[object]:
    for path in ("/v1/places", "/v1/missions", "/v1/search?q=gao", "/v1/timeline", "/v1/bases.csv"):
        answer = httpx.get(address + path, headers={"Cache-Control": "no-store"}, timeout=30)
        assert answer.status_code == 200, answer.text
        yield answer.text.replace(address, "")


def test_a_server_answers_on_while_a_newer_version_adds_to_the_tables(
    here: Here, loaded: Database, addition: Next
) -> None:
    with serving(here) as served:
        before = list(answers(served.address))
        addition.run(loaded, "upgrade", NEXT)
        assert loaded.revision() == NEXT
        assert list(answers(served.address)) == before
        assert served.get("/ready").status_code == 200
    with serving(here) as again:
        assert again.said == [
            f"A newer version has migrated {loaded.name}: it is read, and nothing is loaded."
        ]
        assert list(answers(again.address)) == before
        assert again.get("/ready").status_code == 200


def test_the_seed_of_an_older_version_is_not_loaded_into_newer_tables(
    here: Here, loaded: Database, addition: Next, changed: Path
) -> None:
    addition.run(loaded, "upgrade", NEXT)
    with serving(here, seed_dir=changed) as served:
        assert "Another Gao" not in served.get("/v1/places").text
    for name in ("seed", "migrate"):
        assert f"is of the newer revision {NEXT}" in refusal(here.run_within(name))


def test_going_back_is_a_migration_too(loaded: Database, addition: Next) -> None:
    addition.run(loaded, "upgrade", NEXT)
    assert is_ahead(loaded)
    addition.run(loaded, "downgrade", SCHEMA_REVISION)
    assert not is_ahead(loaded)
    assert check_revision(loaded)


def test_tables_that_were_changed_are_refused(here: Here, loaded: Database, change: Next) -> None:
    with serving(here) as served:
        assert served.get("/ready").status_code == 200
        change.run(loaded, "upgrade", NEXT)
        answer = served.get("/ready")
        assert (answer.status_code, served.get("/health").status_code) == (503, 200)
        assert f"is of the revision {NEXT}" in answer.json()["detail"]
    assert f"is of the newer revision {NEXT}" in refusal(here.run("serve", port=0))


def test_a_database_that_does_not_say_is_for_its_own_version_alone(loaded: Database) -> None:
    with loaded.writing() as connection:
        connection.execute(text("ALTER TABLE alembic_version DROP COLUMN readable_from"))
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": NEXT})
    with pytest.raises(OperatorError, match=f"is of the newer revision {NEXT}"):
        check_revision(loaded, to_read=True)
