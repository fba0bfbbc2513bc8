"""The rows of the seed files: a class a file, its fields the columns in their order."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.sources.cells import (
    M49,
    ActorRef,
    Alpha3,
    Amount,
    AmountIfKnown,
    BaseRef,
    Count,
    CountryRef,
    Date,
    End,
    Id,
    Latitude,
    Longitude,
    M49IfAny,
    Maybe,
    MissionRef,
    Names,
    Needed,
    Paragraph,
    PlaceRef,
    Ref,
    Sha256,
    Start,
    Stated,
    Truth,
    TruthIfKnown,
    absent,
    split_ids,
)
from app.values import terms


class Row(BaseModel):
    """One row of a seed file."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    file: ClassVar[str]


class CountryRow(Row):
    """A country or territory; `id` is its ISO 3166-1 alpha-3 code."""

    file = "countries"

    id: Alpha3
    alpha2: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    m49: M49
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
    m49: M49IfAny
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
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
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
    lead: Annotated[str, Field(pattern=r"^(un|[A-Z]{3})$")]
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
    is_unanimous: TruthIfKnown
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
    personnel: AmountIfKnown
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
    start: Start
    end: End
    sha256: Sha256
    stated: Stated


class LeftOutRow(Row):
    """A passage that no fact is made of, and why."""

    file = "left_out"

    document: Annotated[str, Ref("documents")]
    paragraph: Paragraph
    start: Start
    end: End
    sha256: Sha256
    reason: Needed


class MergedRow(Row):
    """An id that is no longer served, and the row of the same kind that it became part of."""

    file = "merged"

    kind: Needed
    id: Id
    heir: Id


class RegisterRow(Row):
    """A mission as it is made when facts on it come in before any source that tells more of it."""

    file = "mission_register"

    id: Id
    acronym: Needed
    name_en: Needed
    name_fr: Maybe
    other_names: Names
    kind: terms.MissionKind
    lead: Annotated[str, Field(pattern=r"^(un|[A-Z]{3})$")]


class MissionAliasRow(Row):
    """How a dataset writes a mission; no mission where what it names is none."""

    file = "mission_aliases"

    source: Id
    name: Needed
    mission: Annotated[str | None, BeforeValidator(absent), Ref("mission_register", "missions")]
    note: Maybe


class CountryAliasRow(Row):
    """How a dataset writes a country; no country where it says that none is known."""

    file = "country_aliases"

    source: Id
    name: Needed
    country: CountryRef
    note: Maybe


FACT_FILES: dict[str, type[FactRow]] = {
    "milestone": MilestoneRow,
    "action": ActionRow,
    "base-status": BaseStatusRow,
    "contingent": ContingentRow,
    "casualty": CasualtyRow,
    "strength": StrengthRow,
    "event": EventRow,
    "statement": StatementRow,
    "task": TaskRow,
    "role": RoleRow,
}
KIND_FILES: dict[str, type[Row]] = {
    "person": PersonRow,
    "organisation": OrganisationRow,
    "mission": MissionRow,
    "resolution": ResolutionRow,
    "base": BaseRow,
    "place": PlaceRow,
    "document": DocumentRow,
    **FACT_FILES,
}
"""What has an id of its own, by the name of its kind."""

Files = Mapping[type[Row], list[Any]]
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
    MergedRow,
    RegisterRow,
    MissionAliasRow,
    CountryAliasRow,
)
