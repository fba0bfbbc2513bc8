"""A right row of every table, as the database holds it: without the code's types in between."""

from typing import Any

from sqlalchemy import Connection, column, insert, table

Row = dict[str, Any]

THING: Row = {"names": '{"en": "Gao"}', "other_names": "[]", "words": " gao "}
DATE: Row = {
    "edtf": "2016",
    "began_earliest": "2016-01-01",
    "began_latest": "2016-12-31",
    "ended_earliest": "2016-01-01",
    "ended_latest": "2016-12-31",
    "is_approximate": False,
}
FACT: Row = {
    "id": "fact",
    "mission_id": "force",
    "place_id": "gao",
    "summary": "It was so.",
    "words": " it was so ",
    **DATE,
}
QUANTITY: Row = {"value": 180, "qualifier": "about", "low": 171, "high": 189}
CITATION: Row = {
    "fact_id": "fact",
    "position": 1,
    "document_id": "report",
    "paragraph": 2,
    "start_offset": 11,
    "end_offset": 69,
    "sha256": 64 * "0",
}

COUNTS = (
    "added", "changed", "confirmed", "unchanged", "superseded", "withdrawn", "repaired", "refused",
    "aggregate",
)  # fmt: skip

# Parents first.
RIGHT: dict[str, Row] = {
    "release": {
        "id": "2023-12-31-0f3a9c1b2d4e",
        "number": 1,
        "source": "seed",
        "digest": 64 * "0",
        "loaded_at": "2023-12-31 00:00:00",
        **dict.fromkeys(COUNTS, 0),
    },
    "withdrawn": {
        "kept_in": "casualty_figure",
        "id": "gone",
        "source": "seed",
        "withdrawn_at": "2023-12-31 00:00:00",
    },
    "fetched": {
        "url": "https://example.org/file.csv",
        "sha256": 64 * "0",
        "digest": 64 * "0",
        "fetched_at": "2023-12-31 00:00:00",
    },
    "country": {"id": "MLI", "alpha2": "ML", "m49": "466", "former_names": "[]", **THING},
    "place": {
        "id": "gao",
        "kind": "town",
        "country_id": "MLI",
        "former_names": "[]",
        "longitude": -0.04,
        "latitude": 16.27,
        **THING,
    },
    "document": {
        "id": "report",
        "kind": "article",
        "origin": "agency",
        "language": "en",
        "sha256": 64 * "0",
        "words": " report ",
        **DATE,
    },
    "mission": {"id": "force", "acronym": "FORCE", "kind": "peacekeeping", "lead": "un", **THING},
    "mission_country": {"mission_id": "force", "country_id": "MLI"},
    "resolution": {
        "id": "resolution",
        "number": "2690",
        "symbol": "S/RES/2690 (2023)",
        "body": "security-council",
        "in_favour": 15,
        "against": 0,
        "abstaining": 0,
        "words": " 2690 ",
        **DATE,
    },
    "actor": {
        "id": "agency",
        "kind": "organisation",
        "type": "news-agency",
        "acronym": "AG",
        **THING,
    },
    "base": {
        "id": "camp",
        "mission_id": "force",
        "place_id": "gao",
        "kind": "headquarters",
        **THING,
    },
    "milestone": {"type": "established", **FACT},
    "resolution_action": {"resolution_id": "resolution", "type": "terminates", **FACT},
    "base_status": {"base_id": "camp", "status": "closed", **FACT},
    "contingent": {
        "contributor_id": "MLI",
        "unit_type": "infantry",
        "relation": "seen",
        **QUANTITY,
        **FACT,
    },
    "casualty_figure": {
        "outcome": "death",
        "cause": "hostile-act",
        "population_group": "mission-personnel",
        "basis": "cumulative",
        "is_derived": False,
        **QUANTITY,
        **FACT,
    },
    "strength_figure": {
        "category": "all-personnel",
        "basis": "present",
        "is_derived": False,
        **QUANTITY,
        **FACT,
    },
    "event": {"type": "attack", "base_id": "camp", **FACT},
    "event_actor": {"event_id": "fact", "actor_id": "agency"},
    "statement": {"speaker_id": "agency", **FACT},
    "mandate_task": {"category": "security", "description": "To protect.", **FACT},
    "role": {"holder_id": "agency", "title": "agency", "organisation_id": "agency", **FACT},
    "search_entry": {
        "position": 1,
        "rank": 18,
        "kind": "place",
        "id": "gao",
        "title": "Gao",
        "mission_id": "force",
        "home_kind": "place",
        "home_id": "gao",
        "possibly_known_on": "2023-12-12",
        "certainly_known_on": "2023-12-12",
    },
    "search_common": {"term": "gao", "positions": b"\x02"},
}
FACT_TABLES = tuple(name for name, row in RIGHT.items() if "summary" in row)
DATED_TABLES = tuple(name for name, row in RIGHT.items() if "edtf" in row)
COUNTED_TABLES = tuple(name for name, row in RIGHT.items() if "qualifier" in row)
CITATION_TABLES = tuple(f"{name}_citation" for name in FACT_TABLES)
RIGHT |= dict.fromkeys(CITATION_TABLES, CITATION)


def put(connection: Connection, name: str, row: Row) -> None:
    """Insert a row past everything that the code would check."""
    connection.execute(insert(table(name, *map(column, row))).values(row))


def put_all(connection: Connection) -> None:
    """Insert the right row of every table."""
    for name, row in RIGHT.items():
        put(connection, name, row)
