"""What partitions by mission and by year would bring: pages of facts from one table, and from the same in parts.

.venv/bin/python -m benchmarks.partitions DATABASE_URL

The database is one of PostgreSQL, made by `benchmarks.making FACTS DATABASE_URL casualty`. Its casualty
figures are copied into partitioned tables, which are gone afterwards, with the indexes that the questions
need. Milliseconds are the server's own, medians, with all that is read in memory.
"""

import json
import re
import statistics
import sys
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, create_engine, text

from benchmarks.figures import machine, table

TABLE, COPY = "casualty_figure", "casualty_figure_in_parts"
INDEXES = re.compile(
    r"^CREATE INDEX \S+ ON \S+ (USING btree \((?:mission_id|began_earliest|contributor_id)\b.*)$"
)
YEARS = range(1990, 2025)
LARGEST = 5
ROUNDS = 7
PAGE = "ORDER BY began_earliest, id LIMIT 51"
IN_2009 = "began_earliest BETWEEN '2009-01-01' AND '2009-12-31'"
UNTIL_2009 = (
    "began_earliest < '2009-01-01' AND ended_latest >= '2009-01-01'"
    " AND EXTRACT(year FROM began_earliest) < EXTRACT(year FROM ended_latest)"
)
OF_ONE = "mission_id = 'made-mission-001'"
QUESTIONS = {
    "one by its id": "id = '{id}'",
    "a page of all": f"TRUE {PAGE}",
    "of a mission": f"{OF_ONE} {PAGE}",
    "of a year": f"{IN_2009} {PAGE}",
    "of a mission and a year": f"{OF_ONE} AND {IN_2009} {PAGE}",
    "begun before the year and not over": f"{UNTIL_2009} {PAGE}",
    "of a contributor": f"contributor_id = '{{contributor}}' {PAGE}",
}  # fmt: skip


def by_mission(connection: Connection) -> Iterator[str]:
    """A partition for each mission, and one for what is of none."""
    yield "PARTITION BY LIST (mission_id)"
    for number, mission in enumerate(missions(connection)):
        yield f"CREATE TABLE part_{number} PARTITION OF {COPY} FOR VALUES IN ('{mission}')"
    yield f"CREATE TABLE part_others PARTITION OF {COPY} DEFAULT"


def by_year(_: Connection) -> Iterator[str]:
    """A partition for each year, and one for what has no date, or is older or newer."""
    yield "PARTITION BY RANGE (began_earliest)"
    yield from years("part", COPY, 1)


def by_both(connection: Connection) -> Iterator[str]:
    """The largest missions on their own and all others together, each in parts of five years."""
    yield "PARTITION BY LIST (mission_id)"
    for number, mission in enumerate(missions(connection)[:LARGEST]):
        values = f"FOR VALUES IN ('{mission}') PARTITION BY RANGE (began_earliest)"
        yield f"CREATE TABLE part_{number} PARTITION OF {COPY} {values}"
        yield from years(f"part_{number}", f"part_{number}", 5)
    yield f"CREATE TABLE part_others PARTITION OF {COPY} DEFAULT PARTITION BY RANGE (began_earliest)"
    yield from years("part_others", "part_others", 5)


LAYOUTS = {"by mission": by_mission, "by year": by_year, "by five missions and five years": by_both}


def years(name: str, parent: str, step: int) -> Iterator[str]:
    """Partitions of so many years, and one for the rest."""
    for year in YEARS[::step]:
        bounds = f"FROM ('{year}-01-01') TO ('{year + step}-01-01')"
        yield f"CREATE TABLE {name}_{year} PARTITION OF {parent} FOR VALUES {bounds}"
    yield f"CREATE TABLE {name}_rest PARTITION OF {parent} DEFAULT"


def missions(connection: Connection) -> list[str]:
    """Those that there are figures of, the largest first."""
    found = f"SELECT mission_id FROM {TABLE} WHERE mission_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
    return [str(each) for each in connection.scalars(text(found))]


def fill(connection: Connection, layout: Iterator[str]) -> None:
    """The same rows in parts, with what of the indexes the questions need."""
    how = next(layout)
    connection.execute(text(f"CREATE TABLE {COPY} (LIKE {TABLE} INCLUDING CONSTRAINTS) {how}"))
    for statement in layout:
        connection.execute(text(statement))
    connection.execute(text(f"INSERT INTO {COPY} SELECT * FROM {TABLE}"))
    connection.execute(text(f"CREATE INDEX ON {COPY} (id)"))
    told = connection.scalars(text(f"SELECT indexdef FROM pg_indexes WHERE tablename = '{TABLE}'"))
    for index in filter(None, map(INDEXES.match, told)):
        connection.execute(text(f"CREATE INDEX ON {COPY} {index[1]}"))


def cost(connection: Connection, name: str, where: str) -> str:
    """How many parts are read, how many pages of 8 kB, and how long planning and running it take."""
    explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM {name} WHERE {where}"
    told = [explained(connection, explain) for _ in range(ROUNDS)]
    plan = told[-1]["Plan"]
    parts = sum("Relation Name" in node and node["Actual Loops"] > 0 for node in nodes(plan))
    read = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    planning, running = (
        statistics.median(each[time] for each in told)
        for time in ("Planning Time", "Execution Time")
    )
    return f"{parts} / {read}, {planning:.1f} + {running:.1f}"


def explained(connection: Connection, explain: str) -> dict[str, Any]:
    """A plan that was run."""
    told = connection.exec_driver_sql(explain).scalar_one()
    plans: list[dict[str, Any]] = told if isinstance(told, list) else json.loads(told)
    return plans[0]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan and all that it is made of."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def questions(connection: Connection) -> list[str]:
    """What is asked, of a fact and a contributor that there are."""
    one = connection.scalar(text(f"SELECT max(id) FROM {TABLE}"))
    most = f"SELECT mode() WITHIN GROUP (ORDER BY contributor_id) FROM {TABLE}"
    contributor = connection.scalar(text(most))
    return [where.format(id=one, contributor=contributor) for where in QUESTIONS.values()]


def main(url: str) -> None:
    """Ask the table as it is, then each layout; nothing of it is kept."""
    engine = create_engine(url)
    columns: dict[str, list[str]] = {}
    with engine.connect() as connection:
        number = connection.scalar(text(f"SELECT count(*) FROM {TABLE}"))
        print(
            f"{number:,} facts, {ROUNDS} rounds, {machine()}: parts read / pages, ms of planning + of running\n"
        )
        asked = questions(connection)
        columns["one table"] = [cost(connection, TABLE, where) for where in asked]
        for name, layout in LAYOUTS.items():
            fill(connection, layout(connection))
            connection.execute(text(f"ANALYZE {COPY}"))
            columns[name] = [cost(connection, COPY, where) for where in asked]
            connection.rollback()
    engine.dispose()
    rows = [list(row) for row in zip(QUESTIONS, *columns.values(), strict=True)]
    print(table(["", *columns], rows))


if __name__ == "__main__":
    main(sys.argv[1])
