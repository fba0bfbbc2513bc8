"""Wrong states cannot be written: for every rule of a table a row that the database refuses."""

from typing import Any, NamedTuple

import pytest
from sqlalchemy import CheckConstraint, Connection, UniqueConstraint, func, select
from sqlalchemy.exc import IntegrityError

from app.records import Record
from tests.records.rows import (
    CITATION_TABLES,
    COUNTED_TABLES,
    COUNTS,
    DATED_TABLES,
    FACT_TABLES,
    RIGHT,
    Row,
    put,
)

TABLES = Record.metadata.tables


class Wrong(NamedTuple):
    """What makes the right row of a table wrong, and the rule that it breaks."""

    table: str
    rule: str
    row: Row

    def __str__(self) -> str:
        cells = ",".join(f"{name}={value}" for name, value in self.row.items())
        return f"{self.rule}({cells})"


COUNTRY = {"id": "NER", "alpha2": "NE", "m49": "562"}
"""Another country than the one that is there."""

WRONG_DATES: list[tuple[str, Row]] = [
    ("bounds_ordered", {"began_latest": "2015-12-31"}),
    ("bounds_ordered", {"began_latest": "2016-01-02", "ended_earliest": "2017-01-01"}),
    ("begins_before_end", {"ended_earliest": "2015-12-31"}),
    ("begins_before_end", {"began_latest": "2017-01-01"}),
    ("undated_meets_nothing", {"edtf": None}),
    ("undated_meets_nothing", {"edtf": None, "began_earliest": "9999-12-31"}),
]
WRONG_QUANTITIES: list[tuple[str, Row]] = [
    ("quantity_whole", {"low": None}),
    ("quantity_worded", {"value": None}),
    ("quantity_worded", {"qualifier": "between"}),
    ("range_ordered", {"low": -1}),
    ("range_ordered", {"low": 190}),
]
WRONG_CITATIONS: list[tuple[str, Row]] = [
    ("one_locator", {"paragraph": None, "start_offset": None, "end_offset": None, "sha256": None}),
    ("one_locator", {"record": "row 7"}),
    ("passage_whole", {"start_offset": None}),
    ("passage_whole", {"end_offset": None}),
    ("passage_whole", {"sha256": None}),
    ("passage_whole", {"record": "row 7", "paragraph": None}),
    ("paragraph", {"paragraph": 0}),
    ("offsets", {"start_offset": -1}),
    ("offsets", {"end_offset": 11}),
]

CHECKED: list[Wrong] = [
    Wrong("country", "ck_country_alpha3", {**COUNTRY, "id": "NIGER"}),
    Wrong("country", "ck_country_alpha2", {**COUNTRY, "alpha2": "NER"}),
    Wrong("country", "ck_country_m49", {**COUNTRY, "m49": "56"}),
    Wrong("place", "ck_place_both_coordinates", {"longitude": None}),
    Wrong("place", "ck_place_both_coordinates", {"latitude": None}),
    Wrong("place", "ck_place_longitude", {"longitude": 180.5}),
    Wrong("place", "ck_place_longitude", {"longitude": -180.5}),
    Wrong("place", "ck_place_latitude", {"latitude": 90.5}),
    Wrong("place", "ck_place_latitude", {"latitude": -90.5}),
    Wrong("place", "ck_place_not_in_itself", {"id": "mopti", "parent_id": "mopti"}),
    Wrong("actor", "ck_actor_organisation_has_type", {"type": None}),
    Wrong("actor", "ck_actor_organisation_has_type", {"kind": "person", "acronym": None}),
    Wrong("actor", "ck_actor_person_stands_alone", {"kind": "person", "type": None}),
    Wrong(
        "actor",
        "ck_actor_person_stands_alone",
        {"kind": "person", "type": None, "acronym": None, "part_of_id": "agency"},
    ),
    Wrong("resolution", "ck_resolution_votes", {"in_favour": -1}),
    Wrong("resolution", "ck_resolution_votes", {"against": -1}),
    Wrong("resolution", "ck_resolution_votes", {"abstaining": -1, "in_favour": None}),
    *(
        Wrong(table, f"ck_{table}_{rule}", row)
        for table in DATED_TABLES
        for rule, row in WRONG_DATES
    ),
    *(
        Wrong(table, f"ck_{table}_{rule}", row)
        for table in COUNTED_TABLES
        for rule, row in WRONG_QUANTITIES
    ),
    Wrong(
        "contingent",
        "ck_contingent_quantity_worded",
        {"qualifier": None, "low": None, "high": None},
    ),
    Wrong(
        "contingent",
        "ck_contingent_quantity_whole",
        {"value": None, "qualifier": None, "low": None},
    ),
    *(
        Wrong(
            table,
            f"ck_{table}_quantity_given",
            {"value": None, "qualifier": None, "low": None, "high": None},
        )
        for table in ("casualty_figure", "strength_figure")
    ),
    *(
        Wrong(table, f"ck_{table}_{rule}", row)
        for table in CITATION_TABLES
        for rule, row in WRONG_CITATIONS
    ),
]

CODED = [
    Wrong("search_entry", "ck_search_entry_searchkind", {"kind": "rumour"}),
    Wrong("search_entry", "ck_search_entry_searchhome", {"home_kind": "rumour"}),
    Wrong("document", "ck_document_documentkind", {"kind": "rumour"}),
    Wrong("mission", "ck_mission_missionkind", {"kind": "PEACEKEEPING"}),
    Wrong("resolution", "ck_resolution_resolutionbody", {"body": "SECURITY_COUNCIL"}),
    Wrong("place", "ck_place_placekind", {"kind": ""}),
    Wrong("actor", "ck_actor_actorkind", {"kind": "ghost", "type": None, "acronym": None}),
    Wrong("actor", "ck_actor_organisationtype", {"type": "club"}),
    Wrong("base", "ck_base_basekind", {"kind": "tent"}),
    Wrong("base_status", "ck_base_status_basestate", {"status": "lost"}),
    Wrong("milestone", "ck_milestone_milestonetype", {"type": "anniversary"}),
    Wrong("resolution_action", "ck_resolution_action_actiontype", {"type": "welcomes"}),
    Wrong("contingent", "ck_contingent_unittype", {"unit_type": "cavalry"}),
    Wrong("contingent", "ck_contingent_contingentrelation", {"relation": "later"}),
    Wrong("casualty_figure", "ck_casualty_figure_outcome", {"outcome": "Death"}),
    Wrong("casualty_figure", "ck_casualty_figure_cause", {"cause": "hostile act"}),
    Wrong("casualty_figure", "ck_casualty_figure_casualtygroup", {"population_group": "all"}),
    Wrong("casualty_figure", "ck_casualty_figure_casualtybasis", {"basis": "guess"}),
    Wrong("strength_figure", "ck_strength_figure_strengthcategory", {"category": "horses"}),
    Wrong("strength_figure", "ck_strength_figure_strengthbasis", {"basis": "wish"}),
    Wrong("event", "ck_event_eventtype", {"type": "attacks"}),
    Wrong("mandate_task", "ck_mandate_task_taskcategory", {"category": "tea"}),
    *(Wrong(table, f"ck_{table}_qualifier", {"qualifier": "almost"}) for table in COUNTED_TABLES),
]

UNIQUE = [
    Wrong("country", "uq_country_alpha2", {**COUNTRY, "alpha2": "ML"}),
    Wrong("country", "uq_country_m49", {**COUNTRY, "m49": "466"}),
    Wrong("search_entry", "uq_search_entry_kind_id", {"kind": "place", "id": "gao"}),
    Wrong("release", "uq_release_number", {"number": 1}),
]

REQUIRED = [
    *(Wrong(table, column, {column: None}) for table in DATED_TABLES for column in RIGHT[table]
      if column.startswith(("began_", "ended_", "is_"))),
    *(Wrong(table, column, {column: None}) for table in FACT_TABLES for column in
      ("summary", "words", "source", "digest", "updated_at")),
    *(Wrong(table, column, {column: None}) for table in CITATION_TABLES for column in
      ("fact_id", "document_id", "position")),
    *(Wrong(table, column, {column: None}) for table, column in [
        ("release", "source"),
        ("release", "digest"),
        ("release", "loaded_at"),
        ("release", "number"),
        *(("release", count) for count in COUNTS),
        ("withdrawn", "source"),
        ("withdrawn", "withdrawn_at"),
        ("fetched", "sha256"),
        ("fetched", "digest"),
        ("fetched", "fetched_at"),
        ("country", "alpha2"),
        ("country", "names"),
        ("country", "former_names"),
        ("place", "kind"),
        ("place", "names"),
        ("document", "kind"),
        ("document", "origin"),
        ("document", "language"),
        ("document", "sha256"),
        ("mission", "acronym"),
        ("mission", "kind"),
        ("mission", "lead"),
        ("resolution", "number"),
        ("resolution", "symbol"),
        ("resolution", "body"),
        ("actor", "kind"),
        ("actor", "names"),
        ("base", "mission_id"),
        ("base", "kind"),
        ("milestone", "type"),
        ("resolution_action", "resolution_id"),
        ("resolution_action", "type"),
        ("base_status", "base_id"),
        ("base_status", "status"),
        ("contingent", "contributor_id"),
        ("contingent", "unit_type"),
        ("contingent", "relation"),
        ("casualty_figure", "outcome"),
        ("casualty_figure", "cause"),
        ("casualty_figure", "population_group"),
        ("casualty_figure", "basis"),
        ("strength_figure", "category"),
        ("strength_figure", "basis"),
        ("event", "type"),
        ("mandate_task", "category"),
        ("mandate_task", "description"),
        ("role", "holder_id"),
        ("role", "title"),
    ]),
]  # fmt: skip

REFERENCES = [
    Wrong(table.name, str(rule.name), {column.name: "nobody"})
    for table in TABLES.values()
    for rule in table.foreign_key_constraints
    for column in rule.columns
]


def new_row(wrong: Wrong) -> Row:
    """The right row of a table under a key that is free, bent to be wrong."""
    right = RIGHT[wrong.table]
    key = {"id": "NER" if wrong.table == "country" else "another"} if "id" in right else {}
    second: Row = {name: 2 for name in ("position", "number") if name in right}
    return {**right, **key, **second, **wrong.row}


def refusal(connection: Connection, wrong: Wrong) -> Any:
    """What the driver says when the row is put in."""
    with pytest.raises(IntegrityError) as caught:
        put(connection, wrong.table, new_row(wrong))
    return caught.value.orig


def named(error: Any) -> str:
    """The name of the rule, as the database tells it."""
    return str(error.diag.constraint_name) if hasattr(error, "diag") else str(error)


@pytest.mark.parametrize("table", RIGHT)
def test_a_right_row_is_accepted(undone: Connection, table: str) -> None:
    assert undone.scalar(select(func.count()).select_from(TABLES[table])) == 1


def test_every_table_has_a_right_row() -> None:
    assert set(RIGHT) == set(TABLES)


@pytest.mark.parametrize("wrong", CHECKED, ids=str)
def test_a_row_that_breaks_a_check_is_refused(undone: Connection, wrong: Wrong) -> None:
    assert named(refusal(undone, wrong)).endswith(wrong.rule)


@pytest.mark.parametrize("wrong", CODED, ids=str)
def test_a_code_outside_the_vocabulary_is_refused(undone: Connection, wrong: Wrong) -> None:
    assert named(refusal(undone, wrong)).endswith(wrong.rule)


@pytest.mark.parametrize("wrong", UNIQUE, ids=str)
def test_a_second_row_of_the_same_code_is_refused(undone: Connection, wrong: Wrong) -> None:
    error = refusal(undone, wrong)
    rules = TABLES[wrong.table].constraints
    (rule,) = (
        rule for rule in rules if isinstance(rule, UniqueConstraint) and rule.name == wrong.rule
    )
    columns = ", ".join(f"{wrong.table}.{column.name}" for column in rule.columns)
    assert columns in str(error) or named(error) == wrong.rule


@pytest.mark.parametrize("wrong", REQUIRED, ids=lambda wrong: f"{wrong.table}.{wrong.rule}")
def test_a_row_without_what_it_needs_is_refused(undone: Connection, wrong: Wrong) -> None:
    error = refusal(undone, wrong)
    if hasattr(error, "diag"):
        assert (error.diag.table_name, error.diag.column_name) == (wrong.table, wrong.rule)
    else:
        assert str(error) == f"NOT NULL constraint failed: {wrong.table}.{wrong.rule}"


@pytest.mark.parametrize("wrong", REFERENCES, ids=lambda wrong: wrong.rule)
def test_a_row_that_refers_to_nothing_is_refused(undone: Connection, wrong: Wrong) -> None:
    error = refusal(undone, wrong)
    if hasattr(error, "diag"):
        assert error.diag.constraint_name == wrong.rule
    else:
        assert str(error) == "FOREIGN KEY constraint failed"


@pytest.mark.parametrize(
    ("table", "id"),
    [("country", "MLI"), ("place", "gao"), ("mission", "force"), ("actor", "agency")],
)
def test_what_others_refer_to_cannot_be_taken_away(undone: Connection, table: str, id: str) -> None:
    with pytest.raises(IntegrityError):
        undone.execute(TABLES[table].delete().where(TABLES[table].c.id == id))


@pytest.mark.parametrize("table", FACT_TABLES)
def test_a_fact_takes_its_citations_with_it(undone: Connection, table: str) -> None:
    undone.execute(TABLES[table].delete())
    assert undone.scalar(select(func.count()).select_from(TABLES[f"{table}_citation"])) == 0


@pytest.mark.parametrize("table", RIGHT)
def test_a_key_stands_for_one_row(undone: Connection, table: str) -> None:
    with pytest.raises(IntegrityError):
        put(undone, table, RIGHT[table])


@pytest.mark.parametrize("table", DATED_TABLES)
@pytest.mark.parametrize("column", ["began_earliest", "ended_latest"])
def test_a_row_without_a_date_still_needs_its_bounds(
    undone: Connection, table: str, column: str
) -> None:
    refusal(undone, Wrong(table, column, {"edtf": None, column: None}))


def test_every_check_has_a_row_that_it_refuses() -> None:
    tried = {wrong.rule for wrong in CHECKED + CODED}
    rules = {
        str(rule.name)
        for table in TABLES.values()
        for rule in table.constraints
        if isinstance(rule, CheckConstraint)
    }
    assert tried == rules


def test_every_unique_rule_has_a_row_that_it_refuses() -> None:
    rules = {
        str(rule.name)
        for table in TABLES.values()
        for rule in table.constraints
        if isinstance(rule, UniqueConstraint)
    }
    assert {wrong.rule for wrong in UNIQUE} == rules
