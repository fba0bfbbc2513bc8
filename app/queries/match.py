"""Match: whether what may be is enough, or only what must be."""

from dataclasses import dataclass

from app.queries.query import Query, code_of, parameter, schema_of
from app.values.terms import Match


@dataclass(frozen=True, kw_only=True)
class Matching(Query):
    """`match`, for every filter that compares dates known only within bounds."""

    match: Match = parameter(
        lambda text: code_of(Match, text),
        "Whether dates that may match are enough (`possible`) or only those that must (`certain`):"
        " the dates of facts for `datetime`, those of documents for `known_on`.",
        example="certain",
        schema=schema_of(Match),
        default=Match.POSSIBLE,
    )
