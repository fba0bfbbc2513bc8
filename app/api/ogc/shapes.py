"""Shapes: what the features of each collection look like, for the API definition."""

from functools import cached_property
from types import GenericAlias
from typing import Any

from pydantic import create_model

from app.api.formats.features import Feature
from app.api.ogc.schemas import FeaturePage
from app.api.ogc.times import Times
from app.api.schemas import Answer, Link, told


class Shape:
    """The models of a collection: its rows with their times, as features and as pages of them."""

    def __init__(self, item: type[Answer], times: type[Times]) -> None:
        self.item = item
        self.times = times

    @cached_property
    def properties(self) -> type[Answer]:
        """A row with its times beside its own fields."""
        return self.made("Properties", (self.times, self.item), {}, self.item.__doc__)

    @cached_property
    def feature(self) -> type[Answer]:
        """A row as a feature."""
        shown = told("The row as its list under /v1 shows it, and its times.")
        return self.made("Feature", (Feature,), {"properties": (self.properties, shown)})

    @cached_property
    def linked(self) -> type[Answer]:
        """A feature by itself."""
        links = told("The feature, its collection, and the same row as JSON.")
        return self.made("LinkedFeature", (self.feature,), {"links": (list[Link], links)})

    @cached_property
    def page(self) -> type[Answer]:
        """A page of features."""
        features = (GenericAlias(list, self.feature), told("The features."))
        return self.made("FeaturePage", (FeaturePage,), {"features": features})

    def made(
        self, name: str, bases: tuple[Any, ...], fields: dict[str, Any], doc: str | None = None
    ) -> type[Answer]:
        """A model that is named after the rows: `EventFeature`."""
        return create_model(
            f"{self.item.__name__}{name}", __base__=bases, __doc__=doc or bases[0].__doc__, **fields
        )
