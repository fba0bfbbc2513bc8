"""The API definition: an OpenAPI 3.0 document, made from the routes as the 3.1 one is."""

import json
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, Response

from app.api.answer import Answering, Body
from app.api.asking import pairs
from app.api.ogc.addresses import OPENAPI, PREFIX, Addresses
from app.api.ogc.openapi30 import converted
from app.api.openapi import tidied
from app.queries.query import Query

TAGS = {
    "capabilities": "What there is, and what it keeps to.",
    "collections": "The collections, and where and when they have something.",
    "features": "The features of each collection.",
}
OFFLINE = "/static-offline-docs"


class Definition:
    """The document of the routes of one router, and the page that shows it."""

    def __init__(self, router: APIRouter) -> None:
        self.router = router
        self.made: dict[str, Any] = {}

    def document(self, app: FastAPI) -> dict[str, Any]:
        """The document without its server, made once."""
        if not self.made:
            document = get_openapi(
                title=f"{app.title}: features",
                version=app.version,
                description=app.description,
                routes=self.router.routes,
                tags=[{"name": name, "description": text} for name, text in TAGS.items()],
                contact=app.contact,
                license_info=app.license_info,
            )
            self.made = converted(tidied(document))
        return self.made

    async def answer(self, request: Request) -> Response:
        """The document, for this server."""
        Query.read(pairs(request))
        answering = Answering(request)
        server = {"url": Addresses(answering).root, "description": "This server."}

        def asked(session: Any) -> Body:
            document = {**self.document(request.app), "servers": [server]}
            return Body(json.dumps(document, ensure_ascii=False))

        return await answering.answer(asked, OPENAPI)

    async def page(self, request: Request) -> HTMLResponse:
        """The document as a page; nothing on it comes from elsewhere."""
        Query.read(pairs(request))
        root = request.scope.get("root_path", "")
        return get_swagger_ui_html(
            openapi_url=f"{root}{PREFIX}/api",
            title=f"{request.app.title}: features",
            swagger_js_url=f"{root}{OFFLINE}/swagger-ui-bundle.js",
            swagger_css_url=f"{root}{OFFLINE}/swagger-ui.css",
            swagger_favicon_url=f"{root}{OFFLINE}/favicon.png",
        )

    def add_to(self, router: APIRouter) -> None:
        """Serve both."""
        router.get("/api", include_in_schema=False)(self.answer)
        router.get("/docs", include_in_schema=False)(self.page)
