"""Security headers: what a browser may do with an answer; no answer is without them."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""For data, which loads nothing and is shown in no frame; whoever sends a page says more itself."""

HTTPS_ONLY = "Strict-Transport-Security"
POLICY = b"content-security-policy"
UNCHANGED = frozenset(name.lower().encode() for name in (*SECURITY, HTTPS_ONLY)) - {POLICY}
"""What 304 has of them: what the client holds has a policy of its own, which stays."""

YEAR = 365 * 86400
INLINE = re.compile(rb"<script>(.*?)</script>", re.S)
DOCS = ("/docs",)
"""The one page that the framework makes, with a script within it."""

RawHeaders = list[tuple[bytes, bytes]]


def headers(public_url: str | None) -> dict[str, str]:
    """The headers of a deployment: only what clients reach by https alone asks them to keep to it."""
    if public_url is None or not public_url.startswith("https://"):
        return dict(SECURITY)
    return {**SECURITY, HTTPS_ONLY: f"max-age={YEAR}"}


def docs_policy(app: FastAPI) -> str:
    """What /docs may load: its own files, and the one script within it, known by its hash."""
    page = get_swagger_ui_html(
        openapi_url=str(app.openapi_url),
        title=app.title,
        oauth2_redirect_url=app.swagger_ui_oauth2_redirect_url,
        swagger_ui_parameters=app.swagger_ui_parameters,
    )
    hashes = (
        f"'sha256-{b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in INLINE.findall(bytes(page.body))
    )
    return (
        f"default-src 'none'; script-src 'self' {' '.join(hashes)}; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


class Secured:
    """Adds to each answer what it does not say itself: no header stands there twice."""

    def __init__(self, app: ASGIApp, told: Mapping[str, str], docs: str) -> None:
        self.app = app
        self.told = raw(told.items())
        self.docs = raw({**told, "Content-Security-Policy": docs}.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Complete the start of an answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = self.docs if scope["path"] in DOCS else self.told

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message["headers"]}
                if message["status"] == 304:
                    said.add(POLICY)
                missing = [pair for pair in told if pair[0] not in said]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        await self.app(scope, receive, complete)


def raw(told: Iterable[tuple[str, str]]) -> RawHeaders:
    """Headers as ASGI carries them."""
    return [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in told]
