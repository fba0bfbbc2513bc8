"""The question that is asked of all: fifty facts of one mission from some years, the oldest first."""

import sqlite3
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import event

from app.api.casualties import CasualtyQuery
from app.database import Database
from app.queries.find import find
from app.records import CasualtyFigure
from benchmarks.making.world import HUGE

MISSION = HUGE
BEGIN, END = "2005-01-01", "2008-12-31"
ROWS = 50
OURS = "/v1/casualties?" + urlencode(
    {"mission": MISSION, "datetime": "2005/2008", "outcome": "injury", "limit": ROWS},
    safe="/",
)
DATASETTES = "casualty_figure.json?" + urlencode(
    {
        "mission_id": MISSION,
        "outcome": "injury",
        "began_earliest__lte": END,
        "ended_latest__gte": BEGIN,
        "_sort": "began_earliest",
        "_size": ROWS,
        "_shape": "objects",
        "_nocount": 1,
        "_nofacet": 1,
        "_nosuggest": 1,
    }
)
"""Datasette is asked in its fastest form: without a count and without facets it is twenty times as fast."""

BASES = f"/collections/bases/items?limit={ROWS}&bbox=-180,-60,180,80"
Statements = list[tuple[str, Any]]


def asked_of(file: Path) -> Statements:
    """The statements by which we find the facts and their citations, with their values; not the count."""
    database = Database(f"sqlite:///{file}")
    run: Statements = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if "FROM casualty_figure" in statement and "count(" not in statement:
            run.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    with database.session() as session:
        find(session, CasualtyFigure, CasualtyQuery.read(parse_qsl(OURS.partition("?")[2])))
    database.close()
    return run


def in_a_loop(file: Path, asked: Statements, seconds: float) -> float:
    """How often a second `sqlite3` answers them: the floor of what the question costs."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    times, began = 0, time.perf_counter()
    while time.perf_counter() < began + seconds:
        for statement, values in asked:
            connection.execute(statement, values).fetchall()
        times += 1
    rate = times / (time.perf_counter() - began)
    connection.close()
    return rate
