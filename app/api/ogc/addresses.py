"""Addresses of the API, and the links between them."""

from app.api.answer import MEDIA_TYPE as JSON
from app.api.answer import Answering
from app.api.formats.features import MEDIA_TYPE as GEOJSON
from app.api.schemas import Link

PREFIX = "/ogc"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
HTML = "text/html"


class Addresses:
    """Where everything is, as the client that asks can reach it."""

    def __init__(self, answering: Answering) -> None:
        self.server = answering.public_url.rstrip("/")
        self.root = f"{self.server}{PREFIX}"

    def link(self, rel: str, path: str, type: str = JSON) -> Link:
        """A link to a path of this API."""
        return Link(rel=rel, href=f"{self.root}{path}", type=type)

    def definitions(self) -> list[Link]:
        """What describes the API, for programs and for people."""
        return [
            self.link("service-desc", "/api", OPENAPI),
            self.link("service-doc", "/docs", HTML),
        ]

    def landing_page(self) -> list[Link]:
        """Where everything else is."""
        return [
            self.link("self", "/"),
            *self.definitions(),
            self.link("conformance", "/conformance"),
            self.link("data", "/collections"),
        ]

    def collections(self) -> list[Link]:
        """What goes with the list of collections."""
        return [self.link("self", "/collections"), *self.definitions()]

    def collection(self, id: str, v1_path: str) -> list[Link]:
        """What goes with a collection: its features, and the same rows as the lists have them."""
        rows = f"{self.server}/v1{v1_path}"
        return [
            self.link("self", f"/collections/{id}"),
            self.link("items", f"/collections/{id}/items", GEOJSON),
            Link(rel="alternate", href=rows, type=JSON),
            Link(rel="alternate", href=f"{rows}.geojson", type=GEOJSON),
        ]

    def feature(self, collection: str, id: str, v1_path: str) -> list[Link]:
        """What goes with a feature."""
        return [
            self.link("self", f"/collections/{collection}/items/{id}", GEOJSON),
            Link(rel="alternate", href=f"{self.server}/v1{v1_path}/{id}", type=JSON),
            self.link("collection", f"/collections/{collection}"),
        ]
