"""The rows of the seed files: a class a file, its fields the columns in their order."""

import json
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.values import terms
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity


class Ref:
    """Marks a column that holds the id, or several, of rows of other files."""

    def __init__(self, *files: str) -> None:
        self.files = files


def absent(cell: str) -> str | None:
    """An empty cell is unknown."""
    return cell or None


def split_names(cell: str) -> list[str]:
    """Names are separated by ` | `."""
    return [name.strip() for name in cell.split(" | ")] if cell else []


def split_ids(cell: str) -> list[str]:
    """Ids are separated by a space."""
    return cell.split()


def read_date(cell: str) -> FuzzyDate | None:
    """EDTF, or empty for what has no date."""
    return FuzzyDate.parse(cell) if cell else None


def read_quantity(cell: str) -> Quantity | None:
    """`311`, `about 180`, `more-than 300` …, or empty."""
    return Quantity.parse(cell) if cell else None


def read_truth(cell: str) -> bool | None:
    """`true`, `false` or empty."""
    if cell not in ("true", "false", ""):
        raise ValueError(f"{cell!r} is neither true nor false nor empty")
    return {"true": True, "false": False}.get(cell)


def read_object(cell: str) -> dict[str, Any] | None:
    """A JSON object, or empty."""
    value = json.loads(cell) if cell else None
    if value is not None and not (isinstance(value, dict) and value):
        raise ValueError("this is not a JSON object with something in it")
    return value


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Alpha3 = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Needed = Annotated[str, Field(min_length=1)]
Maybe = Annotated[str | None, BeforeValidator(absent)]
Names = Annotated[list[str], BeforeValidator(split_names)]
Date = Annotated[FuzzyDate | None, BeforeValidator(read_date)]
Truth = Annotated[bool, BeforeValidator(read_truth)]
Amount = Annotated[Quantity, BeforeValidator(read_quantity)]
Count = Annotated[Annotated[int, Field(ge=0)] | None, BeforeValidator(absent)]
Longitude = Annotated[Annotated[float, Field(ge=-180, le=180)] | None, BeforeValidator(absent)]
Latitude = Annotated[Annotated[float, Field(ge=-90, le=90)] | None, BeforeValidator(absent)]

Paragraph = Annotated[int, Field(ge=1)]
Offset = Annotated[int, Field(ge=0)]

MissionRef = Annotated[str | None, BeforeValidator(absent), Ref("missions")]
PlaceRef = Annotated[str | None, BeforeValidator(absent), Ref("places")]
BaseRef = Annotated[str | None, BeforeValidator(absent), Ref("bases")]
CountryRef = Annotated[str | None, BeforeValidator(absent), Ref("countries")]
ActorRef = Annotated[str | None, BeforeValidator(absent), Ref("people", "organisations")]


class Row(BaseModel):
    """One row of a seed file."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    file: ClassVar[str]


class CountryRow(Row):
    """A country or territory; `id` is its ISO 3166-1 alpha-3 code."""

    file = "countries"

    id: Alpha3
    alpha2: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    m49: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    name_en: Needed
    name_fr: Needed
    other_names: Names
    former_names: Names


class PlaceRow(Row):
    """A place; coordinates in degrees (WGS 84)."""

    file = "places"

    id: Id
    kind: terms.PlaceKind
    parent: PlaceRef
    country: CountryRef
    name_en: Needed
    name_fr: Maybe
    other_names: Names
    former_names: Names
    iso_3166_2: Maybe
    m49: Maybe
    pcode: Maybe
    geonames_id: Count
    longitude: Longitude
    latitude: Latitude


class DocumentRow(Row):
    """A document; `published` is EDTF."""

    file = "documents"

    id: Id
    kind: terms.DocumentKind
    title: Maybe
    publisher: Maybe
    origin: Id
    published: Date
    language: Needed
    url: Maybe
    licence: Maybe
    file_name: Maybe
    sha256: Sha256
    note: Maybe


class MissionRow(Row):
    """A mission; `lead` is `un` or an ISO alpha-3 code."""

    file = "missions"

    id: Id
    acronym: Needed
    name_en: Needed
    name_fr: Maybe
    other_names: Names
    kind: terms.MissionKind
    lead: Needed
    countries: Annotated[list[str], BeforeValidator(split_ids), Ref("countries")]


class ResolutionRow(Row):
    """A resolution; `adopted_on` is EDTF."""

    file = "resolutions"

    id: Id
    number: Needed
    symbol: Needed
    body: terms.ResolutionBody
    adopted_on: Date
    title: Maybe
    is_unanimous: Annotated[bool | None, BeforeValidator(read_truth)]
    in_favour: Count
    against: Count
    abstaining: Count


class BaseRow(Row):
    """Premises of a mission."""

    file = "bases"

    id: Id
    mission: Annotated[str, Ref("missions")]
    place: PlaceRef
    kind: terms.BaseKind
    name_en: Needed
    name_fr: Maybe
    other_names: Names


class PersonRow(Row):
    """Someone who speaks, acts or is acted upon."""

    file = "people"

    id: Id
    name: Needed
    other_names: Names


class OrganisationRow(Row):
    """A body of people."""

    file = "organisations"

    id: Id
    type: terms.OrganisationType
    acronym: Maybe
    name_en: Needed
    name_fr: Maybe
    other_names: Names
    country: CountryRef
    part_of: Annotated[str | None, BeforeValidator(absent), Ref("organisations")]


class FactRow(Row):
    """What every fact has."""

    id: Id
    mission: MissionRef
    place: PlaceRef
    date: Date
    summary: Needed
    note: Maybe


class ContingentRow(FactRow):
    """A contingent at a place."""

    file = "contingents"

    contributor: Annotated[str, Ref("countries")]
    unit_type: terms.UnitType
    personnel: Annotated[Quantity | None, BeforeValidator(read_quantity)]
    base: BaseRef
    relation: terms.ContingentRelation


class BaseStatusRow(FactRow):
    """What became of a base."""

    file = "base_statuses"

    base: Annotated[str, Ref("bases")]
    status: terms.BaseState
    recipient: ActorRef


class CasualtyRow(FactRow):
    """A casualty figure."""

    file = "casualties"

    outcome: terms.Outcome
    cause: terms.Cause
    group: terms.CasualtyGroup
    contributor: CountryRef
    quantity: Amount
    basis: terms.CasualtyBasis
    is_derived: Truth


class StrengthRow(FactRow):
    """A strength figure."""

    file = "strengths"

    category: terms.StrengthCategory
    contributor: CountryRef
    quantity: Amount
    basis: terms.StrengthBasis
    is_derived: Truth


class EventRow(FactRow):
    """An event."""

    file = "events"

    type: terms.EventType
    base: BaseRef
    actors: Annotated[list[str], BeforeValidator(split_ids), Ref("people", "organisations")]


class StatementRow(FactRow):
    """A statement; no speaker means the document itself."""

    file = "statements"

    speaker: ActorRef
    role: Maybe
    on_behalf_of: ActorRef
    audience: ActorRef


class TaskRow(FactRow):
    """A mandate task."""

    file = "tasks"

    category: terms.TaskCategory
    description: Needed


class MilestoneRow(FactRow):
    """A milestone of a mission."""

    file = "milestones"

    type: terms.MilestoneType


class ActionRow(FactRow):
    """What a resolution does."""

    file = "actions"

    resolution: Annotated[str, Ref("resolutions")]
    type: terms.ActionType
    deadline: Date


class RoleRow(FactRow):
    """A role of a person or an organisation."""

    file = "roles"

    holder: Annotated[str, Ref("people", "organisations")]
    title: Needed
    organisation: ActorRef


class CitationRow(Row):
    """Which passage of a document says a fact; `kind` and `fact` name it."""

    file = "citations"

    kind: Needed
    fact: Id
    document: Annotated[str, Ref("documents")]
    paragraph: Paragraph
    start: Offset
    end: Offset
    sha256: Sha256
    stated: Annotated[dict[str, Any] | None, BeforeValidator(read_object)]


class LeftOutRow(Row):
    """A passage that no fact is made of, and why."""

    file = "left_out"

    document: Annotated[str, Ref("documents")]
    paragraph: Paragraph
    start: Offset
    end: Offset
    sha256: Sha256
    reason: Needed


FILES: tuple[type[Row], ...] = (
    CountryRow,
    PlaceRow,
    DocumentRow,
    MissionRow,
    ResolutionRow,
    PersonRow,
    OrganisationRow,
    BaseRow,
    MilestoneRow,
    ActionRow,
    BaseStatusRow,
    ContingentRow,
    CasualtyRow,
    StrengthRow,
    EventRow,
    StatementRow,
    TaskRow,
    RoleRow,
    CitationRow,
    LeftOutRow,
)
