"""Lists of missions and mandates: how a mission began and ended, and more of what it may be told to do."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MILESTONES = (
    "established deployed mandate-ended withdrawal-started closing-ceremony"
    " withdrawal-completed liquidation-started liquidation-ended"
)
CATEGORIES = (
    "army-training ceasefire elections human-rights humanitarian liquidation"
    " peace-agreement political-process protection-of-civilians"
    " protection-of-un-personnel security state-authority use-of-force"
)
MORE_MILESTONES = "started ended"
MORE_CATEGORIES = (
    "civil-society coordination disarmament early-warning economic-recovery gender-equality"
    " justice mine-action public-information reconciliation security-sector-reform"
)
VOCABULARIES = (
    ("milestone", "type", "milestonetype", MILESTONES, MORE_MILESTONES),
    ("mandate_task", "category", "taskcategory", CATEGORIES, MORE_CATEGORIES),
)


def upgrade() -> None:
    for table, column, vocabulary, codes, more in VOCABULARIES:
        allow(table, column, vocabulary, before=codes, now=f"{codes} {more}")


def downgrade() -> None:
    """Facts with codes that were not known before go, and who says them."""
    for table, column, vocabulary, codes, more in VOCABULARIES:
        unknown = f"SELECT id FROM {table} WHERE {column} IN ({listed(more)})"  # noqa: S608 -- names of ours
        op.execute(f"DELETE FROM {table}_citation WHERE fact_id IN ({unknown})")  # noqa: S608 -- names of ours
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({listed(more)})")  # noqa: S608 -- names of ours
        allow(table, column, vocabulary, before=f"{codes} {more}", now=codes)


def listed(codes: str) -> str:
    """Codes as SQL lists them."""
    return ", ".join(f"'{code}'" for code in codes.split())


def allow(table: str, column: str, vocabulary: str, *, before: str, now: str) -> None:
    """Let a column hold these codes."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(f"ck_{table}_{vocabulary}"), table, type_="check")
        op.create_check_constraint(
            op.f(f"ck_{table}_{vocabulary}"), table, f"{column} IN ({listed(now)})"
        )
    else:
        remake(table, f"{column} IN ({listed(before)})", f"{column} IN ({listed(now)})")


def remake(table: str, old_rule: str, new_rule: str) -> None:
    """The same table with another rule, as SQLite changes none in place.

    To drop the old table deletes its citations, so these are put aside meanwhile.
    """
    bind = op.get_bind()
    schema = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type = :type")
    made = bind.scalar(schema, {"name": table, "type": "table"})
    indexes = [
        sql for sql in bind.scalars(schema, {"name": table, "type": "index"}) if sql is not None
    ]
    renamed = made.replace(table, f"new_{table}", 1)
    if old_rule not in renamed:
        raise RuntimeError(f"{table} has not the rule {old_rule}")
    op.execute(f"CREATE TEMP TABLE aside AS SELECT * FROM {table}_citation")  # noqa: S608 -- names of ours
    op.execute(renamed.replace(old_rule, new_rule))
    op.execute(f"INSERT INTO new_{table} SELECT * FROM {table}")  # noqa: S608 -- names of ours
    op.drop_table(table)
    op.rename_table(f"new_{table}", table)
    for sql in indexes:
        op.execute(sql)
    op.execute(f"DELETE FROM {table}_citation")  # noqa: S608 -- names of ours
    op.execute(f"INSERT INTO {table}_citation SELECT * FROM aside")  # noqa: S608 -- names of ours
    op.execute("DROP TABLE aside")
