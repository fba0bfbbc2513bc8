"""The knowledge base itself as a dataset: what a catalogue or a search engine asks of one."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.answer import MEDIA_TYPE as JSON
from app.api.answer import Answering, Body
from app.api.asking import pairs
from app.api.coverage import CoverageQuery
from app.api.linked.address import Address
from app.api.linked.context import MEDIA_TYPE, Node
from app.api.linked.serving import LinkedData, LinkedResponse, base_of, written
from app.api.linked.telling import UNKNOWN, in_language
from app.api.missions import MISSIONS
from app.api.refusals import refusals
from app.api.showing import Showing
from app.queries.coverage import Totals, coverage
from app.queries.query import Query
from app.queries.readiness import HeldRelease, held_release

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the facts, as seed_data/datapackage.json says; the code is under another."""

MOST = [("limit", "1000")]


@dataclass(frozen=True)
class KnowledgeBase:
    """All that can be asked for, as one dataset."""

    showings: tuple[Showing, ...]

    async def answer(self, request: Request) -> Response:
        """The dataset as a node."""
        Query.read(pairs(request))
        answering = Answering(request)
        return await answering.answer(lambda session: self.body(session, answering), MEDIA_TYPE)

    def body(self, session: Any, answering: Answering) -> Body:
        """The dataset as JSON-LD."""
        app = answering.request.app
        at = Address(base_of(answering), answering.request.url.path)
        totals = coverage(session, CoverageQuery.read([])).totals
        told: Node = {
            "name": app.title,
            "description": in_language(app.description, "en"),
            "url": f"{at.base}/docs",
            "license": LICENCE,
            "temporalCoverage": period(totals),
            "spatialCoverage": countries(session, at),
            "distribution": self.distribution(at),
            **edition(held_release(session)),
        }
        known = {word: value for word, value in told.items() if value not in UNKNOWN}
        return written({**at.node(), "@type": "Dataset", **known})

    def distribution(self, at: Address) -> list[Node]:
        """Each list, in the form that it can be read in."""
        paths = [showing.path.partition("/{id}")[0] for showing in self.showings]
        return [
            {
                "@type": "DataDownload",
                "name": path.removeprefix("/"),
                "contentUrl": f"{at.base}/v1{path}",
                "encodingFormat": JSON,
            }
            for path in paths
        ]

    def add_to(self, router: APIRouter) -> None:
        """Serve the dataset's node."""
        router.get(
            "/dataset.jsonld",
            operation_id="getDatasetAsJsonLd",
            tags=["coverage"],
            summary="Get the knowledge base as JSON-LD",
            description="The knowledge base as a dataset of schema.org: its release, its licence,"
            " the time and the countries that it covers, and where its lists are.",
            response_model=LinkedData,
            response_class=LinkedResponse,
            response_description="The knowledge base as JSON-LD.",
            responses=refusals(400, 405, 500, 503),
        )(self.answer)


def period(totals: Totals) -> str | None:
    """From the first year of all facts to the last; their bounds are days that no source names."""
    if totals.first is None and totals.last is None:
        return None
    ends = (totals.first, totals.last)
    return "/".join(".." if end is None else f"{end.year:04d}" for end in ends)


def countries(session: Any, at: Address) -> list[Node]:
    """Where the missions worked."""
    missions = MISSIONS.search(session, MISSIONS.query.read(MOST)).rows
    ids = sorted({id for mission in missions for id in mission.countries})
    return [{**at.of("countries", id).node(), "@type": "Country"} for id in ids]


def edition(release: HeldRelease | None) -> Node:
    """Which data it is, and since when it is served."""
    if release is None:
        return {}
    loaded_at = release.loaded_at.replace(microsecond=0)
    return {"version": release.id, "dateModified": f"{loaded_at.isoformat()}Z"}
