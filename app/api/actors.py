"""People and organisations, and the roles that they had."""

from dataclasses import dataclass

from app import records
from app.api.listing import Listing
from app.api.schemas import Answer, Fact, Page, told
from app.api.showing import Showing
from app.queries.changed import Changed
from app.queries.known import Known
from app.queries.page import ById
from app.queries.query import codes
from app.queries.text import Text
from app.queries.walk import rows_of
from app.records import ActorKind
from app.values.terms import OrganisationType

IS_PERSON = records.Actor.kind == ActorKind.PERSON
IS_ORGANISATION = records.Actor.kind == ActorKind.ORGANISATION
ACTOR_EXAMPLE = {"id": "minusma", "kind": "organisation", "name": "MINUSMA"}


class ActorRef(Answer):
    """A person or an organisation that a fact names."""

    id: str = told("The id under /people or /organisations.", "minusma")
    kind: ActorKind = told("Which of the two it is.", "organisation")
    name: str = told("The English name.", "MINUSMA")


class Role(Fact):
    """What someone was, for whom, and when."""

    title: str = told("What the holder was.", "spokesperson of MINUSMA")
    organisation: ActorRef | None = told("For whom.", ACTOR_EXAMPLE)


class Person(Answer):
    """Someone who speaks, acts or is acted upon."""

    id: str = told("The person's id.", "fatoumata-kaba")
    name: str = told("The name, as the documents spell it.", "Fatoumata Kaba")
    other_names: list[str] = told("Other spellings.", [])
    roles: list[Role] = told("What the person was: a fact each.")


class Organisation(Answer):
    """A body of people."""

    id: str = told("The organisation's id.", "united-nations")
    type: OrganisationType = told("What kind of body it is.", "international-organisation")
    name: str = told("The English name.", "United Nations")
    names: dict[str, str] = told(
        "Names by language (ISO 639-1).", {"en": "United Nations", "fr": "Nations Unies"}
    )
    acronym: str | None = told("Its acronym.", "UN")
    other_names: list[str] = told("Other labels that sources use.", [])
    country: str | None = told(
        "The country it belongs to, ISO alpha-3.", None, validation_alias="country_id"
    )
    part_of: str | None = told(
        "The organisation it is a part of.", None, validation_alias="part_of_id"
    )
    roles: list[Role] = told("What the organisation was: a fact each.")


class PersonPage(Page):
    """A page of people."""

    items: list[Person] = told("The people.")


class OrganisationPage(Page):
    """A page of organisations."""

    items: list[Organisation] = told("The organisations.")


@dataclass(frozen=True, kw_only=True)
class PersonQuery(Known, Text, Changed, ById):
    """What people can be asked for."""


@dataclass(frozen=True, kw_only=True)
class OrganisationQuery(Known, Text, Changed, ById):
    """What organisations can be asked for."""

    type: tuple[OrganisationType, ...] = codes(OrganisationType, "What kind of body it is.")


PEOPLE = Listing(
    path="/people",
    operation="listPeople",
    what="people",
    tag="people",
    query=PersonQuery,
    page=PersonPage,
    search=rows_of(records.Actor, IS_PERSON),
)
PERSON = Showing(
    path="/people/{id}",
    operation="getPerson",
    what="a person",
    tag="people",
    item=Person,
    record=records.Actor,
    only=(IS_PERSON,),
)
ORGANISATIONS = Listing(
    path="/organisations",
    operation="listOrganisations",
    what="organisations",
    tag="organisations",
    query=OrganisationQuery,
    page=OrganisationPage,
    search=rows_of(records.Actor, IS_ORGANISATION),
)
ORGANISATION = Showing(
    path="/organisations/{id}",
    operation="getOrganisation",
    what="an organisation",
    tag="organisations",
    item=Organisation,
    record=records.Actor,
    only=(IS_ORGANISATION,),
)
