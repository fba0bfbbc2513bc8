"""Indexes of the facts that span years, for questions about a time."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

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
BY_DATE = ("began_earliest", "id", "ended_latest")
SPANNING_YEARS = sa.extract("year", sa.column("began_earliest", sa.Date)) < sa.extract(
    "year", sa.column("ended_latest", sa.Date)
)


def indexes() -> Iterator[tuple[str, str, list[str]]]:
    """The name, the table and the columns of each."""
    for fact in FACTS:
        for first in ((), ("mission_id",), ("place_id",)):
            columns = [*first, *BY_DATE]
            yield f"ix_{fact}_{columns[0]}_of_those_spanning_years", fact, columns


def upgrade() -> None:
    for name, fact, columns in indexes():
        op.create_index(
            op.f(name),
            fact,
            columns,
            sqlite_where=SPANNING_YEARS,
            postgresql_where=SPANNING_YEARS,
        )


def downgrade() -> None:
    for name, fact, _ in indexes():
        op.drop_index(op.f(name), fact)
