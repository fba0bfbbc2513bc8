"""What the answers of OGC API - Features are made of."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.api.formats.features import Feature
from app.api.schemas import Answer, Link, told
from app.queries.extent import Extent, Span

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
BOX_EXAMPLE = [-8.0029, 12.6392, 1.4, 20.2]
SPAN_EXAMPLE = ["2012-01-01T00:00:00Z", None]

Numbers = Annotated[list[float], Field(min_length=4, max_length=4)]
Instants = Annotated[list[str | None], Field(min_length=2, max_length=2)]


def may_lack(*names: str) -> Callable[[dict[str, Any]], None]:
    """Say in a schema that some fields are left out where there is nothing to tell."""

    def told_so(schema: dict[str, Any]) -> None:
        required = [name for name in schema.pop("required") if name not in names]
        if required:
            schema["required"] = required

    return told_so


class LandingPage(Answer):
    """Where everything else is."""

    title: str = told("The name of the API.", "Mission KB")
    description: str = told("What it is about.", "Peace operations.")
    links: list[Link] = told("The API definition, the conformance classes and the collections.")


class ConformanceClasses(Answer):
    """What the API keeps to."""

    conformsTo: list[str] = told("The conformance classes.", [CORE])  # noqa: N815


class SpatialExtent(Answer):
    """Where there is something."""

    bbox: Annotated[list[Numbers], Field(min_length=1)] = told(
        "One box: degrees west, south, east and north.", [BOX_EXAMPLE]
    )
    crs: str = told("The reference system of the box.", CRS84)


class TemporalExtent(Answer):
    """When there is something."""

    interval: Annotated[list[Instants], Field(min_length=1)] = told(
        "One interval: the first and the last moment; null where dates are open.", [SPAN_EXAMPLE]
    )
    trs: str = told("The calendar.", GREGORIAN)


class CollectionExtent(Answer):
    """Where and when there is something."""

    model_config = ConfigDict(json_schema_extra=may_lack("spatial", "temporal"))

    spatial: SpatialExtent = told("The box around all points; left out where there are none.")
    temporal: TemporalExtent = told("From the first date to the last; left out where none is.")


class CollectionInfo(Answer):
    """One list as a collection of features."""

    id: str = told("The collection's id.", "events")
    title: str = told("Its title.", "Events")
    description: str = told("What a feature of it is.", "What happened, and who took part.")
    links: list[Link] = told("The collection, its features, and the same rows in other forms.")
    extent: CollectionExtent = told("Where and when there is something.")
    itemType: Literal["feature"] = told("What its items are.", "feature")  # noqa: N815
    crs: list[str] = told("The reference systems that it is served in.", [CRS84])


class CollectionList(Answer):
    """All collections."""

    links: list[Link] = told("This page.")
    collections: list[CollectionInfo] = told("The collections.")


class FeaturePage(Answer):
    """A page of features."""

    model_config = ConfigDict(json_schema_extra=may_lack("numberMatched"))

    type: Literal["FeatureCollection"] = told("What sort of GeoJSON it is.", "FeatureCollection")
    timeStamp: str = told("When the page was made.", "2026-11-21T12:00:00Z")  # noqa: N815
    numberMatched: int = told(  # noqa: N815
        "How many features match on all pages; left out above 100,000 unless `count=exact`.", 12
    )
    numberReturned: int = told("How many features this page holds.", 12)  # noqa: N815
    links: list[Link] = told("This page, its collection, and the next page where there is one.")
    features: list[Feature] = told("The features.")


def shown_extent(known: Extent) -> CollectionExtent:
    """An extent as collections tell it: only what there is."""
    told: dict[str, Any] = {}
    if known.box is not None:
        told["spatial"] = SpatialExtent(bbox=[list(known.box)], crs=CRS84)
    if known.span is not None:
        told["temporal"] = TemporalExtent(interval=[instants(known.span)], trs=GREGORIAN)
    return CollectionExtent.model_construct(**told)


def instants(span: Span) -> list[str | None]:
    """The first moment of a first day and the last one of a last day."""
    return [moment(span[0], "00:00:00"), moment(span[1], "23:59:59")]


def moment(day: date | None, clock: str) -> str | None:
    """A moment of a day in UTC."""
    return None if day is None else f"{day.isoformat()}T{clock}Z"
