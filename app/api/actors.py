"""People and organisations, and the roles that they had."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from app import records
from app.api.answer import Answers, Id, KnownThen, lists, shows
from app.api.asking import asked
from app.api.schemas import Answer, Fact, Page, told
from app.queries.known import Known
from app.queries.page import ById
from app.queries.query import codes
from app.queries.text import Text
from app.records import ActorKind
from app.values.terms import OrganisationType

router = APIRouter()

PERSON = records.Actor.kind == ActorKind.PERSON
ORGANISATION = records.Actor.kind == ActorKind.ORGANISATION
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
class PersonQuery(Known, Text, ById):
    """What people can be asked for."""


@dataclass(frozen=True, kw_only=True)
class OrganisationQuery(Known, Text, ById):
    """What organisations can be asked for."""

    type: tuple[OrganisationType, ...] = codes(OrganisationType, "What kind of body it is.")


@router.get("/people", tags=["people"], **lists("listPeople", "people", PersonQuery, PersonPage))
async def list_people(
    query: Annotated[PersonQuery, asked(PersonQuery)], answers: Answers
) -> Response:
    """People that match."""
    return await answers.page(records.Actor, query, PersonPage, PERSON)


@router.get("/people/{id}", tags=["people"], **shows("getPerson", "a person", Person, Known))
async def get_person(id: Id, query: KnownThen, answers: Answers) -> Response:
    """One person."""
    return await answers.item(records.Actor, id, Person, query, PERSON)


@router.get(
    "/organisations",
    tags=["organisations"],
    **lists("listOrganisations", "organisations", OrganisationQuery, OrganisationPage),
)
async def list_organisations(
    query: Annotated[OrganisationQuery, asked(OrganisationQuery)], answers: Answers
) -> Response:
    """Organisations that match."""
    return await answers.page(records.Actor, query, OrganisationPage, ORGANISATION)


@router.get(
    "/organisations/{id}",
    tags=["organisations"],
    **shows("getOrganisation", "an organisation", Organisation, Known),
)
async def get_organisation(id: Id, query: KnownThen, answers: Answers) -> Response:
    """One organisation."""
    return await answers.item(records.Actor, id, Organisation, query, ORGANISATION)
