"""Every controlled vocabulary: the codes that a coded field may hold, each with what it means.

A code is what the API shows and what a filter takes. Where a source says less than a code would,
the vocabulary has a code for that (`not-stated`, `any`), so that nothing has to be guessed.
"""

from enum import StrEnum


class MissionKind(StrEnum):
    """What sort of operation a mission is."""

    PEACEKEEPING = "peacekeeping"
    SPECIAL_POLITICAL = "special-political"
    NATIONAL_OPERATION = "national-operation"


class MissionStatus(StrEnum):
    """Where a mission stands in its life on a given day."""

    ACTIVE = "active"
    WITHDRAWING = "withdrawing"
    LIQUIDATING = "liquidating"
    ENDED = "ended"


class MilestoneType(StrEnum):
    """A turning point in a mission's life; `started` and `ended` where a list does not say by what."""

    ESTABLISHED = "established"
    DEPLOYED = "deployed"
    MANDATE_ENDED = "mandate-ended"
    WITHDRAWAL_STARTED = "withdrawal-started"
    CLOSING_CEREMONY = "closing-ceremony"
    WITHDRAWAL_COMPLETED = "withdrawal-completed"
    LIQUIDATION_STARTED = "liquidation-started"
    LIQUIDATION_ENDED = "liquidation-ended"
    STARTED = "started"
    ENDED = "ended"


class ResolutionBody(StrEnum):
    """The organ that adopted a resolution."""

    SECURITY_COUNCIL = "security-council"
    GENERAL_ASSEMBLY = "general-assembly"


class ActionType(StrEnum):
    """What a resolution does to a mission."""

    ESTABLISHES = "establishes"
    EXTENDS = "extends"
    AMENDS = "amends"
    TERMINATES = "terminates"
    REQUESTS_TRANSFER_OF_TASKS = "requests-transfer-of-tasks"
    REQUESTS_WITHDRAWAL = "requests-withdrawal"
    PROVIDES_FOR_LIQUIDATION = "provides-for-liquidation"


class UnitType(StrEnum):
    """What a contingent is made of."""

    INFANTRY = "infantry"
    ENGINEERING = "engineering"
    AVIATION = "aviation"
    MEDICAL = "medical"
    LOGISTICS = "logistics"
    SIGNALS = "signals"
    MILITARY_OBSERVERS = "military-observers"
    FORMED_POLICE_UNIT = "formed-police-unit"
    INDIVIDUAL_POLICE = "individual-police"
    OTHER = "other"
    NOT_STATED = "not-stated"


class ContingentRelation(StrEnum):
    """How a contingent stood to its base or place: the last one there, one before it, or merely seen."""

    MOST_RECENT = "most-recent"
    EARLIER = "earlier"
    SEEN = "seen"


class BaseKind(StrEnum):
    """What sort of premises a base is."""

    HEADQUARTERS = "headquarters"
    CAMP = "camp"
    SITE = "site"


class BaseState(StrEnum):
    """What has become of a base."""

    IN_USE = "in-use"
    BEING_CLOSED = "being-closed"
    HANDED_OVER = "handed-over"
    CLOSED = "closed"
    RETAINED_FOR_LIQUIDATION = "retained-for-liquidation"


class Outcome(StrEnum):
    """What a casualty figure counts."""

    DEATH = "death"
    INJURY = "injury"
    DISPLACEMENT = "displacement"


class Cause(StrEnum):
    """Why: `any` counts all causes together, `not-stated` is one cause that the source does not tell."""

    HOSTILE_ACT = "hostile-act"
    ACCIDENT = "accident"
    ILLNESS = "illness"
    SELF_INFLICTED = "self-inflicted"
    TO_BE_DETERMINED = "to-be-determined"
    ANY = "any"
    NOT_STATED = "not-stated"


class CasualtyGroup(StrEnum):
    """Who is counted in a casualty figure."""

    MISSION_PERSONNEL = "mission-personnel"
    MILITARY = "military"
    POLICE = "police"
    CIVILIAN_STAFF = "civilian-staff"
    POPULATION = "population"


class CasualtyBasis(StrEnum):
    """A running total over a period, or one incident."""

    CUMULATIVE = "cumulative"
    INCIDENT = "incident"


class StrengthCategory(StrEnum):
    """Who is counted in a strength figure; `uniformed` is troops, police and experts together."""

    ALL_PERSONNEL = "all-personnel"
    UNIFORMED = "uniformed"
    TROOPS = "troops"
    POLICE = "police"
    EXPERTS = "experts"
    STAFF_OFFICERS = "staff-officers"
    CIVILIAN = "civilian"


class StrengthBasis(StrEnum):
    """How a strength was counted: there at a moment, usual over a period, gone, allowed, or read off a map."""

    PRESENT = "present"
    AVERAGE = "average"
    DEPARTED = "departed"
    AUTHORISED = "authorised"
    MAP_ESTIMATE = "map-estimate"


class EventType(StrEnum):
    """What kind of thing happened."""

    AGREEMENT = "agreement"
    ALIGNMENT = "alignment"
    ARMED_CONFLICT = "armed-conflict"
    ATTACK = "attack"
    CEREMONY = "ceremony"
    CLOSURE = "closure"
    COUP = "coup"
    DEPLOYMENT = "deployment"
    ELECTION = "election"
    EXPULSION = "expulsion"
    HAND_OVER = "hand-over"
    INTERVENTION = "intervention"
    LIQUIDATION = "liquidation"
    OUTREACH = "outreach"
    PLAN = "plan"
    REQUEST = "request"
    SPEECH = "speech"
    VOTE = "vote"
    WITHDRAWAL = "withdrawal"


class TaskCategory(StrEnum):
    """What a mission was told or said to do."""

    ARMY_TRAINING = "army-training"
    CEASEFIRE = "ceasefire"
    ELECTIONS = "elections"
    HUMAN_RIGHTS = "human-rights"
    HUMANITARIAN = "humanitarian"
    LIQUIDATION = "liquidation"
    PEACE_AGREEMENT = "peace-agreement"
    POLITICAL_PROCESS = "political-process"
    PROTECTION_OF_CIVILIANS = "protection-of-civilians"
    PROTECTION_OF_UN_PERSONNEL = "protection-of-un-personnel"
    SECURITY = "security"
    STATE_AUTHORITY = "state-authority"
    USE_OF_FORCE = "use-of-force"
    CIVIL_SOCIETY = "civil-society"
    COORDINATION = "coordination"
    DISARMAMENT = "disarmament"
    EARLY_WARNING = "early-warning"
    ECONOMIC_RECOVERY = "economic-recovery"
    GENDER_EQUALITY = "gender-equality"
    JUSTICE = "justice"
    MINE_ACTION = "mine-action"
    PUBLIC_INFORMATION = "public-information"
    RECONCILIATION = "reconciliation"
    SECURITY_SECTOR_REFORM = "security-sector-reform"


class PlaceKind(StrEnum):
    """From the widest to the narrowest; `area` is a part of a country that has no official bounds."""

    WORLD = "world"
    WORLD_REGION = "world-region"
    COUNTRY = "country"
    AREA = "area"
    ADMIN1 = "admin1"
    TOWN = "town"
    DISTRICT = "district"
    LANDMARK = "landmark"


class OrganisationType(StrEnum):
    """What kind of body an organisation is."""

    STATE = "state"
    GOVERNMENT = "government"
    ARMED_FORCES = "armed-forces"
    ARMED_GROUP = "armed-group"
    PRIVATE_MILITARY_COMPANY = "private-military-company"
    INTERNATIONAL_ORGANISATION = "international-organisation"
    UN_ORGAN = "un-organ"
    UN_ENTITY = "un-entity"
    PEACE_OPERATION = "peace-operation"
    MILITARY_OPERATION = "military-operation"
    NEWS_AGENCY = "news-agency"
    NEWS_OUTLET = "news-outlet"
    PLATFORM = "platform"
    POPULATION = "population"


class DocumentKind(StrEnum):
    """What sort of source a document is."""

    ARTICLE = "article"
    DATASET = "dataset"


class FactKind(StrEnum):
    """What kind of fact something is: what documents say of missions, bases, people and events."""

    MILESTONE = "milestone"
    ACTION = "action"
    BASE_STATUS = "base-status"
    CONTINGENT = "contingent"
    CASUALTY = "casualty"
    STRENGTH = "strength"
    EVENT = "event"
    STATEMENT = "statement"
    TASK = "task"
    ROLE = "role"


class Measure(StrEnum):
    """What an assessment is of."""

    DEATHS = "deaths"
    INJURIES = "injuries"
    DISPLACEMENT = "displacement"
    STRENGTH = "strength"


class AssessedBasis(StrEnum):
    """What an assessed number counts: every basis of a casualty or strength figure but one incident."""

    CUMULATIVE = "cumulative"
    PRESENT = "present"
    AVERAGE = "average"
    DEPARTED = "departed"
    AUTHORISED = "authorised"
    MAP_ESTIMATE = "map-estimate"


class Qualifier(StrEnum):
    """How a source hedges a number."""

    EXACTLY = "exactly"
    ABOUT = "about"
    MORE_THAN = "more-than"
    AT_LEAST = "at-least"
    UP_TO = "up-to"
    BETWEEN = "between"
    ORDER_OF_MAGNITUDE = "order-of-magnitude"


class Match(StrEnum):
    """Whether a date filter keeps what may fall in it or only what must."""

    POSSIBLE = "possible"
    CERTAIN = "certain"


class Count(StrEnum):
    """Whether a page counts all matches, or no further than a bound."""

    BOUNDED = "bounded"
    EXACT = "exact"


class DateSort(StrEnum):
    """The order of what has dates."""

    OLDEST_FIRST = "date"
    NEWEST_FIRST = "-date"


class ReleaseSort(StrEnum):
    """The order of releases."""

    OLDEST_FIRST = "loaded"
    NEWEST_FIRST = "-loaded"


class IdSort(StrEnum):
    """The order of what has only an id."""

    ASCENDING = "id"
    DESCENDING = "-id"


class CoverageSort(StrEnum):
    """The order of what there is: by kind, mission, year and document."""

    ASCENDING = "kind"
    DESCENDING = "-kind"


class SearchKind(StrEnum):
    """What sort of thing or fact a search has found; things first."""

    MISSION = "mission"
    COUNTRY = "country"
    PLACE = "place"
    RESOLUTION = "resolution"
    BASE = "base"
    PERSON = "person"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    MILESTONE = "milestone"
    ACTION = "action"
    BASE_STATUS = "base-status"
    CASUALTY = "casualty"
    STRENGTH = "strength"
    CONTINGENT = "contingent"
    EVENT = "event"
    STATEMENT = "statement"
    TASK = "task"
    ROLE = "role"


class SearchTier(StrEnum):
    """Where the words of a search were found, the nearest first.

    `name`: they are the whole of a name; `title`: all of them are in names or in a fact's summary;
    `text`: some are only in what else is told of it.
    """

    NAME = "name"
    TITLE = "title"
    TEXT = "text"


class CasualtyKey(StrEnum):
    """What casualty figures can be grouped by."""

    YEAR = "year"
    MONTH = "month"
    MISSION = "mission"
    CONTRIBUTOR = "contributor"
    COUNTRY = "country"
    PLACE = "place"
    OUTCOME = "outcome"
    CAUSE = "cause"
    GROUP = "group"


class StrengthKey(StrEnum):
    """What strength figures can be grouped by."""

    YEAR = "year"
    MONTH = "month"
    MISSION = "mission"
    CONTRIBUTOR = "contributor"
    COUNTRY = "country"
    PLACE = "place"
    CATEGORY = "category"


class ContingentKey(StrEnum):
    """What contingents can be grouped by."""

    YEAR = "year"
    MONTH = "month"
    MISSION = "mission"
    CONTRIBUTOR = "contributor"
    COUNTRY = "country"
    PLACE = "place"
    UNIT_TYPE = "unit-type"
    RELATION = "relation"


class EventKey(StrEnum):
    """What events can be grouped by."""

    YEAR = "year"
    MONTH = "month"
    MISSION = "mission"
    COUNTRY = "country"
    PLACE = "place"
    TYPE = "type"


class StatsSort(StrEnum):
    """The order of groups: by their keys as they are asked for."""

    ASCENDING = "keys"
    DESCENDING = "-keys"
