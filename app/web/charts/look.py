"""How a chart is asked for: the API's own filters, and how it is to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.api.listing import Listing
from app.errors import InvalidParameters
from app.queries.page import PAGING
from app.queries.query import Parameter, Query, missing_parameter, parameter, unknown_parameter
from app.web.view import Lang, Pairs, View, taken

NOT_OF_CHARTS = frozenset({*PAGING, "count", "sort", "group_by", "source"})
"""What a list takes and a chart does not: it draws all rows, and says itself what it adds up."""

NARROWEST, WIDEST = 240, 2000
LOWEST, HIGHEST = 120, 2000
USUAL_WIDTH, SOME_HEIGHT = 640, 300


def pixels(name: str, least: int, most: int, usual: int | None, example: int) -> Any:
    """A parameter that is a size on the screen."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ValueError(f"it is a whole number of pixels from {least} to {most}.")
        return int(text)

    return parameter(
        read,
        f"The {name}, {least} to {most} pixels.",
        example=str(example),
        schema={"type": "integer", "minimum": least, "maximum": most},
        default=usual,
    )


@dataclass(frozen=True, kw_only=True)
class Look(Query):
    """The language of the labels; how wide the picture is, and how high what is drawn in it."""

    lang: Lang = taken(View, "lang")
    width: int = pixels("width", NARROWEST, WIDEST, USUAL_WIDTH, USUAL_WIDTH)
    height: int | None = pixels("height of the plot", LOWEST, HIGHEST, None, SOME_HEIGHT)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A chart as it was asked for: `filters` are for the lists that it draws."""

    look: Look
    filters: Pairs
    view: Pairs
    """All of it as it was written."""

    @classmethod
    def of(cls, given: Pairs, listings: Sequence[Listing]) -> "Asked":
        """What is asked, or a refusal: of what none of the lists takes, and where no mission is named."""
        known = parameters(listings)
        wrong = [unknown_parameter(name, known) for name, _ in given if name not in known]
        if not any(name == "mission" for name, _ in given):
            wrong.append(missing_parameter("mission", known["mission"]))
        if wrong:
            raise InvalidParameters(*wrong)
        own = Look.parameters()
        look = Look.read((name, text) for name, text in given if name in own)
        filters = [(name, text) for name, text in given if name not in own]
        return cls(look=look, filters=filters, view=given)

    def given(self, name: str) -> list[str]:
        """A filter as it was written, as often as it was given."""
        return [text for each, text in self.filters if each == name]

    def asked_of(self, listing: Listing, **fixed: Any) -> Pairs:
        """What is asked of one of the lists: the filters that it takes, but for what the chart fixes."""
        known = listing.query.parameters().keys() - fixed.keys()
        spread = [(name, str(each)) for name, values in fixed.items() for each in values]
        return [*((name, text) for name, text in self.filters if name in known), *spread]


def parameters(listings: Sequence[Listing]) -> dict[str, Parameter]:
    """All that a chart of these lists takes, by name."""
    known: dict[str, Parameter] = {}
    for listing in listings:
        known |= listing.query.parameters()
    own = {name: each for name, each in known.items() if name not in NOT_OF_CHARTS}
    return own | Look.parameters()
