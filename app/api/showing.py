"""Showings: one row by its id, declared once."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from pydantic_core import to_json
from starlette.responses import Response

from app.api.answer import Answering, Body
from app.api.asking import documented, id_of, id_parameter, pairs
from app.api.refusals import unless_shown
from app.api.schemas import Answer
from app.api.shaping import shaper
from app.errors import Gone, Merged, NotFound
from app.queries.find import get
from app.queries.known import Known
from app.queries.query import Query
from app.queries.releases import withdrawn


@dataclass(frozen=True, kw_only=True)
class Showing:
    """One row by its id; `only` narrows the record, where a table holds several kinds of things."""

    path: str
    operation: str
    what: str
    tag: str
    item: type[Answer]
    record: Any
    query: type[Query] = Known
    only: tuple[Any, ...] = ()

    @property
    def title(self) -> str:
        """What it shows, as a sentence begins: `A mission`."""
        return f"{self.what[0].upper()}{self.what[1:]}"

    async def answer(self, request: Request) -> Response:
        """The row."""
        query = self.query.read(pairs(request))
        (id,) = id_of(request)
        return await Answering(request).answer(lambda session: self.body(session, query, id))

    def body(self, session: Any, query: Query, id: str) -> Body:
        """The row as JSON."""
        return Body(to_json(self.shown(session, query, id)))

    def shown(self, session: Any, query: Query, id: str) -> dict[str, Any]:
        """The row as answers show it."""
        return shaper(self.item)(self.row(session, query, id))

    def row(self, session: Any, query: Query, id: str) -> Any:
        """The row, whatever form it is asked for in."""
        row = get(session, self.record, id, query, *self.only)
        if row is None:
            raise self.missing(session, id)
        return row

    def missing(self, session: Any, id: str) -> Exception:
        """Where a merged row is now; else that it is gone, or never was."""
        gone = withdrawn(session, self.record, id)
        if gone is None:
            home = self.path.partition("/{id}")[0]
            return NotFound(f"There is no {id!r} here; /v1{home} lists what there is.")
        if gone.heir_id is None:
            day = f"{gone.withdrawn_at:%Y-%m-%d}"
            return Gone(f"{id!r} was withdrawn on {day}: {gone.source} no longer has it.")
        return Merged(gone.heir_id)

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """What is asked with, as OpenAPI describes it."""
        example = self.item.model_fields["id"].examples
        id = id_parameter(self.operation, example[0] if example else None)
        return [id, *documented(self.query)]

    def add_to(self, router: APIRouter) -> None:
        """Serve the row."""
        router.get(
            self.path,
            operation_id=self.operation,
            tags=[self.tag],
            summary=f"Get {self.what}",
            description=f"{self.title} by its id.",
            response_model=self.item,
            response_description=f"{self.title}.",
            responses=unless_shown(),
            openapi_extra={"parameters": self.parameters},
        )(self.answer)
