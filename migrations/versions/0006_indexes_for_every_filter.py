"""Indexes by date for every filter: codes, contributors and speakers; all that a mission is asked for."""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
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
INNER_BOUNDS = ("began_latest", "ended_earliest", "is_approximate")
SPANNING_YEARS = sa.extract("year", sa.column("began_earliest", sa.Date)) < sa.extract(
    "year", sa.column("ended_latest", sa.Date)
)
FEW: tuple[tuple[str, ...], ...] = (BY_DATE, ("mission_id", *BY_DATE), ("place_id", *BY_DATE))
"""The columns that the indexes of the facts that span years had."""

BY: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "contingent": ("contributor_id", ("contributor_id", "began_earliest", "id")),
    "casualty_figure": ("contributor_id", ("contributor_id", "began_earliest", "id")),
    "strength_figure": ("contributor_id", ("contributor_id", "began_earliest", "id")),
    "statement": ("speaker_id", ("speaker_id",)),
}
"""The column that facts are asked for by, and the columns of the index that there was."""

CODED = {
    "contingent": ("unit_type", "relation"),
    "casualty_figure": ("outcome", "cause", "population_group", "basis"),
    "strength_figure": ("category", "basis"),
    "event": ("type",),
    "mandate_task": ("category",),
}


def name(table: str, *columns: str) -> str:
    """What an index of these columns is called."""
    return op.f(f"ix_{table}_{'_'.join(columns)}")


def of_few(table: str, *columns: str) -> None:
    """An index of the facts that span years."""
    op.create_index(
        name(table, columns[0], "of_those_spanning_years"),
        table,
        list(columns),
        sqlite_where=SPANNING_YEARS,
        postgresql_where=SPANNING_YEARS,
    )


def codes() -> Iterator[tuple[str, str]]:
    """Each table and each of its coded columns."""
    for table, columns in CODED.items():
        for column in columns:
            yield table, column


def upgrade() -> None:
    for table in FACTS:
        op.drop_index(name(table, "mission_id", *BY_DATE), table)
        columns = ["mission_id", *BY_DATE, "place_id", *CODED.get(table, ())]
        op.create_index(name(table, "mission_id", "by_date"), table, columns)
        for before in FEW:
            op.drop_index(name(table, before[0], "of_those_spanning_years"), table)
        of_few(table, *BY_DATE, *INNER_BOUNDS)
        of_few(table, *columns, *INNER_BOUNDS)
        of_few(table, "place_id", *BY_DATE, *INNER_BOUNDS)
    for table, (column, replaced) in BY.items():
        op.drop_index(name(table, *replaced), table)
        op.create_index(name(table, column, "by_date"), table, [column, *BY_DATE])
        of_few(table, column, *BY_DATE, *INNER_BOUNDS)
    for table, column in codes():
        op.create_index(name(table, column, "by_date"), table, [column, *BY_DATE])
        of_few(table, column, *BY_DATE, *INNER_BOUNDS)
    for table in FACTS:
        citation = f"{table}_citation"
        op.drop_index(name(citation, "document_id"), citation)
        op.create_index(
            name(citation, "document_id", "fact_id"), citation, ["document_id", "fact_id"]
        )


def downgrade() -> None:
    for table in FACTS:
        citation = f"{table}_citation"
        op.drop_index(name(citation, "document_id", "fact_id"), citation)
        op.create_index(name(citation, "document_id"), citation, ["document_id"])
    for table, column in codes():
        op.drop_index(name(table, column, "of_those_spanning_years"), table)
        op.drop_index(name(table, column, "by_date"), table)
    for table, (column, replaced) in BY.items():
        op.drop_index(name(table, column, "of_those_spanning_years"), table)
        op.drop_index(name(table, column, "by_date"), table)
        op.create_index(name(table, *replaced), table, list(replaced))
    for table in FACTS:
        op.drop_index(name(table, "mission_id", "by_date"), table)
        op.create_index(name(table, "mission_id", *BY_DATE), table, ["mission_id", *BY_DATE])
        for before in FEW:
            op.drop_index(name(table, before[0], "of_those_spanning_years"), table)
            of_few(table, *before)
