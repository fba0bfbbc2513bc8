"""Search: an entry for each thing and each fact, and the index of their terms."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KINDS = (
    "mission country place resolution base person organisation document milestone action"
    " base-status casualty strength contingent event statement task role"
)
SQLITE = """
CREATE VIRTUAL TABLE search_index
USING fts5(terms, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '=^/_-'")
"""
POSTGRESQL = """
CREATE TABLE search_index (
    position INTEGER NOT NULL,
    terms tsvector NOT NULL,
    CONSTRAINT pk_search_index PRIMARY KEY (position)
)
"""


def kind(name: str, vocabulary: str) -> sa.Column[str]:
    """A column that holds the kind of a thing or of a fact."""
    codes = sa.Enum(
        *KINDS.split(), name=vocabulary, native_enum=False, create_constraint=True, length=40
    )
    return sa.Column(name, codes, nullable=False)


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        kind("kind", "searchkind"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("mission_id", TEXT, nullable=True),
        kind("home_kind", "searchhome"),
        sa.Column("home_id", TEXT, nullable=False),
        sa.Column("possibly_known_on", sa.Date(), nullable=True),
        sa.Column("certainly_known_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name="fk_search_entry_mission_id"),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "id", name=op.f("uq_search_entry_kind_id")),
    )
    op.create_index(op.f("ix_search_entry_rank_id"), "search_entry", ["rank", "id"])
    op.create_table(
        "search_common",
        sa.Column("term", TEXT, nullable=False),
        sa.Column("positions", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_search_common")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE)
    else:
        op.execute(POSTGRESQL)
        op.execute("CREATE INDEX ix_search_index_terms ON search_index USING gin (terms)")


def downgrade() -> None:
    op.drop_table("search_index")
    op.drop_table("search_common")
    op.drop_table("search_entry")
