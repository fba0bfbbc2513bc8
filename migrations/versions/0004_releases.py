"""Releases: who brought each row and when it changed, what each load did, which ids are gone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
THINGS = ("country", "place", "document", "mission", "resolution", "base", "actor")
FACTS = (
    "milestone",
    "resolution_action",
    "base_status",
    "contingent",
    "casualty_figure",
    "strength_figure",
    "event",
    "statement",
    "mandate_task",
    "role",
)
COUNTS = (
    "added",
    "changed",
    "confirmed",
    "unchanged",
    "superseded",
    "withdrawn",
    "repaired",
    "refused",
    "aggregate",
)


def upgrade() -> None:
    for table in (*THINGS, *FACTS):
        op.add_column(table, sa.Column("source", TEXT, nullable=False, server_default="seed"))
        op.add_column(table, sa.Column("digest", TEXT, nullable=False, server_default=""))
        op.add_column(
            table,
            sa.Column(
                "updated_at", sa.DateTime(), nullable=False, server_default="1970-01-01 00:00:00"
            ),
        )
    for table in FACTS:
        op.create_index(op.f(f"ix_{table}_updated_at"), table, ["updated_at"])
    renew_releases()
    op.create_table(
        "withdrawn",
        sa.Column("kept_in", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("heir_id", TEXT, nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kept_in", "id", name=op.f("pk_withdrawn")),
    )
    op.create_table(
        "fetched",
        sa.Column("url", TEXT, nullable=False),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("last_modified", TEXT, nullable=True),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_fetched")),
    )


def renew_releases() -> None:
    """The table made anew: the releases so far keep their ids, in the order of their loading.

    The seed that they were loaded from is loaded once more, as its rows have no digests yet.
    """
    op.rename_table("release", "old_release")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE old_release DROP CONSTRAINT pk_release")
    op.create_table(
        "release",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=True),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_release_document_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("number", name=op.f("uq_release_number")),
    )
    op.execute(
        "INSERT INTO release (id, number, source, digest, loaded_at, added, changed, confirmed,"
        " unchanged, superseded, withdrawn, repaired, refused, aggregate)"
        " SELECT id, row_number() OVER (ORDER BY loaded_at, id), source, '', loaded_at,"
        " 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM old_release"
    )
    op.drop_table("old_release")


def downgrade() -> None:
    op.drop_table("fetched")
    op.drop_table("withdrawn")
    op.execute("CREATE TABLE old_release AS SELECT id, source, digest, loaded_at FROM release")
    op.drop_table("release")
    op.create_table(
        "release",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.execute("INSERT INTO release SELECT id, source, digest, loaded_at FROM old_release")
    op.drop_table("old_release")
    for table in FACTS:
        op.drop_index(op.f(f"ix_{table}_updated_at"), table)
    for table in (*THINGS, *FACTS):
        for column in ("source", "digest", "updated_at"):
            op.drop_column(table, column)
