"""The first records: things, facts, and a citation table for each kind of fact."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON()

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


def text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A column of text, compared by code point."""
    return sa.Column(name, TEXT, nullable=nullable)


def json(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A column of JSON."""
    return sa.Column(name, JSON, nullable=nullable)


def code(name: str, vocabulary: str, codes: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A column that holds one of the codes of a vocabulary."""
    kind = sa.Enum(
        *codes.split(), name=vocabulary, native_enum=False, create_constraint=True, length=40
    )
    return sa.Column(name, kind, nullable=nullable)


def refers(table: str, column: str, target: str, *, cascades: bool = False) -> Any:
    """A foreign key to the id of another table."""
    name = f"fk_{table}_{column}"
    action = "CASCADE" if cascades else None
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=action)


def holds(table: str, name: str, rule: str) -> sa.CheckConstraint:
    """A named rule that every row keeps."""
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """A named primary key."""
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def index(table: str, *columns: str) -> None:
    """A named index."""
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def thing(table: str, *parts: Any) -> None:
    """A table of things: an id, its own columns, and the words that `q` looks through."""
    op.create_table(table, text("id"), text("words"), *parts, key(table, "id"))


def dated(table: str) -> tuple[Any, ...]:
    """The columns and rules of a date."""
    return (
        text("edtf", nullable=True),
        sa.Column("began_earliest", sa.Date(), nullable=False),
        sa.Column("began_latest", sa.Date(), nullable=False),
        sa.Column("ended_earliest", sa.Date(), nullable=False),
        sa.Column("ended_latest", sa.Date(), nullable=False),
        sa.Column("is_approximate", sa.Boolean(), nullable=False),
        holds(
            table,
            "bounds_ordered",
            "edtf IS NULL OR (began_earliest <= began_latest AND ended_earliest <= ended_latest)",
        ),
        holds(
            table,
            "begins_before_end",
            "edtf IS NULL OR (began_earliest <= ended_earliest AND began_latest <= ended_latest)",
        ),
        holds(
            table,
            "undated_meets_nothing",
            "edtf IS NOT NULL OR (began_earliest = '9999-12-31' AND ended_latest = '0001-01-01')",
        ),
    )


def counted(table: str, *, required: bool) -> tuple[Any, ...]:
    """The columns and rules of a quantity."""
    qualifiers = "exactly about more-than at-least up-to between order-of-magnitude"
    whole = "(qualifier IS NULL) = (low IS NULL) AND (low IS NOT NULL OR high IS NULL)"
    worded = "(qualifier IS NULL OR qualifier = 'between') = (value IS NULL)"
    parts: list[Any] = [
        sa.Column("value", sa.BigInteger(), nullable=True),
        code("qualifier", "qualifier", qualifiers, nullable=True),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        holds(table, "quantity_whole", whole),
        holds(table, "quantity_worded", worded),
        holds(table, "range_ordered", "low >= 0 AND (high IS NULL OR low <= high)"),
    ]
    if required:
        parts.append(holds(table, "quantity_given", "qualifier IS NOT NULL"))
    return tuple(parts)


def fact(table: str, *parts: Any) -> None:
    """A table of facts, with the indexes by date, mission and place, and its citations."""
    op.create_table(
        table,
        text("id"),
        text("mission_id", nullable=True),
        text("place_id", nullable=True),
        text("summary"),
        text("note", nullable=True),
        text("words"),
        *dated(table),
        *parts,
        refers(table, "mission_id", "mission"),
        refers(table, "place_id", "place"),
        key(table, "id"),
    )
    index(table, "began_earliest", "id", "ended_latest")
    index(table, "mission_id", "began_earliest", "id", "ended_latest")
    index(table, "place_id", "began_earliest", "id", "ended_latest")
    citation(f"{table}_citation", table)


def citation(table: str, of: str) -> None:
    """The citations of one kind of fact: a passage of a text, or the key of a dataset's row."""
    whole = (
        "(paragraph IS NULL) = (start_offset IS NULL) AND"
        " (paragraph IS NULL) = (end_offset IS NULL) AND"
        " (paragraph IS NULL) = (sha256 IS NULL)"
    )
    op.create_table(
        table,
        text("fact_id"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        text("document_id"),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("start_offset", sa.Integer(), nullable=True),
        sa.Column("end_offset", sa.Integer(), nullable=True),
        text("sha256", nullable=True),
        text("record", nullable=True),
        json("stated", nullable=True),
        holds(table, "one_locator", "(record IS NULL) = (paragraph IS NOT NULL)"),
        holds(table, "passage_whole", whole),
        holds(table, "paragraph", "paragraph >= 1"),
        holds(table, "offsets", "start_offset >= 0 AND start_offset < end_offset"),
        refers(table, "fact_id", of, cascades=True),
        refers(table, "document_id", "document"),
        key(table, "fact_id", "position"),
    )
    index(table, "document_id")


def pairs(table: str, one: str, many: str) -> None:
    """A table that joins the rows of two others."""
    op.create_table(
        table,
        text(f"{one}_id"),
        text(f"{many}_id"),
        refers(table, f"{one}_id", one, cascades=True),
        refers(table, f"{many}_id", many),
        key(table, f"{one}_id", f"{many}_id"),
    )
    index(table, f"{many}_id")


def upgrade() -> None:
    """Make the things, then the facts about them."""
    op.create_table(
        "release",
        text("id"),
        text("source"),
        text("digest"),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        key("release", "id"),
    )
    make_places()
    make_actors_and_documents()
    make_missions()
    make_facts_on_things()
    make_figures()
    make_accounts()


def make_places() -> None:
    """Countries and places."""
    thing(
        "country",
        text("alpha2"),
        text("m49"),
        json("names"),
        json("other_names"),
        json("former_names"),
        holds("country", "alpha3", "length(id) = 3"),
        holds("country", "alpha2", "length(alpha2) = 2"),
        holds("country", "m49", "length(m49) = 3"),
        sa.UniqueConstraint("alpha2", name=op.f("uq_country_alpha2")),
        sa.UniqueConstraint("m49", name=op.f("uq_country_m49")),
    )
    thing(
        "place",
        code("kind", "placekind", "world world-region country area admin1 town district landmark"),
        text("parent_id", nullable=True),
        text("country_id", nullable=True),
        json("names"),
        json("other_names"),
        json("former_names"),
        text("iso_3166_2", nullable=True),
        text("m49", nullable=True),
        text("pcode", nullable=True),
        sa.Column("geonames_id", sa.Integer(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        holds("place", "both_coordinates", "(longitude IS NULL) = (latitude IS NULL)"),
        holds("place", "longitude", "longitude BETWEEN -180 AND 180"),
        holds("place", "latitude", "latitude BETWEEN -90 AND 90"),
        holds("place", "not_in_itself", "parent_id <> id"),
        refers("place", "parent_id", "place"),
        refers("place", "country_id", "country"),
    )
    index("place", "parent_id")
    index("place", "country_id")
    index("place", "latitude", "longitude")


def make_actors_and_documents() -> None:
    """Who speaks and acts, and the documents that tell of it."""
    types = (
        "state government armed-forces armed-group private-military-company"
        " international-organisation un-organ un-entity peace-operation military-operation"
        " news-agency news-outlet platform population"
    )
    thing(
        "actor",
        code("kind", "actorkind", "person organisation"),
        code("type", "organisationtype", types, nullable=True),
        text("acronym", nullable=True),
        json("names"),
        json("other_names"),
        text("country_id", nullable=True),
        text("part_of_id", nullable=True),
        holds("actor", "organisation_has_type", "(kind = 'organisation') = (type IS NOT NULL)"),
        holds(
            "actor",
            "person_stands_alone",
            "kind = 'organisation' OR (acronym IS NULL AND part_of_id IS NULL)",
        ),
        refers("actor", "country_id", "country"),
        refers("actor", "part_of_id", "actor"),
    )
    thing(
        "document",
        code("kind", "documentkind", "article dataset"),
        text("title", nullable=True),
        text("publisher", nullable=True),
        text("origin"),
        text("language"),
        text("url", nullable=True),
        text("licence", nullable=True),
        text("file_name", nullable=True),
        text("sha256"),
        text("note", nullable=True),
        *dated("document"),
    )


def make_missions() -> None:
    """Missions, their bases, and resolutions."""
    thing(
        "mission",
        text("acronym"),
        json("names"),
        json("other_names"),
        code("kind", "missionkind", "peacekeeping special-political national-operation"),
        text("lead"),
    )
    pairs("mission_country", "mission", "country")
    thing(
        "base",
        text("mission_id"),
        text("place_id", nullable=True),
        code("kind", "basekind", "headquarters camp site"),
        json("names"),
        json("other_names"),
        refers("base", "mission_id", "mission"),
        refers("base", "place_id", "place"),
    )
    index("base", "mission_id")
    index("base", "place_id")
    thing(
        "resolution",
        text("number"),
        text("symbol"),
        code("body", "resolutionbody", "security-council general-assembly"),
        text("title", nullable=True),
        sa.Column("is_unanimous", sa.Boolean(), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstaining", sa.Integer(), nullable=True),
        holds("resolution", "votes", "in_favour >= 0 AND against >= 0 AND abstaining >= 0"),
        *dated("resolution"),
    )


def make_facts_on_things() -> None:
    """Milestones of missions, actions of resolutions, statuses of bases, roles of actors."""
    milestones = (
        "established deployed mandate-ended withdrawal-started closing-ceremony"
        " withdrawal-completed liquidation-started liquidation-ended"
    )
    fact("milestone", code("type", "milestonetype", milestones))
    actions = (
        "establishes extends amends terminates requests-transfer-of-tasks requests-withdrawal"
        " provides-for-liquidation"
    )
    fact(
        "resolution_action",
        text("resolution_id"),
        code("type", "actiontype", actions),
        text("deadline_edtf", nullable=True),
        refers("resolution_action", "resolution_id", "resolution"),
    )
    index("resolution_action", "resolution_id")
    states = "in-use being-closed handed-over closed retained-for-liquidation"
    fact(
        "base_status",
        text("base_id"),
        code("status", "basestate", states),
        text("recipient_id", nullable=True),
        refers("base_status", "base_id", "base"),
        refers("base_status", "recipient_id", "actor"),
    )
    index("base_status", "base_id", "began_latest")
    fact(
        "role",
        text("holder_id"),
        text("title"),
        text("organisation_id", nullable=True),
        refers("role", "holder_id", "actor"),
        refers("role", "organisation_id", "actor"),
    )
    index("role", "holder_id")


def make_figures() -> None:
    """Contingents, casualty figures, strength figures."""
    units = (
        "infantry engineering aviation medical logistics signals military-observers"
        " formed-police-unit individual-police other not-stated"
    )
    fact(
        "contingent",
        text("contributor_id"),
        code("unit_type", "unittype", units),
        text("base_id", nullable=True),
        code("relation", "contingentrelation", "most-recent earlier seen"),
        *counted("contingent", required=False),
        refers("contingent", "contributor_id", "country"),
        refers("contingent", "base_id", "base"),
    )
    index("contingent", "base_id")
    index("contingent", "contributor_id", "began_earliest", "id")
    causes = "hostile-act accident illness self-inflicted to-be-determined any not-stated"
    groups = "mission-personnel military police civilian-staff population"
    fact(
        "casualty_figure",
        code("outcome", "outcome", "death injury displacement"),
        code("cause", "cause", causes),
        code("population_group", "casualtygroup", groups),
        text("contributor_id", nullable=True),
        code("basis", "casualtybasis", "cumulative incident"),
        sa.Column("is_derived", sa.Boolean(), nullable=False),
        *counted("casualty_figure", required=True),
        refers("casualty_figure", "contributor_id", "country"),
    )
    index("casualty_figure", "contributor_id", "began_earliest", "id")
    categories = "all-personnel uniformed troops police experts staff-officers civilian"
    fact(
        "strength_figure",
        code("category", "strengthcategory", categories),
        text("contributor_id", nullable=True),
        code("basis", "strengthbasis", "present average departed authorised map-estimate"),
        sa.Column("is_derived", sa.Boolean(), nullable=False),
        *counted("strength_figure", required=True),
        refers("strength_figure", "contributor_id", "country"),
    )
    index("strength_figure", "contributor_id", "began_earliest", "id")


def make_accounts() -> None:
    """Events, statements and mandate tasks."""
    types = (
        "agreement alignment armed-conflict attack ceremony closure coup deployment election"
        " expulsion hand-over intervention liquidation outreach plan request speech vote withdrawal"
    )
    fact(
        "event",
        code("type", "eventtype", types),
        text("base_id", nullable=True),
        refers("event", "base_id", "base"),
    )
    index("event", "base_id")
    pairs("event_actor", "event", "actor")
    fact(
        "statement",
        text("speaker_id", nullable=True),
        text("role", nullable=True),
        text("on_behalf_of_id", nullable=True),
        text("audience_id", nullable=True),
        refers("statement", "speaker_id", "actor"),
        refers("statement", "on_behalf_of_id", "actor"),
        refers("statement", "audience_id", "actor"),
    )
    index("statement", "speaker_id")
    categories = (
        "army-training ceasefire elections human-rights humanitarian liquidation peace-agreement"
        " political-process protection-of-civilians protection-of-un-personnel security"
        " state-authority use-of-force"
    )
    fact("mandate_task", code("category", "taskcategory", categories), text("description"))


def downgrade() -> None:
    """Take it all away, facts first."""
    for table in FACTS:
        op.drop_table(f"{table}_citation")
    op.drop_table("event_actor")
    for table in FACTS:
        op.drop_table(table)
    for table in ("resolution", "base", "mission_country", "mission"):
        op.drop_table(table)
    for table in ("document", "actor", "place", "country", "release"):
        op.drop_table(table)
