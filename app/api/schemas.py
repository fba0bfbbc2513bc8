"""What all answers are made of: dates, quantities, places, citations, pages, problems."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from app.api.shaping import Shaped, remembered, shaper
from app.values import dates
from app.values.terms import PlaceKind, Qualifier

LONGEST_TEXT = 10_000


def told(description: str, example: Any = ..., **more: Any) -> Any:
    """A documented field; without an example of its own it has those of its parts."""
    return Field(description=description, examples=None if example is ... else [example], **more)


class Answer(BaseModel):
    """The root of all response bodies: every field always present. Rows are shaped by its fields."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)
    key: ClassVar[tuple[str, ...]] = ("id",)
    """The fields that tell a row from all others of its list."""


class CalendarDay:
    """Marks text that is a day, ISO 8601, for the forms that have a type for it."""


Day = Annotated[str, CalendarDay()]


class Bounds(Answer):
    """The first and the last day on which something may have been."""

    earliest: Day | None = told(
        "The first possible day, ISO 8601; null where the date is open.", "2023-12-04"
    )
    latest: Day | None = told(
        "The last possible day, ISO 8601; null where the date is open.", "2023-12-10"
    )


class FuzzyDate(Answer):
    """A date as precisely as it is known and no more, as EDTF and as bounds."""

    edtf: str = told("The date in EDTF (ISO 8601-2).", "[2023-12-04..2023-12-10]")
    began: Bounds = told("When it began.", {"earliest": "2023-12-04", "latest": "2023-12-10"})
    ended: Bounds = told(
        "When it ended; the same as `began` for one moment.",
        {"earliest": "2023-12-04", "latest": "2023-12-10"},
    )
    approximate: bool = told(
        "Whether the source hedges the date; it then never matches as `certain`.", False
    )


def day(value: date) -> str | None:
    """A bound as it is shown: the ends of the calendar stand for an open end."""
    return None if value in (date.min, date.max) else value.isoformat()


def shaped_date(value: dates.FuzzyDate) -> dict[str, Any]:
    """A date as answers show it."""
    return {
        "edtf": value.edtf,
        "began": {"earliest": day(value.began_earliest), "latest": day(value.began_latest)},
        "ended": {"earliest": day(value.ended_earliest), "latest": day(value.ended_latest)},
        "approximate": value.is_approximate,
    }


DATE = remembered(shaped_date)
ShownDate = Annotated[FuzzyDate, DATE]
MaybeDate = Annotated[FuzzyDate | None, DATE]
DATE_EXAMPLE = {
    "edtf": "2023-12-28",
    "began": {"earliest": "2023-12-28", "latest": "2023-12-28"},
    "ended": {"earliest": "2023-12-28", "latest": "2023-12-28"},
    "approximate": False,
}


class Quantity(Answer):
    """A number as a source words it, and the range that its words allow."""

    value: int | None = told("The number that the source gives; null for `between`.", 300)
    qualifier: Qualifier = told("How the source hedges it.", "more-than")
    low: int = told("The least that the words allow.", 301)
    high: int | None = told("The most that the words allow; null where they set no limit.", None)


class PlaceRef(Answer):
    """Where a fact is."""

    id: str = told("The place's id.", "gao")
    name: str = told("Its English name.", "Gao")
    kind: PlaceKind = told("What sort of place it is.", "town")
    country: str | None = told(
        "The country it is in, ISO alpha-3.", "MLI", validation_alias="country_id"
    )
    longitude: float | None = told(
        "Degrees east (WGS 84); null for what is no point, such as a region.", -0.04469
    )
    latitude: float | None = told("Degrees north (WGS 84); null as above.", 16.27167)


MaybePlace = Annotated[PlaceRef | None, remembered(shaper(PlaceRef))]
PLACE_EXAMPLE = {
    "id": "gao", "name": "Gao", "kind": "town", "country": "MLI",
    "longitude": -0.04469, "latitude": 16.27167,
}  # fmt: skip


class DocumentRef(Answer):
    """The document that a citation is of."""

    id: str = told("The document's id.", "diplomatic-insight-2023-12-12")
    title: str | None = told("Its title.", "UN Peacekeeping mission ends in Mali")
    publisher: str | None = told("Who published it.", "The Diplomatic Insight")
    origin: str = told("The independent voice that it goes back to.", "afp")
    published: MaybeDate = told("When it was published.", DATE_EXAMPLE, validation_alias="date")


class PassageLocator(Answer):
    """A passage of a text."""

    paragraph: int = told("The paragraph: non-blank lines counted from 1.", 4, ge=1)
    start: int = told("The first character: Unicode code points of the text, from 0.", 348)
    end: int = told("One past the last character.", 430)
    sha256: str = told("SHA-256 of the passage in UTF-8, in hexadecimal.", "9f" * 32)


class RecordLocator(Answer):
    """A row of a dataset."""

    record: str = told("The key that the dataset itself gives the row.", "2013-0415")


class Citation(Answer):
    """Which document says so, and where in it."""

    document: DocumentRef = told("The document.")
    locator: PassageLocator | RecordLocator = told("Where in the document.")
    stated: dict[str, Any] | None = told(
        "What this document says where it is looser than the fact, as values.",
        {"date": "2023-06"},
    )
    quote: str | None = told(
        "The passage itself, where the deployment has the documents at hand.", None
    )


DOCUMENT = remembered(shaper(DocumentRef))


def shaped_citation(row: Any) -> dict[str, Any]:
    """A citation as answers show it: a page makes hundreds, so this is written out."""
    locator = {"record": row.record}
    if row.record is None:
        locator = {
            "paragraph": row.paragraph,
            "start": row.start,
            "end": row.end,
            "sha256": row.sha256,
        }
    document = DOCUMENT.shape(row.document)
    return {"document": document, "locator": locator, "stated": row.stated, "quote": row.quote}


Cited = Annotated[Citation, Shaped(shaped_citation)]


class Fact(Answer):
    """What every kind of fact shows."""

    id: str = told("The fact's id, stable.", "timbuktu-camp-closed")
    mission: str | None = told(
        "The mission that it is about.", "minusma", validation_alias="mission_id"
    )
    place: MaybePlace = told("Where; null where no source says.", PLACE_EXAMPLE)
    date: MaybeDate = told("When; null where no source says.", DATE_EXAMPLE)
    summary: str = told(
        "The fact in one plain sentence of ours.", "MINUSMA's camp in Timbuktu was closed."
    )
    note: str | None = told(
        "Why this reading was chosen, where documents are garbled or at odds.",
        "The article writes 28/12, day before month.",
    )
    citations: list[Cited] = told("Who says so: at least one.")


class Figure(Fact):
    """A number of people that a source gives."""

    contributor: str | None = told(
        "The country whose people are counted, ISO alpha-3; null for all.",
        None,
        validation_alias="contributor_id",
    )
    quantity: Quantity = told("How many.")
    is_derived: bool = told("Whether we worked it out; false where a source says it.", False)


class Link(Answer):
    """Where to go from here (RFC 8288)."""

    rel: str = told("What the target is to this page.", "next")
    href: str = told("Its address.", "http://127.0.0.1:8000/v1/events?cursor=WyI0ZmU4Il0")
    type: str = told("Its media type.", "application/json")


class Page(Answer):
    """What every page tells beside its items."""

    items: Sequence[Answer] = told("The rows.")
    numberMatched: int | None = told(  # noqa: N815
        "How many rows match on all pages; null above 100,000 unless `count=exact`.", 12
    )
    numberReturned: int = told("How many rows this page holds.", 12)  # noqa: N815
    undatedExcluded: int = told(  # noqa: N815
        "How many rows were left out by `datetime` for having no date.", 0
    )
    unlocatedExcluded: int = told(  # noqa: N815
        "How many rows were left out by `bbox` or a radius for being located no finer than a"
        " region.",
        0,
    )
    limit: int = told("How many rows a page holds at most.", 100, ge=1, le=1000)
    notice: str | None = told("What was served otherwise than asked, if anything.", None)
    links: list[Link] = told("This page, and the next one where there is one.")


class InvalidParameter(Answer):
    """One thing that is wrong with one parameter."""

    parameter: str = told("The parameter.", "datetime")
    detail: str = told("What is wrong with it.", "datetime: 2023-13: there is no month 13.")
    example: str | None = told("What would be right.", "2023-06/2023-12")


class Problem(Answer):
    """An error, as RFC 9457 has it."""

    type: str = told("Which kind of problem it is.", "urn:mission-kb:problem:invalid-parameter")
    title: str = told("The kind in words.", "Invalid parameter")
    status: int = told("The HTTP status.", 400, ge=400, le=599)
    detail: str = told("What went wrong this time.", "datetime: 2023-13: there is no month 13.")
    instance: str = told("The path that was asked for.", "/v1/events")
    errors: list[InvalidParameter] = told("Everything that is wrong with the parameters.")
